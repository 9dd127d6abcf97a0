"""The largest, or the mean, of every window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp, lax
from playground.keras.ops.base import op
from playground.keras.ops.nn.spatial import (
    channels_last,
    checked_format,
    checked_padding,
    numbers,
)
from playground.keras.variable import Array
from playground.keras.windows import greatest, mean

Sizes = int | Sequence[int]


@op
def max_pool(
    inputs: Array, pool_size: Sizes, strides: Sizes | None = None, padding: str = "valid",
    data_format: str | None = None,
) -> Array:
    """The largest number of every window; windows lie side by side unless strides are given."""
    return _pooled(greatest, inputs, pool_size, strides, padding, data_format, "max_pool")


@op
def average_pool(
    inputs: Array, pool_size: Sizes, strides: Sizes | None = None, padding: str = "valid",
    data_format: str | None = None,
) -> Array:
    """The mean of every window; what "same" adds at the edges does not count."""
    return _pooled(mean, inputs, pool_size, strides, padding, data_format, "average_pool")


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
    pool: Any, inputs: Array, pool_size: Sizes, strides: Sizes | None, padding: str,
    data_format: str | None, who: str,
) -> Array:
    x, back = channels_last(jnp.asarray(inputs), data_format, who)
    window = numbers(pool_size, x.ndim - 2)
    steps = window if strides is None else numbers(strides, x.ndim - 2)
    padding = checked_padding(padding, who)
    if padding == "valid" and any(size < places for size, places in zip(x.shape[1:-1], window)):
        raise ValueError(f"{who} expects inputs at least as large as its window {window}; got the "
                         f"shape {x.shape}.")
    return back(pool(x, window, steps, padding))


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
