"""What a single cell says: a number, a date, or that something is missing."""

from __future__ import annotations

import re
from functools import lru_cache

MISSING = frozenset({
    "", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "missing", "unknown", "?", "-",
    "--", ".", "inf", "+inf", "-inf", "infinity", "-infinity", "#div/0!", "#value!", "#ref!"})
LARGEST_NUMBER = 1e30  # what is larger is no measurement, and its square is no number any more

_NUMBER = r"[+-]?(?:[0-9]{{1,3}}(?:\{group}[0-9]{{3}})+|[0-9]+|(?=\{mark}[0-9]))" \
    r"(?:\{mark}[0-9]*)?(?:[eE][+-]?[0-9]{{1,3}})?"
_NUMBERS = {".": re.compile(_NUMBER.format(group=",", mark=".")),
            ",": re.compile(_NUMBER.format(group=".", mark=","))}
_UNITS = re.compile(r"^[€$£¥]\s*|\s*[€$£¥%]$")
_DATE = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}[-/]\d{1,2}[-/]\d{2})"
    r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}:\d{2}(:\d{2})?")


def number_pattern(mark: str) -> str:
    """The pattern of a number whose decimals stand behind this mark."""
    return _NUMBERS[mark].pattern


def is_missing(cell: str) -> bool:
    """Whether the cell says that its value is not known."""
    return cell.lower() in MISSING


@lru_cache(maxsize=8192)
def number_of(cell: str, mark: str) -> float | None:
    """The number that a cell says, or None; thousands may be grouped, a unit of money stand by.

    Args:
        mark: what stands before the decimals, "." or ",".
    """
    if len(cell) > 40:
        return None
    plain = _UNITS.sub("", cell)
    if not _NUMBERS[mark].fullmatch(plain):
        return None
    if mark == ",":
        plain = plain.replace(".", "").replace(",", ".")
    number = float(plain.replace(",", ""))
    return number if abs(number) <= LARGEST_NUMBER else None


def is_date(cell: str) -> bool:
    """Whether a cell reads like a date or a time of day."""
    return len(cell) <= 40 and _DATE.fullmatch(cell) is not None
