"""Giving values to names, to items and to attributes."""

from __future__ import annotations

import ast
from typing import Any

from playground.code.reader.attributes import attribute_of, set_attribute
from playground.code.reader.comparing import hashable
from playground.code.reader.data import Data
from playground.code.reader.expressions import as_index, item_of
from playground.code.reader.interpreter import Interpreter, executes
from playground.code.reader.iterating import taken_apart
from playground.code.reader.operators import BINARY, combine, shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope


def assign_to(run: Interpreter, target: ast.expr, value: Any, scope: Scope) -> None:
    """Give the value to a name, an item, an attribute, or to several."""
    if isinstance(target, ast.Name):
        scope.give(target.id, value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        starred = [place for place, each in enumerate(target.elts)
                   if isinstance(each, ast.Starred)]
        parts = taken_apart(run, value, len(target.elts), starred[0] if starred else None)
        for each, part in zip(target.elts, parts):
            assign_to(run, each.value if isinstance(each, ast.Starred) else each, part, scope)
    elif isinstance(target, ast.Subscript):
        owner = run.evaluate(target.value, scope)
        set_item(run, owner, run.evaluate(target.slice, scope), value)
    elif isinstance(target, ast.Attribute):
        set_attribute(run, run.evaluate(target.value, scope), target.attr, value)
    else:
        raise NotUnderstood("A value is given to a name, an item or an attribute alone.")


def set_item(run: Interpreter, owner: Any, key: Any, value: Any) -> None:
    """``owner[key] = value``."""
    if isinstance(owner, Data):
        return
    if isinstance(owner, dict):
        owner[hashable(run, key)] = value
        run.spent.grown(len(owner))
    elif isinstance(owner, list) and isinstance(as_index(run, key), int):
        if not -len(owner) <= key < len(owner):
            raise NotUnderstood(f"The list has {len(owner)} items; there is no [{key}].")
        owner[key] = value
    elif isinstance(owner, list):
        raise NotUnderstood("A slice of a list is not set here. Make a new list with +.")
    else:
        run.world.set_item(owner, key, value, run.spent)


@executes(ast.Assign)
def assign(run: Interpreter, node: ast.Assign, scope: Scope) -> None:
    value = run.evaluate(node.value, scope)
    for target in node.targets:
        assign_to(run, target, value, scope)
        if isinstance(target, ast.Name):
            run.noticed(value, scope)


@executes(ast.AnnAssign)
def annotated(run: Interpreter, node: ast.AnnAssign, scope: Scope) -> None:
    """``x: int = 3``: the type is not looked at."""
    if node.value is not None:
        value = run.evaluate(node.value, scope)
        assign_to(run, node.target, value, scope)
        run.noticed(value, scope)


@executes(ast.AugAssign)
def augmented(run: Interpreter, node: ast.AugAssign, scope: Scope) -> None:
    symbol, function = BINARY[type(node.op)]
    value = run.evaluate(node.value, scope)
    target = node.target
    if isinstance(target, ast.Name):
        before = run.evaluate(ast.copy_location(ast.Name(target.id, ast.Load()), target), scope)
        scope.give(target.id, _added(run, node, symbol, function, before, value))
    elif isinstance(target, ast.Attribute):
        owner = run.evaluate(target.value, scope)
        before = attribute_of(run, owner, target.attr)
        after = _added(run, node, symbol, function, before, value)
        if after is not before:
            set_attribute(run, owner, target.attr, after)
    else:
        owner, key = run.evaluate(target.value, scope), run.evaluate(target.slice, scope)
        before = item_of(run, target, owner, key)
        set_item(run, owner, key, _added(run, node, symbol, function, before, value))


def _added(
    run: Interpreter, node: ast.AST, symbol: str, function: Any, before: Any, value: Any
) -> Any:
    """``+=`` on a list changes the list itself, as in Python."""
    if symbol == "+" and isinstance(before, list):
        if not isinstance(value, (list, tuple, range)):
            raise NotUnderstood(f"+= on a list expects a list; got {shown(value)}.")
        run.spent.room(len(before) + len(value))
        before.extend(list(value))
        return before
    return combine(run, node, symbol, function, before, value)
