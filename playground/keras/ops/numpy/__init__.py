"""The operations that have NumPy's names."""

from __future__ import annotations

from playground.keras.ops.exports import functions_of
from playground.keras.ops.numpy import (
    creation,
    elementwise,
    indexing,
    products,
    reductions,
    shaping,
    sorting,
)

_FUNCTIONS = functions_of(creation, elementwise, indexing, products, reductions, shaping, sorting)
globals().update(_FUNCTIONS)

__all__ = list(_FUNCTIONS)
