"""What all figures share: quiet axes, small margins, a constant ``uirevision``, both themes."""

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


def layout(
    height: int, label: str, *, margin: tuple[int, int, int, int], crisp: bool = False,
    **settings: Any,
) -> dict[str, Any]:
    """The layout of any figure.

    Args:
        height: in pixels.
        label: what the figure shows, read aloud instead of it; also its ``uirevision``: constant,
            so new data never undoes the reader's zoom, while another kind of figure starts fresh.
        margin: left, right, top, bottom, in pixels.
        crisp: whether enlarged images show their pixels.
    """
    left, right, top, bottom = margin
    return {
        "meta": {"label": label, "crisp": crisp},
        "uirevision": label,
        "template": go.layout.Template(),
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "font": {"size": 12, "color": LIGHT.ink},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
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
