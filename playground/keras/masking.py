"""Masks: which time steps of an array count. They travel beside the array, from layer to layer.

An array outside ``jit`` carries its mask as ``x._keras_mask``, as in Keras. What stands for an
array while JAX traces cannot carry anything: its mask lies in a table for as long as it lives.
"""

from __future__ import annotations

import weakref
from typing import Any

_masks: dict[int, tuple[weakref.ref[Any], Any]] = {}


def set_keras_mask(x: Any, mask: Any) -> None:
    """Let ``x`` carry this mask; None takes it away."""
    try:
        x._keras_mask = mask
        return
    except AttributeError:
        pass
    key = id(x)
    if mask is None:
        _masks.pop(key, None)
        return
    _masks[key] = weakref.ref(x, lambda _: _masks.pop(key, None)), mask


def get_keras_mask(x: Any) -> Any:
    """The mask that ``x`` carries, or None."""
    own = getattr(x, "_keras_mask", None)
    if own is not None:
        return own
    found = _masks.get(id(x))
    return found[1] if found is not None and found[0]() is x else None
