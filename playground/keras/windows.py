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

from playground.keras.backend import compiled, jax, jnp, lax
from playground.keras.variable import Array

Sizes = Sequence[int]

# A training step with the maximum of windows inside a loop, milliseconds of the processor, batch 32
# and 256, 26 × 26 × 32 (JAX 0.10). ``reduce_window``; a fold over slices and its gradient; the same
# fold with the gradient below, which asks which place won:
#                    reduce_window   fold         place
# 2 × 2                  10          0.65 | 10    0.52 | 9.4
# 3 × 3                              2.5 | 31     0.9 | 9.0   all nine at once
# 3 × 3, stride 2                    3.5 | 42     2.1 | 20    at once; 3.7 | 42 axis by axis
# 4 × 4                              1.0 | 24     1.7 | 16    at once
AT_ONCE = 9  # places of a window up to which they are not folded axis by axis
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


@compiled(arrays=1)
def greatest(x: Array, window: Sizes, strides: Sizes, padding: str) -> Array:
    """The greatest number in each window. Of equal ones the first has all of the gradient."""
    inexact = jnp.issubdtype(x.dtype, jnp.inexact)
    least = -math.inf if inexact else int(jnp.iinfo(x.dtype).min)
    return _fold(x, window, strides, padding, least, _greatest, lax.max)


@compiled(arrays=1)
def mean(x: Array, window: Sizes, strides: Sizes, padding: str) -> Array:
    """The mean of the numbers in each window; what was added at the margins does not count."""
    total = _fold(x, window, strides, padding, 0, _sum, lax.add)
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
    fold: Callable[[Array, Sizes, Sizes], Array], reducer: Callable[..., Array],
) -> Array:
    ones = [1] * len(window)
    pairs = margins(x.shape[1:-1], window, strides, padding, ones)
    if max(window) > LONGEST:
        return lax.reduce_window(x, np.array(empty, x.dtype), reducer, (1, *window, 1),
                                 (1, *strides, 1), [(0, 0), *pairs, (0, 0)])
    x = widen(x, pairs, empty)
    if math.prod(window) <= AT_ONCE:
        return fold(x, window, strides)
    for axis in reversed(range(len(window))):  # the last first: of equal ones the first row wins
        places, stride = list(ones), list(ones)
        places[axis], stride[axis] = window[axis], strides[axis]
        x = fold(x, places, stride)
    return x


def _sum(x: Array, window: Sizes, strides: Sizes) -> Array:
    return functools.reduce(operator.add, views(x, window, strides, [1] * len(window)))


def _greatest(x: Array, window: Sizes, strides: Sizes) -> Array:
    """The greatest number of each window; its slope is that of the place where it lies.

    Left to itself the gradient would keep every place's numbers, and compare them again.
    """
    ones = [1] * len(window)

    def value(x: Array) -> Array:
        return functools.reduce(
            lambda best, each: jnp.where(beats(each, best), each, best),
            views(x, window, strides, ones))

    def slope(primals: tuple[Array], tangents: tuple[Array]) -> tuple[Array, Array]:
        best, *others = views(*primals, window, strides, ones)
        place = jnp.zeros(best.shape, jnp.uint8)
        for index, each in enumerate(others, 1):
            wins = beats(each, best)
            best, place = jnp.where(wins, each, best), jnp.where(wins, jnp.uint8(index), place)
        return best, _at(place, *tangents, window, strides)

    chosen = jax.custom_jvp(value)
    chosen.defjvp(slope)
    return chosen(x)


def _at(place: Array, x: Array, window: Sizes, strides: Sizes) -> Array:
    """The number of ``x`` at that place of each window."""
    if list(window) != list(strides):
        return sum(jnp.where(place == index, each, 0) for index, each in enumerate(
            views(x, window, strides, [1] * len(window))))
    # Windows side by side are blocks: (batch, positions, places of the window, …, channels).
    counts = place.shape[1:-1]
    x = x[(slice(None), *(slice(count * size) for count, size in zip(
        counts, window, strict=True)))]
    blocks = x.reshape(len(x), *itertools.chain(*zip(counts, window, strict=True)), x.shape[-1])
    index = np.arange(math.prod(window), dtype=np.uint8).reshape(
        *itertools.chain(*((1, size) for size in window)), 1)
    axes = tuple(range(2, 2 * len(window) + 1, 2))
    return jnp.sum(jnp.where(jnp.expand_dims(place, axes) == index, blocks, 0), axes)


def beats(one: Array, other: Array) -> Array:
    """Where it is greater than the other, or not a number."""
    return (one > other) | (one != one)
