"""A table of one's own: what a link says of it, and its rows once the file is there.

The rows never travel with a link. It names the file, how it is read and what its columns are;
that is enough to draw a model, and to know the file when it is dropped in.
"""

from __future__ import annotations

import hashlib
import re

from playground.datasets.registry import (
    TABLE,
    Card,
    Column,
    Data,
    Form,
    Need,
    Settings,
    datasets,
    describe,
    described,
    register_by_part,
)
from playground.datasets.upload import coding, description
from playground.datasets.upload.columns import CATEGORY, NUMBER, Overview
from playground.datasets.upload.decoding import ENCODINGS
from playground.datasets.upload.delimited import DECIMALS, DELIMITERS, Reading, read_sheet
from playground.datasets.upload.description import Used
from playground.datasets.upload.known import FILE, digest_of, plain_name
from playground.datasets.upload.lent import shelf
from playground.datasets.upload.plan import (
    IGNORED,
    INPUT,
    TARGET,
    ColumnPlan,
    TablePlan,
    check_plan,
)
from playground.fields import Choice, Flag, Part, Text, default_part


def _inputs(text: str) -> str:
    description.parsed(text)
    return text


def _target(text: str) -> str:
    columns = description.parsed(text)
    if len(columns) != 1 or len(columns[0].values) == 1:
        raise ValueError("one column is to be learned, a number or one of at least 2 classes; "
                         f"got {text[:40]!r}.")
    return text


_FIELDS = {
    **FILE,
    "target": Text(
        label="Target", default="2=answer", longest=1000, form=_target, restarts=True,
        help="The column that is to be learned."),
    "inputs": Text(
        label="Inputs", default="1=number", longest=3000, form=_inputs, restarts=True,
        help="The columns that are learned from."),
    "encoding": Choice(
        label="Encoding", default="utf-8", options=ENCODINGS, restarts=True,
        help="How the file's bytes stand for characters."),
    "delimiter": Choice(
        label="Delimiter", default="comma", options=tuple(DELIMITERS), restarts=True,
        help="The character between two cells."),
    "decimal": Choice(
        label="Decimal mark", default="point", options=tuple(DECIMALS), restarts=True,
        help="The character before the decimals of a number."),
    "header": Flag(
        label="Names in the first row", default=True, restarts=True,
        help="Whether the first row holds the names of the columns."),
}


class Table:
    """A table of your own, from a CSV file: it stays on the server, for you alone."""

    def __init__(self, part: Part) -> None:
        self.learned = description.parsed(part.target)[0]
        self.used = description.parsed(part.inputs)
        learned = self.learned
        classes = tuple(map(learned.value, range(len(learned.values))))
        describe(
            self, title=part.file or "Your own table", kind=TABLE, classes=classes,
            card=_card(part, learned), columns=_columns(self.used),
            target=None if classes else Column(_slug(learned.title) or "target", learned.title),
            adjusts=("share", "data_seed", "features"), share=80)
        self.needs = Need(part.file, part.digest, _key(part), "CSV")

    def form(self, settings: Settings) -> Form:
        """A row of numbers."""
        return Form(TABLE, (len(self.columns),))

    def load(self, settings: Settings, *, points: int, share: int, seed: int) -> Data:
        """The rows, once their file was lent.

        Raises:
            ValueError: a sentence that asks for the file.
        """
        return coding.examples(
            shelf.arrays(self.needs), self.learned, self.used, share=share, seed=seed)


def table_part(file: str, data: bytes, table: Overview, plan: TablePlan) -> Part:
    """The place in an experiment of a table that is used as planned.

    Raises:
        ValueError: a sentence, when it cannot be.
    """
    check_plan(plan, table)
    target, inputs = description.used(plan, table)
    reading = table.reading
    return default_part(datasets, "own_table").replace(
        file=plain_name(file), digest=digest_of(data),
        target=description.written((target,), description.MOST_OF_TARGET),
        inputs=description.written(inputs, description.MOST_OF_INPUTS),
        encoding=reading.encoding, delimiter=reading.delimiter, decimal=reading.decimal,
        header=reading.header)


def reading_of(part: Part) -> Reading:
    """How the file of a part is read."""
    return Reading(part.encoding, part.delimiter, part.decimal, part.header)


def plan_of(part: Part, table: Overview) -> TablePlan:
    """What a part uses every column of its table for."""
    about = described(part)
    used = {each.place: each for each in (about.learned, *about.used)}
    columns = []
    for place, seen in enumerate(table.columns, 1):
        role = TARGET if place == about.learned.place else INPUT if place in used else IGNORED
        kind = seen.kind if place not in used else CATEGORY if used[place].values else NUMBER
        columns.append(ColumnPlan(seen.name, role, kind))
    return TablePlan(tuple(columns))


def table_arrays(part: Part, data: bytes) -> coding.Arrays:
    """The arrays to be lent for a part, from the bytes of its file.

    Raises:
        ValueError: a sentence, when they are not what was described.
    """
    about = described(part)
    return coding.coded(read_sheet(data, reading_of(part)), about.learned, about.used)


def _columns(used: tuple[Used, ...]) -> tuple[Column, ...]:
    """One column for every number that the model gets, with a name that a link can hold."""
    columns: list[Column] = []
    taken: set[str] = set()
    for each in used:
        for index in range(len(each.values) or 1):
            value = each.value(index) if each.values else ""
            name = _free(_slug(f"{each.title} {value}") or f"column_{each.place}", taken)
            if value:
                label, help = f"{each.title}: {value}", f"1 where {each.title} is {value}, or 0."
            else:
                label, help = each.title, "In its own units; standardized for the model."
            columns.append(Column(name, label, help))
    return tuple(columns)


def _slug(words: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", words.lower()))[:40]


def _free(name: str, taken: set[str]) -> str:
    free, again = name, 2
    while free.replace("_", "") in taken:
        free, again = f"{name}_{again}", again + 1
    taken.add(free.replace("_", ""))
    return free


def _card(part: Part, target: Used) -> Card:
    asked = f"Which {target.title} is it?" if target.values else f"How large is {target.title}?"
    return Card(
        what=f"A table that was brought along. {asked}",
        source=f"{part.file}, SHA-256 {part.digest}…" if part.file else "a CSV file of your own",
        licence="its owner's",
        note="Numbers are standardized and categories encoded with the training rows alone; a "
             "missing number counts as their mean, a missing category as none.")


def _key(part: Part) -> str:
    """The same for the same file read in the same way."""
    read = repr([value for name, value in part.settings if name != "file"])
    return hashlib.sha256(read.encode()).hexdigest()


register_by_part("own_table", Table, _FIELDS)
