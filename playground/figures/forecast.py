"""A series drawn on: what was seen, how it went on, and how the model would have it go on."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.colours import DASHES, LIGHT
from playground.figures.live import LiveFigure, Points
from playground.figures.style import CLEAR, axis, layout, themed

HEIGHT = 238
_LINES = (  # the array, what it is, its colour, its dash
    ("seen", "the window", LIGHT.ink, "ink", "solid"),
    ("true", "how it went on", LIGHT.series["training"], "series.training", "dot"),
    ("told", "as the model has it", LIGHT.series["test"], "series.test", DASHES["test"]))


def forecast(target: str = "value") -> LiveFigure:
    """The chosen window, the true continuation, and the model's predictions fed back to it.

    Args:
        target: what the values are called.
    """
    traces, bindings = [], []
    for number, (name, words, colour, theme, dash) in enumerate(_LINES):
        traces.append(go.Scatter(
            x=[], y=[], mode="lines", name=words, line={"color": colour, "dash": dash, "width": 2},
            hovertemplate="%{y:.4~g}"))
        bindings += [Points(number, f"forecast/{name}_at", f"forecast/{name}"),
                     themed(number, "line.color", theme)]
    figure = go.Figure(traces, layout(
        HEIGHT, "The chosen window, how the series went on, and the model's own predictions fed "
        "back to it", margin=(52, 8, 22, 36), hovermode="x unified",
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom",
                "bgcolor": CLEAR, "font": {"size": 11}},
        xaxis=axis("steps after the window", tickformat="d"), yaxis=axis(target)))
    return LiveFigure(figure, tuple(bindings), ("forecast",))
