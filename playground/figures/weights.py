"""The weights, layer by layer: how their values spread over time, and each one as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from playground.figures.colours import LIGHT, plotly_scale
from playground.figures.live import Binding, Grid, Image, LiveFigure, Matrix
from playground.figures.style import CLEAR, axis, layout, themed

_MARGIN = (44, 12, 24, 40)


def histograms(layers: Sequence[tuple[int, str]]) -> LiveFigure:
    """For each layer (its number, its title) how many weights have which value, over the epochs."""
    grid = Grid(len(layers))
    corners, images, axes, titles = [], [], {}, []
    bindings: list[Binding] = [grid]
    for panel, (layer, title) in enumerate(layers):
        x, y = _names(panel)
        corners.append(go.Scatter(x=[], y=[], xaxis=x, yaxis=y, mode="lines", hoverinfo="skip"))
        images.append({"source": "", "xref": x, "yref": y, "x": 0, "y": 1, "sizex": 1, "sizey": 2,
                       "sizing": "stretch", "layer": "below"})
        axes |= _panel(panel, "epoch", "weight")
        axes[x.replace("x", "xaxis")]["tickformat"] = "~s"
        titles.append(_heading(x, y, title))
        bindings.append(Image(
            panel, f"histograms/{layer}", f"histograms/{layer}/range", colours="sequential",
            x="histograms/epoch", axes=(x, y)))
    figure = go.Figure(corners, layout(
        grid.height, margin=_MARGIN, images=images, annotations=titles, showlegend=False, **axes))
    figure.update_layout(meta={"crisp": True})
    return LiveFigure(figure, tuple(bindings), ("histograms",))


def kernels(layers: Sequence[tuple[int, str, int, int]]) -> LiveFigure:
    """Each layer's kernel (number, title, inputs, units) as a heat map: a row an input.

    Orange is negative, blue positive; the scale goes as far as the layer's largest weight, which
    stands beside the title.
    """
    grid = Grid(len(layers))
    maps, axes, titles = [], {}, []
    bindings: list[Binding] = [grid]
    for panel, (layer, title, inputs, units) in enumerate(layers):
        x, y = _names(panel)
        maps.append(go.Heatmap(
            z=[[0.0] * units] * inputs, x=list(range(1, units + 1)), y=list(range(1, inputs + 1)),
            xaxis=x, yaxis=y, zmin=-1, zmax=1, zmid=0, showscale=False,
            colorscale=plotly_scale(LIGHT.diverging), xgap=_gap(units), ygap=_gap(inputs),
            hovertemplate="from input %{y}<br>to unit %{x}<br>weight %{z:.3f}<extra></extra>"))
        panel_axes = _panel(panel, "unit", "from input", showgrid=False)
        for each, cells in zip(panel_axes.values(), (units, inputs)):
            each |= {"tickmode": "linear", "tick0": 1, "dtick": -(-cells // 8)}
        panel_axes[f"yaxis{panel + 1 if panel else ''}"]["autorange"] = "reversed"
        axes |= panel_axes
        titles.append(_heading(x, y, title))
        bindings.append(Matrix(panel, f"weights/{layer}/kernel", panel, title))
    figure = go.Figure(maps, layout(
        grid.height, margin=_MARGIN, annotations=titles, showlegend=False, **axes))
    bindings.append(themed(tuple(range(len(layers))), "colorscale", "diverging"))
    return LiveFigure(figure, tuple(bindings), ("weights",))


def _names(panel: int) -> tuple[str, str]:
    number = "" if panel == 0 else str(panel + 1)
    return f"x{number}", f"y{number}"


def _panel(panel: int, x_title: str, y_title: str, **settings: Any) -> dict[str, Any]:
    """Both axes of a panel; the browser puts them where there is room."""
    x, y = _names(panel)
    quiet = {"nticks": 5, "tickfont": {"size": 10}, **settings}
    return {
        x.replace("x", "xaxis"): axis(x_title, anchor=y, **quiet),
        y.replace("y", "yaxis"): axis(y_title, anchor=x, **quiet),
    }


def _heading(x: str, y: str, title: str) -> dict[str, Any]:
    return {"text": title, "xref": f"{x} domain", "yref": f"{y} domain", "x": 0, "y": 1,
            "xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": 12},
            "bgcolor": CLEAR}


def _gap(cells: int) -> int:
    return 1 if cells <= 32 else 0
