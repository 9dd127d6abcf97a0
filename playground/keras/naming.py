"""Names that Keras gives by itself: ``dense``, ``dense_1``; paths: ``sequential/dense/kernel``."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

_local = threading.local()


def to_snake_case(name: str) -> str:
    """``BatchNormalization`` -> ``batch_normalization``."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def auto_name(class_name: str) -> str:
    """The next free name for a thing of this class, counted in each thread by itself."""
    name = to_snake_case(class_name)
    counts = _counts()
    number = counts[name]
    counts[name] += 1
    return f"{name}_{number}" if number else name


def get_uid(prefix: str = "") -> int:
    """The next number of what is named so: 1, then 2."""
    counts = _counts()
    counts[prefix] += 1
    return counts[prefix]


def reset_names() -> None:
    """Start counting again: the next Dense is called ``dense``."""
    _local.counts = defaultdict(int)


@contextmanager
def names_kept() -> Iterator[None]:
    """What is made within it takes no names away from what comes after."""
    before = _counts().copy()
    try:
        yield
    finally:
        _local.counts = before


def clear_session(free_memory: bool = True) -> None:
    """Count the names from the start again; nothing else is kept between models here."""
    reset_names()


def object_name(thing: object) -> str:
    """The name of an object with one, of a function, or of an object's class."""
    if getattr(thing, "name", None):
        return thing.name
    return to_snake_case(getattr(thing, "__name__", None) or type(thing).__name__)


@contextmanager
def name_scope(name: str, owner: object | None = None) -> Iterator[None]:
    """Variables made within have ``name`` in their path; twice for one owner counts once."""
    stack = _stack()
    again = bool(stack) and owner is not None and stack[-1][1] is owner
    if not again:
        stack.append((name, owner))
    try:
        yield
    finally:
        if not again:
            stack.pop()


def current_path(name: str = "") -> str:
    """The names of the open scopes and ``name``, joined by slashes."""
    return "/".join([each for each, _ in _stack()] + ([name] if name else []))


def _counts() -> defaultdict[str, int]:
    if not hasattr(_local, "counts"):
        reset_names()
    return _local.counts


def _stack() -> list[tuple[str, object | None]]:
    if not hasattr(_local, "stack"):
        _local.stack = []
    return _local.stack
