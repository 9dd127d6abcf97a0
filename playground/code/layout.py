"""Calls as Python text, on one line where it fits and one argument a line where it does not."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 79


@dataclass(frozen=True)
class Expression:
    """A call to be written: a function's name and its arguments, named or not.

    A ``name`` of "" writes a list.
    """

    name: str
    arguments: tuple[tuple[str, Expression | str], ...] = ()  # ("", …): without a name


def lay_out(expression: Expression | str, *, before: str = "", after: str = "",
            indent: int = 0) -> str:
    """The text ``before expression after``; every line begins with ``indent`` spaces or more."""
    if isinstance(expression, str):
        return " " * indent + before + expression + after
    line = " " * indent + before + _on_one_line(expression) + after
    if len(line) <= WIDTH or not expression.arguments:
        return line
    first, last = _brackets(expression)
    return "\n".join([
        " " * indent + before + first,
        *(lay_out(value, before=_named(name), after=",", indent=indent + 4)
          for name, value in expression.arguments),
        " " * indent + last + after,
    ])


def _on_one_line(expression: Expression | str) -> str:
    if isinstance(expression, str):
        return expression
    first, last = _brackets(expression)
    return first + ", ".join(
        _named(name) + _on_one_line(value) for name, value in expression.arguments) + last


def _brackets(expression: Expression) -> tuple[str, str]:
    return (f"{expression.name}(", ")") if expression.name else ("[", "]")


def _named(name: str) -> str:
    return f"{name}=" if name else ""
