"""Convolutions: on a CPU as patches times a matrix, elsewhere by the compiler's own.

Arrays are (batch, …sizes, channels), kernels (…window, channels, filters).
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Sequence

from playground.keras.backend import compiled, jax, jnp, lax
from playground.keras.product import product
from playground.keras.symbolic import known_sizes
from playground.keras.variable import Array
from playground.keras.windows import Sizes, margins, reach, views, widen

Margins = str | Sequence[tuple[int, int]]  # a kind of padding, or what is added on either side

# How much longer a training step takes with XLA's own convolution than with patches, inside a loop
# and dispatched singly (one thread, JAX 0.10, ``python -m tests.benchmarks.convolution``):
#                                        in a loop  singly
# 28 × 28 × 1 → 32 → 64 → 10, batch 32       8–11   1.4    (76 against 9.1 ms)
# 32 × 28 × 28 × 1, 3 × 3 × 32                6–7   1.4
# 256 × 13 × 13 × 32, 3 × 3 × 64               40   1.2
# 8 × 14 × 14 × 256, 3 × 3 × 256            25–29   1.0
# 4 × 64 × 64 × 3, 7 × 7 × 32, stride 2      8–15   0.8
# No size was found where XLA's wins in a loop. Patches repeat every number for each place of the
# window, so they are not kept for the gradient but laid out anew, and a large batch goes piece by
# piece. A step of the first network with batch 256, milliseconds of the processor: patches kept,
# the whole batch 116; laid out anew 120; the second layer in pieces of 8, 16, 32, 64 samples 85,
# 85 to 93, 90 to 95, 129; the first as well 97 to 100, for there the outputs are the larger part.
# With two idle cores pieces of 32 samples, 1.1 million numbers, were best.
# One product a place needs no copies; it takes as long from 128 channels on (15 : 13 ms with 128,
# 39 : 37 with 256), a tenth longer with 64, 11 times with 3.
MANY = 128  # channels from which it is one product a place
LARGEST = 2**26  # numbers in the patches of one sample, at most: a quarter of a gigabyte
PIECE = 5 * 2**18  # numbers in the patches of one piece of the batch: five megabytes
MOST = 256  # places of a window up to which it is written as slices: compiling takes time


@compiled(arrays=2)
def convolve(
    x: Array, kernel: Array, strides: Sizes, padding: Margins, dilation: Sizes, groups: int = 1
) -> Array:
    """y[p, f] = Σ over places q and channels c of x[p · stride + q · dilation, c] kernel[q, c, f].

    Shapes: x (batch, …sizes, channels), kernel (…window, channels / groups, filters), the result
    (batch, …positions, filters). With groups, filters of one group see that group's channels only.
    """
    *window, inputs, filters = kernel.shape
    pairs = _pairs(x, window, strides, padding, dilation)
    if not _as_slices(window):
        return _by_the_compiler(x, kernel, strides, pairs, dilation, groups)
    see = functools.partial(views, window=window, strides=strides, dilation=dilation)
    x = widen(x, pairs)
    seen = see(x)
    if groups > 1:
        patches = jnp.stack([each.reshape(*each.shape[:-1], groups, inputs) for each in seen], -2)
        taps = kernel.reshape(math.prod(window), inputs, groups, filters // groups)
        outputs = jnp.einsum("...gqc,qcgf->...gf", patches, taps)
        return outputs.reshape(*seen[0].shape[:-1], filters)
    numbers = 1 if None in known_sizes(seen[0].shape) else seen[0].size * len(seen)
    if inputs < MANY and numbers <= LARGEST * x.shape[0]:
        pieces = math.ceil(numbers / PIECE) if len(seen) * inputs > filters else 1
        return _by_patches(see, x, kernel.reshape(-1, filters), pieces)
    taps = kernel.reshape(-1, inputs, filters)
    return functools.reduce(operator.add, map(product, seen, taps))


def _by_patches(
    see: Callable[[Array], list[Array]], x: Array, kernel: Array, pieces: int
) -> Array:
    """What each position sees, as a row, times the kernel (places · channels, filters).

    A large batch goes piece by piece, and the gradient lays the rows out anew instead of keeping
    them: either way what is multiplied was just written and lies in the cache.
    """
    @jax.checkpoint
    def of_some(x: Array) -> Array:
        return product(jnp.concatenate(see(x), -1), kernel)  # (…, places · channels) times kernel

    if pieces <= 1:
        return of_some(x)
    count = math.ceil(x.shape[0] / pieces)  # samples in one piece
    if count >= x.shape[0]:
        return of_some(x)
    whole = x.shape[0] // count * count
    outputs = lax.map(of_some, x[:whole].reshape(-1, count, *x.shape[1:]))
    outputs = outputs.reshape(whole, *outputs.shape[2:])
    if whole == x.shape[0]:
        return outputs
    return jnp.concatenate([outputs, of_some(x[whole:])])


@compiled(arrays=2)
def convolve_each(
    x: Array, kernel: Array, strides: Sizes, padding: Margins, dilation: Sizes
) -> Array:
    """Every channel with filters of its own: kernel (…window, channels, multiplier)."""
    *window, inputs, multiplier = kernel.shape
    pairs = _pairs(x, window, strides, padding, dilation)
    if not _as_slices(window):
        kernel = kernel.reshape(*window, 1, inputs * multiplier)
        return _by_the_compiler(x, kernel, strides, pairs, dilation, inputs)
    seen = views(widen(x, pairs), window, strides, dilation)
    taps = kernel.reshape(-1, inputs, multiplier)
    outputs = functools.reduce(operator.add, (
        each[..., None] * tap for each, tap in zip(seen, taps, strict=True)))
    return outputs.reshape(*outputs.shape[:-2], inputs * multiplier)


@compiled(arrays=2)
def convolve_transposed(
    x: Array, kernel: Array, strides: Sizes, padding: str,
    output_padding: Sequence[int | None], dilation: Sizes,
) -> Array:
    """The transpose of ``convolve``: every number of x spreads over a window of the result.

    Shapes: x (batch, …sizes, channels), kernel (…window, filters, channels), the result
    (batch, …larger sizes, filters).
    """
    *window, filters, _ = kernel.shape
    pairs, sizes = [], []
    for size, places, stride, extra, gap in zip(
            x.shape[1:-1], window, strides, output_padding, dilation, strict=True):
        length = reach(places, gap)
        whole = transposed_size(size, places, stride, padding, extra, gap)
        cut = 0 if padding == "valid" else length - 1 - min(
            (_overlap(length, stride, extra) + 1) // 2, length - 1)
        sizes.append(whole)
        pairs.append((cut, (size - 1) * stride + length - whole - cut))
    large = jax.ShapeDtypeStruct((x.shape[0], *sizes, filters), x.dtype)
    spread = jax.linear_transpose(
        lambda y: convolve(y, kernel, strides, pairs, dilation), large)
    return spread(x)[0]


def transposed_size(
    size: int | None, window: int, stride: int, padding: str, extra: int | None, dilation: int
) -> int | None:
    """The size of a transposed convolution's result; ``extra`` is its output padding."""
    if size is None:
        return None
    length = reach(window, dilation)
    if padding == "valid":
        return (size - 1) * stride + (max(length, stride) if extra is None else length + extra)
    return size * stride if extra is None else (size - 1) * stride + length % 2 + extra


def _overlap(length: int, stride: int, extra: int | None) -> int:
    return length + (stride if extra is None else length % 2 + extra) - 2


def _pairs(
    x: Array, window: Sizes, strides: Sizes, padding: Margins, dilation: Sizes
) -> Sequence[tuple[int, int]]:
    if isinstance(padding, str):
        return margins(x.shape[1:-1], window, strides, padding, dilation)
    return padding


def _as_slices(window: Sizes) -> bool:
    return jax.default_backend() == "cpu" and math.prod(window) <= MOST


def _by_the_compiler(
    x: Array, kernel: Array, strides: Sizes, pairs: Sequence[tuple[int, int]], dilation: Sizes,
    groups: int,
) -> Array:
    axes = "DHW"[-len(strides):]
    return lax.conv_general_dilated(
        x, kernel, strides, pairs, rhs_dilation=dilation, feature_group_count=groups,
        dimension_numbers=(f"N{axes}C", f"{axes}IO", f"N{axes}C"))
