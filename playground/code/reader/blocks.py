"""Blocks around model code: ``try`` for imports that may fail, ``with`` for what is not there."""

from __future__ import annotations

import ast
from typing import Any

from playground.code.reader.assignment import assign_to
from playground.code.reader.data import Data
from playground.code.reader.interpreter import Interpreter, executes
from playground.code.reader.operators import shown
from playground.code.reader.refusal import NotUnderstood, Refusal
from playground.code.reader.scope import Scope

FAILED = 500  # steps for an import that fails: what is nearest to it was looked for
_OF_IMPORTS = frozenset(("ImportError", "ModuleNotFoundError", "Exception"))


@executes(ast.Try)
def attempted(run: Interpreter, node: ast.Try, scope: Scope) -> Any:
    """What is in it is read; an ``except`` only where an import in it fails.

    Whatever else fails is shown at its line: nothing that goes wrong is hidden.
    """
    try:
        left = run.execute(node.body, scope)
    except Refusal as refusal:
        handler = _for_imports(node)
        if handler is None or not any(
                isinstance(each, (ast.Import, ast.ImportFrom))
                and each.lineno <= refusal.line <= (each.end_lineno or 0) for each in node.body):
            raise
        run.spent.step(FAILED)
        if handler.name:
            scope.give(handler.name, refusal.sentence)
        left = run.execute(handler.body, scope)
    else:
        left = run.execute(node.orelse, scope) if left is None else left
    last = run.execute(node.finalbody, scope)
    return left if last is None else last


def _for_imports(node: ast.Try) -> ast.ExceptHandler | None:
    for handler in node.handlers:
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if any(each is None or isinstance(each, ast.Name) and each.id in _OF_IMPORTS
               for each in kinds):
            return handler
    return None


@executes(ast.With)
def within(run: Interpreter, node: ast.With, scope: Scope) -> Any:
    """Around files, devices and the like: there is nothing to enter, and the block is read."""
    for each in node.items:
        value = run.evaluate(each.context_expr, scope)
        if not isinstance(value, Data):
            raise NotUnderstood(f"with is not read for {shown(value)}. Write the block without.")
        if each.optional_vars is not None:
            assign_to(run, each.optional_vars, value, scope)
    return run.execute(node.body, scope)
