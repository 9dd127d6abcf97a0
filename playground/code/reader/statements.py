"""Statements: conditions, loops, what is asserted and raised."""

from __future__ import annotations

import ast
from typing import Any

from playground.code.reader.assignment import assign_to
from playground.code.reader.data import RESULT, Data
from playground.code.reader.interpreter import Interpreter, executes
from playground.code.reader.iterating import items_of
from playground.code.reader.operators import truth
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope
from playground.code.reader.texts import text_of

BREAK, CONTINUE = object(), object()
RAISED = frozenset(("ValueError", "TypeError", "NotImplementedError", "RuntimeError",
                    "AssertionError", "KeyError", "IndexError", "AttributeError", "Exception"))


@executes(ast.Expr)
def expression(run: Interpreter, node: ast.Expr, scope: Scope) -> None:
    if not isinstance(node.value, ast.Constant):  # a docstring
        run.evaluate(node.value, scope)


@executes(ast.Pass)
def nothing(run: Interpreter, node: ast.Pass, scope: Scope) -> None:
    return None


@executes(ast.If)
def condition(run: Interpreter, node: ast.If, scope: Scope) -> Any:
    while True:
        found = run.evaluate(node.test, scope)
        if isinstance(found, Data) and found.origin == RESULT:
            run.print(node.lineno, "What training gives is not known yet: this if is passed over.")
            return None
        if truth(run, found):
            return run.execute(node.body, scope)
        if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
            return run.execute(node.orelse, scope)
        node = node.orelse[0]
        run.spent.step()


@executes(ast.For)
def loop(run: Interpreter, node: ast.For, scope: Scope) -> Any:
    for each in items_of(run, run.evaluate(node.iter, scope)):
        run.spent.step()
        assign_to(run, node.target, each, scope)
        left = run.execute(node.body, scope)
        if left is BREAK:
            return None
        if left is not None and left is not CONTINUE:
            return left
    return run.execute(node.orelse, scope)


@executes(ast.While)
def repeated(run: Interpreter, node: ast.While, scope: Scope) -> Any:
    while truth(run, run.evaluate(node.test, scope)):
        run.spent.step()
        left = run.execute(node.body, scope)
        if left is BREAK:
            return None
        if left is not None and left is not CONTINUE:
            return left
    return run.execute(node.orelse, scope)


@executes(ast.Break)
def broken(run: Interpreter, node: ast.Break, scope: Scope) -> Any:
    return BREAK


@executes(ast.Continue)
def continued(run: Interpreter, node: ast.Continue, scope: Scope) -> Any:
    return CONTINUE


@executes(ast.Assert)
def asserted(run: Interpreter, node: ast.Assert, scope: Scope) -> None:
    found = run.evaluate(node.test, scope)
    if not isinstance(found, Data) and not truth(run, found):  # of data it is not known
        said = "" if node.msg is None else text_of(run, run.evaluate(node.msg, scope))
        raise NotUnderstood(said or "What is asserted here does not hold.")


@executes(ast.Raise)
def raised(run: Interpreter, node: ast.Raise, scope: Scope) -> None:
    """An error with a sentence: it is shown at its line."""
    error, args = node.exc, []
    if isinstance(error, ast.Call):
        error, args = error.func, error.args
    if not isinstance(error, ast.Name) or error.id not in RAISED:
        raise NotUnderstood("Only errors such as ValueError(\"…\") are raised here.")
    said = ", ".join(text_of(run, run.evaluate(each, scope)) for each in args[:1])
    raise NotUnderstood(said or f"{error.id} is raised here.")
