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

    __slots__ = ("names", "parent", "kind", "own", "owner", "first", "elsewhere")

    def __init__(
        self, parent: Scope | None = None, kind: str = "module",
        own: frozenset[str] = frozenset(), owner: Any = None, first: Any = None,
    ) -> None:
        self.names: dict[str, Any] = {}
        self.elsewhere: dict[str, Scope] = {}  # names that are global or nonlocal here
        self.parent, self.kind, self.own = parent, kind, own
        self.owner, self.first = owner, first  # of a method: its class; what it was called on

    def find(self, name: str) -> tuple[bool, Any]:
        """Whether the name has a value here or around, and which.

        Raises:
            NotUnderstood: it is a name of the function's own that has none yet.
        """
        scope: Scope | None = self
        while scope is not None:
            if name in scope.elsewhere:
                scope = scope.elsewhere[name]
                continue
            if (scope.kind != "class" or scope is self) and name in scope.names:
                return True, scope.names[name]
            if name in scope.own:
                raise NotUnderstood(f"{name} has no value yet in this function. Give it one "
                                    "before it is used.")
            scope = scope.parent
        return False, None

    def give(self, name: str, value: Any) -> None:
        self.elsewhere.get(name, self).names[name] = value

    def take(self, name: str) -> None:
        """Take the name away.

        Raises:
            NotUnderstood: there is none of this scope's own.
        """
        names = self.elsewhere.get(name, self).names
        if name not in names:
            raise NotUnderstood(f"{name} has no value here to delete. Leave out the del.")
        del names[name]

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
    elsewhere: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
            continue
        if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
                             ast.GeneratorExp)):
            found |= {each.target.id for each in ast.walk(node)
                      if isinstance(each, ast.NamedExpr)}
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            elsewhere.update(node.names)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
        waiting.extend(ast.iter_child_nodes(node))
    return frozenset(found - elsewhere)


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [*named, *(each for each in (arguments.vararg, arguments.kwarg) if each is not None)]
