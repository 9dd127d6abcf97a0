"""The colours: one diverging scale, one sequential scale, the classes and the two series.

Everything has a form for a light page and one for a dark page: the neutral middle of a scale is
always close to the page behind it, so that "nothing" looks like nothing. Orange and blue are told
apart with every common form of colour blindness; classes also differ by shape, series by dash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

SIZE = 255  # entries of a colour table: a value q from -127 to +127 has entry q + 127

Stops = tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Palette:
    """The colours for one kind of page.

    Args:
        diverging: (position 0 to 1, colour) from negative over neutral to positive.
        sequential: (position 0 to 1, colour) from nothing to much.
        classes: one colour a class; the first two are the ends of the diverging scale.
        series: the colours of "training" and "test".
        ink: lines and text that mean neither sign nor class.
        paper: the outline of a filled point, the filling of a hollow one.
    """

    diverging: Stops
    sequential: Stops
    classes: tuple[str, ...]
    series: Mapping[str, str]
    ink: str
    paper: str


LIGHT = Palette(
    diverging=((0, "#d95f02"), (0.25, "#f3a961"), (0.5, "#f1f3f6"), (0.75, "#79b0e0"),
               (1, "#0b5fa5")),
    sequential=((0, "#f1f3f6"), (0.4, "#b9a5e3"), (1, "#4a1f8a")),
    classes=("#d95f02", "#0b5fa5", "#009e73"),
    series=MappingProxyType({"training": "#1f2733", "test": "#d93a80"}),
    ink="#3f4a5c",
    paper="#ffffff",
)
DARK = Palette(
    diverging=((0, "#ff9a3c"), (0.25, "#94561f"), (0.5, "#1c212b"), (0.75, "#28609c"),
               (1, "#5cb2ff")),
    sequential=((0, "#1c212b"), (0.4, "#5b3f9c"), (1, "#d9c4ff")),
    classes=("#ff9a3c", "#5cb2ff", "#41dfae"),
    series=MappingProxyType({"training": "#f2f5fa", "test": "#ee4f95"}),
    ink="#d5dbe6",
    paper="#0e1117",
)

SHAPES = ("circle", "square", "triangle-up")  # Plotly's names, one a class
DASHES: Mapping[str, str] = MappingProxyType({"training": "solid", "test": "dash"})


def table(stops: Stops) -> tuple[tuple[int, int, int], ...]:
    """The scale as 255 colours (red, green, blue), each 0 to 255."""
    where = [position for position, _ in stops]
    channels = np.array([rgb(colour) for _, colour in stops])  # (stops, 3)
    at = np.linspace(0, 1, SIZE)
    mixed = np.stack([np.interp(at, where, channel) for channel in channels.T], axis=1)
    return tuple((int(r), int(g), int(b)) for r, g, b in mixed.round())


def plotly_scale(stops: Stops) -> list[list]:
    """The scale as Plotly's ``colorscale`` wants it."""
    return [[position, colour] for position, colour in stops]


def rgb(colour: str) -> tuple[int, int, int]:
    """``"#d95f02"`` as red, green and blue."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def for_browser() -> dict:
    """The constant ``SCALES`` of the browser parts: on a light page its top level, else ``dark``.

    ``diverging`` and ``sequential``: 255 × [r, g, b]; ``classes``: [r, g, b] a class;
    ``shapes``: one name a class; ``ink`` and ``paper``: [r, g, b].
    """
    return {**_tables(LIGHT), "dark": _tables(DARK), "shapes": list(SHAPES)}


def _tables(palette: Palette) -> dict[str, Sequence]:
    return {
        "diverging": [list(colour) for colour in table(palette.diverging)],
        "sequential": [list(colour) for colour in table(palette.sequential)],
        "classes": [list(rgb(colour)) for colour in palette.classes],
        "ink": list(rgb(palette.ink)),
        "paper": list(rgb(palette.paper)),
    }
