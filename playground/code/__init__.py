"""Keras source text from an experiment."""
