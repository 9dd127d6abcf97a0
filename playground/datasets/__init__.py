"""Data sets: arrays from a seed. NumPy only."""

# the import registers the sets, in the order in which the menu shows them
from playground.datasets import points, surfaces, curves  # noqa: F401, I001
from playground.datasets.registry import SPAN, Dataset, datasets
from playground.datasets.sampling import Data, sample, training_points

__all__ = ["SPAN", "Data", "Dataset", "datasets", "sample", "training_points"]
