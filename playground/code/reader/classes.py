"""Classes of the text: real classes over what the world lets be a base."""

from __future__ import annotations

import ast
from typing import Any

from playground.code.reader.builtins import BUILTINS
from playground.code.reader.data import RESULT, Data
from playground.code.reader.dataclass import body_of
from playground.code.reader.functions import Decorator, decorated
from playground.code.reader.interpreter import Interpreter, executes
from playground.code.reader.operators import PLAIN, shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope
from playground.code.reader.values import (
    Above,
    Here,
    Plain,
    Special,
    Written,
    is_written_function,
    name_of,
    written_class,
)


@executes(ast.ClassDef)
def defined(run: Interpreter, node: ast.ClassDef, scope: Scope) -> None:
    run.spent.made_class()
    decorators = [run.evaluate(each, scope) for each in node.decorator_list]
    above = [run.evaluate(each, scope) for each in node.bases]
    if any(isinstance(each, Data) for each in above):  # a callback, say: nothing of it is run here
        scope.give(node.name, Data(RESULT))
        return
    bases = tuple(_base(run, each) for each in above) or (Plain,)
    written = Written(node.name, set())
    inner = Scope(scope, "class", owner=written)
    if run.execute(body_of(run, node, decorators), inner) is not None:
        raise NotUnderstood("break, continue and return do not stand in a class.")
    written.defined |= set(inner.names)
    for name, value in inner.names.items():
        _check_member(run, name, value)
    kind = type(node.name, bases, {
        **inner.names, "__module__": "__main__", "__qualname__": node.name,
        "__doc__": ast.get_docstring(node), "_written": written})
    written.kind = kind
    made: Any = kind
    for each in reversed(decorators):
        made = decorated(run.here(node, scope), each, made)
    scope.give(node.name, made)
    run.outcome.classes[node.name] = kind


def _base(run: Interpreter, base: Any) -> type:
    if isinstance(base, Special) and base.kind is object:
        return Plain
    if isinstance(base, type) and (base in run.world.bases or written_class(base) is not None):
        return base
    way_out = run.world.no_base(base)
    raise NotUnderstood(f"A class cannot be derived from {shown(base)} here. {way_out}")


def _check_member(run: Interpreter, name: str, value: Any) -> None:
    """What stands in a class's body: methods, and values that are plain or of the world."""
    if is_written_function(value) or isinstance(value, (property, staticmethod, classmethod)):
        return
    run.spent.nested(value)
    if not isinstance(value, PLAIN) and (
            isinstance(value, type) or run.world.family_of(value) is None):
        raise NotUnderstood(f"{name} in a class is a method or a plain value; got "
                            f"{shown(value)}. Give it to self.{name} in __init__.")


# ---------------------------------------------------------------------- what methods have

def _property(here: Here, function: Any) -> property:
    return property(_method(function, "property"))


def _classmethod(here: Here, function: Any) -> Any:
    return classmethod(_method(function, "classmethod"))


def _staticmethod(here: Here, function: Any) -> Any:
    return staticmethod(_method(function, "staticmethod"))


def _method(function: Any, word: str) -> Any:
    if not is_written_function(function):
        raise NotUnderstood(f"{word} expects a function that is defined here; got "
                            f"{name_of(function)}.")
    return function


for _name, _decorate in (("property", _property), ("classmethod", _classmethod),
                         ("staticmethod", _staticmethod)):
    BUILTINS[_name] = Decorator(_name, _decorate, settings=False)


def _above(here: Here, kind: Any = None, instance: Any = None) -> Above:
    """``super()``, and ``super(Name, self)``."""
    method = here.scope.method()
    if kind is None and method is None:
        raise NotUnderstood("super() stands in a method of a class alone.")
    owner = method.owner if kind is None else written_class(kind)
    instance = method.first if kind is None else instance
    if owner is None or owner.kind is None:
        raise NotUnderstood("super expects a class that is defined here. Write super().")
    around = instance if isinstance(instance, type) else type(instance)
    if not issubclass(around, owner.kind):
        raise NotUnderstood(f"super() expects an object of {owner.name} as the first parameter of "
                            "the method.")
    return Above(super(owner.kind, instance), owner.kind, instance)


BUILTINS["super"] = Special("super", _above)
