"""What a computation would cost, found before it is done: sizes of arrays, without their numbers.
"""

from __future__ import annotations

import math
import operator
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from playground.code.reader.budget import Spent
from playground.code.reader.keras_names import CREATED
from playground.code.reader.numpy_sizes import product, size_made
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.world import Limits
from playground.keras import tree
from playground.keras.backend import jax
from playground.keras.layers.base import Layer
from playground.keras.layers.calling import is_array
from playground.keras.layers.input_layer import Input
from playground.keras.masking import get_keras_mask, set_keras_mask
from playground.keras.naming import names_kept
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import StatelessScope, Variable

MOST_PARTS = 1024
MOST_OF_BLOCKS = 4_000_000  # numbers of the matrix that cuts a picture
MOST = 100_000_000  # of any size of a tensor that is computed later
SLOW, SLOW_TO_COMPILE = 10, 10  # times as long as an addition takes
_SLOW = frozenset("""
sort top_k cumsum cumprod cummax cummin cumlogsumexp svd qr geqrf householder_product eigh eig lu
cholesky triangular_solve schur while scan conv_general_dilated random_bits random_gamma erf_inv
threefry2x32
""".split())
_PARTS = frozenset("split array_split unstack hsplit vsplit dsplit".split())
_COMPILING = frozenset("""
cond switch scan associative_scan while_loop fori_loop map vectorized_map
""".split())
_SEGMENTS = frozenset("segment_sum segment_prod segment_max segment_min one_hot bincount".split())
_COMPUTING = frozenset("""
call stateless_call update_state compute_loss compute_loss_and_updates stateless_compute_loss
compute_metrics train_step test_step predict_step apply apply_gradients stateless_apply
stateless_update_state
""".split())


class TooMuch(NotUnderstood):
    """The computation is left undone."""


def too_large(what: str, size: float, most: int) -> TooMuch:
    return TooMuch(f"{what} would make an array of {size:,.0f} numbers; at most {most:,} are made "
                   "while the code is read. Make it smaller.")


def check_numbers(name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limits: Limits) -> None:
    """The numbers among the arguments of what makes as many, or does something as often.

    Raises:
        NotUnderstood: one is too large.
    """
    given = (*args, *kwargs.values())
    if name in CREATED:
        size = max([size_made(name, args, kwargs), *map(product, given)])
        if size > limits.numbers:
            raise too_large(name, size, limits.numbers)
    if name == "extract_patches":
        check_blocks(limits, *args, **kwargs)
    if name in _SEGMENTS and any(type(each) is int and abs(each) > limits.numbers
                                 for each in given):
        raise too_large(name, max(each for each in given if type(each) is int), limits.numbers)
    if name in _PARTS and any(type(each) is int and abs(each) > MOST_PARTS for each in given):
        raise NotUnderstood(f"{name} makes at most {MOST_PARTS:,} parts here. Make fewer.")
    if name == "einsum" and len(args) > 5:
        raise NotUnderstood("einsum takes at most 4 tensors here. Do it in two steps.")


def check_blocks(
    limits: Limits, images: Any = None, size: Any = 1, strides: Any = None, dilation: Any = 1,
    padding: Any = "valid", data_format: Any = None, **_: Any,
) -> None:
    """A block of a picture is cut out by a matrix with so many rows and columns."""
    size = (size, size) if isinstance(size, int) else size
    shape = getattr(images, "shape", None) or (1,)
    place = -1 - len(shape[-3:-1]) if data_format == "channels_first" else -1
    channels = shape[place] if isinstance(shape[place], int) else 1
    count = product(size) * channels if isinstance(size, (tuple, list)) else 0
    if count * count > MOST_OF_BLOCKS:
        raise too_large("extract_patches", count * count, MOST_OF_BLOCKS)


# ---------------------------------------------------------------------- JAX

def computes(callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether the call computes at once, on arrays with numbers: not on tensors without."""
    owner = getattr(callee, "__self__", None)
    if callee is Input:
        return False
    if isinstance(owner, (np.ndarray, np.generic, KerasTensor)) or is_traced(owner):
        return False
    if owner is not None and not is_array(owner) and callee.__name__ not in _COMPUTING:
        return False
    return not any(isinstance(each, KerasTensor) or is_traced(each)
                   for each in tree.leaves((args, kwargs)))


def is_traced(value: Any) -> bool:
    """Whether it stands for an array while a function is traced."""
    return "jax" in sys.modules and isinstance(value, jax.core.Tracer)


def check_cost(
    callee: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], spent: Spent,
    limits: Limits,
) -> None:
    """The sizes of everything on the way, found by tracing.

    Raises:
        TooMuch: it is too much to be computed while the text is read.
    """
    def run() -> list[Any]:
        with StatelessScope():
            return [each for each in tree.leaves(callee(*args, **kwargs)) if is_array(each)]

    total, operations, programs = 0, 0, set()
    spent.call(len(list(tree.leaves((args, kwargs)))) // 32)
    if getattr(callee, "__name__", "") in _COMPILING:
        programs.add(("scan", f"call {spent.calls}"))  # for every function anew
    masks = [(each, get_keras_mask(each)) for each in tree.leaves((args, kwargs)) if is_array(each)]
    with names_kept():
        jaxpr = jax.make_jaxpr(run)().jaxpr
    for each, mask in masks:  # attention takes its query's: it is there for the call itself, too
        set_keras_mask(each, mask)
    for size, work, program in _steps(jaxpr):
        if size > limits.numbers:
            raise too_large("This", size, limits.numbers)
        total, operations = total + work, operations + 1
        programs.add(program)
    if total > limits.computed:
        raise TooMuch(f"This computes {total:,} numbers; while the code is read, at most "
                      f"{limits.computed:,} are. Leave it to training, or make it smaller.")
    for program in programs:
        _compiled(program, spent)
    if not isinstance(callee, Layer) or not spent.is_new(("computed", id(callee))):
        spent.call(2 + operations // 2)  # a large model that is called once counts its layers alone
    spent.computed(total, limits.computed)


def check_trace(
    callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any], spent: Spent
) -> None:
    """A call on tensors without numbers is traced, for each shape anew."""
    shapes = tuple(each.shape for each in tree.leaves((args, kwargs))
                   if isinstance(each, KerasTensor))
    if shapes:
        spent.traced((getattr(callee, "__name__", type(callee).__name__), shapes))


def check_program(function: Callable[..., Any], operands: tuple[Any, ...], spent: Spent) -> None:
    """An operator on JAX's arrays is compiled, for each shape anew.

    Raises:
        TooMuch: that has been so too often.
    """
    if any(is_array(each) and not isinstance(each, np.ndarray) and not is_traced(each)
           for each in operands):
        kinds = tuple(shape_of(each) or (each if isinstance(each, (slice, tuple)) else type(each))
                      for each in operands)
        _compiled((function.__name__, repr(kinds)), spent)


def _compiled(program: tuple[str, str], spent: Spent) -> None:
    try:
        spent.compiled(program, SLOW_TO_COMPILE if program[0] in _SLOW else 1)
    except NotUnderstood as error:
        raise TooMuch(str(error)) from None


def _steps(jaxpr: Any, times: int = 1) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Of every operation the size of what it gives, and how often numbers are touched for it.

    Last comes what tells its program from others.
    """
    for each in jaxpr.eqns:
        size = max([math.prod(out.aval.shape) for out in each.outvars
                    if hasattr(out.aval, "shape")] or [0])
        work = _work(each)
        program = each.primitive.name, repr(
            [getattr(one, "aval", None) for one in (*each.invars, *each.outvars)])
        yield size, max(1, times * size * work // 16 if work > 1 else times * size), program
        inner = times * each.params.get("length", 100 if each.primitive.name == "while" else 1)
        for value in each.params.values():
            for one in value if isinstance(value, (list, tuple)) else (value,):
                one = getattr(one, "jaxpr", one)
                if hasattr(one, "eqns"):
                    yield from _steps(one, inner)


def _work(equation: Any) -> int:
    """How many products are summed for a number of the output."""
    name = equation.primitive.name
    if name in _SLOW and name != "conv_general_dilated":
        return 16 * SLOW
    if name not in ("dot_general", "conv_general_dilated"):
        return 1
    left, right = (math.prod(each.aval.shape) for each in equation.invars[:2])
    if name == "conv_general_dilated":
        return max(right // max(min(equation.invars[1].aval.shape), 1), 1)
    out = math.prod(equation.outvars[0].aval.shape)
    return max(math.isqrt(max(left * right // max(out, 1), 1)), 1)


# ---------------------------------------------------------------------- operators and results

def check_operands(
    function: Callable[..., Any] | None, operands: tuple[Any, ...], spent: Spent, limits: Limits
) -> None:
    """The size of an operator's result, by the shapes.

    Raises:
        NotUnderstood: it is too large.
    """
    shapes = [shape for shape in map(shape_of, operands) if shape is not None]
    work: float = 1
    if function is operator.matmul and len(shapes) == 2 and all(shapes):
        inner = max(shapes[0][-1], 1)
        size = math.prod(shapes[0][:-1]) * math.prod(shapes[1]) // inner
        work = max(inner // 16, 1)
    elif len(operands) == 2 and _is_index(operands[1]):
        size = _index_size(operands[1])
        if size > 1 or any(shape_of(each) is not None for each in _parts(operands[1])):
            size *= math.prod(shapes[0][1:] if shapes else ())
    else:
        try:
            size = math.prod(np.broadcast_shapes(*shapes)) if shapes else 1
        except ValueError:  # the operator itself says so
            return
    if size > limits.numbers:
        raise too_large("This", size, limits.numbers)
    if not any(map(is_traced, operands)):
        spent.computed(int(size * work), limits.computed)


def _is_index(value: Any) -> bool:
    return isinstance(value, (tuple, list, slice, type(None), type(...)))


def _parts(key: Any) -> Any:
    return key if isinstance(key, (tuple, list)) else (key,)


def _index_size(key: Any) -> int:
    if isinstance(key, list):
        return max(len(key), 1)
    return math.prod([1, *(math.prod(shape_of(each) or (1,)) if not isinstance(each, list)
                           else len(each) for each in _parts(key))])


def shape_of(value: Any) -> tuple[int, ...] | None:
    """The shape of an array or a variable, when all its sizes are known."""
    if isinstance(value, (np.ndarray, Variable)) or is_array(value):
        shape = tuple(value.shape)
        return shape if all(type(each) is int for each in shape) else None
    return None


def check_result(result: Any, spent: Spent, limits: Limits) -> None:
    """What came of it, also while tracing, where nothing is computed yet.

    Raises:
        NotUnderstood: there is an array that is too large.
    """
    leaves = list(tree.leaves(result)) if tree.is_nested(result) else [result]
    spent.call(len(leaves) // 16)
    for each in leaves:
        if isinstance(each, KerasTensor) and max([size or 0 for size in each.shape] or [0]) > MOST:
            raise too_large("This", max(size or 0 for size in each.shape), MOST)
        shape = shape_of(each)
        if shape is None or isinstance(each, Variable):
            continue
        if math.prod(shape) > limits.numbers:
            raise too_large("This", math.prod(shape), limits.numbers)
        if not is_traced(each):
            spent.computed(math.prod(shape), limits.computed)
