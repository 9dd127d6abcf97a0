"""The order in which a layer came to hold its variables and sublayers: Keras lists them so.

Two lists that are filled in turn, ``self.a.append(…); self.b.append(…)``, give a, b, a, b. So the
lists and dicts among a layer's attributes tell it what is put into them, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Note = Callable[[Any], None]


def _ignore(value: Any) -> None:
    """What a copy of a list does, which belongs to no layer."""


class TrackedList(list[Any]):
    """A list that tells what is put into it."""

    def __init__(self, values: Iterable[Any] = (), note: Note = _ignore) -> None:
        super().__init__(values)
        self._note = note

    def append(self, value: Any) -> None:
        self._note(value)
        super().append(value)

    def insert(self, index: Any, value: Any) -> None:
        self._note(value)
        super().insert(index, value)

    def extend(self, values: Iterable[Any]) -> None:
        values = list(values)
        self._note(values)
        super().extend(values)

    def __iadd__(self, values: Iterable[Any]) -> TrackedList:
        self.extend(values)
        return self

    def __setitem__(self, index: Any, value: Any) -> None:
        self._note(value)
        super().__setitem__(index, value)

    def __reduce__(self) -> Any:
        return list, (list(self),)


class TrackedDict(dict[Any, Any]):
    """A dict that tells what is put into it."""

    def __init__(self, values: Any = (), note: Note = _ignore) -> None:
        super().__init__(values)
        self._note = note

    def __setitem__(self, key: Any, value: Any) -> None:
        self._note(value)
        super().__setitem__(key, value)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        self._note(default)
        return super().setdefault(key, default)

    def update(self, *args: Any, **kwargs: Any) -> None:
        values = dict(*args, **kwargs)
        self._note(values)
        super().update(values)

    def __reduce__(self) -> Any:
        return dict, (dict(self),)


def tracked(value: Any, note: Note, is_held: Callable[[Any], bool]) -> Any:
    """The value, with lists and dicts that tell where something is, or may come to be, held.

    Others stay as they are: to JAX, a list of arrays must be a plain one.
    """
    if type(value) not in (list, dict) or (value and not _any(value, is_held)):
        return value
    if type(value) is list:
        return TrackedList((tracked(each, note, is_held) for each in value), note)
    return TrackedDict({key: tracked(each, note, is_held) for key, each in value.items()}, note)


def _any(value: Any, is_held: Callable[[Any], bool]) -> bool:
    parts = value.values() if isinstance(value, dict) else value
    return any(_any(each, is_held) if isinstance(each, (list, tuple, dict)) else is_held(each)
               for each in parts)
