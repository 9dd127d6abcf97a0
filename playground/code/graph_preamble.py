"""The part of a text that stays as it is: its own classes and functions, and what they need."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def preamble_of(text: str, wanted: set[str]) -> str:
    """The definitions of these names, and of what they use, word for word.

    Keras is imported in one way: ``import keras``.
    """
    tree = ast.parse(text)
    defined = {name: node for node in tree.body for name in _defines(node)
               if name != "keras" or isinstance(node, ast.Import)}
    needed: dict[ast.stmt, None] = {}
    waiting = sorted(wanted & defined.keys())
    while waiting:
        node = defined[waiting.pop()]
        if node in needed:
            continue
        needed[node] = None
        waiting += sorted({each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
                          & defined.keys())
    if needed:  # who knows which of their names are used
        needed |= dict.fromkeys(each for each in tree.body if "*" in _defines(each))
    text_of = ""
    before: ast.stmt | None = None
    for node in (each for each in tree.body if each in needed):
        text_of += _gap(before, node) + _lines_of(text, node)
        before = node
    return text_of


def _gap(before: ast.stmt | None, node: ast.stmt) -> str:
    if before is None:
        return ""
    if any(isinstance(each, (ast.ClassDef, ast.FunctionDef)) for each in (before, node)):
        return "\n\n\n"
    imports = [isinstance(each, (ast.Import, ast.ImportFrom)) for each in (before, node)]
    return "\n" if imports[0] == imports[1] else "\n\n"


def _defines(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from (each.asname or each.name.partition(".")[0] for each in node.names)
    elif isinstance(node, ast.Try):
        for each in node.body:
            if isinstance(each, (ast.Import, ast.ImportFrom)):
                yield from _defines(each)
    elif isinstance(node, ast.Assign) and _is_plain(node.value):
        yield from (each.id for target in node.targets for each in ast.walk(target)
                    if isinstance(each, ast.Name))


def _is_plain(value: ast.expr) -> bool:
    """Whether it is a constant: nothing is called, so nothing is made twice."""
    return not any(isinstance(each, (ast.Call, ast.Lambda)) for each in ast.walk(value))


def _lines_of(text: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    return "\n".join(line.rstrip() for line in text.splitlines()[first - 1:node.end_lineno])
