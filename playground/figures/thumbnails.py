"""A small picture of a data set, for choosing one: transparent behind, readable on any page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import quote

import numpy as np

from playground.datasets.registry import IMAGE, PAIR, SERIES, TABLE, TEXT, Data
from playground.figures.colours import DARK, LIGHT, rgb, table
from playground.png import data_uri

SIZE = 64
_ROOM = 3.0  # pixels between the outermost point and the edge
_MOST = 160  # points; more do not show at this size
_STEPS = 40  # of a series
_LONGEST = 7  # letters of a word that fits


def thumbnail(dataset: Any, data: Data) -> str:
    """The picture of a data set, whatever its kind, in a data URI.

    Args:
        dataset: a registered data set: its ``kind`` and ``task`` are asked for.
        data: some of its examples.
    """
    if dataset.kind == IMAGE:
        return pictures(data.x_test, data.y_test)
    if dataset.kind == PAIR:
        return asked(data) if data.texts else pictures(*_pair_of_each_class(data))
    if dataset.kind == TEXT:
        return words(data, dataset.classes)
    if dataset.kind == SERIES:
        return line(data.y_train[:_STEPS])
    if dataset.kind == TABLE:
        return points(_telling(data.x_train, data.y_train, dataset.task), data.y_train,
                      dataset.task)
    return points(data.x_train, data.y_train, dataset.task)


def points(x: np.ndarray, y: np.ndarray, task: str) -> str:
    """The points as an SVG picture in a data URI, x₂ pointing up.

    Args:
        x: (n, 2), or (n,) or (n, 1): then the picture is y over x.
        y: (n,) as for ``output.decision_map``.
        task: "regression", "binary" or "classes".
    """
    x, y = np.asarray(x, float), np.asarray(y, float).reshape(-1)
    x = x.reshape(len(y), -1)
    flat = x.shape[1] == 1
    across, up = (x[:, 0], y) if flat else (x[:, 0], x[:, 1])
    left, top = _fit(across, up, stretch=flat)
    shown = np.random.default_rng(0).permutation(len(y))[:_MOST]  # classes may come in turn
    colours = _colours(y, task)
    return _svg("".join(
        f"<circle cx='{left[i]:.1f}' cy='{top[i]:.1f}' r='{1.9 if flat else 2.1}' "
        f"fill='{colours[i]}'/>" for i in shown))


def pictures(x: np.ndarray, y: np.ndarray) -> str:
    """One picture (height, width, channels) of each of the first four classes, as a PNG.

    A picture without colours is drawn in ink: what is bright covers what is behind it.
    """
    shown = [x[np.argmax(y == each)] for each in np.unique(y)[:4]]
    times = max(1, (SIZE // 2 - 2) // max(x.shape[1:3]))
    tiles = [np.pad(each.repeat(times, 0).repeat(times, 1), ((1, 1), (1, 1), (0, 0)))
             for each in shown]
    tiles += [np.zeros_like(tiles[0])] * (4 - len(tiles))
    sheet = np.concatenate([np.concatenate(tiles[:2], 1), np.concatenate(tiles[2:], 1)])
    if sheet.shape[-1] == 1:
        ink = np.broadcast_to(np.array(rgb(_INK), np.uint8), (*sheet.shape[:2], 3))
        sheet = np.concatenate([ink, sheet], axis=-1)
    return data_uri(sheet)


def _pair_of_each_class(data: Data) -> tuple[np.ndarray, np.ndarray]:
    """The two pictures of one pair of each class, numbered in turn."""
    rows = [int(np.argmax(data.y_test == each)) for each in (0, 1)]
    one, other = data.x_test.arrays.values()
    return np.stack([each[row] for row in rows for each in (one, other)]), np.arange(4)


def asked(data: Data) -> str:
    """A picture, and the end of the question about it, if that is short, under it."""
    said = [text.split(" ", 2)[-1] for text in data.texts]
    row = min(range(len(said)), key=lambda at: (len(said[at]) > _LONGEST, at))
    picture = pictures(data.x_test.arrays["picture"][row:row + 1], data.y_test[:1])
    return _svg(
        f"<image href='{picture}' x='16' y='0' width='{SIZE}' height='{SIZE}'/>"
        f"<text x='{SIZE / 2}' y='50' fill='{_CLASSES[1]}' text-anchor='middle' font-size='13' "
        f"font-weight='600' font-family='sans-serif'>{escape(said[row])}</text>")


def line(*parts: np.ndarray, width: int = SIZE, height: int = SIZE) -> str:
    """The values of a series, joined by a line; what comes after the first part is dashed."""
    y = np.concatenate(parts).astype(float)
    across = np.linspace(-1, 1, len(y))
    left, top = _fit(across, y - (y.max() + y.min()) / 2, stretch=True, width=width, height=height)
    drawn, first = "", 0
    for number, part in enumerate(parts):
        last = first + len(part)
        path = " ".join(f"{left[i]:.1f},{top[i]:.1f}" for i in range(max(0, first - 1), last))
        dashes = " stroke-dasharray='4 2'" if number else ""
        drawn += (f"<polyline points='{path}' fill='none' stroke='{_CLASSES[1 - number % 2]}' "
                  f"stroke-width='1.6' stroke-linejoin='round'{dashes}/>")
        first = last
    return _svg(drawn, width, height)


def histogram(y: np.ndarray, *, bars: int = 24, width: int = 480, height: int = 72) -> str:
    """How often values of each size occur, from the smallest to the largest."""
    counts, _ = np.histogram(y, bars)
    wide, scale = width / bars, (height - 2) / max(1, counts.max())
    return _svg("".join(
        f"<rect x='{number * wide + 1:.1f}' y='{height - count * scale:.1f}' "
        f"width='{wide - 2:.1f}' height='{count * scale:.1f}' fill='{_CLASSES[1]}'/>"
        for number, count in enumerate(counts)), width, height)


def words(data: Data, classes: int) -> str:
    """Four words that are said in messages of one class rather than in the others."""
    shares = _shares(data, max(1, classes))
    found: list[tuple[str, str]] = []
    for place in range(4):
        own = place % len(shares)
        others = [each for other, each in enumerate(shares) if other != own]
        rest = np.max(others or [0 * shares[own]], axis=0)
        worth = (shares[own] - rest) / np.sqrt(shares[own] + rest + 1e-9)
        taken = {word for word, _ in found}
        word = next((said for number in np.argsort(-worth, kind="stable")
                     if (said := data.words[number]) not in taken and _fits(said)), "")
        found.append((word, _CLASSES[own % len(_CLASSES)]))
    return _svg("".join(
        f"<text x='{3 if place % 2 else SIZE - 3}' y='{15 + 14 * place}' fill='{colour}' "
        f"text-anchor='{'start' if place % 2 else 'end'}' font-size='13' font-weight='600' "
        f"font-family='sans-serif'>{escape(word)}</text>"
        for place, (word, colour) in enumerate(found)))


def _shares(data: Data, classes: int) -> list[np.ndarray]:
    """Of every class, how large a share of its messages each word is in: (words,)."""
    shares = []
    for each in range(classes):
        rows = data.x_train[data.y_train == each] if classes > 1 else data.x_train
        once = [number for row in rows for number in set(row.tolist())]
        shares.append(np.bincount(np.array(once, int), minlength=len(data.words))
                      / max(1, len(rows)))
    return shares


def _fits(word: str) -> bool:
    return word.isalpha() and 2 < len(word) <= _LONGEST


def _telling(x: np.ndarray, y: np.ndarray, task: str) -> np.ndarray:
    """Two columns that tell most of the answer, each something of its own, to fill the picture.

    Args:
        x: (n, columns) standardized.

    Returns:
        (n, 2) from −1 to 1.
    """
    if task == "regression":
        worth = np.abs(x.T @ (y - y.mean()))
    else:
        worth = np.var([x[y == each].mean(axis=0) for each in np.unique(y)], axis=0)
    first = int(np.argmax(worth))
    alike = np.abs(x.T @ x[:, first]) / len(x)  # a correlation: the columns are standardized
    second = int(np.argmax(np.where(alike < 0.8, worth, -alike)))
    chosen = x[:, [first, second]]
    low, high = chosen.min(axis=0), chosen.max(axis=0)
    return 2 * (chosen - low) / np.maximum(high - low, 1e-9) - 1


def _svg(inside: str, width: int = SIZE, height: int = SIZE) -> str:
    picture = (f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' "
               f"viewBox='0 0 {width} {height}'>{inside}</svg>")
    return "data:image/svg+xml," + quote(picture, safe=" =:/'")


def _fit(across: np.ndarray, up: np.ndarray, *, stretch: bool, width: int = SIZE,
         height: int = SIZE) -> tuple[np.ndarray, np.ndarray]:
    """Pixels from the left and from the top; a curve is stretched, a plane keeps its shape."""
    wide, high = np.abs(across).max(initial=1e-9), np.abs(up).max(initial=1e-9)
    if not stretch:
        wide = high = max(wide, high)
    left = width / 2 + (width / 2 - _ROOM) * across / wide
    return left, height / 2 - (height / 2 - _ROOM) * up / high  # an SVG's y points down


def _colours(y: np.ndarray, task: str) -> Sequence[str]:
    """One colour a point."""
    if task == "classes":
        return [_CLASSES[int(label) % len(_CLASSES)] for label in y]
    if task == "binary":
        return [_CLASSES[int(value > 0)] for value in y]
    scale = table(((0, _CLASSES[0]), (0.5, "#a9aeb8"), (1, _CLASSES[1])))
    at = 127 + np.round(127 * y / (np.abs(y).max(initial=0.0) or 1.0)).astype(int)
    return ["#%02x%02x%02x" % scale[index] for index in at]


def _between(one: str, other: str) -> str:
    return "#%02x%02x%02x" % tuple((a + b) // 2 for a, b in zip(rgb(one), rgb(other)))


# between the forms for a light and a dark page: readable on both
_CLASSES = [_between(one, other) for one, other in zip(LIGHT.classes, DARK.classes)]
_INK = _between(LIGHT.ink, DARK.ink)
