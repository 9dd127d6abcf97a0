"""The little language of links: names, numbers, texts, calls and lists, read without ever failing.

::

    value = call | list | word | text
    call  = word "(" [argument {"," argument}] ")"      argument = [word "="] value
    list  = "[" [value {"," value}] "]"
    word  = letters, digits and . _ - +
    text  = "'" anything "'", where '' stands for one '

A bracket that is missing at the end is taken as meant; anything that does not fit is skipped, and
a sentence says so. Depth and length are bounded.
"""

from __future__ import annotations

import re
from typing import Any

from playground.fields import Call, Field, Many, One, Part, Several, Sizes
from playground.registry import Registry

DEEPEST = 6
MOST_ITEMS = 64

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'?|[A-Za-z0-9_.+\-²∞]{1,80}|[()\[\],=])")
_WORD = re.compile(r"[A-Za-z0-9_.+\-²∞]{1,80}")


def parse(text: str, where: str, problems: list[str]) -> Any:
    """The raw value a text means: a string, a Call or a tuple of them."""
    tokens, odd = [], False
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found:
            tokens.append(found[1])
            position = found.end()
        else:
            odd = odd or not text[position].isspace()
            position += 1
    reader = _Reader(tokens)
    value = reader.value(0)
    if odd or reader.wrong or reader.rest():
        shown = text if len(text) <= 60 else text[:60] + "…"
        problems.append(f"{where}: {shown!r} is not written quite right; "
                        "it is read as far as it can be understood.")
    return value


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.wrong = False

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def rest(self) -> bool:
        return self.at < len(self.tokens)

    def take(self, token: str) -> bool:
        if self.peek() != token:
            return False
        self.at += 1
        return True

    def value(self, depth: int) -> Any:
        if self.take("["):
            return tuple(value for _, value in self.items("]", depth))
        word = self.word()
        if not self.take("("):
            return word
        arguments = self.items(")", depth)
        return Call(
            word,
            tuple(value for name, value in arguments if name is None),
            tuple((name, value) for name, value in arguments if name is not None),
        )

    def items(self, end: str, depth: int) -> list[tuple[str | None, Any]]:
        items: list[tuple[str | None, Any]] = []
        while self.rest() and not self.take(end):
            if depth >= DEEPEST or len(items) >= MOST_ITEMS:
                self.wrong, self.at = True, len(self.tokens)
                return items
            before = self.at
            items.append(self.item(depth))
            if not self.take(",") and self.peek() != end:
                self.wrong = True
                self.at += self.at == before  # a token that fits nowhere is skipped
                if not self.rest():
                    return items
                continue
        self.wrong = self.wrong or self.tokens[self.at - 1] != end
        return items

    def item(self, depth: int) -> tuple[str | None, Any]:
        if self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] == "=":
            name = self.word()
            self.take("=")
            return name, self.value(depth + 1)
        return None, self.value(depth + 1)

    def word(self) -> str:
        if self.rest() and self.peek() not in "()[],=":
            self.at += 1
            return self.unquoted(self.tokens[self.at - 1])
        self.wrong = True
        return ""

    def unquoted(self, token: str) -> str:
        if not token.startswith("'"):
            return token
        closed = len(token) > 1 and token.endswith("'")
        self.wrong = self.wrong or not closed
        return token[1:-1 if closed else None].replace("''", "'")


def text(value: Any, field: Field) -> str:
    """A valid value as a link writes it; ``parse`` and the field's ``read`` give it back."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, str):
        return value if _WORD.fullmatch(value) else "'" + value.replace("'", "''") + "'"
    if isinstance(field, Sizes):
        return "[" + ",".join(map(str, value)) + "]"
    if isinstance(field, Several):
        return "[" + ",".join(value) + "]"
    if isinstance(field, Many):
        return "[" + ",".join(_part(part, field.options) for part in value) + "]"
    assert isinstance(field, One)
    return _part(value, field.options)


def _part(part: Part, options: Registry) -> str:
    """The call that makes a part: what is read first always, the rest where it differs."""
    first, others = [], []
    for name, field in options[part.name].fields.items():
        value = getattr(part, name)
        if field.positional:
            first.append(text(value, field))
        elif value != field.read(field.default, name, []):
            others.append(f"{name}={text(value, field)}")
    words = first + others
    return f"{part.name}({','.join(words)})" if words else part.name


def _number(number: float) -> str:
    short = repr(number)
    return short[:-2] if short.endswith(".0") else short
