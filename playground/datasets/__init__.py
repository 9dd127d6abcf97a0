"""Data sets: arrays from a seed or from a file. No JAX."""

# the import registers the sets, in the order in which the menu shows them
from playground.datasets import points, surfaces, curves, pictures, tables, messages, series  # noqa: F401, I001
from playground.datasets import pairs, drawn, own_table, own_pictures  # noqa: F401
from playground.datasets.registry import (
    SPAN,
    Data,
    Dataset,
    Form,
    built_in,
    datasets,
    described,
    training_points,
)
from playground.datasets.sampling import sample

__all__ = ["SPAN", "Data", "Dataset", "Form", "built_in", "datasets", "described", "sample",
           "training_points"]
