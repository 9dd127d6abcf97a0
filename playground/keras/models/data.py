"""What ``fit`` is given, checked and in batches: arrays, validation shares, class weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.keras import random
from playground.keras.backend import jnp

Arrays = Any  # an array, or a list, tuple or dict of arrays


@dataclass
class Data:
    """Inputs, labels and weights of the same number of samples."""

    x: Arrays
    y: Arrays
    sample_weight: Any
    size: int

    def on_device(self) -> tuple[Arrays, Arrays, Any]:
        return tuple(_map(_to_device, each) for each in (self.x, self.y, self.sample_weight))


def read(
    x: Arrays, y: Arrays = None, sample_weight: Any = None,
    class_weight: Mapping[int, float] | None = None,
) -> Data:
    """The data, checked.

    Raises:
        ValueError: no data, arrays of different length, or a class without weight.
        TypeError: something that is not numbers.
    """
    if x is None:
        raise ValueError("Expected data as x; got None.")
    x, y, sample_weight = (_map(_to_array, each) for each in (x, y, sample_weight))
    sizes = {each.shape[0] if each.ndim else None for part in (x, y, sample_weight)
             for each in _leaves(part)}
    if None in sizes:
        raise ValueError("Expected arrays with a first axis, the samples; got a single number.")
    if len(sizes) > 1:
        raise ValueError("Expected as many labels as samples; got arrays with "
                         f"{', '.join(str(size) for size in sorted(sizes))} entries.")
    size = sizes.pop()
    if size == 0:
        raise ValueError("Expected at least one sample; got none.")
    if class_weight is not None:
        if sample_weight is not None:
            raise ValueError("Only one of class_weight and sample_weight can be given.")
        sample_weight = _weights(y, class_weight)
    return Data(x, y, sample_weight, size)


def split(data: Data, validation_split: float) -> tuple[Data, Data]:
    """The first samples to train on, the last share of them to validate with.

    Raises:
        ValueError: a share outside 0 to 1, or one that leaves either part empty.
    """
    if not 0 < validation_split < 1:
        raise ValueError("validation_split expects a share between 0 and 1; "
                         f"got {validation_split}.")
    at = int(np.floor(data.size * (1.0 - validation_split)))
    if at == 0 or at == data.size:
        raise ValueError(f"validation_split={validation_split} leaves nothing in one part of "
                         f"{data.size} samples.")

    def part(where: slice) -> Data:
        x, y, weight = (_map(lambda each: each[where], value)
                        for value in (data.x, data.y, data.sample_weight))
        return Data(x, y, weight, len(range(data.size)[where]))

    return part(slice(0, at)), part(slice(at, None))


def unpack(data: Any) -> tuple[Any, Any, Any]:
    """(x, y, sample_weight) from x alone, (x,), (x, y) or all three."""
    if isinstance(data, list):
        data = tuple(data)
    if not isinstance(data, tuple):
        return data, None, None
    if not 1 <= len(data) <= 3:
        raise ValueError(f"Expected (x, y) or (x, y, sample_weight); got {len(data)} parts.")
    return (*data, None, None)[:3]


def order(size: int, batch_size: int, shuffle: bool) -> tuple[np.ndarray, np.ndarray | None]:
    """The samples' numbers in batches, (batches, batch_size), and those of a last, shorter one."""
    numbers = random.permutation(size) if shuffle else np.arange(size)
    numbers = numbers.astype(np.int32)
    full = size // batch_size * batch_size
    rest = numbers[None, full:] if full < size else None
    return numbers[:full].reshape(-1, batch_size), rest


def _to_array(value: Any) -> Any:
    if hasattr(value, "to_numpy"):  # pandas
        value = value.to_numpy()
    if not hasattr(value, "shape") or not hasattr(value, "dtype"):
        if not isinstance(value, (list, tuple, int, float)):
            raise TypeError("Expected arrays of numbers (NumPy's, or lists); got "
                            f"{type(value).__name__}.")
        try:
            value = np.asarray(value)
        except ValueError:
            raise ValueError("Expected samples of one shape; got a list with rows of different "
                             "length.") from None
    if np.dtype(value.dtype).kind in "OUS":
        raise TypeError(f"Expected numbers; got an array of {value.dtype}. Texts and categories "
                        "are turned into numbers first.")
    return value


def _to_device(value: Any) -> Any:
    return jnp.asarray(value)


def _weights(y: Any, class_weight: Mapping[int, float]) -> np.ndarray:
    labels = np.asarray(y)
    if labels.ndim > 1 and labels.shape[-1] > 1:
        labels = labels.argmax(-1)
    labels = labels.reshape(len(labels), -1)[:, 0].astype(int)
    return np.array([class_weight.get(each, 1.0) for each in labels.tolist()], np.float32)


def _map(function: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, dict):
        return {key: _map(function, each) for key, each in value.items()}
    if isinstance(value, (list, tuple)) and value and hasattr(value[0], "shape"):
        return type(value)(_map(function, each) for each in value)
    return function(value)


def _leaves(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, (list, tuple)):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]
