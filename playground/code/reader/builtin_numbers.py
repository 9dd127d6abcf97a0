"""Python's functions of numbers: ``sum``, ``max``, ``round`` and others."""

from __future__ import annotations

import ast
from typing import Any

from playground.code.reader.builtins import BUILTINS, builtin
from playground.code.reader.comparing import compare
from playground.code.reader.data import Data
from playground.code.reader.iterating import each_item
from playground.code.reader.operators import BINARY, NUMBERS, applied, combine, shown, truth
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.values import Here, Special

MOST_DIGITS = 30
_PLUS = BINARY[ast.Add]


@builtin("sum")
def _sum(here: Here, values: Any, start: Any = 0) -> Any:
    if isinstance(values, Data):
        return values.like()
    for each in each_item(here, values):
        start = combine(here.interpreter, here.node, *_PLUS, start, each)
    return start


def _extreme(name: str, better: ast.cmpop) -> None:
    def run(here: Here, *values: Any, key: Any = None, default: Any = None) -> Any:
        if any(isinstance(each, Data) for each in values):
            return next(each for each in values if isinstance(each, Data)).like()
        items = each_item(here, values[0] if len(values) == 1 else values)
        if not items:
            if default is not None:
                return default
            raise NotUnderstood(f"{name} expects at least one value; got none.")
        best, best_key = items[0], items[0] if key is None else here.call(key, items[0])
        for each in items[1:]:
            its = each if key is None else here.call(key, each)
            if truth(here.interpreter, compare(here.interpreter, here.node, better, its,
                                               best_key)):
                best, best_key = each, its
        return best

    BUILTINS[name] = Special(name, run)


_extreme("min", ast.Lt())
_extreme("max", ast.Gt())


@builtin("abs")
def _abs(here: Here, value: Any) -> Any:
    return applied(here.interpreter, here.node, "abs", abs, value)


@builtin("round")
def _round(here: Here, value: Any, digits: int | None = None) -> Any:
    if isinstance(value, Data):
        return value.like(value.shape)
    if not isinstance(value, NUMBERS):
        raise NotUnderstood(f"round expects a number; got {shown(value)}. Use keras.ops.round for "
                            "tensors.")
    if digits is not None and not (isinstance(digits, int) and abs(digits) <= MOST_DIGITS):
        raise NotUnderstood(f"round expects at most {MOST_DIGITS} digits; got {shown(digits)}.")
    return here.interpreter.spent.checked(round(value, digits))


@builtin("pow")
def _pow(here: Here, base: Any, exponent: Any) -> Any:
    return combine(here.interpreter, here.node, *BINARY[ast.Pow], base, exponent)


@builtin("divmod")
def _divmod(here: Here, one: Any, other: Any) -> tuple[Any, Any]:
    return tuple(combine(here.interpreter, here.node, *BINARY[kind], one, other)
                 for kind in (ast.FloorDiv, ast.Mod))
