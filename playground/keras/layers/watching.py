"""What happens inside a model while it is called: its steps, as they are made.

A step is the call of a layer, and in a model of inputs and outputs that of an operation too. What a
model that is called as a layer does are steps within that step; what another layer calls inside
itself is its own affair.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playground.keras.tree import flatten, pack_sequence_as

_local = threading.local()


@dataclass(frozen=True, eq=False)
class Watched:
    """One call of a layer or an operation: what it was given, and what it made of it.

    Args:
        level: 1 for a step of the outermost model, 2 for one within such a step, …
    """

    layer: Any
    given: Any
    outputs: Any
    level: int = 1


@contextmanager
def watching() -> Iterator[list[Watched]]:
    """Within it, in this thread, steps are listed as they end: after the steps within them."""
    before, calls = getattr(_local, "calls", None), []
    _local.calls = calls
    try:
        yield calls
    finally:
        _local.calls = before


@contextmanager
def changing(change: Callable[[Any], Any]) -> Iterator[None]:
    """Within it, in this thread, the first array that a step gives is changed.

    A zero is added where the gradient at a layer's output is asked for. It is called in the order
    in which ``watching`` lists the steps.
    """
    before = getattr(_local, "change", None)
    _local.change = change
    try:
        yield
    finally:
        _local.change = before


def changed(level: int, outputs: Any) -> Any:
    """What a step gives, changed as it is to be."""
    change = getattr(_local, "change", None)
    if change is None or not level:
        return outputs
    first, *others = flatten(outputs)
    return pack_sequence_as(outputs, [change(first), *others])


def note(layer: Any, level: int, given: Any, outputs: Any) -> None:
    """Layers, and a graph for its operations, say here what they did."""
    calls = getattr(_local, "calls", None)
    if calls is not None and level:
        calls.append(Watched(layer, given, outputs, level))
