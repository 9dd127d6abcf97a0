"""Linear algebra of the last two axes: ``keras.ops.linalg``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.ops.base import op
from playground.keras.variable import Array


@op
def det(x: Array) -> Array:
    """The determinant."""
    return jnp.linalg.det(_matrix(x, "det"))


@op
def inv(x: Array) -> Array:
    """The inverse of a square matrix."""
    return jnp.linalg.inv(_matrix(x, "inv"))


@op
def pinv(x: Array, rcond: float | None = None) -> Array:
    """The pseudo-inverse of Moore and Penrose."""
    return jnp.linalg.pinv(_matrix(x, "pinv"), rcond=rcond)


@op
def solve(a: Array, b: Array) -> Array:
    """x with a x = b."""
    return jnp.linalg.solve(_matrix(a, "solve"), jnp.asarray(b))


@op
def solve_triangular(a: Array, b: Array, lower: bool = False) -> Array:
    """x with a x = b, of the upper (or lower) triangle of a."""
    from jax.scipy.linalg import solve_triangular as solution

    return solution(_matrix(a, "solve_triangular"), jnp.asarray(b), lower=lower)


@op
def lstsq(a: Array, b: Array, rcond: float | None = None) -> Array:
    """x with the smallest |a x - b|²."""
    return jnp.linalg.lstsq(_matrix(a, "lstsq"), jnp.asarray(b), rcond=rcond)[0]


@op
def cholesky(x: Array, upper: bool = False) -> Array:
    """The triangle l with l lᵀ = x.

    Raises:
        ValueError: x is not positive definite (NaN instead under ``jit``).
    """
    triangle = jnp.linalg.cholesky(_matrix(x, "cholesky"), upper=upper)
    if not isinstance(triangle, jax.core.Tracer) and jnp.any(jnp.isnan(triangle)):
        raise ValueError("cholesky expects a positive definite matrix; this one is not.")
    return triangle


@op
def cholesky_inverse(x: Array, upper: bool = False) -> Array:
    """The inverse of l lᵀ, from the triangle l."""
    x = _matrix(x, "cholesky_inverse")
    one = solve_triangular(x, jnp.eye(x.shape[-1], dtype=x.dtype), lower=not upper)
    return one @ one.T if upper else one.T @ one


@op
def lu_factor(x: Array) -> tuple[Array, Array]:
    """Both triangles of x in one matrix, and which rows changed places."""
    from jax.scipy.linalg import lu_factor as factors

    x = _matrix(x, "lu_factor")
    for _ in range(x.ndim - 2):
        factors = jax.vmap(factors)
    return factors(x)


@op
def qr(x: Array, mode: str = "reduced") -> tuple[Array, Array]:
    """x = q r: columns at right angles, and a triangle.

    Raises:
        ValueError: a mode other than "reduced" and "complete".
    """
    if mode not in ("reduced", "complete"):
        raise ValueError(f"qr expects mode 'reduced' or 'complete'; got {mode!r}.")
    return tuple(jnp.linalg.qr(_matrix(x, "qr"), mode=mode))


@op(class_name="SVD")
def svd(x: Array, full_matrices: bool = True, compute_uv: bool = True) -> Any:
    """x = u diag(s) v: the singular values s, from large to small, and two rotations."""
    found = jnp.linalg.svd(_matrix(x, "svd"), full_matrices=full_matrices, compute_uv=compute_uv)
    return tuple(found) if compute_uv else found


@op
def eig(x: Array) -> tuple[Array, Array]:
    """The eigenvalues and eigenvectors of any square matrix, complex; on the CPU alone."""
    return tuple(jnp.linalg.eig(_matrix(x, "eig")))


@op
def eigh(x: Array) -> tuple[Array, Array]:
    """The eigenvalues, from small to large, and eigenvectors of a symmetric matrix."""
    return tuple(jnp.linalg.eigh(_matrix(x, "eigh")))


@op
def matrix_rank(x: Array, tol: float | None = None) -> Array:
    """How many rows do not depend on the others."""
    return jnp.linalg.matrix_rank(_matrix(x, "matrix_rank"), rtol=tol).astype("int32")


@op
def norm(x: Array, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Array:
    """The length of vectors or the size of matrices: √Σx² unless ``ord`` says otherwise."""
    x = jnp.asarray(x)
    x = x if jnp.issubdtype(x.dtype, jnp.inexact) else x.astype("float32")
    return jnp.linalg.norm(x, ord=ord, axis=tuple(axis) if isinstance(axis, list) else axis,
                           keepdims=keepdims)


def jvp(
    fun: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any], has_aux: bool = False
) -> Any:
    """``fun`` at the primals, and how it changes when they move along the tangents."""
    return jax.jvp(fun, primals, tangents, has_aux=has_aux)


def _matrix(x: Any, who: str) -> Array:
    x = jnp.asarray(x)
    if x.ndim < 2:
        raise ValueError(f"{who} expects a matrix, or several; got the shape {x.shape}.")
    return x
