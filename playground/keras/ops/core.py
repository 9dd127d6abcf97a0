"""Arrays themselves, places in them, and control flow that ``jit`` and gradients understand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from playground.keras.backend import jax, jnp, lax
from playground.keras.config import dtype_name
from playground.keras.ops.base import op
from playground.keras.variable import Array, Variable

Function = Callable[..., Any]


# ---------------------------------------------------------------------- arrays themselves


@op(class_name="ConvertToTensor")
def convert_to_tensor(
    x: Array, dtype: Any = None, sparse: bool | None = None, ragged: bool | None = None
) -> Array:
    """An array of JAX from a list, a number, a NumPy array or a variable.

    Raises:
        ValueError: a sparse or ragged one is asked for.
    """
    if sparse or ragged:
        raise ValueError("convert_to_tensor expects sparse and ragged to be False: arrays here "
                         "are dense.")
    return jnp.asarray(x, None if dtype is None else dtype_name(dtype))


def convert_to_numpy(x: Any) -> np.ndarray:
    """A NumPy array of its own."""
    return np.array(x.value if isinstance(x, Variable) else x)


def is_tensor(x: Any) -> bool:
    """Whether it is an array of JAX."""
    return isinstance(x, jax.Array)


@op
def cast(x: Array, dtype: Any) -> Array:
    """The same numbers as another type."""
    return jnp.asarray(x).astype(dtype_name(dtype))


@op
def saturate_cast(x: Array, dtype: Any) -> Array:
    """As ``cast``; what the type cannot hold becomes its smallest or largest number."""
    x, to = jnp.asarray(x), np.dtype(dtype_name(dtype))
    if jnp.issubdtype(to, jnp.inexact):
        return x.astype(to)
    low, high = (0, 1) if to.kind == "b" else (jnp.iinfo(to).min, jnp.iinfo(to).max)
    if jnp.issubdtype(x.dtype, jnp.inexact):
        if float(x.dtype.type(high)) > high:  # float32 rounds 2³¹ - 1 up
            high = np.nextafter(x.dtype.type(high), x.dtype.type(0))
        return jnp.clip(x, float(low), float(high)).astype(to)
    own = jnp.iinfo(x.dtype if x.dtype.kind != "b" else jnp.uint8)
    return jnp.clip(x, max(own.min, low), min(own.max, high)).astype(to)


def shape(x: Any) -> tuple[int | None, ...]:
    """The size along every axis; None where it is not known yet."""
    return tuple(x.shape) if hasattr(x, "shape") else np.shape(x)


def dtype(x: Any) -> str:
    """The name of the type of its numbers."""
    return str(x.dtype) if hasattr(x, "dtype") else jnp.asarray(x).dtype.name


@op
def stop_gradient(variable: Array) -> Array:
    """The same numbers, which gradients take for constants."""
    return lax.stop_gradient(jnp.asarray(variable))


def custom_gradient(f: Function) -> Function:
    """``f`` gives ``(outputs, gradient)``; the gradient function replaces the true one.

    As in JAX: ``gradient(upstream)`` gives one gradient for every argument.
    """
    given = jax.custom_gradient(f)
    return lambda *args, **kwargs: given(*[_plain(each) for each in args], **kwargs)


# ---------------------------------------------------------------------- places in arrays


@op
def slice(inputs: Array, start_indices: Array, shape: Sequence[int]) -> Array:
    """The block of this shape that begins there; -1 means to the end. The start may be traced."""
    inputs = jnp.asarray(inputs)
    sizes = tuple(inputs.shape[axis] - start_indices[axis] if size == -1 else size
                  for axis, size in enumerate(shape))
    return lax.dynamic_slice(inputs, start_indices, sizes)


@op(class_name="SliceUpdate")
def slice_update(inputs: Array, start_indices: Array, updates: Array) -> Array:
    """``inputs`` with a block replaced that begins there."""
    inputs = jnp.asarray(inputs)
    return lax.dynamic_update_slice(inputs, jnp.asarray(updates, inputs.dtype), start_indices)


@op
def scatter(indices: Array, values: Array, shape: Sequence[int]) -> Array:
    """Zeros of this shape with the values added at their places; the last axis is one place."""
    values = jnp.asarray(values)
    places = tuple(jnp.moveaxis(jnp.asarray(indices), -1, 0))
    return jnp.zeros(tuple(shape), values.dtype).at[places].add(values)


@op(class_name="ScatterUpdate")
def scatter_update(
    inputs: Array, indices: Array, updates: Array, reduction: str | None = None
) -> Array:
    """``inputs`` with the updates put at their places; the last axis of indices is one place.

    Args:
        reduction: None replaces; "add", "mul", "max" and "min" combine.

    Raises:
        ValueError: another reduction.
    """
    ways = {None: "set", "add": "add", "mul": "multiply", "max": "max", "min": "min"}
    if reduction not in ways:
        raise ValueError(f"scatter_update expects the reduction None, 'add', 'mul', 'max' or "
                         f"'min'; got {reduction!r}.")
    places = tuple(jnp.moveaxis(jnp.asarray(indices), -1, 0))
    return getattr(jnp.asarray(inputs).at[places], ways[reduction])(jnp.asarray(updates))


@op
def unstack(x: Array, num: int | None = None, axis: int = 0) -> list[Array]:
    """The entries along an axis in a list, without that axis."""
    x = jnp.asarray(x)
    return [lax.index_in_dim(x, place, axis, keepdims=False) for place in range(x.shape[axis])]


# ---------------------------------------------------------------------- control flow


@op
def cond(pred: Array, true_fn: Function, false_fn: Function) -> Any:
    """``true_fn()`` or ``false_fn()``; both give arrays of the same shapes and types."""
    return lax.cond(jnp.asarray(pred).astype(bool), true_fn, false_fn)


def switch(index: Any, branches: Sequence[Function], *operands: Any) -> Any:
    """``branches[index](*operands)``; all give arrays of the same shapes and types."""
    return lax.switch(_plain(index), branches, *[_plain(each) for each in operands])


def while_loop(
    cond: Function, body: Function, loop_vars: Any, maximum_iterations: int | None = None
) -> Any:
    """``loop_vars = body(*loop_vars)`` as long as ``cond(*loop_vars)``."""
    several = isinstance(loop_vars, (list, tuple))
    start = tuple(_plain(each) for each in loop_vars) if several else (_plain(loop_vars),)

    def goes_on(state: tuple[Any, ...]) -> Array:
        *values, count = state
        return cond(*values) & (maximum_iterations is None or count < maximum_iterations)

    def step(state: tuple[Any, ...]) -> tuple[Any, ...]:
        *values, count = state
        values = body(*values)
        return (*(values if several else (values,)), count + 1)

    *values, _ = lax.while_loop(goes_on, step, (*start, 0))
    return tuple(values) if several else values[0]


def fori_loop(lower: Any, upper: Any, body_fun: Function, init_val: Any) -> Any:
    """``value = body_fun(i, value)`` for i from lower to upper - 1."""
    return lax.fori_loop(_plain(lower), _plain(upper), body_fun, _plain(init_val))


def scan(
    f: Function, init: Any, xs: Any = None, length: int | None = None, reverse: bool = False,
    unroll: int | bool = 1,
) -> Any:
    """``carry, y = f(carry, x)`` for every x of xs: the last carry, and all y in one array.

    Raises:
        ValueError: unroll is neither a flag nor 1 or more.
    """
    if not isinstance(unroll, int) or (not isinstance(unroll, bool) and unroll < 1):
        raise ValueError(f"scan expects unroll as a flag or 1 or more; got {unroll!r}.")
    return lax.scan(f, _plain(init), _plain(xs), length, reverse, unroll)


def associative_scan(f: Function, elems: Any, reverse: bool = False, axis: int = 0) -> Any:
    """What ``f`` makes of the first one, two, three … elems; ``f`` is associative, as a sum."""
    return lax.associative_scan(f, _plain(elems), reverse, axis)


def map(f: Function, xs: Any) -> Any:
    """``f(x)`` of every x of xs, one after the other, in one array."""
    return lax.map(f, _plain(xs))


def vectorized_map(function: Function, elements: Any) -> Any:
    """``function(element)`` of every element, all at once, in one array."""
    return jax.vmap(function)(_plain(elements))


def _plain(value: Any) -> Any:
    """Arrays for lists of numbers and variables; tuples and dicts keep their form."""
    if value is None:
        return None
    if isinstance(value, Variable):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple) or isinstance(value, list) and any(
            hasattr(each, "shape") for each in value):
        return type(value)(_plain(each) for each in value)
    return jnp.asarray(value)
