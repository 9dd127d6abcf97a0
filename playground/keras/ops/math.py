"""Functions that NumPy has not: segments, the k largest, distances, error functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.keras.backend import jax, jnp, lax
from playground.keras.ops.base import op
from playground.keras.variable import Array


def _segment(name: str, words: str) -> Callable[..., Any]:
    def compute(
        data: Array, segment_ids: Array, num_segments: int | None = None, sorted: bool = False
    ) -> Array:
        if num_segments is None:
            raise ValueError(f"{name} expects num_segments with JAX, which wants to know the "
                             "shape; got None.")
        return getattr(jax.ops, name)(jnp.asarray(data), jnp.asarray(segment_ids), num_segments,
                                      indices_are_sorted=sorted)

    compute.__name__ = compute.__qualname__ = name
    compute.__doc__ = words
    return op(compute)


segment_sum = _segment("segment_sum", "The sum of the entries with the same number.")
segment_prod = _segment("segment_prod", "The product of the entries with the same number.")
segment_max = _segment("segment_max", "The largest of the entries with the same number.")
segment_min = _segment("segment_min", "The smallest of the entries with the same number.")


@op
def top_k(x: Array, k: int, sorted: bool = True) -> tuple[Array, Array]:
    """The k largest along the last axis, from large to small, and their places."""
    return tuple(lax.top_k(jnp.asarray(x), k))


@op
def in_top_k(targets: Array, predictions: Array, k: int) -> Array:
    """Whether the target's prediction is among the k largest of its row; equals count as in."""
    targets, predictions = jnp.asarray(targets), jnp.asarray(predictions)
    own = jnp.take_along_axis(predictions, targets[..., None], axis=-1)
    own = jnp.where(jnp.isnan(own), -jnp.inf, own)
    return jnp.sum(predictions > own, axis=-1) < k


@op
def logsumexp(x: Array, axis: Any = None, keepdims: bool = False) -> Array:
    """log Σ eˣ, without overflow."""
    axis = tuple(axis) if isinstance(axis, list) else axis
    return jax.nn.logsumexp(jnp.asarray(x), axis=axis, keepdims=keepdims)


@op
def logdet(x: Array) -> Array:
    """The logarithm of the determinant's absolute value."""
    return jnp.linalg.slogdet(jnp.asarray(x))[1]


@op
def rsqrt(x: Array) -> Array:
    """1 / √x"""
    x = jnp.asarray(x)
    return lax.rsqrt(x if jnp.issubdtype(x.dtype, jnp.inexact) else x.astype("float32"))


@op
def erf(x: Array) -> Array:
    """2/√π ∫₀ˣ exp(-t²) dt: from -1 to 1."""
    return jax.scipy.special.erf(jnp.asarray(x))


@op
def erfc(x: Array) -> Array:
    """1 - erf(x), exact for large x."""
    return jax.scipy.special.erfc(jnp.asarray(x))


@op
def erfinv(x: Array) -> Array:
    """The number whose erf is x."""
    return jax.scipy.special.erfinv(jnp.asarray(x))


@op(class_name="CDist")
def cdist(x: Array, y: Array) -> Array:
    """The distance of every row of x from every row of y.

    Raises:
        ValueError: not matrices, or rows of different length.
    """
    x, y = jnp.asarray(x), jnp.asarray(y)
    if min(x.ndim, y.ndim) < 2 or x.shape[-1] != y.shape[-1]:
        raise ValueError("cdist expects two matrices with rows of one length; got the shapes "
                         f"{x.shape} and {y.shape}.")
    return jnp.sqrt(jnp.sum(jnp.square(x[..., :, None, :] - y[..., None, :, :]), axis=-1))


@op
def view_as_complex(x: Array) -> Array:
    """Pairs of numbers along the last axis as complex numbers."""
    x = jnp.asarray(x)
    return lax.complex(x[..., 0], x[..., 1])


@op
def view_as_real(x: Array) -> Array:
    """Complex numbers as pairs of their real and imaginary parts along a new last axis."""
    x = jnp.asarray(x)
    return jnp.stack([jnp.real(x), jnp.imag(x)], axis=-1)
