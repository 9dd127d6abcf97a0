"""A part of an experiment, as a layer or an optimizer, as the call of Keras that makes it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from playground.code.layout import Expression
from playground.fields import Choice, Field, Number, One, Part
from playground.keras.serialization import module_name
from playground.registry import Registry


def argument_of(options: Registry, part: Part) -> Expression | str:
    """A part as an argument: its name in quotes if that says all, or else the object."""
    member = options[part.name]
    expression = call_of(member, member.fields, part)
    return expression if expression.arguments else f'"{part.name}"'


def call_of(
    kind: type, fields: Mapping[str, Field], part: Part, **given: Any
) -> Expression:
    """The call that makes a part: what Keras would take by itself is left out.

    Numbers that a link writes without a name, such as the units or the learning rate, are always
    written; they have no name where the constructor expects them.
    """
    expected = inspect.signature(kind).parameters
    arguments: list[tuple[str, Expression | str]] = [("", repr(each)) for each in given.values()]
    for name, field in fields.items():
        value, usual = getattr(part, name), expected[name].default
        if isinstance(field, One):
            if value is not None:
                arguments.append((name, argument_of(field.options, value)))
        elif usual is inspect.Parameter.empty:
            arguments.append(("", _literal(value)))
        elif (isinstance(field, Number) and field.positional) or not _same(field, value, usual):
            arguments.append((name, _literal(value)))
    return Expression(f"{module_name(kind)}.{kind.__name__}", tuple(arguments))


def _same(field: Field, value: Any, usual: Any) -> bool:
    if isinstance(field, Choice) and usual is None:
        return value == "linear"  # what no activation is
    return value == usual


_MORE_THAN_A_NAME = {"constant": "keras.initializers.Constant(0.0)"}  # Keras wants its value


def _literal(value: Any) -> str:
    if value in _MORE_THAN_A_NAME:
        return _MORE_THAN_A_NAME[value]
    return f'"{value}"' if isinstance(value, str) else repr(value)
