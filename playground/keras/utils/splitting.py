"""Two parts of a data set."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from playground.keras import tree

Size = int | float | None


def split_dataset(
    dataset: Any, left_size: Size = None, right_size: Size = None, shuffle: bool = False,
    seed: int | None = None, preferred_backend: str | None = None,
) -> tuple[Any, Any]:
    """The first samples and the others: ``(x, y), (x_test, y_test)`` from ``(x, y)``.

    Keras gives two ``tf.data.Dataset``; these are NumPy arrays in the form that was given (an
    array, a tuple, list or dict of arrays), so they go straight into ``fit(*left)``.

    Args:
        left_size, right_size: how many samples (a whole number) or what share of them (a float);
            one of them may be left out.
        shuffle, seed: whether the samples are mixed before, and how; the order is Keras's.

    Raises:
        ValueError: no samples or too many in a part, or arrays of different length.
        TypeError: no arrays.
    """
    if not isinstance(dataset, (np.ndarray, list, tuple, dict)) and not hasattr(dataset, "shape"):
        raise TypeError("split_dataset expects an array, or a tuple, list or dict of arrays; got "
                        f"{type(dataset).__name__}.")
    arrays = tree.map_structure(np.asarray, dataset)
    sizes = {len(each) for each in tree.flatten(arrays)}
    if len(sizes) != 1:
        raise ValueError(f"split_dataset expects arrays of one length; got {sorted(sizes)}.")
    left, right = _sizes(left_size, right_size, total := sizes.pop())
    order = list(range(total))
    if shuffle:
        random.seed(random.randint(0, int(1e6)) if seed is None else seed)
        random.shuffle(order)
    parts = order[:left], order[total - right:]
    return tuple(tree.map_structure(lambda each, part=part: each[part], arrays) for part in parts)


def _sizes(left: Size, right: Size, total: int) -> tuple[int, int]:
    if left is None and right is None:
        raise ValueError("split_dataset expects left_size, right_size or both; got neither.")
    numbers = []
    for name, size in (("left_size", left), ("right_size", right)):
        highest = total if isinstance(size, int) else 1
        if size is not None and not 0 < size < highest:
            raise ValueError(f"split_dataset expects {name} as a whole number below {total} or a "
                             f"share between 0 and 1; got {size}.")
        numbers.append(round(size * total) if isinstance(size, float) else size)
    first, second = numbers
    first = total - second if first is None else first
    second = total - first if second is None else second
    if first + second > total or 0 in (first, second):
        raise ValueError(f"split_dataset expects two parts of {total} samples with some in each; "
                         f"got {first} and {second}.")
    return first, second
