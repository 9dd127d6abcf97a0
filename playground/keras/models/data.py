"""What ``fit`` is given as arrays: checked, split, weighted and put into an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.keras import random, tree
from playground.keras.backend import jax, on_device

Arrays = Any  # an array, or a list, tuple or dict of arrays


@dataclass
class Data:
    """Inputs, labels and weights of the same number of samples."""

    x: Arrays
    y: Arrays
    sample_weight: Any
    size: int

    def on_device(self, rows: int | None = None) -> Any:
        """As the steps take it: x, (x, y) or (x, y, sample_weight), with room for more rows."""
        def put(array: Any) -> Any:
            return on_device(array, rows)

        return pack(*(_map(put, each) for each in (self.x, self.y, self.sample_weight)))

    def first(self, count: int) -> Any:
        """The first samples, as the steps take them."""
        return pack(*(_map(lambda each: each[:count], part)
                      for part in (self.x, self.y, self.sample_weight)))


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
    sizes = {word: [each.shape[0] if each.ndim else None for each in _leaves(part)]
             for word, part in (("x", x), ("y", y), ("sample_weight", sample_weight))}
    every = {size for part in sizes.values() for size in part}
    if None in every:
        raise ValueError("Expected arrays with a first axis, the samples; got a single number.")
    if len(every) > 1:
        shown = "; ".join(f"{word}: {', '.join(map(str, part))}"
                          for word, part in sizes.items() if part)
        raise ValueError("Expected as many labels as samples, in every array; got these numbers "
                         f"of entries: {shown}.")
    size = every.pop() if every else 0
    if size == 0:
        raise ValueError("Expected at least one sample; got none.")
    return Data(x, y, weights_of(y, sample_weight, class_weight), size)


def weights_of(
    y: Any, sample_weight: Any, class_weight: Mapping[int, float] | None
) -> Any:
    """The weights of the samples, from their classes where ``class_weight`` is given."""
    if class_weight is None:
        return sample_weight
    if sample_weight is not None:
        raise ValueError("Only one of class_weight and sample_weight can be given.")
    if y is None or tree.is_nested(y):
        raise ValueError("class_weight expects one array of labels as y: it goes with models "
                         "that have one output. Give sample_weight for each output instead.")
    if not isinstance(class_weight, Mapping):
        raise TypeError("class_weight expects a dict from each class to its weight, as "
                        f"{{0: 1.0, 1: 5.0}}; got {type(class_weight).__name__}.")
    labels = np.asarray(y)
    if labels.ndim > 1 and labels.shape[-1] > 1:
        labels = labels.argmax(-1)
    labels = np.round(labels.reshape(len(labels), -1)[:, 0]).astype(int)
    return np.array([class_weight.get(each, 1.0) for each in labels.tolist()], np.float32)


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


def pack(x: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """The opposite of ``unpack``: only as many parts as there are."""
    if sample_weight is not None:
        return x, y, sample_weight
    if y is not None:
        return x, y
    return (x,) if isinstance(x, (list, tuple)) else x


def order(size: int, batch_size: int, shuffle: bool) -> tuple[np.ndarray, np.ndarray | None]:
    """The samples' numbers in batches, (batches, batch_size), and those of a last, shorter one."""
    numbers = random.permutation(size) if shuffle else np.arange(size)
    numbers = numbers.astype(np.int32)
    full = size // batch_size * batch_size
    rest = numbers[None, full:] if full < size else None
    return numbers[:full].reshape(-1, batch_size), rest


def room_for(count: int, least: int = 1) -> int:
    """The next power of two: sizes that share it share a compiled program."""
    return max(1 << max(count - 1, 0).bit_length(), least)


def is_arrays(x: Any) -> bool:
    """Whether it is arrays, and not something that gives one batch after the other."""
    if x is None or tree.is_nested(x) or isinstance(x, (int, float, str, bytes)):
        return True
    return hasattr(x, "shape") or hasattr(x, "to_numpy") or hasattr(x, "__array__")


def as_batch(batch: Any) -> Any:
    """A batch that a generator gave, as arrays of NumPy or JAX."""
    if isinstance(batch, list):
        batch = tuple(batch)
    parts = unpack(batch) if isinstance(batch, tuple) else (batch, None, None)
    return pack(*(_map(_to_array, each) for each in parts))


def _to_array(value: Any) -> Any:
    if hasattr(value, "to_numpy"):  # pandas
        value = value.to_numpy()
    if not hasattr(value, "shape") or not hasattr(value, "dtype"):
        if not isinstance(value, (list, tuple, int, float)) and not hasattr(value, "__array__"):
            raise TypeError("Expected arrays of numbers (NumPy's, or lists); got "
                            f"{type(value).__name__}.")
        try:
            value = np.asarray(value)
        except ValueError:
            raise ValueError("Expected samples of one shape; got a list with rows of different "
                             "length.") from None
    if not isinstance(value, np.ndarray) and not isinstance(value, jax.Array):
        value = np.asarray(value)  # another library's tensor
    if value.dtype.kind in "OUS":
        raise TypeError(f"Expected numbers; got an array of {value.dtype}. Texts and categories "
                        "are turned into numbers first.")
    return value


def _map(function: Any, value: Any) -> Any:
    """``function`` of every array; a list is several arrays only if arrays are in it."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {key: _map(function, each) for key, each in value.items()}
    if isinstance(value, (list, tuple)) and any(
            hasattr(each, "shape") or tree.is_nested(each) and isinstance(each, dict)
            for each in value):
        return type(value)(_map(function, each) for each in value)
    return function(value)


def _leaves(value: Any) -> list[Any]:
    return [] if value is None else [each for each in tree.leaves(value) if each is not None]
