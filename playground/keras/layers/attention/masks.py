"""Who may see whom: masks of shape (batch, T, S), True where step t of T may see step s of S."""

from __future__ import annotations

import functools

from playground.keras.backend import jnp
from playground.keras.variable import Array


def causal(steps: int, seen: int) -> Array:
    """Nobody sees what comes later: (1, steps, seen)."""
    return jnp.tri(steps, seen, dtype=bool)[None]


def near(steps: int, seen: int, width: int) -> Array:
    """Everybody sees what is less than ``width`` steps away: (1, steps, seen)."""
    return (jnp.abs(jnp.arange(steps)[:, None] - jnp.arange(seen)) < width)[None]


def together(*masks: Array | None) -> Array | None:
    """True where all are; None is no mask."""
    given = [each.astype(bool) for each in masks if each is not None]
    return functools.reduce(jnp.logical_and, given) if given else None
