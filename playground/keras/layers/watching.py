"""What happens inside a model while it is called: its steps, as they are made.

A step is the call of a layer, and in a model of inputs and outputs that of an operation too.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playground.keras.tree import flatten, pack_sequence_as

_local = threading.local()
INNER = 2  # depth of the calls that a model makes itself; its own call has depth 1


@dataclass(frozen=True, eq=False)
class Watched:
    """One call of a layer or an operation: what it was given, and what it made of it."""

    layer: Any
    given: Any
    outputs: Any


@contextmanager
def watching() -> Iterator[list[Watched]]:
    """Within it, in this thread, the steps that the outermost model takes are listed.

    What a layer calls inside itself is not: it is the layer's own affair.
    """
    before, calls = getattr(_local, "calls", None), []
    _local.calls = calls
    try:
        yield calls
    finally:
        _local.calls = before


@contextmanager
def adding(values: Iterable[Any]) -> Iterator[None]:
    """Within it, in this thread, each of those calls gives a little more: the next of the values.

    It is added to the first array that the call gives; None adds nothing. A zero is added where the
    gradient at a layer's output is asked for.
    """
    before = getattr(_local, "added", None)
    _local.added = iter(values)
    try:
        yield
    finally:
        _local.added = before


def added(depth: int, outputs: Any) -> Any:
    """What a step gives, with what is to be added."""
    values = getattr(_local, "added", None)
    if values is None or depth != INNER:
        return outputs
    value = next(values, None)
    if value is None:
        return outputs
    first, *others = flatten(outputs)
    return pack_sequence_as(outputs, [first + value, *others])


def note(layer: Any, depth: int, given: Any, outputs: Any) -> None:
    """Layers, and a graph for its operations, say here what they did."""
    calls = getattr(_local, "calls", None)
    if calls is not None and depth == INNER:
        calls.append(Watched(layer, given, outputs))
