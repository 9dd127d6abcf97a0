"""From a data set's name and settings to its examples, in their two parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.datasets.registry import Data, datasets, described
from playground.fields import Part


def sample(name: str, settings: Mapping[str, Any], points: int, share: int, seed: int) -> Data:
    """The examples of a data set.

    Args:
        points: how many, training and test together, where the data set draws them.
        share: the percentage to learn from, where the data set leaves it open.
        seed: what points are drawn, and rows are shuffled, from.
    """
    data = described(Part(datasets.name_of(name), tuple(settings.items())))
    return data.load(settings, points=points, share=share, seed=seed)
