"""Own classes and functions, known by name to whatever reads configurations and files."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

_objects: dict[str, Any] = {}  # registered name -> class or function
_names: dict[Any, str] = {}
_local = threading.local()


def register_keras_serializable(
    package: str = "Custom", name: str | None = None
) -> Callable[[T], T]:
    """Make the decorated class or function known under ``package>name``.

    Raises:
        ValueError: a class without ``get_config``.
    """
    def register(thing: T) -> T:
        if inspect.isclass(thing) and not hasattr(thing, "get_config"):
            raise ValueError(f"{thing.__name__} expects a get_config() to be registered; "
                             "it has none.")
        full = f"{package}>{name or thing.__name__}"
        _objects[full] = thing
        _names[thing] = full
        return thing

    return register


def get_custom_objects() -> dict[str, Any]:
    """What is known everywhere, by name; it may be changed."""
    return _objects


def get_registered_name(obj: Any) -> str:
    """The name under which it was registered, or else its own."""
    try:
        return _names.get(obj, obj.__name__)
    except TypeError:  # what cannot be hashed was not registered
        return obj.__name__


def get_registered_object(
    name: str, custom_objects: Mapping[str, Any] | None = None,
    module_objects: Mapping[str, Any] | None = None,
) -> Any:
    """What is known under this name, or None; open scopes come first."""
    for known in (*reversed(_scopes()), _objects, custom_objects or {}, module_objects or {}):
        if isinstance(name, str) and name in known:
            return known[name]
    return None


class CustomObjectScope:
    """Within it, these classes and functions are known by these names."""

    def __init__(self, custom_objects: Mapping[str, Any] | None) -> None:
        self.custom_objects = dict(custom_objects or {})

    def __enter__(self) -> CustomObjectScope:
        _scopes().append(self.custom_objects)
        return self

    def __exit__(self, *error: Any) -> None:
        _scopes().pop()


custom_object_scope = CustomObjectScope


def _scopes() -> list[dict[str, Any]]:
    if not hasattr(_local, "scopes"):
        _local.scopes = []
    return _local.scopes
