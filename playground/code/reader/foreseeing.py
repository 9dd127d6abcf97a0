"""What a computation would cost, found before it is done: sizes of arrays, without their numbers.
"""

from __future__ import annotations

import math
import operator
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from playground.code.reader.keras_names import CREATED
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.world import Limits
from playground.keras import tree
from playground.keras.backend import jax
from playground.keras.layers.calling import is_array
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import StatelessScope, Variable

_OF_NUMPY = "numpy"


def check_numbers(
    callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any], limits: Limits
) -> None:
    """The numbers among the arguments of what makes as many, or does something as often."""
    name = getattr(callee, "__name__", "")
    if name in CREATED:
        for each in (*args, *kwargs.values()):
            if _product(each) > limits.numbers:
                raise NotUnderstood(_too_large(name, _product(each), limits.numbers))
    if name in ("split", "array_split", "unstack", "hsplit", "vsplit", "dsplit"):
        if any(type(each) is int and abs(each) > 1024 for each in (*args, *kwargs.values())):
            raise NotUnderstood(f"{name} makes at most 1,024 parts here. Make fewer.")
    if name in ("arange", "linspace", "eye", "identity", "tri"):
        _check_made(name, args, kwargs, limits)
    if _is_numpy(callee):
        _check_numpy(name, args, kwargs, limits)


def _check_made(
    name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limits: Limits
) -> None:
    numbers = [each for each in (*args, *kwargs.values()) if isinstance(each, (int, float))]
    if name == "arange":
        start, stop, step = _arange(args, kwargs)
        size: float = abs((stop - start) / step) if step else 0
    elif name == "linspace":
        size = kwargs.get("num", args[2] if len(args) > 2 else 50)
    else:
        size = math.prod(max(abs(each), 1) for each in numbers)
        size = size * size if len(numbers) == 1 else size
    if isinstance(size, (int, float)) and not size <= limits.numbers:
        raise NotUnderstood(_too_large(name, size, limits.numbers))


def _arange(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Any, Any]:
    given = dict(zip(("start", "stop", "step"), args)) | kwargs
    start, stop, step = given.get("start", 0), given.get("stop"), given.get("step")
    if stop is None:
        start, stop = 0, start
    return tuple(each if isinstance(each, (int, float)) else otherwise
                 for each, otherwise in ((start, 0), (stop, 0), (step, 1)))  # type: ignore


def _is_numpy(callee: Any) -> bool:
    return isinstance(callee, np.ufunc) or (getattr(callee, "__module__", None) or "").partition(
        ".")[0] == _OF_NUMPY


def _check_numpy(
    name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limits: Limits
) -> None:
    """NumPy computes at once: at most the sizes of all arguments one times another."""
    for each in tree.leaves((args, kwargs)):
        if not isinstance(each, (int, float, bool, str, np.ndarray, np.generic, type(None),
                                 type(...))) and not is_array(each):
            raise NotUnderstood(f"np.{name} expects numbers and arrays. Use keras.ops on tensors "
                                "and variables.")
    if isinstance(kwargs.get("dtype"), str) and kwargs["dtype"] not in _TYPES:
        raise NotUnderstood(f"dtype={kwargs['dtype'][:20]!r} is not read. Use float32 or int32.")
    arrays = [each for each in (*args, *kwargs.values()) if hasattr(each, "shape")]
    if name in ("outer", "matmul", "dot", "where") or len(arrays) > 1:
        size = math.prod(max(each.size, 1) for each in arrays[:4])
        same = len({each.shape for each in arrays if each.ndim}) <= 1
        if size > limits.numbers and not (same and name not in ("outer", "dot", "matmul")) \
                and name not in ("concatenate", "stack", "hstack", "vstack"):
            raise NotUnderstood(_too_large(f"np.{name}", size, limits.numbers))
    if name in ("repeat", "tile"):
        size = _product(args[1:]) * max([each.size for each in arrays] or [1])
        if size > limits.numbers:
            raise NotUnderstood(_too_large(f"np.{name}", size, limits.numbers))


_TYPES = frozenset(("float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 bool int "
                    "float").split())


# ---------------------------------------------------------------------- JAX

def computes(callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether the call computes at once, on arrays with numbers: not on tensors without."""
    if _is_numpy(callee) or isinstance(getattr(callee, "__self__", None), (np.ndarray, np.generic)):
        return False
    owner = getattr(callee, "__self__", None)
    if owner is not None and not is_array(owner):
        return getattr(callee, "__name__", "") in ("call", "stateless_call", "update_state")
    for each in tree.leaves((args, kwargs)):
        if isinstance(each, KerasTensor) or _is_traced(each):
            return False
    return True


def _is_traced(value: Any) -> bool:
    return "jax" in sys.modules and isinstance(value, jax.core.Tracer)


def check_cost(
    callee: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], limits: Limits
) -> None:
    """The sizes of everything on the way, found by tracing.

    Raises:
        NotUnderstood: it is too much to be computed while the text is read.
    """
    def run() -> list[Any]:
        with StatelessScope():
            return [each for each in tree.leaves(callee(*args, **kwargs)) if is_array(each)]

    total = 0
    for size, times in _steps(jax.make_jaxpr(run)().jaxpr):
        if size > limits.numbers:
            raise NotUnderstood(_too_large("This", size, limits.numbers))
        total += size * times
        if total > 100 * limits.computed:
            raise NotUnderstood("This is too much to be computed while the code is read. Leave "
                                "it to training, or make it smaller.")


def _steps(jaxpr: Any, times: int = 1) -> Iterator[tuple[int, int]]:
    for each in jaxpr.eqns:
        size = max([math.prod(out.aval.shape) for out in each.outvars
                    if hasattr(out.aval, "shape")] or [0])
        yield size, times * _work(each)
        inner = times * each.params.get("length", 1)
        for value in each.params.values():
            for one in value if isinstance(value, (list, tuple)) else (value,):
                one = getattr(one, "jaxpr", one)
                if hasattr(one, "eqns"):
                    yield from _steps(one, inner)


def _work(equation: Any) -> int:
    """How often each number of the output is worked on: the length of the products' sums."""
    if equation.primitive.name in ("dot_general", "conv_general_dilated"):
        return max(1, math.prod(equation.invars[1].aval.shape)
                   // max(equation.invars[1].aval.shape[-1], 1))
    return 1


# ---------------------------------------------------------------------- operators and results

def check_operands(
    function: Callable[..., Any] | None, operands: tuple[Any, ...], limits: Limits
) -> None:
    """The size of an operator's result, by the shapes."""
    shapes = [shape for shape in map(_shape, operands) if shape is not None]
    if function is operator.matmul and len(shapes) == 2 and all(shapes):
        size = math.prod(shapes[0][:-1]) * math.prod(shapes[1]) // max(shapes[1][0], 1)
    elif len(operands) == 2 and _is_index(operands[1]):
        size = math.prod(shapes[0][1:] if shapes else ()) * _index_size(operands[1])
    else:
        try:
            size = math.prod(np.broadcast_shapes(*shapes))
        except ValueError:  # the operator itself says so
            return
    if size > limits.numbers:
        raise NotUnderstood(_too_large("This", size, limits.numbers))


def _is_index(value: Any) -> bool:
    return isinstance(value, (tuple, list, slice, type(None), type(...)))


def _index_size(key: Any) -> int:
    parts = key if isinstance(key, (tuple, list)) else (key,)
    return math.prod([1, *(math.prod(_shape(each) or (1,)) for each in parts)])


def _shape(value: Any) -> tuple[int, ...] | None:
    if isinstance(value, list):
        return np.shape(value) if not any(map(is_array, value)) else None
    shape = value.shape if isinstance(value, (np.ndarray, Variable)) or is_array(value) else None
    return tuple(shape) if shape is not None and all(type(each) is int for each in shape) else None


def check_result(result: Any, limits: Limits) -> None:
    """What came of it, also while tracing, where nothing is computed yet."""
    for each in tree.leaves(result) if tree.is_nested(result) else (result,):
        shape = _shape(each)
        if shape is not None and math.prod(shape) > limits.numbers:
            raise NotUnderstood(_too_large("This", math.prod(shape), limits.numbers))


def _product(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, list, tuple)):
        return 0
    if isinstance(value, (int, float)):
        return abs(value)
    return math.prod(max(_product(each), 1) for each in value) if len(value) <= 16 else len(value)


def _too_large(what: str, size: float, most: int) -> str:
    return f"{what} would make an array of {size:,.0f} numbers; at most {most:,} are made while "\
        "the code is read. Make it smaller."
