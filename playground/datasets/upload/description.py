"""What a link says of a table's columns, so that a model can be drawn before the file is there.

``2=bill length,1=island:Biscoe*Dream`` are two columns: the places they have in the file, what they
are called, and the values of a category in their order. Names are for people: they are shortened
where there are many. What counts are the places and how many values there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from playground.datasets.upload.columns import CATEGORY, MOST_CATEGORIES, Overview
from playground.datasets.upload.delimited import DECIMALS, MOST_COLUMNS
from playground.datasets.upload.plan import MOST_INPUTS, TablePlan
from playground.datasets.upload.words import number_of

MOST_OF_INPUTS, MOST_OF_TARGET = 1600, 500  # characters in a link
_LONGEST = 30  # characters of one name
_COLUMN = re.compile(r"(\d{1,3})(?:=([^,:*]*))?(?::([^,:]*))?")


@dataclass(frozen=True)
class Used:
    """One column that is used, counted from 1.

    Args:
        values: the names of a category's values, in order; none for a column of numbers.
    """

    place: int
    label: str
    values: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the column is called."""
        return self.label or f"column {self.place}"

    def value(self, index: int) -> str:
        """What one value of a category is called."""
        return self.values[index] or f"{self.title} {index + 1}"


def used(plan: TablePlan, table: Overview) -> tuple[Used, tuple[Used, ...]]:
    """The target and the inputs of a plan that has been checked."""
    mark = DECIMALS[table.reading.decimal]

    def of(place: int) -> Used:
        seen = table.columns[place]
        values = in_order(seen.counts, mark) if plan.columns[place].kind == CATEGORY else ()
        return Used(place + 1, seen.name, values)

    return of(plan.target), tuple(of(place) for place in plan.inputs)


def in_order(values: Iterable[str], mark: str) -> tuple[str, ...]:
    """A category's values in the order in which they are counted: by size, or by the alphabet."""
    numbers = {value: number_of(value, mark) for value in values}
    if all(number is not None for number in numbers.values()):
        return tuple(sorted(values, key=lambda value: (numbers[value], value)))
    return tuple(sorted(values, key=lambda value: (value.casefold(), value)))


def written(columns: Sequence[Used], most: int) -> str:
    """The columns as a link writes them, their names shortened until they take ``most`` at most."""
    for longest in (_LONGEST, 24, 18, 14, 10, 7, 5, 3, 0):
        text = ",".join(_column(each, longest) for each in columns)
        if len(quote(text, safe="=,:*-._")) <= most:
            return text
    return text


def listed(names: Sequence[str], most: int) -> str:
    """Names in a row as a link writes them, shortened until they take ``most`` at most."""
    for longest in (_LONGEST, 24, 18, 14, 10, 7, 5, 3, 0):
        text = "*".join(_short(each, longest) for each in names)
        if len(quote(text, safe="*-._")) <= most:
            return text
    return text


def parsed(text: str) -> tuple[Used, ...]:
    """The columns that a link's text means.

    Raises:
        ValueError: a sentence.
    """
    columns = []
    for each in text.split(","):
        found = _COLUMN.fullmatch(each.strip())
        if not found or not 1 <= int(found[1]) <= MOST_COLUMNS:
            raise ValueError(f"a column is written like 2=length or 1=island:Biscoe*Dream; "
                             f"got {each[:40]!r}.")
        values = tuple(value.strip() for value in found[3].split("*")) if found[3] else ()
        if len(values) > MOST_CATEGORIES or found[3] == "":
            raise ValueError(f"a category has 1 to {MOST_CATEGORIES} values; column {found[1]} "
                             f"has {len(values)}.")
        columns.append(Used(int(found[1]), (found[2] or "").strip(), values))
    if len({each.place for each in columns}) < len(columns):
        raise ValueError("a column can be used once.")
    if sum(len(each.values) or 1 for each in columns) > MOST_INPUTS:
        raise ValueError(f"the columns make more than {MOST_INPUTS} numbers a row.")
    return tuple(columns)


def _column(column: Used, longest: int) -> str:
    label = _short(column.label, longest)
    text = f"{column.place}={label}" if label else str(column.place)
    if not column.values:
        return text
    if len(column.values) == 1:
        return f"{text}:{_short(column.values[0], longest) or '1'}"
    return f"{text}:" + "*".join(_short(value, longest) for value in column.values)


def _short(name: str, longest: int) -> str:
    plain = "".join(each if each.isprintable() and each not in ",:*=" else " " for each in name)
    return " ".join(plain.split())[:longest].strip()
