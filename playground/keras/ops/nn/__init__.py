"""The operations that neural networks are made of: ``keras.ops.nn``."""

from __future__ import annotations

from playground.keras.ops.exports import functions_of
from playground.keras.ops.nn import (
    activation,
    attention,
    convolution,
    crossentropy,
    encoding,
    normalization,
    patches,
    pooling,
    sequences,
)

_FUNCTIONS = functions_of(activation, attention, convolution, crossentropy, encoding,
                          normalization, patches, pooling, sequences)
globals().update(_FUNCTIONS)

__all__ = list(_FUNCTIONS)
