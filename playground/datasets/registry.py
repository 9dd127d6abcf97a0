"""The registry of data sets, and what every one of them says about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from playground.datasets.inputs import Inputs
from playground.fields import Field, Number, Part, part_of
from playground.registry import Registry

SPAN = (-6.0, 6.0)  # what the pictures show of each input; nearly all points lie inside

POINTS, IMAGE, TABLE, TEXT, SERIES = "points", "image", "table", "text", "series"
PAIR = "pair"  # examples of several parts, each for an input of its own
Settings = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Data:
    """The examples that a model learns from, and those that test it.

    Args:
        x_train: (n, …) float32; uint8 for pictures, int32 numbers of words for text; of pairs
            ``Inputs``, which have such an array for each part.
        y_train: (n,) int32 classes, or float32 numbers to be learned.
        x_test: (m, …) like ``x_train``.
        y_test: (m,) like ``y_train``.
        words: the vocabulary: the word of every number; of text only.
        texts: the test messages, or the questions of test pairs, as they were written.
        centre, spread: (columns,) mean and standard deviation of the training rows, which the
            numbers of a table were standardized with; of tables only.
        target_centre, target_spread: those of the numbers to be learned, where they were
            standardized: ``y * target_spread + target_centre`` is in its own units.
    """

    x_train: np.ndarray | Inputs
    y_train: np.ndarray
    x_test: np.ndarray | Inputs
    y_test: np.ndarray
    words: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    centre: np.ndarray | None = None
    spread: np.ndarray | None = None
    target_centre: float = 0.0
    target_spread: float = 1.0

    def in_own_units(self, y: np.ndarray) -> np.ndarray:
        """Numbers to be learned, or predictions of them, as they were before standardizing."""
        return y * np.float32(self.target_spread) + np.float32(self.target_centre)

    def balance(self, classes: int) -> tuple[np.ndarray, np.ndarray]:
        """How many examples of every class there are to learn from, and to test: (classes,)."""
        return (np.bincount(self.y_train, minlength=classes),
                np.bincount(self.y_test, minlength=classes))


@dataclass(frozen=True)
class Form:
    """What one example is.

    Args:
        kind: as the data set's.
        shape: of its array; () where it has several parts.
        words: of text, how many have a number.
        parts: the name and the form of each part of a pair, in their order.
    """

    kind: str
    shape: tuple[int, ...]
    words: int = 0
    parts: tuple[tuple[str, Form], ...] = ()


@dataclass(frozen=True)
class Card:
    """What there is to know about a data set before it is used.

    Args:
        what: what one example is and what is asked of it, in a sentence or two.
        source: who made it, when.
        licence: under which terms it may be passed on.
        note: what must be known when its numbers are quoted.
    """

    what: str
    source: str
    licence: str
    note: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a table: its name in links, and what it is called, with its unit."""

    name: str
    label: str
    help: str = ""


class Dataset(Protocol):
    """A data set and its words.

    ``adjusts`` names the experiment's own settings that it heeds: "points", "share", "data_seed",
    "features". One of points is a function from a generator, whose source stands by itself,
    because the exported script carries its text: only ``np`` and its own arguments, no helpers,
    lines of at most 79 characters. It draws once, one row of random numbers a point, and noise
    only scales them: more points keep the earlier ones, more noise moves the same ones. Classes
    come in turn, so a border anywhere leaves balanced classes on both sides.
    """

    title: str
    kind: str
    task: str  # "binary", "classes" or "regression"
    inputs: int  # 1 or 2, of points
    class_names: tuple[str, ...]  # none for regression
    classes: int
    columns: tuple[Column, ...]  # of tables
    target: Column | None  # what a number to be learned is called; none for classes
    share: int  # the percentage to learn from, where nobody says otherwise
    adjusts: frozenset[str]
    card: Card
    needs: Need | None  # the file that it is read from, where a visitor must bring one

    def of(self, part: Part) -> Dataset:
        """The data set under the settings of a part, where its words depend on them."""

    def form(self, settings: Settings) -> Form:
        """What one example is under these settings."""

    def training_count(self, points: int, share: int) -> int:
        """How many of the points are there to learn from; of points only."""

    def load(self, settings: Settings, *, points: int, share: int, seed: int) -> Data:
        """The examples under these settings; what ``adjusts`` does not name is not heeded."""


@dataclass(frozen=True)
class Need:
    """The file that a data set of one's own is read from.

    Args:
        file: its name; empty where any will do.
        digest: how its SHA-256 begins.
        key: under which its arrays are lent: the same for the same file read in the same way.
        kind: what sort of file it is: "CSV" or "ZIP".
    """

    file: str
    digest: str
    key: str
    kind: str

    @property
    def sentence(self) -> str:
        """What is asked of a person who has not brought the file."""
        name = f"the file {self.file}" if self.file else f"a {self.kind} file of your own"
        return f"This experiment needs {name}; drop it here."


datasets: Registry[Dataset] = Registry("data set")
built_in = datasets.only(lambda dataset: dataset.needs is None)  # all that need no visitor's file

GENERATED = Card(
    what="Points that are drawn by a rule from a seed.",
    source="Layer Playground draws them when they are asked for.",
    licence="free to use")


def dataset(
    name: str,
    *aliases: str,
    title: str,
    classes: tuple[str, ...] = (),
    inputs: int = 2,
) -> Callable[[Dataset], Dataset]:
    """Register the decorated function of points; without ``classes`` its answers are numbers."""
    moved = "the points are moved" if classes else "the answers are moved up or down"

    def add(function: Dataset) -> Dataset:
        describe(function, title=title, kind=POINTS, classes=classes, card=GENERATED,
                 adjusts=("points", "share", "data_seed", "features"))
        function.inputs, function.training_count = inputs, training_points
        function.form = lambda settings: Form(POINTS, (inputs,))
        function.load = _drawn_by(function)
        return datasets.register(name, *aliases, noise=Number(
            default=0, low=0, high=50, step=5, label="Noise", restarts=True,
            help=f"How far {moved}, in percent. The points underneath stay the same.",
        ))(function)

    return add


def loader(
    name: str, *aliases: str, title: str, kind: str, form: Callable[[Settings], Form],
    classes: tuple[str, ...], card: Card, adjusts: tuple[str, ...] = (),
    columns: tuple[Column, ...] = (), target: Column | None = None,
    fields: Mapping[str, Field] | None = None,
) -> Callable[[Dataset], Dataset]:
    """Register the decorated function, which is a data set's ``load``."""

    def add(function: Dataset) -> Dataset:
        describe(function, title=title, kind=kind, classes=classes, card=card, adjusts=adjusts,
                 columns=columns, target=target, share=80)
        function.form, function.load = form, function
        return datasets.register(name, *aliases, **(fields or {}))(function)

    return add


def describe(
    thing: Any, *, title: str, kind: str, classes: tuple[str, ...], card: Card,
    adjusts: tuple[str, ...] = (), columns: tuple[Column, ...] = (),
    target: Column | None = None, share: int = 50,
) -> None:
    """Put on a data set what every one says about itself."""
    thing.title, thing.kind, thing.card = title, kind, card
    thing.task = {0: "regression", 2: "binary"}.get(len(classes), "classes")
    thing.class_names, thing.classes = classes, len(classes)
    thing.adjusts, thing.columns, thing.target = frozenset(adjusts), columns, target
    thing.share = share
    thing.inputs = 0
    thing.needs = None
    thing.of = lambda part: thing


def described(part: Part) -> Dataset:
    """The data set of a place in an experiment, as its settings make it."""
    return datasets[part.name].of(part)


def register_by_part(
    name: str, kind: Callable[[Part], Dataset], fields: Mapping[str, Field]
) -> None:
    """Register a data set that its settings describe: ``kind`` makes it from a part."""

    @lru_cache(maxsize=256)
    def of(part: Part) -> Dataset:
        made = kind(part)
        made.fields, made.of = fields, of
        return made

    datasets.register(name, **fields)(of(part_of(name, fields)))


def _drawn_by(function: Callable[..., tuple[np.ndarray, np.ndarray]]) -> Callable[..., Data]:
    def load(settings: Settings, *, points: int, share: int, seed: int) -> Data:
        """Draw the points; the first ``share`` percent are there to learn from.

        They are drawn one by one, independently, so the first ones are a random part of all;
        another share moves only the border between the parts.
        """
        x, y = function(np.random.default_rng(seed), points, **settings)
        border = training_points(points, share)
        return Data(x[:border], y[:border], x[border:], y[border:])

    return load


def training_points(points: int, share: int) -> int:
    """How many of the points are there to learn from."""
    return round(points * share / 100)
