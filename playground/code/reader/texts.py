"""Values as texts: for ``print``, ``str`` and f-strings. No method of a value decides on it."""

from __future__ import annotations

import ast
import re
from typing import Any

from playground.code.reader.data import Data
from playground.code.reader.interpreter import Interpreter, evaluates
from playground.code.reader.operators import NUMBERS, shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope
from playground.code.reader.values import name_of, written_class

_SPEC = re.compile(r"(?:[ ]?[<>^=])?[+]?0?(\d{0,3}),?(?:\.(\d{1,2}))?([defgsx%]?)")


def text_of(run: Interpreter, value: Any) -> str:
    """A value as ``str`` gives it."""
    run.spent.nested(value)
    text = value if isinstance(value, str) else _written(run, value)
    run.spent.letters(len(text))
    return text


def _written(run: Interpreter, value: Any) -> str:
    if isinstance(value, float):
        return float.__repr__(value)  # NumPy's would name their type
    if isinstance(value, (*NUMBERS, str, range, type(None), type(...))):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(_written(run, each) for each in value)}]"
    if isinstance(value, tuple):
        inside = ", ".join(_written(run, each) for each in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, set):
        return "{" + ", ".join(_written(run, each) for each in value) + "}" if value else "set()"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(run, key)}: {_written(run, each)}"
                               for key, each in value.items()) + "}"
    if isinstance(value, Data):
        return "…"
    if isinstance(value, type):
        return f"<class {value.__name__}>"
    family = run.world.family_of(value)
    if family is not None and written_class(type(value)) is None:
        return run.world.text(value)
    return f"<{name_of(value)}>"


@evaluates(ast.JoinedStr)
def joined(run: Interpreter, node: ast.JoinedStr, scope: Scope) -> str:
    parts = []
    for each in node.values:
        parts.append(each.value if isinstance(each, ast.Constant) else run.evaluate(each, scope))
        run.spent.letters(sum(map(len, parts)))
    return "".join(parts)


@evaluates(ast.FormattedValue)
def formatted(run: Interpreter, node: ast.FormattedValue, scope: Scope) -> str:
    value = run.evaluate(node.value, scope)
    spec = "" if node.format_spec is None else run.evaluate(node.format_spec, scope)
    if not spec or isinstance(value, Data):
        return text_of(run, value)
    return in_format(run, value, spec)


def in_format(run: Interpreter, value: Any, spec: str) -> str:
    """A number or a text by a format such as ``.2f``, ``03d``, ``>10``.

    Raises:
        NotUnderstood: another format, or another value.
    """
    match = _SPEC.fullmatch(spec)
    if match is None:
        raise NotUnderstood(f"The format {shown(spec)} is not read. Use one like .2f, 03d or >10.")
    family = run.world.family_of(value)
    if family is not None and family.operators and not family.symbolic:
        value = float(value)
    if type(value) not in (int, float, bool, str):
        raise NotUnderstood(f"The format {spec} is for numbers and texts; got {shown(value)}.")
    return format(value, spec)
