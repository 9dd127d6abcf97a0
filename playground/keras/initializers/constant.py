"""Initial weights without chance: zeros, ones, a constant, the identity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.config import dtype_name
from playground.keras.initializers.base import Initializer, initializers
from playground.keras.serialization import serialize_keras_object
from playground.keras.variable import Array


@initializers.register("zeros", "zero")
class Zeros(Initializer):
    """All 0."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        return jnp.zeros(tuple(shape), dtype_name(dtype))


@initializers.register("ones", "one")
class Ones(Initializer):
    """All 1."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        return jnp.ones(tuple(shape), dtype_name(dtype))


@initializers.register("constant")
class Constant(Initializer):
    """All ``value``."""

    def __init__(self, value: Any = 0.0) -> None:
        self.value = value

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        dtype = dtype_name(dtype)
        return jnp.asarray(self.value, dtype) * jnp.ones(tuple(shape), dtype)

    def get_config(self) -> dict[str, Any]:
        return {"value": serialize_keras_object(self.value)}


@initializers.register("identity", "IdentityInitializer")
class Identity(Initializer):
    """``gain`` on the diagonal of a matrix, 0 elsewhere."""

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        if len(shape) != 2:
            raise ValueError(f"Identity expects the shape of a matrix; got {tuple(shape)}.")
        return self.gain * jnp.eye(*shape, dtype=dtype_name(dtype))

    def get_config(self) -> dict[str, Any]:
        return {"gain": self.gain}


class FromArray(Initializer):
    """The numbers of an array that was given instead of an initializer."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        if tuple(shape) != tuple(self.array.shape):
            raise ValueError(f"The initial array has the shape {tuple(self.array.shape)}; "
                             f"the weight expects {tuple(shape)}.")
        return jnp.asarray(self.array, dtype_name(dtype))
