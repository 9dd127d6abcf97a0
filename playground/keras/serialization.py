"""Objects to plain configurations and back, in Keras's format; and the ``get`` of every family."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.registry import Registry


def serialize_keras_object(thing: Any) -> Any:
    """The plain form of an object: numbers and text as they are, others with class and settings."""
    if thing is None or isinstance(thing, (bool, int, float, str)):
        return thing
    if isinstance(thing, (list, tuple)):
        return [serialize_keras_object(each) for each in thing]
    if isinstance(thing, Mapping):
        return {key: serialize_keras_object(value) for key, value in thing.items()}
    if isinstance(thing, np.generic):
        return thing.item()
    if inspect.isfunction(thing):
        return thing.__name__
    if hasattr(thing, "get_config"):
        return {
            "module": module_name(type(thing)),
            "class_name": type(thing).__name__,
            "config": thing.get_config(),
            "registered_name": None,
        }
    if hasattr(thing, "shape"):
        return np.asarray(thing).tolist()
    raise TypeError(f"{type(thing).__name__} expects a get_config() to be written down; "
                    "it has none.")


def module_name(kind: type) -> str:
    """The name under which Keras has the module of a class: ``"keras.layers"``."""
    parts = kind.__module__.split(".")
    if parts[:2] != ["playground", "keras"]:
        return kind.__module__
    inner = 4 if parts[3:4] == ["schedules"] else 3
    return ".".join(["keras", *parts[2:inner]])


def from_identifier(registry: Registry, identifier: Any, accept: Callable[[Any], bool]) -> Any:
    """The object that an argument means: None, a name, a configuration, a class or an object.

    Raises:
        ValueError: no member has this name.
        TypeError: the identifier is of a kind that means nothing here.
    """
    if identifier is None:
        return None
    if isinstance(identifier, str):
        return registry[identifier]()
    if isinstance(identifier, Mapping) and "class_name" in identifier:
        member = registry[identifier["class_name"]]
        return member.from_config(dict(identifier.get("config") or {}))
    if inspect.isclass(identifier):
        return identifier()
    if accept(identifier):
        return identifier
    an = "an" if registry.kind[0] in "aeiou" else "a"
    raise TypeError(f"Expected {an} {registry.kind}: its name, an object or None; "
                    f"got {identifier!r} ({type(identifier).__name__}).")
