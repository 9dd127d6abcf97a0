"""Calls: of the reader's own functions, of the text's, and of what the world hands out."""

from __future__ import annotations

import ast
import re
from typing import Any

from playground.code.reader import data
from playground.code.reader.data import Data
from playground.code.reader.functions import call_written
from playground.code.reader.interpreter import Interpreter, evaluates
from playground.code.reader.iterating import items_of
from playground.code.reader.operators import noted, shown
from playground.code.reader.refusal import NotUnderstood, sentence_of
from playground.code.reader.scope import Scope
from playground.code.reader.values import (
    Bound,
    Here,
    Module,
    Special,
    is_written_function,
    name_of,
    written_class,
)

_INNER = re.compile(r"^[\w.<>]+\(\) ")


@evaluates(ast.Call)
def called(run: Interpreter, node: ast.Call, scope: Scope) -> Any:
    callee = run.evaluate(node.func, scope)
    args: list[Any] = []
    for each in node.args:
        if isinstance(each, ast.Starred):
            args.extend(items_of(run, run.evaluate(each.value, scope)))
        else:
            args.append(run.evaluate(each, scope))
    kwargs: dict[str, Any] = {}
    for word in node.keywords:
        value = run.evaluate(word.value, scope)
        more = {word.arg: value} if word.arg is not None else _by_name(run, value)
        for key in more:
            if key in kwargs:
                raise NotUnderstood(f"The argument {key} is given twice. Give it once.")
        kwargs.update(more)
    run.spent.room(len(args) + len(kwargs))
    return call(run.here(node, scope), callee, tuple(args), kwargs)


def _by_name(run: Interpreter, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotUnderstood(f"** expects a dict; got {shown(value)}.")
    for key in value:
        if not isinstance(key, str) or key.startswith("_") or not key.isidentifier():
            raise NotUnderstood(f"An argument cannot be called {shown(key)} here. Use a name "
                                "that begins with a letter.")
    return value


def call(here: Here, callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What the call gives.

    Raises:
        NotUnderstood: it is nothing that may be called.
    """
    run = here.interpreter
    run.spent.step()
    if isinstance(callee, Special):
        try:
            return callee.run(here, *args, **kwargs)
        except TypeError as error:  # names our own function, which is called otherwise
            raise NotUnderstood(_INNER.sub(f"{callee.name}() ", sentence_of(error))) from None
    if is_written_function(callee):
        return call_written(run, vars(callee)["_written"], args, kwargs)
    run.spent.nested([args, kwargs])
    if isinstance(callee, Bound) and callee.run is not None:
        return callee.run(here, callee, *args, **kwargs)
    if isinstance(callee, Bound) and is_written_function(
            getattr(callee.target, "__func__", None)):
        return _outside(here, callee, callee.target, args, kwargs)
    if isinstance(callee, type) and written_class(callee) is not None:
        run.spent.thing()
        run.world.check_made(callee, args, kwargs)
        return _outside(here, callee, callee, args, kwargs)
    if is_written_function(getattr(type(callee), "__call__", None)):
        return _outside(here, callee, callee, args, kwargs)
    if isinstance(callee, Data) or (not isinstance(callee, Module) and run.world.absorbed(
            callee) and _has_data((args, kwargs))):
        return data.called(callee, name_of(callee), args, kwargs)
    target = callee.target if isinstance(callee, Bound) else callee
    if not isinstance(callee, Bound) and not run.world.is_handed(callee):
        family = run.world.family_of(callee)
        if family is None or not family.called:
            raise NotUnderstood(_not_called(callee))
    if isinstance(callee, type):
        run.spent.thing()
    owner = callee.owner if isinstance(callee, Bound) else callee
    run.world.charge(run.spent, owner, (*args, *kwargs.values()))
    args, kwargs = run.world.outward(args, run.spent), run.world.outward(kwargs, run.spent)
    result = run.world.run(here, target, args, kwargs)
    return noted(run, here.node, callee, [args, kwargs], result)


def _outside(
    here: Here, callee: Any, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Through Python: a method of the text's, or one of its classes."""
    here.interpreter.spent.call(here.interpreter.world.size(
        callee.owner if isinstance(callee, Bound) else callee))
    return noted(here.interpreter, here.node, callee, [args, kwargs], target(*args, **kwargs))


def _has_data(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_data, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_has_data, value))
    return isinstance(value, Data)


def _not_called(callee: Any) -> str:
    if isinstance(callee, Module):
        return f"{callee.name} is a module and cannot be called. Call something in it."
    return f"{shown(callee)} cannot be called here. Is there a pair of brackets too many?"
