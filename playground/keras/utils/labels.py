"""Labels as one-hot rows, and rows of length 1."""

from __future__ import annotations

from typing import Any

import numpy as np


def to_categorical(x: Any, num_classes: int | None = None) -> np.ndarray:
    """One-hot rows: ``to_categorical([0, 2])`` is ``[[1, 0, 0], [0, 0, 1]]``.

    Raises:
        ValueError: a label below 0, or above the number of classes.
    """
    labels = np.asarray(x)
    if labels.dtype.kind in "OUS":
        raise ValueError("to_categorical expects whole numbers; got labels of type "
                         f"{labels.dtype}. A StringLookup layer numbers texts.")
    labels = labels.astype("int64")
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if labels.size and labels.min() < 0:
        raise ValueError(f"to_categorical expects labels from 0; got {labels.min()}.")
    count = num_classes or int(labels.max()) + 1
    if labels.size and labels.max() >= count:
        raise ValueError(f"to_categorical expects labels below {count}; got {labels.max()}.")
    return np.eye(count)[labels]


def normalize(x: Any, axis: int = -1, order: int = 2) -> Any:
    """x / |x| along the axis, |x| = (Σ |x|^order)^(1/order); rows of 0 stay 0."""
    if not isinstance(x, np.ndarray):
        from playground.keras import ops

        return ops.normalize(x, axis=axis, order=order)
    length = np.atleast_1d(np.linalg.norm(x, order, axis))
    length[length == 0] = 1
    return x / np.expand_dims(length, axis)
