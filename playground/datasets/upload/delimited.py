"""From a table's text to its cells: which character parts them, and whether names come first.

A cell is only ever text here: what looks like a formula is not calculated, and what looks like
markup is not drawn.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from playground.datasets.upload.decoding import encoding_of, sized, text_of
from playground.datasets.upload.words import is_missing, number_of

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 200, 2_000_000
LONGEST_CELL = 1_000  # characters; what is behind them is cut off
LONGEST_NAME = 60
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " "}
DECIMALS = {"point": ".", "comma": ","}
MOST_LINES = 20  # of one cell; behind more of them a quotation mark was never closed
_FIRST_LINES = 200  # that the guesses are made from
_TOO_MANY_ROWS = (f"A table may have up to {MOST_ROWS:,} rows; this one has more. "
                  "A part of them may be enough.")


@dataclass(frozen=True)
class Reading:
    """How the bytes of a table are read.

    Args:
        encoding: "utf-8", "utf-16" or "latin-1".
        delimiter: a name of ``DELIMITERS``.
        decimal: "point" or "comma".
        header: whether the first row holds the columns' names.
    """

    encoding: str = "utf-8"
    delimiter: str = "comma"
    decimal: str = "point"
    header: bool = True


@dataclass(frozen=True)
class Sheet:
    """A table as it was written: names and cells, nothing interpreted.

    Args:
        columns: a tuple of cells a column, all of one length; "" where the file has none.
        notes: sentences about what had to be mended.
    """

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    reading: Reading
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows there are below the names."""
        return len(self.columns[0])


def guess_reading(data: bytes) -> Reading:
    """How these bytes are most likely meant to be read.

    Raises:
        ValueError: a sentence, when they are no text.
    """
    reading = Reading(encoding=encoding_of(sized(data)))
    text = text_of(data, reading.encoding)
    lines, announced = _announced(text)
    reading = replace(reading, delimiter=announced or _guess_delimiter(lines))
    rows = _rows(lines, reading.delimiter, most=_FIRST_LINES)
    reading = replace(reading, decimal=_guess_decimal(rows, reading.delimiter))
    return replace(reading, header=_guess_header(rows, reading.decimal))


def read_sheet(data: bytes, reading: Reading | None = None) -> Sheet:
    """The table in these bytes, read as asked for or as guessed.

    Raises:
        ValueError: a sentence, when there is no table in them or it is too large.
    """
    sized(data)
    reading = reading or guess_reading(data)
    lines, _ = _announced(text_of(data, reading.encoding))
    rows = _rows(lines, reading.delimiter)
    if len(rows) < 1 + reading.header:
        raise ValueError("The table has no rows below its names; it needs some to learn from."
                         if rows else "The file has no rows; choose one with a table in it.")
    return _sheet(rows, reading)


def _announced(text: str) -> tuple[list[str], str]:
    """The text's lines without a first one like ``sep=;``, and the delimiter that it announces."""
    if text.count("\n") > 4 * MOST_ROWS:
        raise ValueError(_TOO_MANY_ROWS)
    lines = io.StringIO(text, newline=None).readlines()
    said = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
    names = {character: name for name, character in DELIMITERS.items()}
    return (lines[1:], names.get(said[1], "")) if said else (lines, "")


def _rows(lines: Sequence[str], delimiter: str, most: int | None = None) -> list[list[str]]:
    """The cells row by row, rows without any left out.

    Raises:
        ValueError: a sentence, when there are too many.
    """
    if delimiter == "space":
        lines = [re.sub(r"[ \t]+", " ", line.strip()) for line in lines[:most]]
    plain = (line.rstrip("\n").split(DELIMITERS[delimiter]) for line in lines)
    try:
        rows = _kept(csv.reader(iter(lines), delimiter=DELIMITERS[delimiter],
                                skipinitialspace=True), most)
    except csv.Error:  # a cell beyond all bounds, maybe a quotation mark that is never closed
        return _kept(plain, most)
    if any("\n" in cell for row in rows for cell in row):
        unquoted = _kept(plain, most)
        if len({len(row) for row in unquoted}) == 1:  # the marks part nothing: they are text
            return unquoted
    return rows


def _kept(rows: Iterable[list[str]], most: int | None) -> list[list[str]]:
    """The rows that say something, within the bounds."""
    kept: list[list[str]] = []
    cells = 0
    for row in rows:
        if not any(row):
            continue
        if any(cell.count("\n") > MOST_LINES for cell in row):
            raise csv.Error("a quotation takes in the rows behind it")
        if most and len(kept) == most:
            break
        cells += len(row)
        kept.append([cell[:LONGEST_CELL].strip() for cell in row])
        if len(kept) > MOST_ROWS + 1:
            raise ValueError(_TOO_MANY_ROWS)
        if cells > MOST_CELLS:
            raise ValueError(f"A table may have up to {MOST_CELLS:,} cells; this one has more. "
                             "Leave out rows or columns.")
    return kept


def _guess_delimiter(lines: Sequence[str]) -> str:
    """The character that parts most rows into equally many cells, of several."""
    best, most = "comma", (0.0, 0)
    for rank, name in enumerate(("comma", "bar", "semicolon", "tab")):
        try:
            rows = _rows(lines[:_FIRST_LINES], name)
        except ValueError:
            continue
        agree = _agreeing(rows)
        if (agree, rank) > most:
            best, most = name, (agree, rank)
    if most[0] > 0:
        return best
    rows = _rows(lines[:_FIRST_LINES], "space")
    numbers = sum(number_of(cell, ".") is not None for row in rows for cell in row)
    if _agreeing(rows) == 1 and 2 * numbers > sum(map(len, rows)):
        return "space"
    return "comma"


def _agreeing(rows: Sequence[Sequence[str]]) -> float:
    """The share of rows with the commonest number of cells; 0 where that is one."""
    counts = Counter(len(row) for row in rows)
    width, agreeing = counts.most_common(1)[0] if counts else (0, 0)
    return round(agreeing / len(rows), 2) if width > 1 else 0.0


def _guess_decimal(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    if delimiter == "comma":
        cells = [cell for row in rows for cell in row if re.fullmatch(r"[+-]?\d+,\d+", cell)]
        points = [cell for row in rows for cell in row if re.fullmatch(r"[+-]?\d+\.\d+", cell)]
        return "comma" if len(cells) > len(points) else "point"  # "1,5","2,5" in quotation marks
    commas = sum(bool(re.fullmatch(r"[+-]?\d*,\d+", cell)) for row in rows for cell in row)
    points = sum(bool(re.fullmatch(r"[+-]?\d*\.\d+", cell)) for row in rows for cell in row)
    return "comma" if commas > points else "point"


def _guess_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the first row is unlike what stands below it."""
    if len(rows) < 2:
        return True
    first, below = rows[0], rows[1:]
    mark = DECIMALS[decimal]
    if any(number_of(cell, mark) is not None for cell in first):
        return False
    for place in range(len(first)):
        cells = [row[place] for row in below if place < len(row) and not is_missing(row[place])]
        if cells and sum(number_of(cell, mark) is not None for cell in cells) > len(cells) / 2:
            return True
    return not any(
        cell and any(place < len(row) and row[place] == cell for row in below)
        for place, cell in enumerate(first))


def _sheet(rows: list[list[str]], reading: Reading) -> Sheet:
    header = rows.pop(0) if reading.header else []
    widths = Counter(len(row) for row in rows)
    width = max(len(header), widths.most_common(1)[0][0])
    if width > MOST_COLUMNS:
        raise ValueError(f"A table may have up to {MOST_COLUMNS} columns; this one has {width:,}.")
    if width < 2:
        raise ValueError("The table has one column; it needs at least two: something to learn "
                         "from, and what is to be learned.")
    notes = []
    shorter = sum(count for each, count in widths.items() if each < width)
    longer = sum(any(row[width:]) for row in rows if len(row) > width)
    if longer > len(rows) / 10:
        raise ValueError(f"{longer:,} rows have more cells than the {width} columns; a table has "
                         "equally many in every row. Another delimiter may part them rightly.")
    if shorter:
        notes.append(f"{shorter:,} rows are shorter than the table: what they lack is missing.")
    if longer:
        notes.append(f"{longer:,} rows are longer than the table: what is too much is left out.")
    columns = tuple(
        tuple(row[place] if place < len(row) else "" for row in rows) for place in range(width))
    names = _names([*header, *[""] * width][:width])
    return Sheet(names, columns, reading, tuple(notes))


def _names(header: Sequence[str]) -> tuple[str, ...]:
    """Names that are printable, not empty, not too long and each there once."""
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        plain = "".join(each if each.isprintable() else " " for each in cell)
        plain = " ".join(plain.split())[:LONGEST_NAME].strip() or f"column {place}"
        name, again = plain, 2
        while name in names:
            name, again = f"{plain} ({again})", again + 1
        names.append(name)
    return tuple(names)
