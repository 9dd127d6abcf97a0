"""Operators: on numbers, texts and collections with their sizes checked; on tensors by the world.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from playground.code.reader.data import Data, combined
from playground.code.reader.interpreter import Interpreter, evaluates
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope
from playground.code.reader.values import name_of

BINARY: dict[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add), ast.Sub: ("-", operator.sub), ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv), ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod), ast.Pow: ("**", operator.pow),
    ast.MatMult: ("@", operator.matmul), ast.LShift: ("<<", operator.lshift),
    ast.RShift: (">>", operator.rshift), ast.BitAnd: ("&", operator.and_),
    ast.BitOr: ("|", operator.or_), ast.BitXor: ("^", operator.xor),
}
UNARY: dict[type[ast.unaryop], tuple[str, Callable[[Any], Any]]] = {
    ast.USub: ("-", operator.neg), ast.UAdd: ("+", operator.pos), ast.Invert: ("~", operator.inv),
}
NUMBERS = (int, float, bool)
PLAIN = (*NUMBERS, str, list, tuple, dict, set, range, slice, type(None), type(...))


@evaluates(ast.BinOp)
def binary(run: Interpreter, node: ast.BinOp, scope: Scope) -> Any:
    left, right = run.evaluate(node.left, scope), run.evaluate(node.right, scope)
    symbol, function = BINARY[type(node.op)]
    return combine(run, node, symbol, function, left, right)


def combine(
    run: Interpreter, node: ast.AST, symbol: str, function: Callable[[Any, Any], Any],
    left: Any, right: Any,
) -> Any:
    """The value of an operator between two values."""
    if isinstance(left, Data) or isinstance(right, Data):
        return combined(symbol, left, right)
    if symbol == "%" and isinstance(left, str):
        from playground.code.reader.texts import percent  # which needs this module

        return percent(run, left, right)
    if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        return _numbers(run, symbol, function, left, right)
    if isinstance(left, PLAIN) and isinstance(right, PLAIN):
        return _collections(run, symbol, function, left, right)
    families = [run.world.family_of(each) for each in (left, right)]
    if any(family is not None and family.operators for family in families) and all(
            isinstance(each, PLAIN) or family is not None and family.operators
            for each, family in zip((left, right), families)):
        operands = [run.world.outward(each, run.spent) for each in (left, right)]
        result = run.world.operate(run.spent, function, *operands)
        return noted(run, node, symbol, operands, result)
    raise NotUnderstood(f"{symbol} is not read between {shown(left)} and {shown(right)}. Use "
                        "numbers, texts, collections or tensors.")


def noted(
    run: Interpreter, node: ast.AST, callee: Any, given: Any, result: Any
) -> Any:
    """The result; the call is recorded when it is one on symbolic tensors."""
    if run.records:
        run.record(node, callee, given, result)
    return result


def _numbers(
    run: Interpreter, symbol: str, function: Callable[[Any, Any], Any], left: Any, right: Any
) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        if symbol == "**" and right > 0:
            run.spent.number(max(left.bit_length() - 1, 0) * right)
        elif symbol == "<<":
            run.spent.number(left.bit_length() + max(right, 0))
    result = function(left, right)
    if isinstance(result, complex):
        raise NotUnderstood("A power of a negative number with a fraction is no real number. "
                            "Use abs() first.")
    return run.spent.checked(result)


def _collections(
    run: Interpreter, symbol: str, function: Callable[[Any, Any], Any], left: Any, right: Any
) -> Any:
    """``+`` joins, ``*`` repeats; sets and dicts have their own."""
    kinds = [next(kind for kind in PLAIN if isinstance(each, kind)) for each in (left, right)]
    if symbol == "+" and kinds[0] is kinds[1] and kinds[0] in (str, list, tuple):
        size = len(left) + len(right)
    elif symbol == "*" and (kinds[0] in (str, list, tuple)) != (kinds[1] in (str, list, tuple)):
        many, times = (left, right) if isinstance(left, (str, list, tuple)) else (right, left)
        if not isinstance(times, int):
            raise NotUnderstood(f"* repeats {shown(many)} a whole number of times; got "
                                f"{shown(times)}.")
        size = len(many) * max(times, 0)
    elif symbol in ("|", "&", "-", "^") and kinds == [set, set] or (
            symbol == "|" and kinds == [dict, dict]):
        size = len(left) + len(right)
    else:
        raise NotUnderstood(f"{symbol} is not read between {shown(left)} and {shown(right)}. "
                            "Make them of one kind first, as with str(x).")
    if str in kinds:
        run.spent.letters(size)
    else:
        run.spent.room(size)
    return function(left, right)


@evaluates(ast.UnaryOp)
def unary(run: Interpreter, node: ast.UnaryOp, scope: Scope) -> Any:
    value = run.evaluate(node.operand, scope)
    if isinstance(node.op, ast.Not):
        return not truth(run, value)
    return applied(run, node, *UNARY[type(node.op)], value)


def applied(
    run: Interpreter, node: ast.AST, symbol: str, function: Callable[[Any], Any], value: Any
) -> Any:
    """The value of an operator before one value."""
    if isinstance(value, Data):
        return value.like(value.shape)
    if isinstance(value, NUMBERS):
        return run.spent.checked(function(value))
    family = run.world.family_of(value)
    if family is not None and family.operators:
        return noted(run, node, symbol, [value], run.world.operate(run.spent, function, value))
    raise NotUnderstood(f"{symbol} is not read before {shown(value)}. Use a number or a tensor.")


@evaluates(ast.BoolOp)
def boolean(run: Interpreter, node: ast.BoolOp, scope: Scope) -> Any:
    value = None
    for each in node.values:
        value = run.evaluate(each, scope)
        if truth(run, value) == isinstance(node.op, ast.Or):
            return value
    return value


def truth(run: Interpreter, value: Any) -> bool:
    """Whether ``if`` goes on with this value."""
    if isinstance(value, (*PLAIN, Data)):
        return bool(value)
    family = run.world.family_of(value)
    return run.world.truth(value) if family is not None and family.operators else True


def shown(value: Any) -> str:
    """A value as a sentence names it."""
    if isinstance(value, (*NUMBERS, type(None))):
        return repr(value)
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:39] + "…")
    if isinstance(value, PLAIN):
        kind = next(kind for kind in PLAIN if isinstance(value, kind))
        return f"a {kind.__name__}"
    return name_of(value)
