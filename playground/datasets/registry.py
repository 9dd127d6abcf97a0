"""The registry of data sets, and what every one of them says about itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from playground.fields import Number
from playground.registry import Registry

SPAN = (-6.0, 6.0)  # what the pictures show of each input; nearly all points lie inside


class Dataset(Protocol):
    """A function from a generator to points, and its words.

    The source of such a function stands by itself, because the exported script carries its text:
    only ``np`` and its own arguments, no helpers, lines of at most 79 characters. It draws once,
    one row of random numbers a point, and noise only scales them: more points keep the earlier
    ones, more noise moves the same ones. Classes come in turn, so a border anywhere leaves
    balanced classes on both sides.
    """

    title: str
    task: str  # "binary", "classes" or "regression"
    inputs: int  # 1 or 2
    class_names: tuple[str, ...]  # none for regression
    classes: int

    def __call__(
        self, rng: np.random.Generator, points: int, noise: float
    ) -> tuple[np.ndarray, np.ndarray]: ...


datasets: Registry[Dataset] = Registry("data set")


def dataset(
    name: str,
    *aliases: str,
    title: str,
    classes: tuple[str, ...] = (),
    inputs: int = 2,
) -> Callable[[Dataset], Dataset]:
    """Register the decorated function; without ``classes`` its answers are numbers."""
    moved = "the points are moved" if classes else "the answers are moved up or down"

    def add(function: Dataset) -> Dataset:
        function.title = title
        function.task = {0: "regression", 2: "binary"}.get(len(classes), "classes")
        function.inputs = inputs
        function.class_names = classes
        function.classes = len(classes)
        return datasets.register(name, *aliases, noise=Number(
            default=0, low=0, high=50, step=5, label="Noise", restarts=True,
            help=f"How far {moved}, in percent. The points underneath stay the same.",
        ))(function)

    return add
