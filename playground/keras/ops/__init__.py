"""``keras.ops``: functions of arrays, with NumPy's names and those of neural networks.

They take arrays, lists, numbers and variables, and give arrays of JAX. On a ``KerasTensor`` they
compute nothing and become part of a model's graph. Types are JAX's: whole numbers are ``int32``,
others ``float32``; a float among the arguments makes the result float.

Not here on purpose: sparse arrays (``sparse=True``) and the beam search of ``ctc_decode``.
"""

from __future__ import annotations

from playground.keras.ops import core, image, linalg, math, nn, numpy, rearranging, signals
from playground.keras.ops.exports import functions_of

_MODULES = (core, linalg, math, rearranging, signals, numpy, nn)
globals().update(functions_of(*_MODULES))

__all__ = ["image", "linalg", "nn", "numpy", *functions_of(*_MODULES)]
