"""JAX, imported when it is first used.

The names and the fields of every layer, loss and optimizer are wanted by pages that compute
nothing; importing JAX takes most of a second. So this package imports it here, late:
``from playground.keras.backend import jax, jnp``.
"""

from __future__ import annotations

import functools
import importlib
import math
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from playground.keras.config import (  # noqa: F401
    backend,
    epsilon,
    floatx,
    image_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
    standardize_dtype,
)
from playground.keras.config import is_float as is_float_dtype  # noqa: F401
from playground.keras.naming import clear_session, get_uid  # noqa: F401


class _Late:
    """Stands for a module and imports it when an attribute of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: ModuleType | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self._module is None:
            numbers = np.random.get_state()  # importing JAX draws from it: a script's seed goes on
            self._module = importlib.import_module(self._name)
            np.random.set_state(numbers)
        value = getattr(self._module, name)
        setattr(self, name, value)  # next time without this detour
        return value


jax = _Late("jax")
jnp = _Late("jax.numpy")
lax = _Late("jax.lax")


def compiled(arrays: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a function of so many arrays, then settings: it runs as one program.

    Within a compiled function this changes nothing. A layer that is called by itself would have
    each operation compiled: a convolution has one for every place of its window.
    """
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.cache
        def program(count: int) -> Any:
            return jax.jit(function, static_argnums=range(arrays, count), inline=True)

        @functools.wraps(function)
        def call(*given: Any) -> Any:
            return program(len(given))(*given[:arrays], *map(_fixed, given[arrays:]))

        return call

    return decorate


def _fixed(setting: Any) -> Any:
    return tuple(map(_fixed, setting)) if isinstance(setting, (list, tuple)) else setting


LINE = 64  # bytes at whose multiples an array begins that JAX takes as it lies
ROOM = 2**30  # bytes up to which an array is given room for more rows


def on_device(array: Any, rows: int | None = None) -> Any:
    """What ``jnp.asarray`` gives, on a CPU in a fifth of the time (40 MB: 8 against 42 ms).

    JAX copies an array of NumPy slowly. So it is copied here, to a place that JAX then keeps.

    Args:
        rows: how long the first axis may become, where that costs no memory: what lies behind
            the array was never written, and is not to be read.
    """
    if (not isinstance(array, np.ndarray) or array.dtype.kind not in "fiu" or not array.size
            or jax.default_backend() != "cpu" or jax.config.jax_default_device is not None):
        return jnp.asarray(array)
    kept = np.dtype(jax.dtypes.canonicalize_dtype(array.dtype))
    shape = (rows or len(array), *array.shape[1:]) if array.ndim else ()
    if math.prod(shape) * kept.itemsize > ROOM:
        shape = array.shape
    needed = math.prod(shape) * kept.itemsize
    room = np.empty(needed + LINE, np.uint8)
    room = room[-room.ctypes.data % LINE:][:needed].view(kept).reshape(shape)
    np.copyto(room[:len(array)] if array.ndim else room, array, casting="same_kind")
    return jax.device_put(room, may_alias=True)


def is_int_dtype(dtype: Any) -> bool:
    """Whether it is a type of whole numbers."""
    return "int" in standardize_dtype(dtype)


def result_type(*dtypes: Any) -> str:
    """The type that numbers of these types have together."""
    return jnp.result_type(*[standardize_dtype(each) for each in dtypes]).name


def is_keras_tensor(x: Any) -> bool:
    """Whether it is a tensor without numbers, from which models are built."""
    from playground.keras.symbolic import is_keras_tensor

    return is_keras_tensor(x)


def __getattr__(name: str) -> Any:
    if name == "Variable":  # made with what is here, so it is there later
        from playground.keras.variable import Variable

        return Variable
    raise AttributeError(f"playground.keras.backend has no {name!r}.")
