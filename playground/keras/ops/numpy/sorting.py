"""Order and counting: sorted, searched, unique, in bins."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.variable import Array


@op
def sort(x: Array, axis: int | None = -1) -> Array:
    """From small to large along the axis."""
    return jnp.sort(jnp.asarray(x), axis=axis)


@op
def argsort(x: Array, axis: int | None = -1) -> Array:
    """The places that ``sort`` takes the numbers from."""
    x = jnp.asarray(x)
    return jnp.argsort(x, axis=axis if x.ndim else None)


@op
def argpartition(x: Array, kth: int, axis: int | None = -1) -> Array:
    """Places in an order with the k-th smallest at k, smaller ones before, larger ones after."""
    x = jnp.asarray(x)
    return jnp.argpartition(x.ravel() if axis is None else x, kth, axis=0 if axis is None else axis)


@op(class_name="SearchSorted")
def searchsorted(sorted_sequence: Array, values: Array, side: str = "left") -> Array:
    """Where the values would have to go into a sorted row to keep it sorted.

    Raises:
        ValueError: the sorted sequence is not one row.
    """
    sorted_sequence = jnp.asarray(sorted_sequence)
    if sorted_sequence.ndim != 1:
        raise ValueError("searchsorted expects one sorted row; got the shape "
                         f"{sorted_sequence.shape}. keras.ops.vectorized_map does several.")
    return jnp.searchsorted(sorted_sequence, jnp.asarray(values), side=side)


@op
def digitize(x: Array, bins: Array) -> Array:
    """The number of the bin in which x lies: i with bins[i-1] ≤ x < bins[i]."""
    return jnp.digitize(jnp.asarray(x), jnp.asarray(bins))


@op(class_name="IsIn")
def isin(x1: Array, x2: Array, assume_unique: bool = False, invert: bool = False) -> Array:
    """Whether each of x1 is among x2."""
    return jnp.isin(jnp.asarray(x1), jnp.asarray(x2), assume_unique=assume_unique, invert=invert)


def unique(
    x: Any, sorted: bool = True, return_index: bool = False, return_inverse: bool = False,
    return_counts: bool = False, axis: int | None = None, size: int | None = None,
    fill_value: Any = None,
) -> Any:
    """What occurs, each once; with the first places, the way back, the counts on demand.

    Args:
        size: how many are given back, which ``jit`` wants to know; more are filled up.
    """
    return jnp.unique(jnp.asarray(x), return_index=return_index, return_inverse=return_inverse,
                      return_counts=return_counts, axis=axis, equal_nan=False, size=size,
                      sorted=sorted, fill_value=fill_value)


@op
def bincount(
    x: Array, weights: Array | None = None, minlength: int = 0, sparse: bool = False
) -> Array:
    """How often 0, 1, 2, … occur, or the sums of their weights; row by row for a matrix.

    Raises:
        ValueError: sparse=True.
    """
    if sparse:
        raise ValueError("bincount expects sparse=False: arrays here are dense.")
    x = jnp.asarray(x)
    weights = None if weights is None else jnp.asarray(weights)
    if x.ndim < 2:
        return jnp.bincount(x, weights=weights, minlength=minlength)
    return jnp.stack([
        jnp.bincount(row, weights=None if weights is None else weights[index], minlength=minlength)
        for index, row in enumerate(x)])


@op
def histogram(x: Array, bins: int = 10, range: tuple[float, float] | None = None) -> Any:
    """How many numbers lie in each of ``bins`` equal parts of the range, and the parts' edges.

    Raises:
        ValueError: a range whose end is before its beginning.
    """
    if range is not None and range[1] < range[0]:
        raise ValueError(f"histogram expects a range from small to large; got {range}.")
    return jnp.histogram(jnp.asarray(x), bins=bins, range=range)
