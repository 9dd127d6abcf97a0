"""Names, literals, indexing, attributes, comprehensions."""

from __future__ import annotations

import ast
from typing import Any

from playground.code.reader.attributes import attribute_of
from playground.code.reader.builtins import BUILTINS, REFUSED
from playground.code.reader.comparing import hashable
from playground.code.reader.data import Data
from playground.code.reader.interpreter import Interpreter, evaluates
from playground.code.reader.iterating import items_of
from playground.code.reader.operators import noted, shown, truth
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope
from playground.registry import nearest


@evaluates(ast.Constant)
def constant(run: Interpreter, node: ast.Constant, scope: Scope) -> Any:
    return run.spent.checked(node.value)


@evaluates(ast.Name)
def name(run: Interpreter, node: ast.Name, scope: Scope) -> Any:
    if node.id == "__name__":
        return "__main__"
    found, value = scope.find(node.id)
    if found:
        return value
    if node.id in BUILTINS:
        return BUILTINS[node.id]
    if node.id in REFUSED:
        raise NotUnderstood(f"{node.id} is not read here. {REFUSED[node.id]}")
    near = nearest(node.id, [*scope.known(), *BUILTINS])
    way_out = f"Did you mean {near}?" if near else "Import it, or give it a value first."
    raise NotUnderstood(f"{node.id} is not known here. {way_out}")


@evaluates(ast.List, ast.Tuple, ast.Set)
def sequence(run: Interpreter, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Any:
    found: list[Any] = []
    for each in node.elts:
        if isinstance(each, ast.Starred):
            found.extend(items_of(run, run.evaluate(each.value, scope)))
        else:
            found.append(run.evaluate(each, scope))
    run.spent.room(len(found))
    if isinstance(node, ast.Set):
        return {hashable(run, each) for each in found}
    return found if isinstance(node, ast.List) else tuple(found)


@evaluates(ast.Dict)
def mapping(run: Interpreter, node: ast.Dict, scope: Scope) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in zip(node.keys, node.values):
        if key is None:
            more = run.evaluate(value, scope)
            if not isinstance(more, dict):
                raise NotUnderstood(f"** expects a dict; got {shown(more)}.")
            found.update(more)
        else:
            found[hashable(run, run.evaluate(key, scope))] = run.evaluate(value, scope)
    run.spent.room(len(found))
    return found


@evaluates(ast.IfExp)
def chosen(run: Interpreter, node: ast.IfExp, scope: Scope) -> Any:
    taken = node.body if truth(run, run.evaluate(node.test, scope)) else node.orelse
    return run.evaluate(taken, scope)


@evaluates(ast.Attribute)
def attribute(run: Interpreter, node: ast.Attribute, scope: Scope) -> Any:
    return attribute_of(run, run.evaluate(node.value, scope), node.attr)


# ---------------------------------------------------------------------- indexing

@evaluates(ast.Slice)
def cut(run: Interpreter, node: ast.Slice, scope: Scope) -> slice:
    return slice(*(None if each is None else run.evaluate(each, scope)
                   for each in (node.lower, node.upper, node.step)))


@evaluates(ast.Subscript)
def subscript(run: Interpreter, node: ast.Subscript, scope: Scope) -> Any:
    value, key = run.evaluate(node.value, scope), run.evaluate(node.slice, scope)
    return item_of(run, node, value, key)


def item_of(run: Interpreter, node: ast.AST, value: Any, key: Any) -> Any:
    """``value[key]``."""
    if isinstance(value, Data):
        return value.index(key)
    if isinstance(value, dict):
        if hashable(run, key) not in value:
            near = ", ".join(map(shown, list(value)[:8]))
            raise NotUnderstood(f"The dict has no {shown(key)}. It has: {near or 'nothing'}.")
        return value[key]
    if isinstance(value, (str, list, tuple, range)):
        return _item(run, value, key)
    family = run.world.family_of(value)
    if family is not None and family.operators:
        key = run.world.outward(key, run.spent)
        result = run.world.operate(run.spent, _getitem, value, key)
        return noted(run, node, "[]", [value, key], result)
    raise NotUnderstood(f"{shown(value)} cannot be indexed with [ ] here. Use a list, a dict or a "
                        "tensor.")


def _getitem(value: Any, key: Any) -> Any:
    return value[key]


def _item(run: Interpreter, value: Any, key: Any) -> Any:
    key = as_index(run, key)
    if isinstance(key, slice):
        run.spent.step(1 + len(value) // 16)
        return value[key]
    if isinstance(key, int) and not -len(value) <= key < len(value):
        raise NotUnderstood(f"{shown(value)} has {len(value)} items; there is no [{key}].")
    return value[key]


def as_index(run: Interpreter, key: Any) -> Any:
    """A place or a slice with plain numbers alone.

    Raises:
        NotUnderstood: it is something else.
    """
    parts = (key.start, key.stop, key.step) if isinstance(key, slice) else (key,)
    if not all(isinstance(each, (int, type(None))) for each in parts) or key is None:
        raise NotUnderstood(f"A place in a collection is a whole number; got {shown(key)}.")
    return key
