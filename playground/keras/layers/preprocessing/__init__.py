"""Layers that turn raw data into numbers: measured, counted, looked up. Most learn by ``adapt``."""
