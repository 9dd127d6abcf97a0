"""Where names live: the module, functions, classes and comprehensions, as in Python."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from playground.code.reader.refusal import NotUnderstood


class Scope:
    """The names of one place, and the place around it.

    Args:
        kind: "module", "function", "class" or "comprehension".
        own: names that belong to a function because it gives them a value somewhere.
    """

    __slots__ = ("names", "parent", "kind", "own", "owner", "first")

    def __init__(
        self, parent: Scope | None = None, kind: str = "module",
        own: frozenset[str] = frozenset(), owner: Any = None, first: Any = None,
    ) -> None:
        self.names: dict[str, Any] = {}
        self.parent, self.kind, self.own = parent, kind, own
        self.owner, self.first = owner, first  # of a method: its class; what it was called on

    def find(self, name: str) -> tuple[bool, Any]:
        """Whether the name has a value here or around, and which.

        Raises:
            NotUnderstood: it is a name of the function's own that has none yet.
        """
        scope: Scope | None = self
        while scope is not None:
            if (scope.kind != "class" or scope is self) and name in scope.names:
                return True, scope.names[name]
            if name in scope.own:
                raise NotUnderstood(f"{name} has no value yet in this function. Give it one "
                                    "before it is used.")
            scope = scope.parent
        return False, None

    def give(self, name: str, value: Any) -> None:
        self.names[name] = value

    def method(self) -> Scope | None:
        """The scope of the method that this is in."""
        scope: Scope | None = self
        while scope is not None and scope.kind != "module":
            if scope.kind == "function" and scope.owner is not None:
                return scope
            scope = scope.parent
        return None

    def known(self) -> Iterator[str]:
        scope: Scope | None = self
        while scope is not None:
            yield from scope.names
            scope = scope.parent


def own_names(function: ast.FunctionDef | ast.Lambda) -> frozenset[str]:
    """The names to which a function gives a value: its parameters and what it assigns."""
    found = {each.arg for each in _parameters(function.args)}
    waiting: list[ast.AST] = list(function.body) if isinstance(function.body, list) else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
            continue
        if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
                             ast.GeneratorExp)):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
        waiting.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [*named, *(each for each in (arguments.vararg, arguments.kwarg) if each is not None)]
