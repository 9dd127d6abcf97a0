"""Along axes: sums, means, extremes; and the running ones, which keep the axis.

``axis`` is a number, several, or None for all. ``keepdims`` leaves axes of size 1 in their place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.variable import Array

Axis = int | list[int] | tuple[int, ...] | None


def _axes(axis: Axis) -> Any:
    return tuple(axis) if isinstance(axis, list) else axis


def _reduction(name: str, words: str) -> Callable[..., Any]:
    """The reduction that ``jax.numpy`` has under this name."""
    def compute(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
        return getattr(jnp, name)(jnp.asarray(x), axis=_axes(axis), keepdims=keepdims)

    compute.__name__ = compute.__qualname__ = name
    compute.__doc__ = words
    return op(compute)


sum = _reduction("sum", "The sum.")
mean = _reduction("mean", "The mean, a float.")
std = _reduction("std", "The standard deviation √(mean (x - mean x)²).")
var = _reduction("var", "The variance, mean (x - mean x)².")
median = _reduction("median", "The middle one in order; of an even number the mean of two.")
all = _reduction("all", "Whether all are true.")
any = _reduction("any", "Whether any is true.")
amax = _reduction("amax", "The largest.")
amin = _reduction("amin", "The smallest.")
ptp = _reduction("ptp", "The largest minus the smallest.")
nansum = _reduction("nansum", "The sum without NaNs.")
nanmean = _reduction("nanmean", "The mean without NaNs.")
nanstd = _reduction("nanstd", "The standard deviation without NaNs.")
nanvar = _reduction("nanvar", "The variance without NaNs.")
nanmedian = _reduction("nanmedian", "The median without NaNs.")
nanprod = _reduction("nanprod", "The product without NaNs.")
nanmax = _reduction("nanmax", "The largest without NaNs.")
nanmin = _reduction("nanmin", "The smallest without NaNs.")
argmax = _reduction("argmax", "Where the largest is along the axis; the first of equals.")
argmin = _reduction("argmin", "Where the smallest is.")
nanargmax = _reduction("nanargmax", "Where the largest is that is not NaN; -1 if all are.")
nanargmin = _reduction("nanargmin", "Where the smallest is that is not NaN; -1 if all are.")


@op
def max(
    x: Array, axis: Axis = None, keepdims: bool = False, initial: float | None = None
) -> Array:
    """The largest, ``initial`` among them."""
    return jnp.max(jnp.asarray(x), axis=_axes(axis), keepdims=keepdims, initial=initial)


@op
def min(
    x: Array, axis: Axis = None, keepdims: bool = False, initial: float | None = None
) -> Array:
    """The smallest, ``initial`` among them."""
    return jnp.min(jnp.asarray(x), axis=_axes(axis), keepdims=keepdims, initial=initial)


@op
def prod(x: Array, axis: Axis = None, keepdims: bool = False, dtype: Any = None) -> Array:
    """The product."""
    return jnp.prod(jnp.asarray(x), axis=_axes(axis), keepdims=keepdims, dtype=dtype)


@op
def average(x: Array, axis: Axis = None, weights: Array | None = None) -> Array:
    """Σ w x / Σ w along the axis."""
    weights = None if weights is None else jnp.asarray(weights)
    return jnp.average(jnp.asarray(x), axis=_axes(axis), weights=weights)


@op
def count_nonzero(x: Array, axis: Axis = None) -> Array:
    """How many are not 0."""
    return jnp.count_nonzero(jnp.asarray(x), axis=_axes(axis)).astype("int32")


@op
def quantile(
    x: Array, q: Array, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Array:
    """The number below which a share ``q`` lies, from 0 to 1; q's own axis comes first."""
    return jnp.quantile(_float(x), jnp.asarray(q), axis=_axes(axis), method=method,
                        keepdims=keepdims)


@op
def percentile(
    x: Array, q: Array, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Array:
    """``quantile`` with q from 0 to 100."""
    return jnp.percentile(_float(x), jnp.asarray(q), axis=_axes(axis), method=method,
                          keepdims=keepdims)


@op
def nanquantile(
    x: Array, q: Array, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Array:
    """``quantile`` without NaNs."""
    return jnp.nanquantile(_float(x), jnp.asarray(q), axis=_axes(axis), method=method,
                           keepdims=keepdims)


@op
def nanpercentile(
    x: Array, q: Array, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Array:
    """``percentile`` without NaNs."""
    return jnp.nanpercentile(_float(x), jnp.asarray(q), axis=_axes(axis), method=method,
                             keepdims=keepdims)


def _float(x: Any) -> Array:
    x = jnp.asarray(x)
    return x if jnp.issubdtype(x.dtype, jnp.floating) else x.astype("float32")


# ---------------------------------------------------------------------- running along an axis


def _running(name: str, words: str) -> Callable[..., Any]:
    def compute(x: Array, axis: int | None = None, dtype: Any = None) -> Array:
        return getattr(jnp, name)(jnp.asarray(x), axis=axis, dtype=dtype)

    compute.__name__ = compute.__qualname__ = name
    compute.__doc__ = words
    return op(compute)


cumsum = _running("cumsum", "The sums of the first one, two, three … along the axis.")
cumprod = _running("cumprod", "The products of the first one, two, three … along the axis.")
nancumsum = _running("nancumsum", "``cumsum``, NaN counting as 0.")
nancumprod = _running("nancumprod", "``cumprod``, NaN counting as 1.")


@op
def diff(a: Array, n: int = 1, axis: int = -1) -> Array:
    """Each minus the one before it along the axis, n times."""
    return jnp.diff(jnp.asarray(a), n=n, axis=axis)


@op
def trapezoid(y: Array, x: Array | None = None, dx: float = 1.0, axis: int = -1) -> Array:
    """The area under y: Σ (yᵢ + yᵢ₊₁) / 2 · (xᵢ₊₁ - xᵢ)."""
    x = None if x is None else jnp.asarray(x)
    return jnp.trapezoid(jnp.asarray(y), x, dx=dx, axis=axis)


@op
def corrcoef(x: Array) -> Array:
    """The correlations between the rows, from -1 to 1."""
    return jnp.corrcoef(jnp.asarray(x))
