"""The weights, layer by layer: how their values spread over time, and each one as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from playground.figures.live import Binding, Grid, Image, LiveFigure, Matrix
from playground.figures.style import CLEAR, axis, layout

_MARGIN = (44, 12, 24, 40)


def histograms(layers: Sequence[tuple[int, str]]) -> LiveFigure:
    """For each layer (its number, its title) how many weights have which value, over the epochs."""
    grid = Grid(len(layers))
    corners, images, axes, titles = [], [], {}, []
    bindings: list[Binding] = [grid]
    for panel, (layer, title) in enumerate(layers):
        x, y = _names(panel)
        corners.append(go.Scatter(x=[], y=[], xaxis=x, yaxis=y, mode="lines", hoverinfo="skip"))
        images.append(_picture(x, y) | {"x": 0, "y": 1, "sizex": 1, "sizey": 2})
        axes |= _panel(panel, "epoch", "weight")
        axes[_long(x)]["tickformat"] = "~s"
        titles.append(_heading(x, y, title))
        bindings.append(Image(
            panel, f"histograms/{layer}", f"histograms/{layer}/range", colours="sequential",
            x="histograms/epoch", axes=(x, y)))
    figure = go.Figure(corners, layout(
        grid.height, "Histogram of each layer's weights over the epochs", margin=_MARGIN,
        crisp=True, images=images, annotations=titles, showlegend=False, **axes))
    return LiveFigure(figure, tuple(bindings), ("histograms",))


def kernels(layers: Sequence[tuple[int, str, int, int]]) -> LiveFigure:
    """Each layer's kernel (number, title, inputs, units) as a heat map: a row an input.

    Orange is negative, blue positive; the scale goes as far as the layer's largest weight, which
    stands beside the title.
    """
    grid = Grid(len(layers))
    cells, images, axes, titles = [], [], {}, []
    bindings: list[Binding] = [grid]
    for panel, (layer, title, inputs, units) in enumerate(layers):
        x, y = _names(panel)
        cells.append(go.Heatmap(  # not to be seen, only to be pointed at
            z=[[0.0] * units] * inputs, x=list(range(1, units + 1)), y=list(range(1, inputs + 1)),
            xaxis=x, yaxis=y, zmin=-1, zmax=1, showscale=False, opacity=0,
            hovertemplate="from input %{y}<br>to unit %{x}<br>weight %{z:.3f}<extra></extra>"))
        images.append(_picture(x, y) | {"x": 0.5, "y": 0.5, "sizex": units, "sizey": inputs})
        panel_axes = _panel(panel, "unit", "from input", showgrid=False)
        for each, count in zip(panel_axes.values(), (units, inputs)):
            each |= {"tickmode": "linear", "tick0": 1, "dtick": -(-count // 8)}
        panel_axes[_long(y)]["autorange"] = "reversed"
        axes |= panel_axes
        titles.append(_heading(x, y, title))
        bindings.append(Matrix(panel, f"weights/{layer}/kernel", panel, panel, title))
    figure = go.Figure(cells, layout(
        grid.height, "The weights of each layer", margin=_MARGIN, crisp=True, images=images,
        annotations=titles, showlegend=False, **axes))
    return LiveFigure(figure, tuple(bindings), ("weights",))


def _names(panel: int) -> tuple[str, str]:
    number = "" if panel == 0 else str(panel + 1)
    return f"x{number}", f"y{number}"


def _panel(panel: int, x_title: str, y_title: str, **settings: Any) -> dict[str, Any]:
    """Both axes of a panel; the browser puts them where there is room."""
    x, y = _names(panel)
    quiet = {"nticks": 5, "tickfont": {"size": 10}, **settings}
    return {
        _long(x): axis(x_title, anchor=y, **quiet),
        _long(y): axis(y_title, anchor=x, **quiet),
    }


def _heading(x: str, y: str, title: str) -> dict[str, Any]:
    return {"text": title, "xref": f"{x} domain", "yref": f"{y} domain", "x": 0, "y": 1,
            "xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": 12},
            "bgcolor": CLEAR}


def _picture(x: str, y: str) -> dict[str, Any]:
    return {"source": "", "xref": x, "yref": y, "sizing": "stretch", "layer": "below"}


def _long(name: str) -> str:
    """A layout's name of an axis: "x2" is "xaxis2"."""
    return f"{name[0]}axis{name[1:]}"
