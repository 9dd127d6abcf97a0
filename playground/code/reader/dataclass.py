"""``@dataclass``: the ``__init__`` that Python writes for a class of fields."""

from __future__ import annotations

import ast
from typing import Any

from playground.code.reader.data import Data
from playground.code.reader.functions import Decorator
from playground.code.reader.interpreter import Interpreter
from playground.code.reader.parsing import last_name
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.values import Here, Module, Special


def dataclasses_module() -> Module:
    return Module("dataclasses", {
        "dataclass": DATACLASS, "field": Special("field", _field),
        **{name: Data("dataclasses") for name in ("asdict", "astuple", "fields", "replace")}})


def _field(here: Here, *args: Any, **settings: Any) -> Any:
    raise NotUnderstood("field(…) stands behind the name of a field in a dataclass alone.")


DATACLASS = Decorator("dataclass")


def body_of(run: Interpreter, node: ast.ClassDef, decorators: list[Any]) -> list[ast.stmt]:
    """The statements of a class; of a dataclass with the ``__init__`` that its fields ask for."""
    if DATACLASS not in decorators or any(
            isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in node.body):
        return node.body
    if node.bases:
        raise NotUnderstood("A dataclass is not derived from another class here. Write its "
                            "__init__ yourself.")
    fields = [each for each in node.body
              if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
    run.spent.step(8 * (1 + len(fields)))
    others = [each for each in node.body if each not in fields]
    kept = [each for each in fields if each.value is not None and not _is_field(each.value)]
    return [*kept, _init(fields, node), *others]


def _init(fields: list[ast.AnnAssign], node: ast.ClassDef) -> ast.FunctionDef:
    """``def __init__(self, units=8, …): self.units = units``; a list is made for each object."""
    names, defaults, body = [], [], []
    for each in fields:
        name, (default, factory) = each.target.id, _default_of(each.value)
        value: ast.expr = ast.Name(name, ast.Load())
        if factory is not None:
            missing = ast.Compare(ast.Name(name, ast.Load()), [ast.Is()], [ast.Constant(None)])
            default, value = ast.Constant(None), ast.IfExp(
                missing, ast.Call(factory, [], []), ast.Name(name, ast.Load()))
        if default is None and defaults:
            raise NotUnderstood(f"The field {name} has no default and stands behind one that has. "
                                "Give it one, or put it first.")
        names.append(ast.arg(name))
        defaults += [] if default is None else [default]
        target = ast.Attribute(ast.Name("self", ast.Load()), name, ast.Store())
        body.append(ast.Assign([target], value))
    made = ast.FunctionDef("__init__", ast.arguments(
        [], [ast.arg("self"), *names], None, [], [], None, defaults), body or [ast.Pass()], [])
    for each in ast.walk(made):
        if "lineno" in each._attributes and not hasattr(each, "lineno"):
            ast.copy_location(each, node)
    return made


def _is_field(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and last_name(value.func) == "field"


def _default_of(value: ast.expr | None) -> tuple[ast.expr | None, ast.expr | None]:
    """The default and the function that makes one, each if there is one."""
    if value is None or not _is_field(value):
        return value, None
    given = {each.arg: each.value for each in value.keywords}
    return given.get("default"), given.get("default_factory")
