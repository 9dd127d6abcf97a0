"""Points that somebody draws by hand. They are few, so the link itself holds them.

Three characters are one point: 18 bits, nine for each of its two numbers, in the alphabet of
base64 for addresses. A full stop stands between one class and the next: ``AbCdEf.GhI`` are two
points of the first class and one of the second.
"""

from __future__ import annotations

import re

import numpy as np

from playground.datasets.registry import (
    POINTS,
    SPAN,
    Card,
    Data,
    Form,
    Settings,
    describe,
    register_by_part,
)
from playground.fields import Part, Text

MOST_POINTS = 500
MOST_CLASSES = 5
STEPS = 512  # places along each side of the plane: finer than a pixel of the map
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_EACH = 3  # characters of a point
_FIRST = "syFlJudBqTSBObGL74NFOT9ucGPk-Qs91.wT3dLXrrowEphDmwrQwMbcL4sUobzbnjn"


def points_of(text: str) -> tuple[np.ndarray, np.ndarray]:
    """The points x (n, 2) float32 and their classes y (n,) int32 that a text means.

    Raises:
        ValueError: a sentence.
    """
    whole, y = places_of(text)
    low, high = SPAN
    return (low + whole * (high - low) / (STEPS - 1)).astype(np.float32), y


def places_of(text: str) -> tuple[np.ndarray, np.ndarray]:
    """The points of a text as steps from the lower left corner (n, 2), and their classes (n,)."""
    groups = text.split(".")
    if not 2 <= len(groups) <= MOST_CLASSES:
        raise ValueError(f"points are drawn for 2 to {MOST_CLASSES} classes; got {len(groups)}.")
    if not re.fullmatch(r"[A-Za-z0-9_.-]*", text) or any(len(each) % _EACH for each in groups):
        raise ValueError(f"a point is written in three letters or digits; got {text[:30]!r}.")
    count = sum(map(len, groups)) // _EACH
    if count > MOST_POINTS:
        raise ValueError(f"up to {MOST_POINTS} points may be drawn; got {count:,}.")
    digits = np.array([_ALPHABET.index(each) for group in groups for each in group], np.int64)
    whole = digits.reshape(-1, _EACH) @ (64 * 64, 64, 1)
    y = np.repeat(np.arange(len(groups)), [len(each) // _EACH for each in groups])
    return np.stack(np.divmod(whole, STEPS), axis=1), y.astype(np.int32)


def written(x: np.ndarray, y: np.ndarray, classes: int) -> str:
    """The text of points x (n, 2) and their classes y (n,); what lies outside moves to the edge."""
    low, high = SPAN
    places = np.clip(np.round((np.asarray(x) - low) / (high - low) * (STEPS - 1)), 0, STEPS - 1)
    whole = (places.reshape(-1, 2) @ (STEPS, 1)).astype(int)
    letters = ["".join(_ALPHABET[each >> shift & 63] for shift in (12, 6, 0)) for each in whole]
    return ".".join("".join(letter for letter, label in zip(letters, y) if label == each)
                    for each in range(classes))


def with_point(text: str, place: tuple[float, float], label: int) -> str:
    """The text with one point more, the last of its class; a new class may begin with it.

    Raises:
        ValueError: a sentence, when there is no room for it or no such class.
    """
    x, y = points_of(text)
    classes = text.count(".") + 1
    if not 0 <= label < min(classes + 1, MOST_CLASSES) or not np.isfinite(place).all():
        raise ValueError(f"A point has a place and one of {MOST_CLASSES} classes, the next one at "
                         f"most; got class {label + 1} beside {classes}.")
    if len(y) == MOST_POINTS:
        raise ValueError(f"There are {MOST_POINTS} points, as many as a link can hold; remove some "
                         "before more are drawn.")
    return written(np.concatenate([x, [place]]), np.append(y, label), max(classes, label + 1))


def without_point(text: str, place: tuple[float, float]) -> str:
    """The text without the point that is nearest to a place; as it was where there is none."""
    x, y = points_of(text)
    if not len(y) or not np.isfinite(place).all():
        return text
    kept = np.arange(len(y)) != np.argmin(np.hypot(*(x - place).T))
    return written(x[kept], y[kept], text.count(".") + 1)


class Drawn:
    """Your own points: put them where you like, class by class, also while it trains."""

    def __init__(self, part: Part) -> None:
        self.text = part.points
        classes = self.text.count(".") + 1
        describe(
            self, title="Drawn by hand", kind=POINTS, adjusts=("share", "features"),
            classes=tuple(f"class {number}" for number in range(1, classes + 1)),
            card=Card(what="Points that you put on the map. Which class is it?",
                      source="whoever drew them; the link holds them", licence="free to use"))
        self.inputs = 2

    def form(self, settings: Settings) -> Form:
        """A point of the plane."""
        return Form(POINTS, (2,))

    def training_count(self, points: int, share: int) -> int:
        """How many of the points are there to learn from."""
        return int(learned_from(points_of(self.text)[1], share).sum())

    def load(self, settings: Settings, *, points: int, share: int, seed: int) -> Data:
        """The points; of each class the share is taken evenly in the order they were drawn in.

        Raises:
            ValueError: a sentence, when there are too few of them.
        """
        data = Data(*parts_of(self.text, share))
        if len(np.unique(data.y_train)) < 2 or not len(data.y_test):
            raise ValueError("Points of two classes are needed, and some to test; draw more.")
        return data


def parts_of(text: str, share: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The points and classes to learn from, and those that test: few or none of them, maybe."""
    x, y = points_of(text)
    train = learned_from(y, share)
    return x[train], y[train], x[~train], y[~train]


def learned_from(y: np.ndarray, share: int) -> np.ndarray:
    """Which points (n,) to learn from: the first of a class, then evenly."""
    learns = np.zeros(len(y), bool)
    for each in np.unique(y):
        due = np.ceil(np.arange((y == each).sum() + 1) * share / 100)
        learns[y == each] = due[1:] > due[:-1]
    if len(y) and learns.all():  # so few: the last of the largest class tests
        learns[np.flatnonzero(y == np.bincount(y).argmax())[-1]] = False
    return learns


_FIELDS = {"points": Text(
    label="Points", positional=True, longest=MOST_POINTS * _EACH + MOST_CLASSES, default=_FIRST,
    restarts=True, form=lambda text: points_of(text) and text,
    help="Where the points lie, class by class: three characters a point.")}


register_by_part("drawn", Drawn, _FIELDS)
