"""What a column of a table seems to hold, judged by its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from playground.datasets.upload.delimited import DECIMALS, Reading, Sheet
from playground.datasets.upload.words import is_date, is_missing, number_of

NUMBER, CATEGORY = "number", "category"
KINDS = (NUMBER, CATEGORY)
MOST_CATEGORIES = 50
NUMBERS_ROWS = "it numbers the rows"
MOSTLY = 0.9  # of the cells that say something: so many make a column one of numbers
_FEW = 10  # different whole numbers that may be the names of classes
_IDENTIFIER = re.compile(r"(.*[ _.-])?(id|uuid|index|idx|nr|no|row|key|number|unnamed.*)", re.I)


@dataclass(frozen=True)
class Found:
    """One column and what is in it.

    Args:
        kind: "number" or "category", whichever it is more likely.
        missing: rows in which it says nothing.
        odd: cells of a column of numbers that are none.
        counts: how often each category occurs, the commonest first; of at most a few more than
            can be used.
        different: how many different values there are.
        unfit: why it is better left out; empty where it may be used.
        example: the first value there is.
    """

    name: str
    kind: str
    missing: int
    odd: int
    counts: Mapping[str, int]
    different: int
    unfit: str = ""
    example: str = ""

    @property
    def few_whole(self) -> bool:
        """Whether it holds a few whole numbers, which may be the names of classes."""
        return self.different <= _FEW and all(
            re.fullmatch(r"-?[0-9]+(\.0*)?", value) for value in self.counts)


@dataclass(frozen=True)
class Overview:
    """What there is to know of a table before it is learned, without its cells."""

    reading: Reading
    rows: int
    columns: tuple[Found, ...]
    notes: tuple[str, ...] = ()


def look(sheet: Sheet) -> Overview:
    """What every column of a table seems to hold."""
    mark = DECIMALS[sheet.reading.decimal]
    found = tuple(_found(name, cells, mark) for name, cells in zip(sheet.names, sheet.columns))
    return Overview(sheet.reading, sheet.rows, found, sheet.notes)


def _found(name: str, cells: tuple[str, ...], mark: str) -> Found:
    counts = Counter(cell for cell in cells if not is_missing(cell))
    said = sum(counts.values())
    numbers = {cell: number_of(cell, mark) for cell in counts}
    numeric = sum(counts[cell] for cell, number in numbers.items() if number is not None)
    kind = NUMBER if said and numeric >= MOSTLY * said else CATEGORY
    commonest = dict(counts.most_common(MOST_CATEGORIES + 1))
    return Found(
        name=name, kind=kind, missing=len(cells) - said,
        odd=said - numeric if kind == NUMBER else 0, counts=commonest, different=len(counts),
        unfit=_unfit(name, kind, cells, counts, numbers), example=next(iter(commonest), ""))


def _unfit(
    name: str, kind: str, cells: tuple[str, ...], counts: Counter[str],
    numbers: Mapping[str, float | None],
) -> str:
    said, different = sum(counts.values()), len(counts)
    if not said:
        return "it is empty"
    if different == 1:
        return "it is the same in every row"
    if kind == NUMBER:
        in_order = [numbers[cell] for cell in cells if numbers.get(cell) is not None]
        steps = {after - before for before, after in zip(in_order, in_order[1:])}
        named = _IDENTIFIER.fullmatch(name) or name.startswith("column ")
        whole = all(each == int(each) for each in in_order)
        if whole and different == len(cells) and (steps == {1.0} and len(cells) > 9 or named):
            return NUMBERS_ROWS
        return ""
    if sum(counts[cell] for cell in counts if is_date(cell)) > said / 2:
        return "it holds dates"
    if sum(len(cell.split()) * count for cell, count in counts.items()) > 4 * said:
        return "it holds free text"
    if different > 0.9 * said and said > 9:
        return "it is different in every row"
    if different > MOST_CATEGORIES:
        return f"it has {different:,} different values"
    return ""
