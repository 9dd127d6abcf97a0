"""A function that is compiled once, for arguments of one shape each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import jax


class Program:
    """``function``, compiled at its first call; what tracing it took is let go of then.

    ``jax.jit`` keeps every trace, in case other shapes come. These programs meet one set of
    shapes, and an engine holds hundreds of them: without the traces a structure takes 12 MB
    instead of 20.
    """

    def __init__(self, function: Callable[..., Any], **options: Any) -> None:
        self._function: Callable[..., Any] | None = function
        self._options = options
        self._compiled: Callable[..., Any] | None = None
        self._lock = threading.Lock()

    def __call__(self, *arguments: Any) -> Any:
        if self._compiled is None:
            with self._lock:
                if self._compiled is None:
                    traced = jax.jit(self._function, **self._options).lower(*arguments)
                    self._compiled, self._function = traced.compile(), None
        return self._compiled(*arguments)
