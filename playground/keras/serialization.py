"""Objects to plain configurations and back, in Keras's format; and the ``get`` of every family.

What comes from outside is looked up, never imported: a class of ours in the registry of its
family, another one among the registered objects and those that the caller gives.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.keras import literals, sharing
from playground.keras.registration import (
    CustomObjectScope,
    get_registered_name,
    get_registered_object,
)
from playground.registry import Registry

_PLAIN = (bool, int, float, str)


def serialize_keras_object(obj: Any) -> Any:
    """The plain form of an object: numbers and text as they are, others with class and settings.

    Raises:
        TypeError: it has no ``get_config``.
        ValueError: it is a lambda, whose code cannot be written down.
    """
    if obj is None or isinstance(obj, _PLAIN):
        return obj
    if isinstance(obj, list):
        return [serialize_keras_object(each) for each in obj]
    if isinstance(obj, tuple):
        return tuple(serialize_keras_object(each) for each in obj)
    if isinstance(obj, Mapping):
        return {key: serialize_keras_object(value) for key, value in obj.items()}
    special = literals.written(obj)
    if special is not None:
        return special
    if isinstance(obj, np.generic) or (isinstance(obj, np.ndarray) and obj.ndim == 0):
        return obj.item()
    if isinstance(obj, (types.FunctionType, types.BuiltinFunctionType)):
        return _of_function(obj)
    if not hasattr(obj, "get_config"):
        raise TypeError(f"{type(obj).__name__} expects a get_config() to be written down; "
                        "it has none.")
    config = _of_class(type(obj)) | {"config": serialize_keras_object(obj.get_config())}
    config["registered_name"] = config.pop("registered_name")  # the last of the four, as in Keras
    for part in ("build_config", "compile_config"):
        own = getattr(obj, f"get_{part}", None)
        own = own() if own is not None else None
        if own is not None:
            config[part] = serialize_keras_object(own)
    sharing.remember_written(obj, config)
    return config


def deserialize_keras_object(
    config: Any, custom_objects: Mapping[str, Any] | None = None, safe_mode: bool = True,
    **settings: Any,
) -> Any:
    """The object of a configuration.

    Args:
        custom_objects: own classes and functions by name.
        safe_mode: has no effect: code in a configuration is never run.

    Raises:
        ValueError: a name that is not known.
        TypeError: a configuration that does not fit its class, or is none.
    """
    if isinstance(config, str):
        found = get_registered_object(config, custom_objects)
        return config if found is None else found
    if config is None or isinstance(config, _PLAIN):
        return config
    if isinstance(config, (list, tuple)):
        return [deserialize_keras_object(each, custom_objects) for each in config]
    if not isinstance(config, Mapping):
        raise TypeError(f"Expected a configuration; got {config!r} ({type(config).__name__}).")
    if "class_name" not in config or "config" not in config:
        return {key: deserialize_keras_object(value, custom_objects)
                for key, value in config.items()}
    name, inner = config["class_name"], config["config"]
    if name in literals.READERS:
        return literals.READERS[name](inner or {})
    if name == "function":
        return _function(inner, custom_objects)
    shared = sharing.read_objects().get(config.get("shared_object_id"))
    if shared is not None:
        return shared
    instance = _instance(config, custom_objects)
    if config.get("shared_object_id") is not None:
        sharing.read_objects()[config["shared_object_id"]] = instance
    return instance


def _instance(config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None) -> Any:
    kind = class_of(config, custom_objects)
    inner = config["config"] or {}
    if not isinstance(inner, Mapping) or not hasattr(kind, "from_config"):
        if isinstance(kind, types.FunctionType):
            return kind
        raise TypeError(f"{config['class_name']} expects its settings as a dict and a "
                        f"from_config; got {inner!r}.")
    with CustomObjectScope(custom_objects):
        instance = kind.from_config(dict(inner))
        if config.get("build_config") and not instance.built:
            instance.build_from_config(config["build_config"])
            instance.built = True
        if config.get("compile_config") and hasattr(instance, "compile_from_config"):
            instance.compile_from_config(config["compile_config"])
    return instance


def class_of(config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None) -> Any:
    """The class that a configuration names: a registered one, one of the caller's, one of ours."""
    name = config["class_name"]
    for known_as in (config.get("registered_name"), name):
        found = get_registered_object(known_as, custom_objects) if known_as else None
        if found is not None:
            return found
    module = config.get("module")
    if module is None and config.get("registered_name"):
        families: Any = ()
    else:
        families = _families(module)
    for family in families:
        if name in family:
            return getattr(family[name], "operation", family[name])
    if len(families) == 1 and isinstance(families[0], Registry):
        return families[0][name]  # tells which name is nearest
    raise ValueError(
        f"No class called {name!r} is known. Decorate it with "
        "@keras.saving.register_keras_serializable(), or give it as "
        f"custom_objects={{{name!r}: …}}.")


def _families(module: str | None) -> list[Mapping[str, Any]]:
    """Where the classes of one of Keras's modules are registered; of all, when none is said."""
    from playground.keras import (
        constraints,
        dtype_policies,
        initializers,
        layers,
        losses,
        metrics,
        models,
        optimizers,
        random,
        regularizers,
    )
    from playground.keras.ops.base import operations
    from playground.keras.optimizers import schedules

    of_models = {each: getattr(models, each) for each in ("Functional", "Model", "Sequential")}
    top = {**of_models, "DTypePolicy": dtype_policies.DTypePolicy,
           "FloatDTypePolicy": dtype_policies.DTypePolicy,
           "SeedGenerator": random.SeedGenerator}
    places: dict[str, Mapping[str, Any]] = {
        "layers": layers.layers, "losses": losses.losses, "metrics": metrics.metrics,
        "optimizers.schedules": schedules.schedules, "optimizers": optimizers.optimizers,
        "initializers": initializers.initializers, "constraints": constraints.constraints,
        "regularizers": regularizers.regularizers, "models": of_models,
        "ops": {each.operation.__name__: each for each in operations.values()},
        "random": top, "dtype_policies": top, "": top}
    if module is None:
        return list(places.values())
    if module.partition(".")[0] != "keras":
        return []
    inner = module.partition(".")[2].removeprefix("src").strip(".")
    for place, family in places.items():
        if place and (inner == place or inner.startswith(place + ".")):
            return [family]
    return [top] if not inner else []


def _function(name: Any, custom_objects: Mapping[str, Any] | None) -> Any:
    from playground.keras import activations, losses, metrics

    found = get_registered_object(name, custom_objects)
    if found is not None:
        return found
    if not isinstance(name, str):
        raise TypeError(f"A function expects its name in the configuration; got {name!r}.")
    for family in (activations, losses, metrics):
        try:
            return family.get(name)
        except ValueError:
            pass
    raise ValueError(f"No function called {name!r} is known. Decorate it with "
                     "@keras.saving.register_keras_serializable(), or give it as "
                     f"custom_objects={{{name!r}: …}}.")


# ---------------------------------------------------------------------- names of classes

def is_ours(kind: Any) -> bool:
    """Whether a class or function is one of this package."""
    return (kind.__module__ or "").startswith("playground.keras.")


def module_name(kind: type) -> str:
    """The name under which Keras has the module of a class: ``"keras.layers"``."""
    if not is_ours(kind):
        return kind.__module__
    own = getattr(kind, "keras_module", None)
    place = kind.__module__.split(".")[2]
    return own or ("keras" if place in ("models", "dtype_policies") else f"keras.{place}")


def _of_class(kind: type) -> dict[str, Any]:
    module = module_name(kind)
    public = is_ours(kind) and not module.startswith("keras.src")
    registered = None if public else get_registered_name(kind)
    name = vars(kind).get("keras_name", kind.__name__)
    return {"module": None if module == "__main__" else module, "class_name": name,
            "config": None, "registered_name": registered}


def _of_function(function: Any) -> dict[str, Any]:
    if function.__name__ == "<lambda>":
        raise ValueError("A lambda cannot be written down: its code is all there is of it. Use a "
                         "named function with @keras.saving.register_keras_serializable().")
    return {"module": "builtins", "class_name": "function",
            "config": get_registered_name(function), "registered_name": "function"}


def name_or_config(function: Any) -> Any:
    """The name of a function of ours; the configuration of any other thing."""
    if isinstance(function, types.FunctionType) and is_ours(function):
        return function.__name__
    return serialize_keras_object(function)


# ---------------------------------------------------------------------- the get of a family

def from_identifier(registry: Registry, identifier: Any, accept: Callable[[Any], bool]) -> Any:
    """The object that an argument means: None, a name, a configuration, a class or an object.

    Raises:
        ValueError: no member has this name.
        TypeError: the identifier is of a kind that means nothing here.
    """
    if identifier is None:
        return None
    if isinstance(identifier, str):
        own = get_registered_object(identifier)
        found = own if own is not None else registry[identifier]
        return found() if inspect.isclass(found) else found
    if isinstance(identifier, Mapping) and "class_name" in identifier:
        if identifier["class_name"] == "function":
            return deserialize_keras_object(identifier)
        kind = get_registered_object(
            identifier.get("registered_name") or identifier["class_name"])
        if kind is None and identifier.get("module") is not None:
            return deserialize_keras_object(identifier)
        kind = kind or registry[identifier["class_name"]]
        return kind.from_config(dict(identifier.get("config") or {}))
    if inspect.isclass(identifier):
        return identifier()
    if accept(identifier):
        return identifier
    an = "an" if registry.kind[0] in "aeiou" else "a"
    raise TypeError(f"Expected {an} {registry.kind}: its name, an object or None; "
                    f"got {identifier!r} ({type(identifier).__name__}).")
