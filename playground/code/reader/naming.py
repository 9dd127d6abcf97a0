"""Names by other ways than a line of their own: ``:=``, ``global``, ``nonlocal``; and ``del``."""

from __future__ import annotations

import ast
from typing import Any

from playground.code.reader.comparing import hashable
from playground.code.reader.data import Data
from playground.code.reader.expressions import as_index
from playground.code.reader.interpreter import Interpreter, evaluates, executes
from playground.code.reader.operators import shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope


@evaluates(ast.NamedExpr)
def named(run: Interpreter, node: ast.NamedExpr, scope: Scope) -> Any:
    """``(n := 3)``: within a comprehension the name belongs to what is around it."""
    value = run.evaluate(node.value, scope)
    while scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent
    scope.give(node.target.id, value)
    run.noticed(value, scope)
    return value


@executes(ast.Global)
def of_module(run: Interpreter, node: ast.Global, scope: Scope) -> None:
    run.spent.step(len(node.names))
    for name in node.names:
        if scope is not run.scope:
            scope.elsewhere[name] = run.scope


@executes(ast.Nonlocal)
def of_function_around(run: Interpreter, node: ast.Nonlocal, scope: Scope) -> None:
    run.spent.step(2 * len(node.names))
    for name in node.names:
        around = scope.parent
        while around is not None and not (around.kind == "function" and (
                name in around.names or name in around.own)):
            around = around.parent
        if around is None:
            raise NotUnderstood(f"No function around this one has a name {name}. Give it a value "
                                "there first.")
        scope.elsewhere[name] = around


@executes(ast.Delete)
def deleted(run: Interpreter, node: ast.Delete, scope: Scope) -> None:
    waiting = list(reversed(node.targets))
    while waiting:
        target = waiting.pop()
        run.spent.step()
        if isinstance(target, (ast.Tuple, ast.List)):
            waiting += reversed(target.elts)
        elif isinstance(target, ast.Name):
            scope.take(target.id)
        elif isinstance(target, ast.Subscript):
            owner = run.evaluate(target.value, scope)
            _without(run, owner, run.evaluate(target.slice, scope))
        else:
            raise NotUnderstood("del is read for names and items alone. Give the attribute None.")


def _without(run: Interpreter, owner: Any, key: Any) -> None:
    if isinstance(owner, Data):
        return
    if not isinstance(owner, (dict, list)):
        raise NotUnderstood(f"Items of {shown(owner)} are not deleted. Make a new one without.")
    if isinstance(owner, list) and not isinstance(as_index(run, key), int):
        raise NotUnderstood("A slice of a list is not deleted here. Make a new list.")
    run.spent.step(1 + len(owner) // 16)
    if isinstance(owner, dict):
        key = hashable(run, key)
        if key not in owner:
            raise NotUnderstood(f"The dict has no {shown(key)} to delete.")
    elif not -len(owner) <= key < len(owner):
        raise NotUnderstood(f"The list has {len(owner)} items; there is no [{key}] to delete.")
    del owner[key]
