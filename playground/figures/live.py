"""A live figure is a Plotly figure and its bindings: which field of a frame feeds which part of it.

The figure is declared once, here; ``ui/components/figure.js`` mounts it and feeds it for as long as
it is on the page. A binding names arrays of the frame ("history/loss"); ``fields`` are the groups
to ask for ("history"). Adding a chart is a figure and its bindings, no JavaScript.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import plotly.graph_objects as go


@dataclass(frozen=True)
class Binding:
    """One part of a figure that frames or the page's theme change."""

    def to_data(self) -> dict[str, Any]:
        """The binding as plain data, its kind among it."""
        return {"kind": type(self).__name__.lower(), **asdict(self)}


@dataclass(frozen=True)
class Line(Binding):
    """The trace's x and y are two arrays.

    Args:
        trace: the index of the trace.
        x, y: the names of the arrays: (n,), or y (K, n) with ``row`` saying which.
        raw: the trace that keeps the unsmoothed curve, faint, while the line is smoothed;
            without one the line is never smoothed.
    """

    trace: int
    x: str
    y: str
    row: int = 0
    raw: int | None = None


@dataclass(frozen=True)
class Points(Binding):
    """The trace's x and y are two arrays of one length, drawn as they come."""

    trace: int
    x: str
    y: str


@dataclass(frozen=True)
class Image(Binding):
    """``layout.images[image]`` is painted from an array of whole numbers.

    Args:
        image: the index of the image.
        values: the array: i1 (K, height, width) or u1 (height, width), first row on top.
        range: the array of what -127 and +127 mean, (K, 2); for u1 the axis's ends, (2,).
        colours: "diverging" or "sequential"; with K > 1 rows a blend of the class colours.
        limits: the values at the ends of the scale for the output; None: the range's own.
        discretize: only the sign, or the class with the largest value.
        bar: the trace whose colour bar names the scale's ends, and ``ends``, what it says for
            the output; while a hidden unit is looked at it shows that unit's range.
        legend: whether the legend explains the colours of a blend; then the bar shows only
            while one unit is looked at.
        x: the array with the time of each column; the image and its axes then follow x and range.
        axes: the axes that follow, without their "axis": ("x2", "y2").
    """

    image: int
    values: str
    range: str
    colours: str = "diverging"
    limits: tuple[float, float] | None = None
    discretize: bool = False
    bar: int | None = None
    ends: tuple[str, str, str] | None = None
    legend: bool = False
    x: str | None = None
    axes: tuple[str, str] | None = None


@dataclass(frozen=True)
class Cells(Binding):
    """A heat-map trace shows a matrix of counts: z is the share of its row, text the count.

    Args:
        choose: whether a click on a cell, or the arrow keys and Enter, shows that cell's examples
            in the gallery.
    """

    trace: int
    values: str
    choose: bool = False


@dataclass(frozen=True)
class Shares(Binding):
    """A heat-map trace shows a matrix of numbers from 0 to 1: as percent, – where there is none."""

    trace: int
    values: str


@dataclass(frozen=True)
class Words(Binding):
    """An annotation that says the first numbers of an array in its own words.

    Args:
        values: the array.
        title: what it says before there are numbers.
        text: what it says then; {} stands for one number after the other.
        names: what is said instead of a number: the number is the name's place.
    """

    annotation: int
    values: str
    title: str
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matrix(Binding):
    """``layout.images[image]`` shows an f4 matrix on a diverging scale symmetric about 0.

    ``annotation`` says how far the scale goes, after ``title``; the heat-map trace, not to be
    seen, has the numbers while the reader points at the figure.
    """

    trace: int
    values: str
    image: int
    annotation: int
    title: str


@dataclass(frozen=True)
class Title(Binding):
    """The figure's title is that of what is looked at."""

    output: str  # what it says while nothing else is looked at


@dataclass(frozen=True)
class Themed(Binding):
    """An attribute of some traces that is another on a dark page: a colour, a colour scale."""

    traces: tuple[int, ...]
    attribute: str
    light: Any
    dark: Any


@dataclass(frozen=True)
class LogScale(Binding):
    """The axis (``"yaxis"``) that the option ``log`` makes logarithmic."""

    axis: str


@dataclass(frozen=True)
class Grid(Binding):
    """Panels side by side, as many in a row as the width allows.

    Args:
        panels: how many; panel k has the axes ``x{k + 1}`` and ``y{k + 1}``.
        width: the least width of a panel, in pixels.
        height: the height of a row, in pixels.
    """

    panels: int
    width: int = 170
    height: int = 152


@dataclass(frozen=True)
class LiveFigure:
    """A figure, its bindings, and the fields of a frame that these need."""

    figure: go.Figure
    bindings: tuple[Binding, ...] = ()
    fields: tuple[str, ...] = field(default=())

    def to_data(self) -> dict[str, Any]:
        """What the browser part gets: {figure: JSON text, bindings: […], fields: […]}."""
        return {
            "figure": self.figure.to_json(),
            "bindings": [binding.to_data() for binding in self.bindings],
            "fields": list(self.fields),
        }
