"""Comparisons: what is equal, larger, contained; and what may be a key, which is compared too."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from playground.code.reader.data import Data, combined
from playground.code.reader.interpreter import Interpreter, evaluates
from playground.code.reader.operators import NUMBERS, PLAIN, noted, shown, truth
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope
from playground.code.reader.values import Special

COMPARED: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("==", operator.eq), ast.NotEq: ("!=", operator.ne), ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le), ast.Gt: (">", operator.gt), ast.GtE: (">=", operator.ge),
}
LARGEST_KEY = 2 ** 60  # larger ones can be chosen to have one hash: a dict of them would be slow


@evaluates(ast.Compare)
def compared(run: Interpreter, node: ast.Compare, scope: Scope) -> Any:
    left, result = run.evaluate(node.left, scope), True
    for place, (symbol, each) in enumerate(zip(node.ops, node.comparators)):
        right = run.evaluate(each, scope)
        result = compare(run, node, symbol, left, right)
        if place < len(node.ops) - 1 and not truth(run, result):
            return result
        left = right
    return result


def compare(run: Interpreter, node: ast.AST, symbol: ast.cmpop, left: Any, right: Any) -> Any:
    """One comparison."""
    if isinstance(symbol, (ast.Is, ast.IsNot)):
        return (left is right) == isinstance(symbol, ast.Is)
    if isinstance(symbol, (ast.In, ast.NotIn)):
        return contains(run, right, left) == isinstance(symbol, ast.In)
    sign, function = COMPARED[type(symbol)]
    if isinstance(left, Data) or isinstance(right, Data):
        return combined(sign, left, right)
    if isinstance(left, PLAIN) and isinstance(right, PLAIN):
        run.spent.nested(left)
        run.spent.nested(right)
        return bool(function(left, right))
    families = [run.world.family_of(each) for each in (left, right)]
    if left is not None and right is not None and any(
            family is not None and family.operators for family in families) and all(
            isinstance(each, PLAIN) or family is not None and family.operators
            for each, family in zip((left, right), families)):
        operands = [run.world.outward(each, run.spent) for each in (left, right)]
        result = run.world.operate(run.spent, function, *operands)
        return noted(run, node, sign, operands, result)
    if isinstance(symbol, (ast.Eq, ast.NotEq)):
        return same(left, right) == isinstance(symbol, ast.Eq)
    raise NotUnderstood(f"{sign} is not read between {shown(left)} and {shown(right)}. Compare "
                        "numbers, texts or tensors.")


def contains(run: Interpreter, collection: Any, value: Any) -> bool:
    if isinstance(collection, str):
        if not isinstance(value, str):
            raise NotUnderstood(f"in a text, only a text can be looked for; got {shown(value)}.")
        run.spent.step(1 + len(collection) // 64)
        return value in collection
    if isinstance(collection, (dict, set)):
        return hashable(run, value) in collection
    if isinstance(collection, range):
        return isinstance(value, int) and value in collection
    if isinstance(collection, (list, tuple)):
        run.spent.compared(collection, value)
        return any(same(each, value) for each in collection)
    if isinstance(collection, Data):
        raise NotUnderstood("The data are not there while the code is read. Leave this out.")
    raise NotUnderstood(f"in is not read with {shown(collection)}. Use a list, a tuple, a dict, "
                        "a set or a text.")


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal; things of the world are equal to themselves alone."""
    if one is other:
        return True
    if isinstance(one, Special) and isinstance(other, Special):
        return one.name == other.name
    return isinstance(one, PLAIN) and isinstance(other, PLAIN) and bool(one == other)


def hashable(run: Interpreter, value: Any) -> Any:
    """A key of a dict, an item of a set: a number, a text, None or a tuple of these.

    Raises:
        NotUnderstood: it is something else.
    """
    if isinstance(value, int) and abs(value) >= LARGEST_KEY:
        raise NotUnderstood("A whole number stays below 2 ** 60 as a key here. Use a text.")
    if isinstance(value, (*NUMBERS, str, type(None))):
        return value
    if isinstance(value, tuple):
        run.spent.step(len(value) + run.spent.nested(value))
        for each in value:
            hashable(run, each)
        return value
    raise NotUnderstood(f"{shown(value)} cannot be a key here. Use a text, a number or a tuple of "
                        "these.")
