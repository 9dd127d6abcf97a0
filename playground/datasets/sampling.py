"""From a data set's name and a seed to points, and to their two parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.datasets.registry import datasets


@dataclass(frozen=True, eq=False)
class Data:
    """The points that the network learns from, and those that test it.

    Args:
        x_train: (n, inputs) float32.
        y_train: (n,) int32 classes, or float32 numbers to be learned.
        x_test: (m, inputs) float32.
        y_test: (m,) like ``y_train``.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def sample(name: str, settings: Mapping[str, Any], points: int, share: int, seed: int) -> Data:
    """Draw ``points`` points; the first ``share`` percent are there to learn from.

    The points are drawn one by one, independently, so the first ones are a random part of all;
    another share moves only the border between the parts.
    """
    x, y = datasets[name](np.random.default_rng(seed), points, **settings)
    border = training_points(points, share)
    return Data(x[:border], y[:border], x[border:], y[border:])


def training_points(points: int, share: int) -> int:
    """How many of the points are there to learn from."""
    return round(points * share / 100)
