"""Keras source text: of an experiment, or of a graph of layers; and what a text means, read."""
