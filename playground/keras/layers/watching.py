"""What happens inside a model while it is called: its layers' calls, as they are made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_local = threading.local()
INNER = 2  # depth of the calls that a model makes itself; its own call has depth 1


@dataclass(frozen=True, eq=False)
class Watched:
    """One call of a layer: what it was given, and what it made of it."""

    layer: Any
    given: Any
    outputs: Any


@contextmanager
def watching() -> Iterator[list[Watched]]:
    """Within it, in this thread, the calls that the outermost model makes of layers are listed.

    What a layer calls inside itself is not: it is the layer's own affair.
    """
    before, calls = getattr(_local, "calls", None), []
    _local.calls = calls
    try:
        yield calls
    finally:
        _local.calls = before


def note(layer: Any, depth: int, given: Any, outputs: Any) -> None:
    """Layers say here what they did."""
    calls = getattr(_local, "calls", None)
    if calls is not None and depth == INNER:
        calls.append(Watched(layer, given, outputs))
