"""Pictures: ``keras.ops.image``. Height, width and channels last, with a batch before or not."""

from __future__ import annotations

from playground.keras.ops.exports import functions_of
from playground.keras.ops.image import bending, colours, filters, framing, warping

_FUNCTIONS = functions_of(bending, colours, filters, framing, warping)
globals().update(_FUNCTIONS)

__all__ = list(_FUNCTIONS)
