"""What ``adapt`` is given, in batches: one array, a PyDataset, a generator, a list of arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np


def batches_of(data: Any, name: str, steps: int | None = None) -> Iterator[np.ndarray]:
    """The batches; of ``(x, y)`` the x.

    Args:
        steps: how many batches are read; None reads all.

    Raises:
        ValueError: there is none.
        TypeError: neither an array nor an iterable.
    """
    if hasattr(data, "shape") or _is_list(data):
        yield np.asarray(data)
        return
    if not isinstance(data, Iterable):
        raise TypeError(f"{name}.adapt expects an array or batches of them; got "
                        f"{type(data).__name__}.")
    empty = True
    for batch in islice(data, steps):
        empty = False
        yield np.asarray(batch[0] if isinstance(batch, tuple) else batch)
    if empty:
        raise ValueError(f"{name}.adapt expects at least one batch; got none.")


def _is_list(data: Any) -> bool:
    """Whether it is one array in a list: of numbers, of texts, of rows of them."""
    return isinstance(data, (list, tuple)) and bool(data) and not hasattr(data[0], "shape")
