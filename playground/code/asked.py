"""What a script asks for beside its model: data, loss, optimizer, batch size, epochs, seed.

It is found in the syntax tree, without reading the script: the page knows it while one types.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from playground import experiment as experiments
from playground.code.reader.leftovers import python_of
from playground.code.reader.parsing import last_name
from playground.datasets import datasets
from playground.fields import Part, Whole, default_part
from playground.registry import Registry, UnknownNameError

_NUMBERS = {"batch_size": "batch_size", "epochs": "epochs"}


def asked(code: str) -> dict[str, Any]:
    """Settings of an experiment by name, as far as the script says them; it may be unfinished."""
    found: dict[str, Any] = {}
    constants = _Constants(_tree(code))
    for call in _calls(code):
        name, given = last_name(call.func), {each.arg: each.value for each in call.keywords}
        if name.startswith(("load_", "fetch_")):
            owner = constants.resolved(getattr(call.func, "value", None))
            data = _member(datasets, last_name(owner) if name == "load_data" else
                           name.partition("_")[2])
            found |= {"data": default_part(datasets, data)} if data else {}
        elif name == "set_random_seed" and len(call.args) == 1:
            found |= _whole("seed", constants.resolved(call.args[0]))
        elif name == "compile":
            names = dict(zip(("optimizer", "loss"), call.args)) | given
            for part, options in (("optimizer", experiments.steppers),
                                  ("loss", experiments.fitting_losses)):
                made = _part(options, constants.resolved(names.get(part)))
                found |= {part: made} if made else {}
        elif name == "fit":
            given = dict(zip(("x", "y", "batch_size", "epochs"), call.args)) | given
            for argument, field in _NUMBERS.items():
                found |= _whole(field, constants.resolved(given.get(argument)))
    return found


@lru_cache(64)
def compiles(code: str) -> bool:
    """Whether the script compiles its model itself: it then chooses optimizer and loss."""
    return bool(_calls_of(code, "compile"))


@lru_cache(64)
def fits(code: str) -> bool:
    """Whether the script fits its model itself."""
    return bool(_calls_of(code, "fit"))


@lru_cache(64)
def calls(code: str, function: str) -> bool:
    """Whether the script calls a function or a method of this name."""
    return any(last_name(call.func) == function for call in _calls(code))


@lru_cache(64)
def reproduces(code: str) -> bool:
    """Whether the script fits the examples to themselves, as an autoencoder's does."""
    for call in _calls_of(code, "fit")[:1]:
        given = {each.arg: each.value for each in call.keywords}
        both = [*call.args[:2], given.get("x"), given.get("y")]
        both = [_dumped(each) for each in both if each is not None]
        return len(both) == 2 and both[0] is not None and both[0] == both[1]
    return False


@lru_cache(64)
def essence(code: str) -> str:
    """What a script means: the same for another layout or comment; the code itself if unclear."""
    tree = _tree(code)
    return tree and _dumped(tree) or code


@lru_cache(8)
def _tree(code: str) -> ast.Module | None:
    try:
        return ast.parse(python_of(code).text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _calls(code: str) -> Iterator[ast.Call]:
    tree = _tree(code)
    return iter(()) if tree is None else (
        each for each in ast.walk(tree) if isinstance(each, ast.Call))


def _calls_of(code: str, method: str) -> list[ast.Call]:
    """The calls of a method of this name, whatever it is a method of."""
    return [call for call in _calls(code)
            if isinstance(call.func, ast.Attribute) and call.func.attr == method]


def _dumped(node: ast.AST) -> str | None:
    """What a node means, whatever its layout; None where it goes too deep to be said."""
    try:
        return ast.dump(node)
    except RecursionError:
        return None


class _Constants:
    """What stands behind a name that is given a value, as in ``batch_size = 128``."""

    def __init__(self, tree: ast.Module | None) -> None:
        self.named: dict[str, ast.AST] = {}
        for each in ast.walk(tree) if tree else ():
            if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
                self.named[each.targets[0].id] = each.value

    def resolved(self, node: ast.AST | None) -> ast.AST | None:
        """The node, or what it stands for: ``batch_size``, ``config["batch_size"]``."""
        if isinstance(node, ast.Name):
            return self.named.get(node.id, node)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            known = self.named.get(node.value.id)
            for key, value in zip(known.keys, known.values) if isinstance(known, ast.Dict) else ():
                if isinstance(key, ast.Constant) and isinstance(
                        node.slice, ast.Constant) and key.value == node.slice.value:
                    return value
        return node


def _member(options: Registry, name: str) -> str:
    try:
        return options.name_of(name)
    except UnknownNameError:
        return ""


def _whole(name: str, node: ast.AST | None) -> dict[str, int]:
    """The number, if it is written out and one that the experiment takes."""
    value, field = getattr(node, "value", None), experiments.FIELDS[name]
    good = (isinstance(field, Whole) and isinstance(value, int) and not isinstance(value, bool)
            and field.low <= value <= field.high)
    return {name: value} if good else {}


def _part(options: Registry, node: ast.AST | None) -> Part | None:
    """A loss or an optimizer by its name in quotes, or by its class with some arguments."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        name = _member(options, node.value)
        return default_part(options, name) if name else None
    name = _member(options, last_name(node.func)) if isinstance(node, ast.Call) else ""
    if not name:
        return None
    part, fields = default_part(options, name), options[name].fields
    given = {each.arg: each.value for each in node.keywords}
    given |= dict(zip(("learning_rate",), node.args))
    problems: list[str] = []
    for field, value in given.items():
        if field in fields and isinstance(value, ast.Constant):
            read = fields[field].read(value.value, field, problems)
            part = part.replace(**{field: read})
    return part
