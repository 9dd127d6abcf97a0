"""What the model says about the test points, against what is true."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.colours import LIGHT, plotly_scale
from playground.figures.live import Cells, LiveFigure, Points
from playground.figures.style import CLEAR, axis, layout, themed


def confusion(class_names: tuple[str, ...]) -> LiveFigure:
    """How many test points of each true class (row) the model puts into each class (column).

    A cell's colour is its share of the row, its number the count.
    """
    names = list(class_names)
    counts = [[0] * len(names) for _ in names]
    cells = go.Heatmap(
        x=names, y=names, z=counts, text=counts, texttemplate="%{text}", zmin=0, zmax=1,
        colorscale=plotly_scale(LIGHT.sequential), showscale=False, xgap=3, ygap=3,
        textfont={"size": 18}, hovertemplate=(
            "true class %{y}<br>predicted class %{x}<br>%{text} points, %{z:.1%} of the row"
            "<extra></extra>"))
    figure = go.Figure([cells], layout(
        232, "Predicted against true classes of the test points", margin=(56, 8, 8, 44),
        xaxis=axis("predicted class", showgrid=False, type="category", fixedrange=True,
                   tickfont={"size": 13}),
        yaxis=axis("true class", showgrid=False, type="category", autorange="reversed",
                   scaleanchor="x", constrain="domain", fixedrange=True, tickfont={"size": 13})))
    figure.update_xaxes(constrain="domain")
    return LiveFigure(figure, (Cells(0, "confusion"), themed(0, "colorscale", "sequential")),
                      ("predictions",))


def against_true(span: tuple[float, float]) -> LiveFigure:
    """The predicted value of each test point over its true one; a perfect model's are on the line.

    Args:
        span: the smallest and the largest true value, where the axes begin.
    """
    low, high = span
    room = 0.08 * ((high - low) or 1.0)
    ends = [low - room, high + room]
    perfect = go.Scatter(x=ends, y=ends, mode="lines", name="perfect", hoverinfo="skip",
                         line={"color": LIGHT.ink, "width": 1, "dash": "dot"})
    points = go.Scatter(
        x=[], y=[], mode="markers", name="test points", showlegend=False,
        marker={"size": 6, "opacity": 0.65, "color": LIGHT.series["test"]},
        hovertemplate="true %{x:.3f}<br>predicted %{y:.3f}<extra></extra>")
    figure = go.Figure([perfect, points], layout(
        232, "Predicted over true values of the test points", margin=(52, 8, 8, 40),
        legend={"x": 1, "xanchor": "right", "y": 0, "yanchor": "bottom", "bgcolor": CLEAR},
        xaxis=axis("true value", range=ends, constrain="domain"),
        yaxis=axis("predicted value", range=ends, scaleanchor="x", constrain="domain")))
    return LiveFigure(figure, (
        Points(1, "predicted/true", "predicted/value"),
        themed(0, "line.color", "ink"),
        themed(1, "marker.color", "series.test")), ("predictions",))
