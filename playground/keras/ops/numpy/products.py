"""Sums of products: of matrices, vectors, and along any axes."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.variable import Array


@op
def matmul(x1: Array, x2: Array) -> Array:
    """x1 x2, the product of matrices (of the last two axes)."""
    return jnp.matmul(jnp.asarray(x1), jnp.asarray(x2))


@op
def dot(x1: Array, x2: Array) -> Array:
    """Σ over the last axis of x1 and the last but one of x2."""
    return jnp.dot(jnp.asarray(x1), jnp.asarray(x2))


@op
def vdot(x1: Array, x2: Array) -> Array:
    """Σ x1 · x2 of all numbers; x1 conjugated when complex."""
    return jnp.vdot(jnp.asarray(x1), jnp.asarray(x2))


@op
def inner(x1: Array, x2: Array) -> Array:
    """Σ over the last axis of both."""
    return jnp.inner(jnp.asarray(x1), jnp.asarray(x2))


@op
def outer(x1: Array, x2: Array) -> Array:
    """Every number of x1 times every number of x2: a matrix."""
    return jnp.outer(jnp.asarray(x1), jnp.asarray(x2))


@op
def kron(x1: Array, x2: Array) -> Array:
    """Kronecker's product: every number of x1 times the whole of x2."""
    return jnp.kron(jnp.asarray(x1), jnp.asarray(x2))


@op
def cross(
    x1: Array, x2: Array, axisa: int = -1, axisb: int = -1, axisc: int = -1,
    axis: int | None = None,
) -> Array:
    """The vector at right angles to two vectors of 3 numbers."""
    return jnp.cross(jnp.asarray(x1), jnp.asarray(x2), axisa=axisa, axisb=axisb, axisc=axisc,
                     axis=axis)


@op
def tensordot(x1: Array, x2: Array, axes: Any = 2) -> Array:
    """Σ over so many axes, the last of x1 and the first of x2, or over these axes of each."""
    return jnp.tensordot(jnp.asarray(x1), jnp.asarray(x2), axes=axes)


@op
def einsum(subscripts: str, *operands: Array, **kwargs: Any) -> Array:
    """Σ over the letters that do not come after the arrow: ``"bij,bjk->bik"``."""
    return jnp.einsum(subscripts, *map(jnp.asarray, operands), **kwargs)


@op
def trace(x: Array, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Array:
    """The sum of a diagonal."""
    return jnp.trace(jnp.asarray(x), offset=offset, axis1=axis1, axis2=axis2)


@op
def correlate(x1: Array, x2: Array, mode: str = "valid") -> Array:
    """Σ x1[n + k] · x2[n] for every shift k of two rows."""
    return jnp.correlate(jnp.asarray(x1), jnp.asarray(x2), mode)


@op
def slogdet(x: Array) -> tuple[Array, Array]:
    """The sign and the logarithm of the determinant's absolute value."""
    return tuple(jnp.linalg.slogdet(jnp.asarray(x)))
