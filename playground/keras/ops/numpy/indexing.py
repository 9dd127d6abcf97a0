"""Picking numbers out: by place, by condition; and what an array says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.variable import Array


@op(class_name="GetItem")
def get_item(x: Array, key: Array) -> Array:
    """``x[key]``: numbers, slices, ``...``, None, or places. JSON makes a list of a tuple."""
    parted = isinstance(key, list) and any(
        each is None or each is Ellipsis or isinstance(each, slice) for each in key)
    return jnp.asarray(x)[tuple(key) if parted else key]


@op
def take(x: Array, indices: Array, axis: int | None = None) -> Array:
    """The entries at these places along the axis; None: of all numbers in one row."""
    return jnp.take(jnp.asarray(x), jnp.asarray(indices), axis=axis)


@op
def take_along_axis(x: Array, indices: Array, axis: int | None = None) -> Array:
    """The entries at these places, a list of places for every row along the axis."""
    return jnp.take_along_axis(jnp.asarray(x), jnp.asarray(indices), axis=axis)


@op
def where(condition: Array, x1: Array | None = None, x2: Array | None = None) -> Any:
    """x1 where the condition is true, x2 elsewhere; alone: the places where it is true."""
    if x1 is None and x2 is None:
        return jnp.where(jnp.asarray(condition))
    return jnp.where(jnp.asarray(condition), jnp.asarray(x1), jnp.asarray(x2))


@op
def select(condlist: Sequence[Array], choicelist: Sequence[Array], default: Array = 0) -> Array:
    """The choice of the first condition that is true, entry by entry; ``default`` when none is."""
    return jnp.select([jnp.asarray(each) for each in condlist],
                      [jnp.asarray(each) for each in choicelist], default)


@op(class_name="Nonzero")
def nonzero(x: Array) -> tuple[Array, ...]:
    """The places of what is not 0, an array for every axis. Not under ``jit``."""
    return jnp.nonzero(jnp.asarray(x))


@op
def unravel_index(indices: Array, shape: Sequence[int]) -> tuple[Array, ...]:
    """Places in one row turned into places in an array of this shape."""
    return jnp.unravel_index(jnp.asarray(indices), tuple(shape))


def ndim(x: Any) -> int:
    """The number of axes."""
    return len(x.shape) if hasattr(x, "shape") else np.ndim(x)


def size(x: Any) -> Any:
    """The number of numbers; None when a size is not known yet."""
    if hasattr(x, "shape"):
        count = 1
        for each in x.shape:
            if each is None:
                return None
            count *= each
        return count
    return np.size(x)
