"""What stands behind ``x + y``, ``x > y``, ``x[i]`` on KerasTensors."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.variable import Array


@op(module="numpy")
def add(x1: Array, x2: Array) -> Array:
    return jnp.add(x1, x2)


@op(module="numpy")
def subtract(x1: Array, x2: Array) -> Array:
    return jnp.subtract(x1, x2)


@op(module="numpy")
def multiply(x1: Array, x2: Array) -> Array:
    return jnp.multiply(x1, x2)


@op(module="numpy")
def true_divide(x1: Array, x2: Array) -> Array:
    return jnp.true_divide(x1, x2)


@op(module="numpy")
def floor_divide(x1: Array, x2: Array) -> Array:
    return jnp.floor_divide(x1, x2)


@op(module="numpy")
def mod(x1: Array, x2: Array) -> Array:
    return jnp.mod(x1, x2)


@op(module="numpy")
def power(x1: Array, x2: Array) -> Array:
    return jnp.power(x1, x2)


@op(module="numpy")
def matmul(x1: Array, x2: Array) -> Array:
    return jnp.matmul(x1, x2)


@op(module="numpy")
def negative(x: Array) -> Array:
    return jnp.negative(x)


@op(module="numpy")
def absolute(x: Array) -> Array:
    return jnp.absolute(x)


@op(module="numpy")
def less(x1: Array, x2: Array) -> Array:
    return jnp.less(x1, x2)


@op(module="numpy")
def less_equal(x1: Array, x2: Array) -> Array:
    return jnp.less_equal(x1, x2)


@op(module="numpy")
def greater(x1: Array, x2: Array) -> Array:
    return jnp.greater(x1, x2)


@op(module="numpy")
def greater_equal(x1: Array, x2: Array) -> Array:
    return jnp.greater_equal(x1, x2)


@op(module="numpy")
def not_equal(x1: Array, x2: Array) -> Array:
    return jnp.not_equal(x1, x2)


@op(module="numpy")
def logical_and(x1: Array, x2: Array) -> Array:
    return jnp.logical_and(x1, x2)


@op(module="numpy")
def logical_or(x1: Array, x2: Array) -> Array:
    return jnp.logical_or(x1, x2)


@op(module="numpy")
def logical_xor(x1: Array, x2: Array) -> Array:
    return jnp.logical_xor(x1, x2)


@op(module="numpy")
def logical_not(x: Array) -> Array:
    return jnp.logical_not(x)


@op(module="numpy")
def get_item(x: Array, key: Array) -> Array:
    """``x[key]``: numbers, slices, ``...``, None, or an array of places."""
    return x[tuple(key) if isinstance(key, list) else key]


@op(module="numpy")
def reshape(x: Array, newshape: Any) -> Array:
    return jnp.reshape(x, newshape)


@op(module="numpy")
def squeeze(x: Array, axis: Any = None) -> Array:
    return jnp.squeeze(x, axis)


@op(module="numpy")
def round(x: Array, decimals: int = 0) -> Array:  # noqa: A001  (NumPy's name)
    return jnp.round(x, decimals)
