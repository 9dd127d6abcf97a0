"""The points of a data set as marks: which class or value, and whether the model learns from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from playground.figures.colours import LIGHT, SHAPES, plotly_scale
from playground.figures.live import Binding, Points
from playground.figures.style import themed

TRAINING, TEST = "training", "test"

# A hollow point has no room for its value, so where values are drawn, test points are diamonds.
_BY_VALUE = {TRAINING: "circle", TEST: "diamond"}
_SIZES = {"circle": 7, "square": 6.5, "triangle-up": 9, "diamond": 8}  # look equally large


class Drawing:
    """Traces and bindings, collected: a trace's bindings must know its number."""

    def __init__(self, *bindings: Binding) -> None:
        self.traces: list[go.Scatter] = []
        self.bindings: list[Binding] = list(bindings)

    def add(self, trace: go.Scatter, themes: Mapping[str, str]) -> int:
        """Add a trace whose ``themes`` say which colour of the palettes each attribute takes.

        Returns:
            The trace's number.
        """
        number = len(self.traces)
        self.traces.append(trace)
        self.bindings += [themed(number, attribute, name) for attribute, name in themes.items()]
        return number


def by_class(
    drawing: Drawing, x: np.ndarray, label: np.ndarray, train: np.ndarray, *,
    names: tuple[str, ...], shapes: bool, show_test: bool,
) -> None:
    """Points (n, 2) in the colour of their class; test points are hollow.

    Args:
        label: (n,) the index of each point's class.
        train: (n,) which points the model learns from.
        shapes: whether classes differ by shape too and are named in the second legend.
    """
    for index, name in enumerate(names):
        number = index % len(LIGHT.classes)
        colour, symbol = LIGHT.classes[number], SHAPES[number] if shapes else SHAPES[0]
        for kind, here in _parts((label == index) & train, (label == index) & ~train):
            filled = kind == TRAINING
            inside, edge = (colour, LIGHT.paper) if filled else (LIGHT.paper, colour)
            own, other = f"classes.{number}", "paper"
            drawing.add(go.Scatter(
                x=x[here, 0], y=x[here, 1], mode="markers", name=kind, showlegend=False,
                visible=filled or show_test,
                marker={"symbol": symbol, "size": _SIZES[symbol], "color": inside,
                        "line": {"color": edge, "width": 1 if filled else 1.8}},
                hovertemplate=f"X₁ %{{x:.2f}}, X₂ %{{y:.2f}}<br>class {name}<extra>{kind}</extra>"),
                {"marker.color": own if filled else other,
                 "marker.line.color": other if filled else own})
        if shapes:
            sign = _sign(name, symbol=symbol, color=colour).update(legend="legend2")
            drawing.add(sign, {"marker.color": f"classes.{number}"})


def by_value(
    drawing: Drawing, x: np.ndarray, y: np.ndarray, value: np.ndarray, train: np.ndarray, *,
    limit: float, show_test: bool, hover: str,
) -> None:
    """Points at x and y (n,) in the diverging colour of their value (n,); test points diamonds."""
    for kind, here in _parts(train, ~train):
        drawing.add(go.Scatter(
            x=x[here], y=y[here], mode="markers", name=kind, showlegend=False,
            visible=kind == TRAINING or show_test, customdata=value[here],
            marker={"symbol": _BY_VALUE[kind], "size": _SIZES[_BY_VALUE[kind]],
                    "color": value[here], "cmin": -limit, "cmax": limit,
                    "colorscale": plotly_scale(LIGHT.diverging),
                    "line": {"color": LIGHT.ink, "width": 0.8}},
            hovertemplate=f"{hover}<br>value %{{customdata:.3f}}<extra>{kind}</extra>"),
            {"marker.colorscale": "diverging", "marker.line.color": "ink"})


def key(drawing: Drawing, *, values: bool) -> None:
    """The two entries of the legend that say what training and what test points look like."""
    for kind in (TRAINING, TEST):
        inside = "paper" if kind == TEST and not values else "ink"
        sign = _sign(kind, symbol=_BY_VALUE[kind] if values else SHAPES[0],
                     color=getattr(LIGHT, inside), line={"color": LIGHT.ink, "width": 1.8})
        drawing.add(sign, {"marker.color": inside, "marker.line.color": "ink"})


def made(drawing: Drawing) -> None:
    """The points that the model makes, live: crosses, so that none is taken for one of the data."""
    look = {"symbol": "x-thin", "size": 6, "line": {"color": LIGHT.ink, "width": 1.4}}
    number = drawing.add(go.Scatter(
        x=[], y=[], mode="markers", name="made by the model", showlegend=True, marker=look,
        hovertemplate="X₁ %{x:.2f}, X₂ %{y:.2f}<extra>made by the model</extra>"),
        {"marker.line.color": "ink"})
    drawing.bindings.append(Points(number, "samples/x", "samples/y"))


def scale_bar(drawing: Drawing, ends: tuple[str, str, str], *, opacity: float, shown: bool) -> int:
    """A trace without points that carries the colour bar of the diverging scale; its number."""
    bar = {"orientation": "h", "thickness": 8, "len": 0.8, "x": 0.5, "y": -0.155,
           "yanchor": "top", "ypad": 0, "outlinewidth": 0, "ticks": "",
           "tickvals": [-1, 0, 1], "ticktext": list(ends), "tickfont": {"size": 12}}
    marker = {"color": [0], "cmin": -1, "cmax": 1, "showscale": shown, "colorbar": bar,
              "colorscale": plotly_scale(LIGHT.diverging)}
    return drawing.add(
        _sign("scale", **marker).update(showlegend=False, opacity=opacity),
        {"marker.colorscale": "diverging"})


def _parts(train: np.ndarray, test: np.ndarray) -> tuple[tuple[str, np.ndarray], ...]:
    return (TRAINING, train), (TEST, test)


def _sign(name: str, **marker: Any) -> go.Scatter:
    """A legend's entry without points of its own."""
    return go.Scatter(x=[None], y=[None], mode="markers", name=name, showlegend=True,
                      hoverinfo="skip", marker={"size": 9, **marker})
