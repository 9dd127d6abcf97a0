"""Values as texts: for ``print``, ``str`` and f-strings. No method of a value decides on it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

from playground.code.reader.data import Data
from playground.code.reader.interpreter import Interpreter, evaluates
from playground.code.reader.operators import NUMBERS, shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.scope import Scope
from playground.code.reader.values import name_of, written_class

_SPEC = re.compile(r"(?:[ ]?[<>^=])?[+]?0?(\d{0,3}),?(?:\.(\d{1,2}))?([defgsx%]?)")

_PERCENT = re.compile(r"%%|%(?:\((\w+)\))?([-+ 0]?\d{0,3}(?:\.\d{1,2})?)([srdifegx])")


def text_of(run: Interpreter, value: Any) -> str:
    """A value as ``str`` gives it."""
    if isinstance(value, str):
        run.spent.letters(len(value))
        return value
    run.spent.step(1 + run.spent.nested(value))
    return joined_within(run, _written(run, value))


def exact_text_of(run: Interpreter, value: Any) -> str:
    """A value as ``repr`` gives it: a text in quotes."""
    if isinstance(value, str):
        run.spent.letters(2 * len(value))
        return repr(value)
    return text_of(run, value)


def joined_within(run: Interpreter, parts: Iterable[str]) -> str:
    """The parts as one text, which is given up as soon as it is too long for the budget."""
    found, length = [], 0
    for each in parts:
        found.append(each)
        length += len(each)
        if length > run.budget.characters:
            break
    run.spent.letters(length)
    return "".join(found)


def _written(run: Interpreter, value: Any) -> Iterator[str]:
    """The text of a value, part by part."""
    if isinstance(value, list):
        yield from _enclosed(run, "[", value, "]")
    elif isinstance(value, tuple):
        yield from _enclosed(run, "(", value, ",)" if len(value) == 1 else ")")
    elif isinstance(value, set):
        yield from _enclosed(run, "{", value, "}") if value else ("set()",)
    elif isinstance(value, dict):
        before = "{"
        for key, each in value.items():
            yield before
            yield from _written(run, key)
            yield ": "
            yield from _written(run, each)
            before = ", "
        yield "}" if value else "{}"
    else:
        yield _written_alone(run, value)


def _enclosed(run: Interpreter, before: str, values: Iterable[Any], after: str) -> Iterator[str]:
    yield before
    for place, each in enumerate(values):
        if place:
            yield ", "
        yield from _written(run, each)
    yield after


def _written_alone(run: Interpreter, value: Any) -> str:
    if isinstance(value, float):
        return float.__repr__(value)  # NumPy's would name their type
    if isinstance(value, (*NUMBERS, str, range, type(None), type(...))):
        return repr(value)
    if isinstance(value, Data):
        return "…"
    if isinstance(value, type):
        return f"<class {value.__name__}>"
    family = run.world.family_of(value)
    if family is not None and written_class(type(value)) is None:
        return run.world.text(value, run.spent)
    return f"<{name_of(value)}>"


@evaluates(ast.JoinedStr)
def joined(run: Interpreter, node: ast.JoinedStr, scope: Scope) -> str:
    return joined_within(run, (each.value if isinstance(each, ast.Constant) else run.evaluate(
        each, scope) for each in node.values))


@evaluates(ast.FormattedValue)
def formatted(run: Interpreter, node: ast.FormattedValue, scope: Scope) -> str:
    value = run.evaluate(node.value, scope)
    spec = "" if node.format_spec is None else run.evaluate(node.format_spec, scope)
    if node.conversion == ord("r"):
        value = exact_text_of(run, value)
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


def percent(run: Interpreter, text: str, given: Any) -> str:
    """``"%d of %s" % (n, name)``, piece by piece.

    Raises:
        NotUnderstood: a piece that is not known, or there are more or fewer values than pieces.
    """
    run.spent.letters(len(text))
    values = list(given) if isinstance(given, tuple) else [given]
    taken, found, end = 0, [], 0
    for match in _PERCENT.finditer(text):
        found.append(text[end:match.start()])
        end = match.end()
        name, layout, kind = match.groups()
        if match[0] == "%%":
            found.append("%")
            continue
        if name is not None:
            if not isinstance(given, dict) or name not in given:
                raise NotUnderstood(f"%({name}) expects a dict with {name} behind the text.")
            value, taken = given[name], 1
        elif taken < len(values):
            value, taken = values[taken], taken + 1
        else:
            raise NotUnderstood(f"The text has more places than the {len(values)} values behind "
                                "it. Write as many.")
        found.append(_in_percent(run, value, layout, kind))
        run.spent.letters(len(found[-1]))
    if "%" in _PERCENT.sub("", text):
        raise NotUnderstood("A % in this text is followed by nothing that is read. Use one like "
                            "%d, %s or %.2f, or an f-string.")
    if taken < len(values) and not isinstance(given, dict):
        raise NotUnderstood(f"The text has {taken} places for {len(values)} values. Write as many.")
    return joined_within(run, [*found, text[end:]])


def _in_percent(run: Interpreter, value: Any, layout: str, kind: str) -> str:
    if isinstance(value, Data):
        return "…"
    if kind in "sr":
        return f"%{layout}s" % (text_of if kind == "s" else exact_text_of)(run, value)
    family = run.world.family_of(value)
    if family is not None and family.operators and not family.symbolic:
        value = float(value)
    if type(value) not in NUMBERS:
        raise NotUnderstood(f"%{kind} is for numbers; got {shown(value)}.")
    return f"%{layout}{kind}" % value
