"""Comprehensions: collections made in a loop. One in round brackets gives a list, at once."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from playground.code.reader.assignment import assign_to
from playground.code.reader.comparing import hashable
from playground.code.reader.interpreter import Interpreter, evaluates
from playground.code.reader.iterating import items_of
from playground.code.reader.operators import truth
from playground.code.reader.scope import Scope


@evaluates(ast.ListComp, ast.GeneratorExp)
def listed(run: Interpreter, node: ast.ListComp | ast.GeneratorExp, scope: Scope) -> list[Any]:
    found: list[Any] = []
    for inner in _rounds(run, node.generators, scope):
        found.append(run.evaluate(node.elt, inner))
        run.spent.grown(len(found))
    return found


@evaluates(ast.SetComp)
def set_of(run: Interpreter, node: ast.SetComp, scope: Scope) -> set[Any]:
    found: set[Any] = set()
    for inner in _rounds(run, node.generators, scope):
        found.add(hashable(run, run.evaluate(node.elt, inner)))
        run.spent.grown(len(found))
    return found


@evaluates(ast.DictComp)
def dict_of(run: Interpreter, node: ast.DictComp, scope: Scope) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for inner in _rounds(run, node.generators, scope):
        key = hashable(run, run.evaluate(node.key, inner))
        found[key] = run.evaluate(node.value, inner)
        run.spent.grown(len(found))
    return found


def _rounds(
    run: Interpreter, loops: list[ast.comprehension], scope: Scope
) -> Iterator[Scope]:
    """The scope of the comprehension, once for every item; its first collection is from outside."""
    inner = Scope(scope, "comprehension")
    first = run.evaluate(loops[0].iter, scope)
    yield from _round(run, loops, items_of(run, first), inner)


def _round(
    run: Interpreter, loops: list[ast.comprehension], items: Iterable[Any], inner: Scope
) -> Iterator[Scope]:
    for item in items:
        run.spent.step()
        assign_to(run, loops[0].target, item, inner)
        if not all(truth(run, run.evaluate(each, inner)) for each in loops[0].ifs):
            continue
        if len(loops) == 1:
            yield inner
        else:
            more = items_of(run, run.evaluate(loops[1].iter, inner))
            yield from _round(run, loops[1:], more, inner)
