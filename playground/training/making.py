"""A part as the object it means, with the list of its numbers that may change while it trains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.fields import Number, One, Part, Whole
from playground.registry import Registry


@dataclass(frozen=True)
class Numbered:
    """One number of an experiment and the object that uses it."""

    owner: Any
    attribute: str
    value: float


class Numbers(list[Numbered]):
    """The numbers met so far, and whether they stand for any value or for their own.

    Args:
        template: for an object to trace: its numbers are in the middle of their range and never at
            a special value like 0, so that it is shaped for all of them.
    """

    def __init__(self, template: bool = False) -> None:
        super().__init__()
        self.template = template


def made(options: Registry, part: Part, numbers: Numbers, **more: Any) -> Any:
    """The object a part means, ``more`` being arguments that it has no setting for.

    Its numbers are appended to ``numbers``.
    """
    return made_with(options[part.name], options[part.name].fields, part, numbers, **more)


def made_with(
    kind: Any, fields: Mapping[str, Any], part: Part, numbers: Numbers, **more: Any
) -> Any:
    """The same for settings that make an object of another kind than the part is called by."""
    arguments, mine = dict(more), []
    for name, field in fields.items():
        value = getattr(part, name)
        if isinstance(field, One):
            arguments[name] = None if value is None else made(field.options, value, numbers)
        elif is_traced(field):
            arguments[name] = (field.low + field.high) / 2 if numbers.template else value
            mine.append((name, value))
        else:
            arguments[name] = value
    thing = kind(**arguments)
    numbers += [Numbered(thing, name, value) for name, value in mine]
    return thing


def shape_of(options: Registry, part: Part) -> tuple[Any, ...]:
    """All of a part that shapes a program: its settings but for the traced numbers."""
    shape: list[Any] = [part.name]
    for name, field in options[part.name].fields.items():
        value = getattr(part, name)
        if isinstance(field, One):
            shape.append(None if value is None else shape_of(field.options, value))
        elif not is_traced(field):
            shape.append(value)
    return tuple(shape)


def is_traced(field: Any) -> bool:
    """Whether a field is a number that may change while a compiled program runs."""
    return isinstance(field, Number) and not isinstance(field, Whole) and not field.restarts
