"""What each column of a table is used for: guessed, shown, corrected, and checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from playground.datasets.upload.columns import (
    CATEGORY,
    KINDS,
    MOST_CATEGORIES,
    NUMBER,
    NUMBERS_ROWS,
    Found,
    Overview,
)

INPUT, TARGET, IGNORED = "input", "target", "ignored"
ROLES = (INPUT, TARGET, IGNORED)
LEAST_ROWS = 10
MOST_INPUTS = 200  # numbers that the model gets of a row, a category's values counted each
MOST_NUMBERS = 10_000_000  # rows times inputs
_USUAL_TARGETS = tuple(re.compile(rf"(.*[ _.-])?({names})", re.I) for names in (
    "target|label|labels|outcome|response|y|ziel",
    "species|diagnosis|survived|churn|fraud|spam|default|medv|art",
    "class|klasse|quality|result|price|preis|category|type|score|output"))


@dataclass(frozen=True)
class ColumnPlan:
    """What one column is used for.

    Args:
        role: "input", "target" or "ignored".
        kind: "number" or "category".
    """

    name: str
    role: str
    kind: str


@dataclass(frozen=True)
class TablePlan:
    """What every column is used for, in the order of the table."""

    columns: tuple[ColumnPlan, ...]

    @property
    def target(self) -> int:
        """The place of the column that is to be learned; −1 where none or several are."""
        places = [place for place, each in enumerate(self.columns) if each.role == TARGET]
        return places[0] if len(places) == 1 else -1

    @property
    def inputs(self) -> tuple[int, ...]:
        """The places of the columns that are learned from."""
        return tuple(place for place, each in enumerate(self.columns) if each.role == INPUT)

    def with_column(self, place: int, **changes: str) -> TablePlan:
        """The plan with one column used otherwise; a new target takes the place of the old one."""
        columns = list(self.columns)
        columns[place] = replace(columns[place], **changes)
        if changes.get("role") == TARGET:
            columns = [replace(each, role=INPUT) if each.role == TARGET and at != place else each
                       for at, each in enumerate(columns)]
        return TablePlan(tuple(columns))


def guess_plan(table: Overview) -> TablePlan:
    """The plan that fits a table most likely: check it before it is used."""
    found = table.columns
    target = _guess_target(found)
    columns = [
        ColumnPlan(each.name, IGNORED if each.unfit else INPUT, each.kind) for each in found]
    if target is not None:
        several = found[target].few_whole and table.rows >= 5 * found[target].different
        kind = CATEGORY if several else found[target].kind
        columns[target] = ColumnPlan(found[target].name, TARGET, kind)
    if not any(each.role == INPUT for each in columns):  # better the numbers of rows than nothing
        columns = [replace(each, role=INPUT) if each.role == IGNORED and seen.unfit == NUMBERS_ROWS
                   else each for each, seen in zip(columns, found)]
    return TablePlan(tuple(columns))


def _guess_target(found: Sequence[Found]) -> int | None:
    """The last column with the most usual name; without such a one the last of all."""
    able = [place for place, each in enumerate(found) if not each.unfit]
    for names in _USUAL_TARGETS:
        usual = [place for place in able if names.fullmatch(found[place].name)]
        if usual:
            return usual[-1]
    return able[-1] if able else None


def check_plan(plan: TablePlan, table: Overview) -> None:
    """Whether a table can be learned in this way.

    Raises:
        ValueError: a sentence that says what is amiss and what may be done.
    """
    found = table.columns
    if table.rows < LEAST_ROWS:
        raise ValueError(f"A table needs at least {LEAST_ROWS} rows to learn from and to test; "
                         f"this one has {table.rows}.")
    if [each.name for each in plan.columns] != [each.name for each in found]:
        raise ValueError("The plan is for a table with other columns; choose the columns again.")
    for each in plan.columns:
        if each.role not in ROLES or each.kind not in KINDS:
            raise ValueError(f"A column is used as {_listed(ROLES)} and holds {_listed(KINDS)}; "
                             f"got {each.role!r} and {each.kind!r} for {each.name!r}.")
    _check_target(plan, table)
    if not plan.inputs:
        raise ValueError("No column is an input; choose one at least to learn from.")
    for place in plan.inputs:
        _check_column(plan.columns[place], found[place])
    count = sum(_width(plan.columns[place], found[place]) for place in plan.inputs)
    if count > MOST_INPUTS:
        raise ValueError(f"The inputs make {count} numbers a row, a category's values counted "
                         f"each; up to {MOST_INPUTS} are possible. Ignore some columns.")
    if count * table.rows > MOST_NUMBERS:
        raise ValueError(f"{table.rows:,} rows with {count} numbers each are more than the "
                         f"{MOST_NUMBERS:,} numbers that are possible. Ignore some columns.")


def _check_target(plan: TablePlan, table: Overview) -> None:
    if plan.target < 0:
        raise ValueError("One column is to be learned; choose which one is the target.")
    column, seen = plan.columns[plan.target], table.columns[plan.target]
    _check_column(column, seen)
    rows = table.rows - seen.missing - (seen.odd if column.kind == NUMBER else 0)
    if rows < LEAST_ROWS:
        raise ValueError(f"A table needs at least {LEAST_ROWS} rows in which the target is "
                         f"known; {column.name!r} is known in {rows}.")
    if seen.different < 2:
        raise ValueError(f"The target {column.name!r} is the same in every row; there is nothing "
                         "to learn. Choose another column.")


def _check_column(column: ColumnPlan, seen: Found) -> None:
    if column.kind == CATEGORY and seen.different > MOST_CATEGORIES:
        use = "Use it as a number" if seen.kind == NUMBER else "Ignore it"
        raise ValueError(f"A category may have up to {MOST_CATEGORIES} values; {column.name!r} "
                         f"has {seen.different:,}. {use}.")
    if column.kind == NUMBER and seen.kind != NUMBER:
        raise ValueError(f"Most cells of {column.name!r} are no numbers, such as "
                         f"{seen.example[:40]!r}. Use it as a category or ignore it.")
    if not seen.different:
        raise ValueError(f"The column {column.name!r} is empty; ignore it.")


def _width(column: ColumnPlan, seen: Found) -> int:
    """How many numbers the model gets of one column."""
    return 1 if column.kind == NUMBER else seen.different


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
