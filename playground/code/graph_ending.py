"""What a text says after its model is made: how it is compiled and fitted, word for word.

A graph keeps it, so that an edit of the boxes leaves it as it is.
"""

from __future__ import annotations

import ast
from collections.abc import Collection

ENDS = ("compile", "fit")
GIVEN = ("x_train", "y_train", "x_test", "y_test")  # the page's data have these names anyway


def ending_of(text: str, model: str, drawn: Collection[str]) -> tuple[str, set[str]]:
    """The statements that compile and fit a model, with what they need; and all names in them.

    Args:
        model: the variable. What is said within a function or a branch is not kept.
        drawn: the variables that the graph itself has.
    """
    tree = ast.parse(text)
    kept = {each for each in tree.body if _ends(each, model)}
    waiting, names = list(kept), set[str]()
    while waiting:
        new = _names(waiting.pop()) - names
        names |= new
        for node in tree.body:
            if node not in kept and new & _assigned(node) - {model, *drawn, *GIVEN}:
                kept.add(node)
                waiting.append(node)
    return _joined(text, [each for each in tree.body if each in kept]), names


def _ends(node: ast.stmt, model: str) -> bool:
    """Whether it is ``model.compile(…)`` or ``… = model.fit(…)``."""
    call = node.value if isinstance(node, (ast.Expr, ast.Assign)) else None
    return (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
            and call.func.attr in ENDS and isinstance(call.func.value, ast.Name)
            and call.func.value.id == model)


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _assigned(node: ast.stmt) -> set[str]:
    """The names that a statement gives a value that is computed; constants are definitions."""
    if not isinstance(node, ast.Assign) or not any(
            isinstance(each, ast.Call) for each in ast.walk(node.value)):
        return set()
    return {name for target in node.targets for name in _names(target)}


def _joined(text: str, nodes: list[ast.stmt]) -> str:
    lines, found, last = text.splitlines(), "", 0
    for node in nodes:
        if found:
            apart = any(not line.strip() for line in lines[last:node.lineno - 1])
            found += "\n\n" if apart else "\n"
        found += "\n".join(line.rstrip() for line in lines[node.lineno - 1:node.end_lineno])
        last = node.end_lineno
    return found
