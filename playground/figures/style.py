"""What all figures share: quiet axes, small margins, one ``uirevision``, colours for both themes."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from playground.figures.colours import DARK, LIGHT, plotly_scale
from playground.figures.live import Themed

GRID = "rgba(128, 136, 150, 0.22)"  # readable on light and dark; the browser takes the theme's own
LINE = "rgba(128, 136, 150, 0.45)"
CLEAR = "rgba(0, 0, 0, 0)"


def axis(title: str | None = None, **settings: Any) -> dict[str, Any]:
    """An axis with its title close by and its ticks few."""
    said = {"text": title, "standoff": 4, "font": {"size": 12}} if title else {}
    return {
        "title": said, "gridcolor": GRID, "linecolor": LINE, "zeroline": False, "nticks": 6,
        "ticks": "", "automargin": False, "tickfont": {"size": 11}, **settings,
    }


def layout(height: int, *, margin: tuple[int, int, int, int], **settings: Any) -> dict[str, Any]:
    """The layout of any figure: its height and (left, right, top, bottom) margins in pixels."""
    left, right, top, bottom = margin
    return {
        "template": go.layout.Template(),
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "font": {"size": 12, "color": LIGHT.ink},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "uirevision": "live",  # constant: new data never undoes the reader's zoom
        "dragmode": "zoom",
        "hoverlabel": {"font": {"size": 12}},
        **settings,
    }


def themed(traces: int | tuple[int, ...], attribute: str, name: str) -> Themed:
    """A colour of the palettes by its name: "ink", "diverging", "series.training", "classes.0"."""
    which = (traces,) if isinstance(traces, int) else traces
    return Themed(which, attribute, _named(LIGHT, name), _named(DARK, name))


def _named(palette: Any, name: str) -> Any:
    group, _, key = name.partition(".")
    value = getattr(palette, group)
    if group in ("diverging", "sequential"):
        return plotly_scale(value)
    if not key:
        return value
    return value[int(key)] if key.isdigit() else value[key]
