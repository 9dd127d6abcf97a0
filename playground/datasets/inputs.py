"""Examples of several arrays: one for each input of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

GAP = 2  # pixels between two pictures that are shown side by side


@dataclass(frozen=True, eq=False)
class Inputs:
    """n examples as arrays (n, …), by the name of what each of them is.

    It is indexed by rows, as one array is: ``x[:10]``, ``x[rows]``.
    """

    arrays: Mapping[str, Any]

    def __len__(self) -> int:
        return len(next(iter(self.arrays.values())))

    def __getitem__(self, rows: Any) -> Inputs:
        return Inputs({name: each[rows] for name, each in self.arrays.items()})


def side_by_side(x: Inputs) -> np.ndarray:
    """The pictures of each example as one (n, height, width, channels), a grey gap between two."""
    pictures = [each for each in x.arrays.values() if each.ndim == 4]
    shown = pictures[:1]
    for each in pictures[1:]:
        height, channels = each.shape[1], each.shape[3]
        shown += [np.full((len(each), height, GAP, channels), 128, each.dtype), each]
    return np.concatenate(shown, axis=2)
