"""Keras's modules as a text imports them, made of the names in ``keras_names``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playground import keras
from playground.code.reader import keras_names as names
from playground.code.reader.data import Data
from playground.code.reader.functions import Decorator
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.tensorflow_module import tensorflow_module
from playground.code.reader.values import Here, Module, Special
from playground.keras.absent import ABSENT

_SHAPES = {  # of the examples, and the numbers of examples to learn from and to test
    "mnist": ((28, 28), (60_000, 10_000)), "fashion_mnist": ((28, 28), (60_000, 10_000)),
    "cifar10": ((32, 32, 3), (50_000, 10_000)), "cifar100": ((32, 32, 3), (50_000, 10_000)),
    "boston_housing": ((13,), (404, 102)), "california_housing": ((8,), (16_512, 4_128)),
    "imdb": ((), (25_000, 25_000)), "reuters": ((), (8_982, 2_246)),
}
_SERIALIZED = ("register_keras_serializable",)


def keras_modules() -> dict[str, Module | Data]:
    """Every module under the names by which tutorials import it."""
    top = _top()
    found: dict[str, Any] = {}

    def place(name: str, module: Any) -> None:
        found[name] = module
        if isinstance(module, Module):
            for inner, each in module.members.items():
                if isinstance(each, Module):
                    place(f"{name}.{inner}", each)

    for name in ("keras", "playground.keras", "tf_keras"):
        place(name, top)
    place("tensorflow", tensorflow_module(top))
    found["tensorflow.python.keras"] = top
    found["playground"] = Module("playground", {"keras": top})
    return found


def _top() -> Module:
    parts = _parts()
    initial = {each: getattr(keras, each) for each in (
        "Model", "Sequential", "Input", "Layer", "Variable", "InputSpec", "Loss", "Metric",
        "Initializer", "Regularizer", "KerasTensor", "DTypePolicy")}
    return _module("keras", {**initial, **parts, "__version__": keras.__version__,
                             "callbacks": Data("callbacks"),
                             "device": Data("device"), "name_scope": Data("name_scope"),
                             "version": _fixed("version", keras.__version__)})


def _parts() -> dict[str, Any]:
    ops = _names(keras.ops, names.OPS) | {
        part: _module(f"keras.ops.{part}", _names(getattr(keras.ops, part), of))
        for part, of in names.OPS_OF.items()}
    optimizers = _names(keras.optimizers, names.OPTIMIZERS) | {
        "schedules": _module("keras.optimizers.schedules",
                             _names(keras.optimizers.schedules, names.SCHEDULES))}
    backend = {**{name: _fixed(name, getattr(keras.backend, name)()) for name in (
                   "epsilon", "floatx", "image_data_format")},
               "backend": _fixed("backend", "jax"), "clear_session": _fixed("clear_session", None)}
    members = {
        "layers": _names(keras.layers, names.LAYERS + names.LAYER_FUNCTIONS)
        | {"InputSpec": keras.InputSpec},
        "models": _names(keras.models, ["Model", "Sequential"]) | {"Input": keras.Input},
        "activations": _names(keras.activations, names.ACTIVATIONS)
        | {"get": Special("get", _activation)},
        "initializers": _names(keras.initializers, names.INITIALIZERS)
        | {"get": Special("get", _initializer)},
        "regularizers": _names(keras.regularizers, names.REGULARIZERS),
        "constraints": _names(keras.constraints, names.CONSTRAINTS),
        "losses": _names(keras.losses, names.LOSSES),
        "metrics": _names(keras.metrics, names.METRICS),
        "optimizers": optimizers, "ops": ops,
        "random": _names(keras.random, names.RANDOM),
        "utils": _utils(), "saving": {each: _registered(each) for each in _SERIALIZED},
        "backend": backend, "config": {**backend, "set_random_seed": _seed},
        "datasets": {name: _module(f"keras.datasets.{name}", {"load_data": _loader(name)})
                     for name in _SHAPES},
        "tree": _names(keras.tree, ["flatten", "map_structure", "pack_sequence_as"]),
        "preprocessing": {part: Data(f"preprocessing.{part}") for part in (
            "image", "text", "sequence", "image_dataset_from_directory")},
    }
    return {name: _module(f"keras.{name}", each) for name, each in members.items()}


def _module(name: str, members: dict[str, Any]) -> Module:
    return Module(name, members, lambda asked: ABSENT.get(name, {}).get(asked))


def _names(module: Any, wanted: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(module, name) for name in wanted}


# ---------------------------------------------------------------------- the reader's own

def _fixed(name: str, value: Any) -> Special:
    return Special(name, lambda here, *args, **kwargs: value)


def _registered(name: str) -> Decorator:
    """Registering would let other texts see the class: here it does nothing."""
    return Decorator(name)


def _utils() -> dict[str, Any]:
    from_files = ("image_dataset_from_directory", "text_dataset_from_directory", "get_file",
                  "load_img", "img_to_array", "array_to_img", "pad_sequences", "plot_model",
                  "timeseries_dataset_from_array", "split_dataset", "model_to_dot", "save_img")
    return {**{name: Data(name) for name in from_files},
            **{name: _registered(name) for name in _SERIALIZED},
            "to_categorical": keras.utils.to_categorical, "normalize": keras.utils.normalize,
            "set_random_seed": _seed, "is_keras_tensor": keras.utils.is_keras_tensor,
            "clear_session": _fixed("clear_session", None)}


def _set_seed(here: Here, seed: Any) -> None:
    if not isinstance(seed, int):
        raise NotUnderstood("set_random_seed expects a whole number.")
    here.interpreter.outcome.seed = seed


_seed = Special("set_random_seed", _set_seed)


def _activation(here: Here, name: Any) -> Any:
    return _got(here, "activation", name, names.ACTIVATIONS, keras.activations)


def _initializer(here: Here, name: Any) -> Any:
    return _got(here, "initializer", name, names.INITIALIZERS, keras.initializers)


def _got(here: Here, word: str, name: Any, known: list[str], module: Any) -> Any:
    """By its name; an object is what it is."""
    if name is None:
        return module.get(None)
    if not isinstance(name, str):
        return name
    if name not in known:
        raise NotUnderstood(f"No {word} is called {name[:40]!r} here. There are "
                            f"{', '.join(sorted(known)[:12])} and more.")
    return module.get(name)


def _loader(name: str) -> Special:
    def load(here: Here, *args: Any, **kwargs: Any) -> Data:
        if here.interpreter.records and here.interpreter.outcome.data_set is None:
            here.interpreter.outcome.data_set = name
        shape, counts = _SHAPES[name]
        parts = []
        for part, count in zip(("train", "test"), counts):
            x = Data(name, f"x_{part}", (count, *shape) if shape else None)
            answers = (count, 1) if name.startswith("cifar") else (count,)
            parts.append(Data(name, parts=(x, Data(name, f"y_{part}", answers))))
        return Data(name, parts=tuple(parts))

    return Special("load_data", load)
