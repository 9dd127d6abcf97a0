"""What the examples of a data set look like, as pictures in data URIs."""

from __future__ import annotations

import numpy as np

from playground.datasets.inputs import Inputs, side_by_side
from playground.datasets.registry import Data
from playground.figures import thumbnails
from playground.png import data_uri


def of_each_class(data: Data, classes: int, count: int) -> list[list[str]]:
    """The first ``count`` test pictures of every class, as they are; those of a pair in one."""
    found = []
    for each in range(classes):
        x = data.x_test[np.flatnonzero(data.y_test == each)[:count]]
        found.append([data_uri(one) for one in (side_by_side(x) if isinstance(x, Inputs) else x)])
    return found


def course(data: Data, *, learned: int, tested: int) -> str:
    """The end of what a series is learned from, and dashed the first values of what tests it."""
    return thumbnails.line(data.y_train[-learned:], data.y_test[:tested], width=560, height=96)


def answers(data: Data) -> str:
    """How often answers of each size occur, of all examples."""
    return thumbnails.histogram(np.concatenate([data.y_train, data.y_test]))
