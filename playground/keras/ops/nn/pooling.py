"""The largest, or the mean, of every window."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.keras.backend import jnp, lax
from playground.keras.ops.base import op
from playground.keras.ops.nn.spatial import checked_format, checked_padding, numbers, window
from playground.keras.variable import Array

Sizes = int | Sequence[int]


@op
def max_pool(
    inputs: Array, pool_size: Sizes, strides: Sizes | None = None, padding: str = "valid",
    data_format: str | None = None,
) -> Array:
    """The largest number of every window; windows lie side by side unless strides are given."""
    inputs = jnp.asarray(inputs)
    whole = jnp.issubdtype(inputs.dtype, jnp.integer)
    least = np.array(jnp.iinfo(inputs.dtype).min, inputs.dtype) if whole else -np.inf
    return _pooled(inputs, least, lax.max, pool_size, strides, padding, data_format)


@op
def average_pool(
    inputs: Array, pool_size: Sizes, strides: Sizes | None = None, padding: str = "valid",
    data_format: str | None = None,
) -> Array:
    """The mean of every window; what "same" adds at the edges does not count."""
    inputs = jnp.asarray(inputs)
    sums = _pooled(inputs, 0.0, lax.add, pool_size, strides, padding, data_format)
    if padding.lower() == "valid":
        return sums / math.prod(numbers(pool_size, inputs.ndim - 2))
    counts = _pooled(jnp.ones_like(inputs), 0.0, lax.add, pool_size, strides, padding, data_format)
    return sums / counts


@op
def adaptive_max_pool(
    inputs: Array, output_size: Sizes, data_format: str | None = None
) -> Array:
    """The largest of every window, as many windows as ``output_size`` says."""
    return _adaptive(jnp.max, inputs, output_size, data_format, "adaptive_max_pool")


@op
def adaptive_average_pool(
    inputs: Array, output_size: Sizes, data_format: str | None = None
) -> Array:
    """The mean of every window, as many windows as ``output_size`` says."""
    return _adaptive(jnp.mean, inputs, output_size, data_format, "adaptive_average_pool")


def _pooled(
    inputs: Array, start: Any, combine: Any, pool_size: Sizes, strides: Sizes | None,
    padding: str, data_format: str | None,
) -> Array:
    data_format = checked_format(data_format, "pooling")
    rank = inputs.ndim - 2
    sizes = window(pool_size, rank, data_format)
    steps = sizes if strides is None else window(strides, rank, data_format)
    return lax.reduce_window(inputs, start, combine, sizes, steps,
                             checked_padding(padding, "pooling"))


def _adaptive(
    reduce: Any, inputs: Array, output_size: Sizes, data_format: str | None, who: str
) -> Array:
    """Axis by axis: window i goes from ⌊i · size / count⌋ to ⌈(i + 1) · size / count⌉."""
    inputs = jnp.asarray(inputs)
    first = 1 if checked_format(data_format, who) == "channels_last" else 2
    for axis, count in enumerate(numbers(output_size, inputs.ndim - 2), first):
        size = inputs.shape[axis]
        inputs = jnp.stack([
            reduce(lax.slice_in_dim(inputs, i * size // count, -(-(i + 1) * size // count),
                                    axis=axis), axis=axis)
            for i in range(count)], axis=axis)
    return inputs
