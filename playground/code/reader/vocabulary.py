"""The names that a text may use, with a sentence about each: what an editor completes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from typing import Any

from playground import keras
from playground.code.reader import keras_attributes as listed
from playground.code.reader.builtins import BUILTINS
from playground.code.reader.keras_modules import keras_modules
from playground.code.reader.numpy_module import numpy_module
from playground.code.reader.other_modules import other_modules
from playground.code.reader.values import Module, Special

_KINDS = {  # what a class or a function of a module is called
    "keras.layers": "layer", "keras.activations": "activation", "keras.losses": "loss",
    "keras.initializers": "initializer", "keras.regularizers": "regularizer",
    "keras.constraints": "constraint", "keras.metrics": "metric", "keras.optimizers": "optimizer",
    "keras.optimizers.schedules": "schedule",
}
_ALWAYS_FUNCTIONS = ("keras.layers", "keras.optimizers", "keras.metrics")  # what is no class there
_OF_EVERY_LAYER = ("input_shape", "name")
LONGEST_HELP = 160  # characters


@cache
def vocabulary() -> tuple[dict[str, Any], ...]:
    """Every name in plain values: ``name`` ("keras.layers.Dense"), ``kind``, ``help``, ``takes``.

    ``help`` is a sentence or empty, ``takes`` are the arguments of a call. What every layer has is
    in "self", what every model has in "model".
    """
    modules = {"keras": keras_modules()["keras"], "numpy": numpy_module(),
               "math": other_modules()["math"]}
    found = [each for name, module in modules.items() for each in _inside(name, module)]
    found += _of("self", keras.Layer, listed.LAYER) + _of("model", keras.Sequential, listed.MODEL)
    return (*found, *(_word(name, "function") for name in sorted(BUILTINS)))


def _inside(path: str, module: Module) -> Iterator[dict[str, Any]]:
    for name, each in sorted(module.members.items()):
        if isinstance(each, Module):
            yield from _inside(f"{path}.{name}", each)
        elif not name.startswith("_") and (callable(each) or isinstance(each, Special)):
            yield _word(f"{path}.{name}", _kind(path, each),
                        each if path.startswith("keras") else None)


def _kind(path: str, each: Any) -> str:
    if isinstance(each, type):
        return _KINDS.get(path, "class")
    if path in _ALWAYS_FUNCTIONS or isinstance(each, Special):
        return "function"
    return _KINDS.get(path, "function")


def _of(owner: str, kind: type, names: frozenset[str]) -> list[dict[str, Any]]:
    """The methods and attributes that all things of a kind have."""
    found = {name: inspect.getattr_static(kind, name, None) for name in sorted(names)}
    return [_word(f"{owner}.{name}", "method" if callable(each) else "attribute", each)
            for name, each in found.items() if each is not None]


def _word(name: str, kind: str, about: Any = None) -> dict[str, Any]:
    return {"name": name, "kind": kind, "help": _sentence(about), "takes": _arguments(about)}


def _sentence(about: Any) -> str:
    """How a docstring begins, up to its first stop."""
    if about is None or not (callable(about) or isinstance(about, property)):
        return ""
    first = (inspect.getdoc(about) or "").partition("\n\n")[0].replace("\n", " ")
    first = first.partition(". ")[0].removesuffix(".").replace("``", "")
    return f"{first}." if first and len(first) < LONGEST_HELP else ""


def _arguments(about: Any) -> list[str]:
    """What is written by its name in a call."""
    if not callable(about):
        return []
    try:
        parameters = inspect.signature(about).parameters
    except ValueError:
        return []
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    found = [each.name for each in parameters.values()
             if each.kind in named and each.name != "self" and not each.name.startswith("_")]
    every = _OF_EVERY_LAYER if isinstance(about, type) and issubclass(about, keras.Layer) else ()
    return found + [each for each in every if each not in found]
