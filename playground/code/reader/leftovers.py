"""Leftovers of notebooks and consoles around pasted code: ``!pip``, ``%matplotlib``, ``>>>``.

They are no Python. Where a text is none because of them, they become comments in their places;
prompts are taken away with what was printed between them.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from playground.code.reader.refusal import Refusal

_COMMAND = re.compile(  # !pip …, %matplotlib …, %%time, files = !ls, model?
    r"(\s*)(!.*|%{1,2}[a-zA-Z]\w*(\s.*)?|[A-Za-z_]\w*\s*=\s*[!%][A-Za-z].*"
    r"|\?{0,2}[\w.]+\?{1,2})\s*")
_TIMED = re.compile(r"%(?:time|timeit|prun)\s+(?=[A-Za-z_(])")
_PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)")
_CELL = re.compile(r"In ?\[[\d ]*\]:[ ]?")
_MORE = re.compile(r"\s+\.\.\.:[ ]?")
_GIVEN = re.compile(r"Out ?\[\d*\]:")


@dataclass
class Python:
    """A text as Python reads it, with as many lines as before.

    Attributes:
        notes: of lines that are passed over: the line's number and a sentence.
        moved: by how many characters the code of a line stood further to the right.
    """

    text: str
    notes: list[tuple[int, str]] = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)

    def placed(self, refusal: Refusal) -> Refusal:
        """The refusal at its column of the text that was given."""
        refusal.column += self.moved.get(refusal.line, 0)
        return refusal


@lru_cache(8)
def python_of(text: str) -> Python:
    """The text without what only notebooks and consoles understand, if it is no Python with it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\f", " ")
    if _is_python(text):
        return Python(text)
    found = Python("")
    lines = _unprompted(text.split("\n"), found)
    found.text = "\n".join(_without_commands(lines, found))
    return found if found.notes or found.moved else Python(text)


def _is_python(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return False
    return True


def _unprompted(lines: list[str], found: Python) -> Iterator[str]:
    """The lines without prompts; what a console printed between them is left out."""
    console = any(each.startswith(">>>") for each in lines)
    printed = console
    for number, line in enumerate(lines, 1):
        prompt = _PROMPT.match(line) if console else _CELL.match(line) or (
            not printed and _MORE.match(line))
        if prompt:
            printed = console
            found.moved[number] = prompt.end()
            yield line[prompt.end():]
            continue
        if not console and _GIVEN.match(line):
            printed = True
        if printed and line.strip():
            found.notes.append((number, "This line is what was printed, and passed over."))
        yield "" if printed else line


def _without_commands(lines: Iterator[str], found: Python) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        command = _COMMAND.fullmatch(line)
        timed = command and _TIMED.match(command[2])
        if timed:  # %time model.fit(…): the code behind it is read
            found.moved[number] = found.moved.get(number, 0) + timed.end()
            yield command[1] + command[2][timed.end():]
        elif command:
            found.notes.append((number, "This line is for notebooks, and passed over."))
            yield f"{command[1]}{'pass  ' if command[1] else ''}# {command[2]}"
        else:
            yield line
