"""Regularizers: what large weights cost, added to the loss.

The rates are read when the cost is computed, so they may be replaced by traced numbers.
"""

from __future__ import annotations

import math
from typing import Any

from playground.fields import Number
from playground.keras.backend import jnp
from playground.keras.serialization import (
    deserialize_keras_object,
    from_identifier,
    serialize_keras_object,
)
from playground.keras.variable import Array
from playground.registry import Registry

regularizers: Registry[type[Regularizer]] = Registry("regularizer")


def _rate(help: str, **settings: Any) -> Number:
    return Number(low=1e-6, high=10.0, default=0.01, scale="log", help=help, **settings)


class Regularizer:
    """Base of all regularizers: ``regularizer(weights)`` gives the cost, a number."""

    def __call__(self, x: Array) -> Array:
        return 0.0

    def get_config(self) -> dict[str, Any]:
        raise NotImplementedError(f"{type(self).__name__} expects a get_config() of its own.")

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Regularizer:
        return cls(**config)


@regularizers.register("L1", l1=_rate(
    "Rate of the penalty on the sum of absolute weights; it drives weights to exactly 0.",
    label="L1 rate", positional=True))
class L1(Regularizer):
    """l1 · Σ |x|: many weights become exactly 0."""

    def __init__(self, l1: float = 0.01) -> None:
        self.l1 = _checked(0.01 if l1 is None else l1, "l1")

    def __call__(self, x: Array) -> Array:
        return self.l1 * jnp.sum(jnp.abs(jnp.asarray(x)))

    def get_config(self) -> dict[str, Any]:
        return {"l1": self.l1}


@regularizers.register("L2", l2=_rate(
    "Rate of the penalty on the sum of squared weights; it keeps weights small.",
    label="L2 rate", positional=True))
class L2(Regularizer):
    """l2 · Σ x²: all weights stay small."""

    def __init__(self, l2: float = 0.01) -> None:
        self.l2 = _checked(0.01 if l2 is None else l2, "l2")

    def __call__(self, x: Array) -> Array:
        return self.l2 * jnp.sum(jnp.square(jnp.asarray(x)))

    def get_config(self) -> dict[str, Any]:
        return {"l2": self.l2}


@regularizers.register(
    "L1L2",
    "l1_l2",
    l1=_rate("Rate of the penalty on the sum of absolute weights.", label="L1 rate",
             positional=True),
    l2=_rate("Rate of the penalty on the sum of squared weights.", label="L2 rate",
             positional=True),
)
class L1L2(Regularizer):
    """l1 · Σ |x| + l2 · Σ x²"""

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = _checked(l1 or 0.0, "l1")
        self.l2 = _checked(l2 or 0.0, "l2")

    def __call__(self, x: Array) -> Array:
        x = jnp.asarray(x)
        return self.l1 * jnp.sum(jnp.abs(x)) + self.l2 * jnp.sum(jnp.square(x))

    def get_config(self) -> dict[str, Any]:
        return {"l1": self.l1, "l2": self.l2}


@regularizers.register("OrthogonalRegularizer", "orthogonal", factor=_rate(
    "Rate of the penalty on rows that are not at right angles to each other.", positional=True))
class OrthogonalRegularizer(Regularizer):
    """factor · mean |cosine| between the rows (or columns) of a matrix."""

    def __init__(self, factor: float = 0.01, mode: str = "rows") -> None:
        self.factor = _checked(factor, "factor")
        if mode not in ("rows", "columns"):
            raise ValueError(f"mode expects 'rows' or 'columns'; got {mode!r}.")
        self.mode = mode

    def __call__(self, x: Array) -> Array:
        x = jnp.asarray(x)
        if x.ndim != 2:
            raise ValueError(f"OrthogonalRegularizer expects a matrix; got the shape {x.shape}.")
        rows = x if self.mode == "rows" else x.T
        rows = rows / jnp.maximum(jnp.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        count = rows.shape[0]
        cosines = (rows @ rows.T) * (1.0 - jnp.eye(count))
        return self.factor * 0.5 * jnp.sum(jnp.abs(cosines)) / (count * (count - 1.0) / 2.0)

    def get_config(self) -> dict[str, Any]:
        return {"factor": self.factor, "mode": self.mode}


def _checked(value: float, name: str) -> float:
    if not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        raise ValueError(f"{name} expects a number of 0 or more; got {value!r}.")
    return float(value)


def get(identifier: Any) -> Regularizer | None:
    """The regularizer that an argument means: None, a name, a configuration or an object."""
    return from_identifier(regularizers, identifier, callable)


def serialize(regularizer: Regularizer | None) -> Any:
    return serialize_keras_object(regularizer)


def deserialize(config: Any, custom_objects: Any = None) -> Any:
    """The regularizer of a configuration or a name; ``custom_objects`` has own ones by name."""
    found = deserialize_keras_object(config, custom_objects)
    return get(found) if isinstance(found, str) else found


l1, l2, l1_l2, orthogonal_regularizer = L1, L2, L1L2, OrthogonalRegularizer
