"""New arrays: filled, counted, spaced, windows, diagonals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.config import dtype_name, floatx
from playground.keras.ops.base import op
from playground.keras.variable import Array

Shape = int | Sequence[int]


def array(x: Any, dtype: Any = None) -> Array:
    """An array of these numbers."""
    return jnp.array(x, dtype=None if dtype is None else dtype_name(dtype))


def zeros(shape: Shape, dtype: Any = None) -> Array:
    """All 0."""
    return jnp.zeros(shape, dtype_name(dtype))


def ones(shape: Shape, dtype: Any = None) -> Array:
    """All 1."""
    return jnp.ones(shape, dtype_name(dtype))


def empty(shape: Shape, dtype: Any = None) -> Array:
    """Anything, here 0."""
    return jnp.empty(shape, dtype_name(dtype))


def full(shape: Shape, fill_value: Any, dtype: Any = None) -> Array:
    """All ``fill_value``."""
    return jnp.full(shape, fill_value, dtype_name(dtype))


def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Array:
    """1 on the k-th diagonal of a matrix of N rows and M columns, 0 elsewhere."""
    return jnp.eye(N, M=M, k=k, dtype=dtype_name(dtype))


def identity(n: int, dtype: Any = None) -> Array:
    """1 on the diagonal of a square matrix, 0 elsewhere."""
    return jnp.identity(n, dtype_name(dtype))


def tri(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Array:
    """1 on and below the k-th diagonal, 0 above."""
    return jnp.tri(N, M=M, k=k, dtype=dtype_name(dtype))


@op
def zeros_like(x: Array, dtype: Any = None) -> Array:
    """0 in the shape of x."""
    return jnp.zeros_like(jnp.asarray(x), dtype=dtype)


@op
def ones_like(x: Array, dtype: Any = None) -> Array:
    """1 in the shape of x."""
    return jnp.ones_like(jnp.asarray(x), dtype=dtype)


@op
def empty_like(x: Array, dtype: Any = None) -> Array:
    """Anything in the shape of x, here 0."""
    return jnp.empty_like(jnp.asarray(x), dtype=dtype)


@op
def full_like(x: Array, fill_value: Array, dtype: Any = None) -> Array:
    """``fill_value`` in the shape of x."""
    return jnp.full_like(jnp.asarray(x), fill_value, dtype=dtype)


def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Array:
    """start, start + step, … below stop; from 0 when only one number is given."""
    if dtype is None:  # whole numbers stay whole
        given = [each for each in (start, stop, step) if each is not None]
        dtype = jnp.result_type(*given)
    return jnp.arange(start, stop, step=step, dtype=dtype_name(dtype))


@op
def linspace(
    start: Array, stop: Array, num: int = 50, endpoint: bool = True, retstep: bool = False,
    dtype: Any = None, axis: int = 0,
) -> Any:
    """``num`` numbers in equal steps from start to stop."""
    return jnp.linspace(jnp.asarray(start), jnp.asarray(stop), num=num, endpoint=endpoint,
                        retstep=retstep, dtype=dtype, axis=axis)


@op
def logspace(
    start: Array, stop: Array, num: int = 50, endpoint: bool = True, base: float = 10,
    dtype: Any = None, axis: int = 0,
) -> Array:
    """``num`` numbers from base^start to base^stop, each the same factor larger."""
    return jnp.logspace(jnp.asarray(start), jnp.asarray(stop), num=num, endpoint=endpoint,
                        base=base, dtype=dtype, axis=axis)


@op
def geomspace(
    start: Array, stop: Array, num: int = 50, endpoint: bool = True, dtype: Any = None,
    axis: int = 0,
) -> Array:
    """``num`` numbers from start to stop, each the same factor larger."""
    return jnp.geomspace(jnp.asarray(start), jnp.asarray(stop), num=num, endpoint=endpoint,
                         dtype=dtype, axis=axis)


@op
def meshgrid(*x: Array, indexing: str = "xy") -> list[Array]:
    """The coordinates of all points of a grid, an array for every axis."""
    return list(jnp.meshgrid(*map(jnp.asarray, x), indexing=indexing))


@op
def vander(x: Array, N: int | None = None, increasing: bool = False) -> Array:
    """The powers of x, a column each."""
    return jnp.vander(jnp.asarray(x), N=N, increasing=increasing)


# ---------------------------------------------------------------------- diagonals, triangles


@op
def diag(x: Array, k: int = 0) -> Array:
    """The k-th diagonal of a matrix, or a matrix with it."""
    return jnp.diag(jnp.asarray(x), k=k)


@op
def diagflat(x: Array, k: int = 0) -> Array:
    """A matrix with all numbers of x on its k-th diagonal."""
    return jnp.diagflat(jnp.asarray(x), k=k)


@op
def diagonal(x: Array, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Array:
    """The diagonal of two axes, which becomes the last."""
    return jnp.diagonal(jnp.asarray(x), offset=offset, axis1=axis1, axis2=axis2)


@op
def tril(x: Array, k: int = 0) -> Array:
    """x on and below the k-th diagonal of the last two axes, 0 above."""
    return jnp.tril(jnp.asarray(x), k=k)


@op
def triu(x: Array, k: int = 0) -> Array:
    """x on and above the k-th diagonal of the last two axes, 0 below."""
    return jnp.triu(jnp.asarray(x), k=k)


# ---------------------------------------------------------------------- windows of x samples


def _window(name: str, words: str) -> Callable[[Any], Array]:
    def compute(x: Any) -> Array:
        return getattr(jnp, name)(int(x)).astype(floatx())

    compute.__name__ = compute.__qualname__ = name
    compute.__doc__ = words
    return compute


bartlett = _window("bartlett", "A triangle of x samples.")
blackman = _window("blackman", "Blackman's window of x samples.")
hamming = _window("hamming", "0.54 - 0.46 cos: Hamming's window of x samples.")
hanning = _window("hanning", "0.5 - 0.5 cos: von Hann's window of x samples.")


def kaiser(x: Any, beta: Any) -> Array:
    """Kaiser's window of x samples; the larger beta, the narrower."""
    return jnp.kaiser(int(x), beta).astype(floatx())
