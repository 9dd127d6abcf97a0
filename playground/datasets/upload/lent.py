"""Where uploaded data are kept: in memory, for those alone who brought them, and bounded.

Every process has one shelf. A holder is a run: what it has lent goes when it goes.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

import numpy as np

from playground.datasets.registry import Need

LARGEST = 100_000_000  # bytes that one holder may lend
LARGEST_OF_ALL = 800_000_000  # bytes that the shelf takes


class Shelf:
    """Arrays by holder and key. Every method may be called from any thread."""

    def __init__(self, *, each: int = LARGEST, everything: int = LARGEST_OF_ALL) -> None:
        self._each, self._everything = each, everything
        self._lent: dict[str, tuple[str, Mapping[str, np.ndarray]]] = {}
        self._lock = threading.Lock()

    def lend(self, holder: str, key: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Put arrays there; what the holder had there before goes.

        Raises:
            ValueError: a sentence, when they are too large or the shelf is full.
        """
        size = _size(arrays)
        if size > self._each:
            raise ValueError(f"Uploaded data may take {self._each / 1e6:,.0f} MB in memory; these "
                             f"take {size / 1e6:,.0f} MB. A part of them may be enough.")
        with self._lock:
            others = sum(_size(each) for name, (_, each) in self._lent.items() if name != holder)
            if others + size > self._everything:
                raise ValueError("The playground holds as much uploaded data as it can at the "
                                 "moment; try again later.")
            self._lent[holder] = (key, arrays)

    def holds(self, holder: str, key: str) -> bool:
        """Whether this holder has lent what lies under this key."""
        with self._lock:
            return self._lent.get(holder, ("", {}))[0] == key

    def drop(self, holder: str) -> None:
        """Forget what this holder has lent."""
        with self._lock:
            self._lent.pop(holder, None)

    def arrays(self, need: Need) -> Mapping[str, np.ndarray]:
        """What lies under a key, for those who have made sure that they hold it.

        Raises:
            ValueError: a sentence that asks for the file, when nothing lies there.
        """
        with self._lock:
            for key, arrays in self._lent.values():
                if key == need.key:
                    return arrays
        raise ValueError(need.sentence)


def _size(arrays: Mapping[str, np.ndarray]) -> int:
    return sum(each.nbytes for each in arrays.values())


shelf = Shelf()
