"""Means and variances, and numbers brought to a common size by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import config
from playground.keras.backend import jnp, lax
from playground.keras.ops.base import op
from playground.keras.variable import Array

Axis = int | Sequence[int]


@op
def moments(
    x: Array, axes: Axis, keepdims: bool = False, synchronized: bool = False
) -> tuple[Array, Array]:
    """The mean and the variance along the axes."""
    if synchronized:
        raise NotImplementedError("moments expects synchronized=False with JAX, as in Keras.")
    x, axes = jnp.asarray(x), axes if isinstance(axes, int) else tuple(axes)
    wide = x.astype(_at_least_float32(x))
    mean, variance = (each(wide, axes, keepdims=keepdims) for each in (jnp.mean, jnp.var))
    return mean.astype(_float_of(x)), variance.astype(_float_of(x))


@op(class_name="BatchNorm")
def batch_normalization(
    x: Array, mean: Array, variance: Array, axis: int, offset: Array | None = None,
    scale: Array | None = None, epsilon: float = 1e-3,
) -> Array:
    """scale · (x - mean) / √(variance + ε) + offset, numbers of each along the axis."""
    x = jnp.asarray(x)
    shape = [1] * x.ndim
    shape[axis] = -1
    mean, variance = (jnp.asarray(each).reshape(shape) for each in (mean, variance))
    factor = lax.rsqrt(variance + epsilon)
    if scale is not None:
        factor = factor * jnp.asarray(scale).reshape(shape)
    summand = -mean * factor
    if offset is not None:
        summand = summand + jnp.asarray(offset).reshape(shape)
    return x * factor + summand


@op(class_name="LayerNorm")
def layer_normalization(
    x: Array, gamma: Array | None = None, beta: Array | None = None, axis: Axis = -1,
    epsilon: float | None = None,
) -> Array:
    """γ (x - μ) / √(σ² + ε) + β, mean μ and variance σ² along the axis.

    Source: J. Ba et al., arXiv:1607.06450.
    """
    x = jnp.asarray(x)
    axes = tuple(each % x.ndim for each in ([axis] if isinstance(axis, int) else axis))
    shape = [size if place in axes else 1 for place, size in enumerate(x.shape)]
    wide = x.astype(_at_least_float32(x))
    mean, variance = (each(wide, axes, keepdims=True) for each in (jnp.mean, jnp.var))
    factor = lax.rsqrt(variance + (config.epsilon() if epsilon is None else epsilon))
    if gamma is not None:
        factor = factor * jnp.asarray(gamma, wide.dtype).reshape(shape)
    outputs = (wide - mean) * factor
    if beta is not None:
        outputs = outputs + jnp.asarray(beta, wide.dtype).reshape(shape)
    return outputs.astype(x.dtype)


@op(class_name="RMSNorm")
def rms_normalization(
    x: Array, scale: Array | None = None, axis: Axis = -1, epsilon: float | None = None
) -> Array:
    """scale · x / √(mean x² + ε). Source: B. Zhang and R. Sennrich, arXiv:1910.07467."""
    x = jnp.asarray(x)
    wide = x.astype(_at_least_float32(x))
    mean = jnp.mean(jnp.square(wide), axis if isinstance(axis, int) else tuple(axis), keepdims=True)
    outputs = wide * lax.rsqrt(mean + (config.epsilon() if epsilon is None else epsilon))
    return (outputs if scale is None else outputs * jnp.asarray(scale)).astype(x.dtype)


@op
def normalize(x: Array, axis: Axis = -1, order: int = 2, epsilon: float | None = None) -> Array:
    """x / max(|x|, ε), the length |x| = (Σ |x|^order)^(1/order) along the axis.

    Raises:
        ValueError: an order below 1.
    """
    if not isinstance(order, int) or order < 1:
        raise ValueError(f"normalize expects a whole number of 1 or more as order; got {order!r}.")
    x = jnp.atleast_1d(jnp.asarray(x))
    axis = axis if isinstance(axis, int) else tuple(axis)
    least = config.epsilon() if epsilon is None else epsilon
    if order == 2:
        squares = jnp.sum(jnp.square(x), axis, keepdims=True)
        return x * jnp.minimum(lax.rsqrt(squares.astype(_at_least_float32(x))), 1 / least)
    return x / jnp.maximum(jnp.linalg.norm(x, order, axis, keepdims=True), least)


def _at_least_float32(x: Array) -> Any:
    return jnp.promote_types(x.dtype, jnp.float32)


def _float_of(x: Array) -> Any:
    return x.dtype if jnp.issubdtype(x.dtype, jnp.inexact) else jnp.float32
