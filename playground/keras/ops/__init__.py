"""``keras.ops``: NumPy's functions and those of neural networks, on arrays and KerasTensors."""

from __future__ import annotations

from playground.keras.ops import operators  # noqa: F401
from playground.keras.ops.base import op, operations

globals().update(operations)

__all__ = ["op", "operations", *operations]
