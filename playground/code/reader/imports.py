"""Imports: of the modules that the world hands out, and of nothing else."""

from __future__ import annotations

import ast
from typing import Any

from playground.code.reader.attributes import member_of
from playground.code.reader.data import Data
from playground.code.reader.interpreter import Interpreter, executes
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope
from playground.code.reader.values import Module
from playground.registry import nearest


@executes(ast.Import)
def imported(run: Interpreter, node: ast.Import, scope: Scope) -> None:
    for each in node.names:
        found = module(run, each.name)
        if each.asname is None:
            found = module(run, each.name.partition(".")[0])
        scope.give(each.asname or each.name.partition(".")[0], found)


@executes(ast.ImportFrom)
def imported_from(run: Interpreter, node: ast.ImportFrom, scope: Scope) -> None:
    if node.level or node.module is None:
        raise NotUnderstood("Imports with a dot first are not read. Write the whole name.")
    if node.module == "__future__":
        return
    found = module(run, node.module)
    for each in node.names:
        if each.name == "*":
            _give_all(run, found, scope)
            continue
        value = found.attribute(each.name) if isinstance(found, Data) else _from(
            run, found, each.name)
        scope.give(each.asname or each.name, value)


def _give_all(run: Interpreter, found: Module | Data, scope: Scope) -> None:
    """``from keras.layers import *``."""
    if scope is not run.scope:
        raise NotUnderstood("import * stands outside of functions and classes alone. Name what "
                            "is imported.")
    for name, value in found.members.items() if isinstance(found, Module) else ():
        run.spent.step()
        scope.give(name, value)


def _from(run: Interpreter, found: Module, name: str) -> Any:
    inner = run.world.modules.get(f"{found.name}.{name}")
    return inner if inner is not None and name not in found.members else member_of(found, name)


def module(run: Interpreter, name: str) -> Module | Data:
    """The module of this name.

    Raises:
        NotUnderstood: the world has none.
    """
    modules = run.world.modules
    if name in modules:
        return modules[name]
    top, _, rest = name.partition(".")
    found: Any = modules.get(top)
    if isinstance(found, Data):
        return found
    for part in rest.split(".") if rest else ():
        if isinstance(found, Module):
            found = member_of(found, part)
    if isinstance(found, (Module, Data)):
        return found
    near = nearest(name, modules)
    way_out = f"Did you mean {near}?" if near else (
        f"There are {', '.join(sorted(each for each in modules if '.' not in each)[:24])}.")
    raise NotUnderstood(f"{name} is not imported here. {way_out}")
