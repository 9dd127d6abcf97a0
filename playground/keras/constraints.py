"""Constraints: what weights are brought back to after every step."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.config import epsilon
from playground.keras.serialization import (
    deserialize_keras_object,
    from_identifier,
    serialize_keras_object,
)
from playground.keras.variable import Array
from playground.registry import Registry

constraints: Registry[type[Constraint]] = Registry("constraint")


class Constraint:
    """Base of all constraints: ``constraint(weights)`` gives the nearest weights allowed."""

    def __call__(self, w: Array) -> Array:
        return w

    def get_config(self) -> dict[str, Any]:
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Constraint:
        return cls(**config)


@constraints.register("MaxNorm", "max_norm")
class MaxNorm(Constraint):
    """Vectors along ``axis`` longer than ``max_value`` are shortened to it."""

    def __init__(self, max_value: float = 2, axis: int = 0) -> None:
        self.max_value, self.axis = max_value, axis

    def __call__(self, w: Array) -> Array:
        w = jnp.asarray(w)
        length = _length(w, self.axis)
        return w * (jnp.clip(length, 0, self.max_value) / (epsilon() + length))

    def get_config(self) -> dict[str, Any]:
        return {"max_value": self.max_value, "axis": self.axis}


@constraints.register("NonNeg", "non_neg")
class NonNeg(Constraint):
    """Negative weights become 0."""

    def __call__(self, w: Array) -> Array:
        return jnp.maximum(jnp.asarray(w), 0)


@constraints.register("UnitNorm", "unit_norm")
class UnitNorm(Constraint):
    """Vectors along ``axis`` get the length 1."""

    def __init__(self, axis: int = 0) -> None:
        self.axis = axis

    def __call__(self, w: Array) -> Array:
        w = jnp.asarray(w)
        return w / (epsilon() + _length(w, self.axis))

    def get_config(self) -> dict[str, Any]:
        return {"axis": self.axis}


@constraints.register("MinMaxNorm", "min_max_norm")
class MinMaxNorm(Constraint):
    """Vectors along ``axis`` move by ``rate`` towards a length between the two values."""

    def __init__(
        self, min_value: float = 0.0, max_value: float = 1.0, rate: float = 1.0, axis: int = 0
    ) -> None:
        self.min_value, self.max_value, self.rate, self.axis = min_value, max_value, rate, axis

    def __call__(self, w: Array) -> Array:
        w = jnp.asarray(w)
        length = _length(w, self.axis)
        allowed = jnp.clip(length, self.min_value, self.max_value)
        desired = self.rate * allowed + (1 - self.rate) * length
        return w * (desired / (epsilon() + length))

    def get_config(self) -> dict[str, Any]:
        return {"min_value": self.min_value, "max_value": self.max_value, "rate": self.rate,
                "axis": self.axis}


def _length(w: Array, axis: Any) -> Array:
    return jnp.sqrt(jnp.sum(jnp.square(w), axis=axis, keepdims=True))


def get(identifier: Any) -> Constraint | None:
    """The constraint that an argument means: None, a name, a configuration or an object."""
    return from_identifier(constraints, identifier, callable)


def serialize(constraint: Constraint | None) -> Any:
    return serialize_keras_object(constraint)


def deserialize(config: Any, custom_objects: Any = None) -> Any:
    """The constraint of a configuration or a name; ``custom_objects`` has own ones by name."""
    found = deserialize_keras_object(config, custom_objects)
    return get(found) if isinstance(found, str) else found


max_norm, non_neg, unit_norm, min_max_norm = MaxNorm, NonNeg, UnitNorm, MinMaxNorm
