"""Which rows a model learns from and which ones test it."""

from __future__ import annotations

import numpy as np


def split(y: np.ndarray, share: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the rows to learn from and of those that test, each in a random order.

    Every class is split by itself, so both parts hold as much of it as the whole does. Another
    share moves rows over the border and shuffles none again.

    Args:
        y: (n,) the class of every row; all equal where there are none.
        share: the percentage of every class to learn from.
        seed: what the order is drawn from.
    """
    order = np.random.default_rng(seed).permutation(len(y))
    learns = np.zeros(len(y), bool)
    for each in np.unique(y):
        own = order[y[order] == each]
        learns[own[:round(len(own) * share / 100)]] = True
    return order[learns[order]], order[~learns[order]]
