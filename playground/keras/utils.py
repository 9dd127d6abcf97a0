"""``keras.utils``: seeds, one-hot labels, starting names anew."""

from __future__ import annotations

import random as python_random
from typing import Any

import numpy as np

from playground.keras import random
from playground.keras.callbacks.progbar import Progbar
from playground.keras.naming import reset_names
from playground.keras.registration import (
    CustomObjectScope,
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object


def set_random_seed(seed: int) -> None:
    """Start all randomness from one whole number: the same script then gives the same numbers.

    Python's and NumPy's generators are seeded too.
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise ValueError(f"set_random_seed expects a whole number; got {seed!r}.")
    random.seed_everything(int(seed))
    python_random.seed(int(seed))
    np.random.seed(int(seed))


def to_categorical(x: Any, num_classes: int | None = None) -> np.ndarray:
    """One-hot rows: ``to_categorical([0, 2])`` is ``[[1, 0, 0], [0, 0, 1]]``.

    Raises:
        ValueError: a label below 0, or above the number of classes.
    """
    labels = np.asarray(x).astype("int64")
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if labels.size and labels.min() < 0:
        raise ValueError(f"to_categorical expects labels from 0; got {labels.min()}.")
    count = num_classes or int(labels.max()) + 1
    if labels.size and labels.max() >= count:
        raise ValueError(f"to_categorical expects labels below {count}; got {labels.max()}.")
    return np.eye(count)[labels]


def clear_session() -> None:
    """Count the names from the start again: the next Dense is called ``dense``."""
    reset_names()


__all__ = ["CustomObjectScope", "Progbar", "clear_session", "custom_object_scope",
           "deserialize_keras_object", "get_custom_objects", "get_registered_name",
           "get_registered_object", "register_keras_serializable", "serialize_keras_object",
           "set_random_seed", "to_categorical"]
