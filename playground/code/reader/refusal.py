"""A refusal: what is not understood, where, and what to write instead."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.code.reader.outcome import Outcome


LONGEST = 600  # characters of a sentence
_ADDRESS = re.compile(r" (?:object )?at 0x[0-9a-fA-F]+")


class NotUnderstood(ValueError):
    """A sentence without a place: who knows the place makes a ``Refusal`` of it."""


class Refusal(ValueError):
    """The text is not read on from here.

    Attributes:
        line, column: where it came up, both counted from 1, columns in characters.
        sentence: what is not understood or went wrong, and what to write instead.
        outcome: what was read before it; None while a model that was read is traced later.
    """

    def __init__(self, sentence: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"Line {line}: {sentence}")
        self.sentence, self.line, self.column = sentence, line, column
        self.outcome: Outcome | None = None

    def __reduce__(self) -> tuple[type, tuple[str, int, int]]:
        """Between processes go the sentence and the place; what was read stays here."""
        return Refusal, (self.sentence, self.line, self.column)


def at(node: ast.AST, sentence: str, lines: list[str]) -> Refusal:
    """The refusal at a node of the syntax tree of these lines."""
    line = getattr(node, "lineno", 1)
    own = lines[line - 1] if line <= len(lines) else ""
    before = own.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore")
    return Refusal(sentence, line, len(before) + 1)


def sentence_of(error: BaseException) -> str:
    """What an error of something handed out says: its first paragraph, at most so long."""
    if isinstance(error, (RecursionError, SystemError)):  # the second: as JAX's C code says it
        return "This goes too deep: functions that call themselves or lists within lists. Use a "\
            "loop, or fewer levels."
    if isinstance(error, MemoryError):
        return "This needs too much memory. Make it smaller."
    if isinstance(error, ZeroDivisionError):
        return "A number is divided by zero here. Check the divisor."
    if isinstance(error, OverflowError):
        return "A number here is too large, or infinite. Make it smaller."
    said = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    said = _without_places(_ADDRESS.sub("", said[:4 * LONGEST]).strip().split("\n\n")[0])
    plain = isinstance(error, (ValueError, TypeError, RuntimeError, NotImplementedError,
                               IndexError))
    if not plain or not said:
        said = f"{type(error).__name__}: {said}" if said else f"{type(error).__name__}."
    if said.startswith("the weights are too large"):  # half a sentence, as files need it
        said = f"T{said[1:].rstrip('.')}. Use fewer units, or fewer layers."
    said = said if said.endswith((".", "?", "!", "…")) else f"{said}."
    return said if len(said) <= LONGEST else said[:LONGEST - 1] + "…"


def _without_places(said: str) -> str:
    """The words without those that name one of the server's own files, ``at /…/graph.py:12``."""
    kept: list[str] = []
    for word in said.split():
        if "/" not in word or ".py" not in word:
            kept.append(word)
        elif kept and kept[-1] in ("at", "in", "from"):
            kept.pop()
    return " ".join(kept)
