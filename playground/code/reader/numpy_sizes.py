"""NumPy computes at once: how large what it makes would be, from the shapes alone."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from playground.code.reader.budget import Spent
from playground.code.reader.numpy_module import ELEMENTWISE, JOINED, TYPES
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.world import Limits
from playground.keras.layers.calling import is_array

_TYPES = frozenset((*TYPES, "bool", "int", "float"))
_VALUES = (int, float, bool, str, np.ndarray, np.generic, type(None), type(...))
SLOW = 10  # times as long as an addition takes
_SLOW = frozenset("sort argsort median unique".split())
_KINDS = "biufU"  # of the numbers in an array; U: texts


def run_numpy(
    callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any], spent: Spent, limits: Limits
) -> Any:
    """What a function of NumPy's, or a method of one of its arrays, gives.

    Raises:
        NotUnderstood: an array would be too large, or have something else than numbers in it.
    """
    name, owner = callee.__name__, getattr(callee, "__self__", None)
    whose = (owner,) if isinstance(owner, (np.ndarray, np.generic)) else ()
    size = size_of_numpy(name, (*whose, *args), kwargs)
    if size > limits.numbers:
        raise NotUnderstood(
            f"np.{name} would make an array of {size:,.0f} numbers; at most {limits.numbers:,} "
            "are made while the code is read. Make it smaller.")
    spent.computed(int(size), limits.computed)
    result = callee(*args, **kwargs)
    _check_result(name, result)
    return result


def size_of_numpy(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> float:
    """How many numbers NumPy's function of this name would make or read.

    Raises:
        NotUnderstood: there is something among the arguments that NumPy shall not see.
    """
    first = args[:1] if name in ("array", "asarray") else ()
    _check_values(name, first, texts=True)
    _check_values(name, (args[len(first):], kwargs), texts=False)
    shapes = [_shape(each) for each in (*args, *kwargs.values())]
    arrays = [shape for shape in shapes if shape is not None]
    sizes = [math.prod(shape) for shape in arrays]
    if name in ("zeros", "ones", "full", "arange", "linspace", "eye", "identity"):
        return size_made(name, args, kwargs)
    if name in ELEMENTWISE or name == "remainder":
        size = math.prod(np.broadcast_shapes(*arrays)) if arrays else 1
        return size * (SLOW if name == "power" else 1)
    if name in ("matmul", "dot", "outer") and len(arrays) >= 2:
        inner = arrays[1][-2:-1] if name != "outer" else ()
        return sizes[0] * sizes[1] / max(math.prod(inner or arrays[1][:1] if name != "outer"
                                                   else (1,)), 1)
    if name in ("array", "asarray"):
        return sum(sizes) * max(_letters(args[:1]), 1)
    if name in _SLOW:
        return sum(sizes) * SLOW
    if name in ("repeat", "tile"):
        return max(sizes[:1] or [1]) * max(product((*args[1:], *kwargs.values())), 1)
    if name in JOINED:
        return sum(_total(each) for each in (*args, *kwargs.values()))
    return sum(sizes)


def size_made(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> float:
    """How many numbers an array has that is made of numbers alone."""
    if name == "arange":
        given = dict(zip(("start", "stop", "step"), args)) | kwargs
        start, stop, step = (given.get(each) for each in ("start", "stop", "step"))
        if stop is None:
            start, stop = 0, start
        start, stop, step = (each if isinstance(each, (int, float)) else otherwise
                             for each, otherwise in ((start, 0), (stop, 0), (step, 1)))
        return abs((stop - start) / step) if step else 0
    if name == "linspace":
        return product(kwargs.get("num", args[2] if len(args) > 2 else 50))
    if name in ("eye", "identity", "tri"):
        sizes = [each for each in (*args[:2], kwargs.get("N"), kwargs.get("M"), kwargs.get("n"))
                 if isinstance(each, int)]
        return product(sizes) * (product(sizes) if len(sizes) == 1 else 1)
    return product(kwargs.get("shape", args[0] if args else 1))


def product(value: Any) -> float:
    """A number, or the product of those in a list; 0 for what is neither."""
    if isinstance(value, (bool, np.bool_)):
        return 0
    if isinstance(value, (int, float, np.integer, np.floating)):
        return abs(float(value)) if value == value else 0
    if isinstance(value, range):
        value = tuple(value[:17])
    if not isinstance(value, (list, tuple)):
        return 0
    if len(value) > 16:
        return len(value)
    return math.prod(max(product(each), 1) for each in value)


def _check_result(name: str, result: Any) -> None:
    """Arrays of numbers or texts: none of objects, none of records."""
    for each in result if isinstance(result, (list, tuple)) else (result,):
        kind = getattr(getattr(each, "dtype", None), "kind", "f")
        if kind not in _KINDS:
            raise NotUnderstood(f"np.{name} would make an array of objects. Make arrays of "
                                "numbers.")


def _check_values(name: str, value: Any, texts: bool) -> None:
    if isinstance(value, (list, tuple)):
        for each in value:
            _check_values(name, each, texts)
    elif isinstance(value, dict):
        for each in value.values():
            _check_values(name, each, texts)
    elif isinstance(value, str) and not texts and value not in _TYPES:
        raise NotUnderstood(f"np.{name} does not read {value[:20]!r} here. Types are float32, "
                            "int32 and their like.")
    elif not isinstance(value, (*_VALUES, range, np.dtype)) and not is_array(value):
        raise NotUnderstood(f"np.{name} expects numbers and arrays. Use keras.ops on tensors and "
                            "variables.")
    elif isinstance(value, np.dtype) and value.kind not in _KINDS:
        raise NotUnderstood(f"np.{name} makes arrays of numbers alone.")


def _shape(value: Any) -> tuple[int, ...] | None:
    if isinstance(value, (np.ndarray, np.generic)) or is_array(value):
        return tuple(value.shape)
    if isinstance(value, range):
        return (len(value),)
    return (_total(value),) if isinstance(value, (list, tuple)) else None


def _letters(value: Any) -> int:
    """The characters of the longest text: as many are kept for each."""
    if isinstance(value, str):
        return len(value)
    return max(map(_letters, value), default=0) if isinstance(value, (list, tuple)) else 0


def _total(value: Any) -> int:
    """The numbers in lists of numbers and arrays."""
    if isinstance(value, (list, tuple)):
        return sum(map(_total, value))
    shape = _shape(value)
    return 1 if shape is None else math.prod(shape)
