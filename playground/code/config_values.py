"""Values of a Keras configuration as a text has them: numbers, names, and calls of Keras's own."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from playground import keras
from playground.code.graph import Row, Source, Value
from playground.code.reader import keras_names as names
from playground.fields import Call
from playground.keras.naming import to_snake_case

_PARTS = {
    "layers": names.LAYERS, "initializers": names.INITIALIZERS, "losses": names.LOSSES,
    "regularizers": names.REGULARIZERS, "constraints": names.CONSTRAINTS,
    "metrics": names.METRICS, "optimizers": names.OPTIMIZERS, "schedules": names.SCHEDULES,
}
_NOT_SAID = ("name", "dtype", "trainable")


def kind_of(config: Mapping[str, Any], part: str) -> str:
    """The name of a layer, or of a function ("ops.relu"), that a configuration is of.

    Raises:
        ValueError: it is no class of Keras's that a text may use.
    """
    name = config["class_name"]
    if part == "ops":
        snake = to_snake_case(str(name))
        if snake in names.OPS:
            return f"ops.{snake}"
    elif name in _PARTS[part] and name != "Lambda":
        return name
    way_out = "has its code in it, which is never run here" if name == "Lambda" else \
        "is no class of Keras's: a file has its settings, not its code"
    raise ValueError(f"{str(name)[:60]} {way_out}. Paste the code of the model instead")


def named_settings(config: Mapping[str, Any], kind: str, part: str) -> dict[str, Value]:
    """The settings that a constructor takes, by name."""
    expected = _parameters(part, kind)
    return {name: config_value(value) for name, value in config.items()
            if name in expected and name not in _NOT_SAID}


def config_value(value: Any, tensor: Callable[[Any], Value] | None = None) -> Value:
    """A value of a configuration.

    Args:
        tensor: what stands for a tensor in a call; None: there is none.

    Raises:
        ValueError: it has no text.
    """
    def inner(each: Any) -> Value:
        return config_value(each, tensor)

    if isinstance(value, float):
        return float(f"{value:.7g}")  # 0.0010000000474974513 was written as 0.001
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, list):
        found = tuple(map(inner, value))
        plain = all(each is None or isinstance(each, (bool, int, float, str, tuple, Source))
                    for each in found)
        return found if plain else Row(found)
    kind = value.get("class_name")
    if kind == "__keras_tensor__" and tensor is not None:
        return tensor(value["config"])
    if kind == "__tuple__":
        return tuple(map(inner, value["items"] if "items" in value else value["config"]))
    if kind == "__ellipsis__":
        return Source("...")
    if kind == "slice" or kind == "__slice__":
        parts = value["config"]
        parts = parts if isinstance(parts, list) else [parts.get(k) for k in (
            "start", "stop", "step")]
        if all(each is None or type(each) is int for each in parts):
            return Source(":".join("" if each is None else str(each) for each in parts[:2]) + (
                f":{parts[2]}" if len(parts) > 2 and parts[2] is not None else ""))
    if kind == "function" and isinstance(value.get("config"), str):
        return value["config"]
    if kind is None and all(isinstance(each, str) for each in value):
        return _dict({key: inner(each) for key, each in value.items()})
    return _made(value)


def _made(config: Mapping[str, Any]) -> Value:
    """An object as a call; an initializer that needs no more by its name in quotes."""
    kind = str(config.get("class_name"))
    module = str(config.get("module") or "")
    part = next((each for each in _PARTS if f".{each}" in module and kind in _PARTS[each]), None) \
        or next((each for each in _PARTS if kind in _PARTS[each]), None)
    if part is None:
        kind_of(config, "layers")
    owner = "optimizers.schedules" if part == "schedules" else part
    settings = named_settings(config.get("config") or {}, kind, part)
    expected = _parameters(part, kind)
    named = tuple((name, value) for name, value in settings.items()
                  if expected[name].default is expected[name].empty
                  or not _same(value, expected[name].default))
    if part == "initializers" and not named:
        return to_snake_case(kind)
    return Call(f"keras.{owner}.{kind}", (), named)


@functools.cache
def _parameters(part: str, kind: str) -> Mapping[str, inspect.Parameter]:
    """What one of Keras's own constructors takes."""
    owner = keras.optimizers.schedules if part == "schedules" else getattr(keras, part)
    return inspect.signature(getattr(owner, kind).__init__).parameters


def _same(value: Value, usual: Any) -> bool:
    return type(value) is type(usual) and value == usual


def _dict(value: Mapping[str, Value]) -> Value:
    """A dict of plain values, as losses by the names of outputs are."""
    if not all(isinstance(each, (str, int, float, type(None))) for each in value.values()):
        raise ValueError("it is compiled with a dict of objects, which has no place here. Paste "
                         "the code of the model instead")
    return Source(repr(dict(value)))
