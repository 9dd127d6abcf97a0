"""Windows that slide over an array: where they lie, what each of their places sees, and pooling.

Arrays are (batch, …sizes, channels), with one size for a sequence, two for an image and three for
a volume; a window has a size, a stride and a dilation along each of them.
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Callable, Sequence

import numpy as np

from playground.keras.backend import jnp, lax
from playground.keras.variable import Array

Sizes = Sequence[int]

# A training step with pooling inside a loop, milliseconds, ``reduce_window`` against a fold over
# slices (2 cores, JAX 0.10, batch 32, 26 × 26 × 32): maximum of 2 × 2 10 : 0.6, of 3 × 3 with
# stride 2 5.9 : 2.6 axis by axis and 6.7 all nine at once; mean of 2 × 2 0.9 : 0.5.
AT_ONCE = 4  # places of a window up to which they are not folded axis by axis
LONGEST = 16  # the longest window that is written as slices


def output_size(
    size: int | None, window: int, stride: int, padding: str, dilation: int = 1
) -> int | None:
    """How many windows lie along a size; 0 or less: the window is longer than the size."""
    if size is None:
        return None
    if padding == "valid":
        return (size - reach(window, dilation)) // stride + 1
    return -(-size // stride)  # as many as there are strides, the last one perhaps cut short


def reach(window: int, dilation: int) -> int:
    """From the first place of a window to its last, gaps included."""
    return (window - 1) * dilation + 1


def margins(
    sizes: Sizes, window: Sizes, strides: Sizes, padding: str, dilation: Sizes
) -> list[tuple[int, int]]:
    """What is added before and after each size: nothing, as much on both sides, or all before."""
    pairs = []
    for size, places, stride, gap in zip(sizes, window, strides, dilation, strict=True):
        length = reach(places, gap)
        if padding == "valid":
            pairs.append((0, 0))
        elif padding == "causal":
            pairs.append((length - 1, 0))
        else:
            missing = max((-(-size // stride) - 1) * stride + length - size, 0)
            pairs.append((missing // 2, missing - missing // 2))
    return pairs


def widen(x: Array, pairs: Sequence[tuple[int, int]], value: float = 0) -> Array:
    """``x`` with ``value`` added around its sizes; a negative margin cuts off."""
    if not any(map(any, pairs)):
        return x
    around = [(0, 0, 0), *((before, after, 0) for before, after in pairs), (0, 0, 0)]
    return lax.pad(x, jnp.asarray(value, x.dtype), around)


def views(x: Array, window: Sizes, strides: Sizes, dilation: Sizes) -> list[Array]:
    """What each place of the window sees in all its positions: one slice of ``x`` a place."""
    counts = [output_size(size, *each[:2], "valid", each[2]) for size, each in zip(
        x.shape[1:-1], zip(window, strides, dilation, strict=True), strict=True)]
    slices = []
    for place in itertools.product(*map(range, window)):
        first = [index * gap for index, gap in zip(place, dilation, strict=True)]
        last = [begin + (count - 1) * stride + 1
                for begin, count, stride in zip(first, counts, strides, strict=True)]
        slices.append(lax.slice(x, (0, *first, 0), (x.shape[0], *last, x.shape[-1]),
                                (1, *strides, 1)))
    return slices


def greatest(x: Array, window: Sizes, strides: Sizes, padding: str) -> Array:
    """The greatest number in each window. Of equal ones the first has all of the gradient."""
    inexact = jnp.issubdtype(x.dtype, jnp.inexact)
    least = -math.inf if inexact else int(jnp.iinfo(x.dtype).min)
    return _fold(x, window, strides, padding, least, _greater, lax.max)


def mean(x: Array, window: Sizes, strides: Sizes, padding: str) -> Array:
    """The mean of the numbers in each window; what was added at the margins does not count."""
    total = _fold(x, window, strides, padding, 0, operator.add, lax.add)
    if padding == "valid":
        return total / math.prod(window)
    counts = [np.array([
        min(first + places, size) - max(first, 0)
        for first in range(-before, -before + total.shape[1 + axis] * stride, stride)])
        for axis, (size, places, stride, (before, _)) in enumerate(zip(
            x.shape[1:-1], window, strides,
            margins(x.shape[1:-1], window, strides, padding, [1] * len(window)), strict=True))]
    count = functools.reduce(np.multiply.outer, counts)[..., None]  # (…sizes, 1)
    return total / jnp.asarray(count, total.dtype)


def _fold(
    x: Array, window: Sizes, strides: Sizes, padding: str, empty: float,
    fold: Callable[[Array, Array], Array], reducer: Callable[..., Array],
) -> Array:
    ones = [1] * len(window)
    pairs = margins(x.shape[1:-1], window, strides, padding, ones)
    if max(window) > LONGEST:
        return lax.reduce_window(x, np.array(empty, x.dtype), reducer, (1, *window, 1),
                                 (1, *strides, 1), [(0, 0), *pairs, (0, 0)])
    x = widen(x, pairs, empty)
    if math.prod(window) <= AT_ONCE:
        return functools.reduce(fold, views(x, window, strides, ones))
    for axis in reversed(range(len(window))):  # the last first: of equal ones the first row wins
        places, stride = list(ones), list(ones)
        places[axis], stride[axis] = window[axis], strides[axis]
        x = functools.reduce(fold, views(x, places, stride, ones))
    return x


def _greater(one: Array, other: Array) -> Array:
    """``other`` where it is greater, or not a number; else ``one``."""
    return jnp.where((other > one) | (other != other), other, one)
