"""The base of all initializers, and their registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.variable import Array
from playground.registry import Registry

initializers: Registry[type[Initializer]] = Registry("initializer")


class Initializer:
    """Base of all initializers: ``initializer(shape, dtype=None)`` gives the first values."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        raise NotImplementedError("An initializer expects a __call__(shape, dtype) of its own.")

    def get_config(self) -> dict[str, Any]:
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Initializer:
        return cls(**config)

    def clone(self) -> Initializer:
        return self.from_config(self.get_config())
