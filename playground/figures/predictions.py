"""What the model says about the test examples, against what is true."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.colours import LIGHT, plotly_scale
from playground.figures.live import Cells, LiveFigure, Points, Shares, Words
from playground.figures.style import CLEAR, axis, layout, themed

HEIGHT = 232
CELL = 26  # pixels that a class's row has, where there are many
LONGEST_NAME = 14  # characters of a class's name that are shown beside the cells
_SIZES = ((3, 18), (5, 14), (8, 11), (10, 10))  # so many classes, such large numbers in the cells
_SCORES = ("precision", "recall", "F1")


def confusion(class_names: tuple[str, ...], *, choose: bool = False) -> LiveFigure:
    """How many test examples of each true class (row) the model puts into each class (column).

    A cell's colour is its share of the row, its number the count. Beside each row stand the
    precision, the recall and the F1 of its class.

    Args:
        choose: whether a cell can be chosen, for the gallery.
    """
    names, count = list(class_names), len(class_names)
    size = next((size for most, size in _SIZES if count <= most), 8)
    longest = max(len(_short(name)) for name in names)
    tilted = count * longest > 36
    figure = go.Figure(
        [_cells(names, size), _scores(names, min(size, 13))],
        layout(
            max(HEIGHT, 80 + CELL * count), "Predicted against true classes of the test examples; "
            "precision, recall and F1 of each class",
            margin=(32 + 6 * longest, 8, max(66, 46 + 6 * longest) if tilted else 66, 8),
            xaxis=axis("predicted class", domain=[0, 0.66], showgrid=False, type="category",
                       constrain="domain", constraintoward="right", fixedrange=True, side="top",
                       tickangle=-60 if tilted else 0, **_ticks(names)),
            xaxis2=axis("of each class, in %", domain=[0.7, 1], showgrid=False, type="category",
                        fixedrange=True, side="top", tickangle=-35, anchor="y"),
            yaxis=axis("true class", showgrid=False, type="category", autorange="reversed",
                       scaleanchor="x", constrain="domain", fixedrange=True, **_ticks(names))))
    return LiveFigure(figure, (
        Cells(0, "confusion", choose), Shares(1, "predicted/scores"),
        themed(0, "colorscale", "sequential"), themed(1, "textfont.color", "ink")),
        ("predictions",))


def roc(class_name: str) -> LiveFigure:
    """The receiver operating characteristic of two classes, where the model's border lies on it.

    Args:
        class_name: the positive class: the second one.
    """
    chance = go.Scatter(x=[0, 1], y=[0, 1], mode="lines", name="chance", hoverinfo="skip",
                        line={"color": LIGHT.ink, "width": 1, "dash": "dot"})
    curve = go.Scatter(
        x=[], y=[], mode="lines", name="all borders", line={
            "color": LIGHT.series["test"], "width": 2, "shape": "linear"},
        hovertemplate="%{y:.1%} found, %{x:.1%} false alarms<extra></extra>")
    here = go.Scatter(
        x=[], y=[], mode="markers", name="the border in use",
        marker={"size": 9, "color": LIGHT.ink, "symbol": "diamond"},
        hovertemplate="as it is used: %{y:.1%} found, %{x:.1%} false alarms<extra></extra>")
    title = "AUC"
    figure = go.Figure([chance, curve, here], layout(
        HEIGHT, f"ROC curve of the test examples for the class {class_name}",
        margin=(52, 8, 8, 40),
        legend={"x": 1, "xanchor": "right", "y": 0, "yanchor": "bottom", "bgcolor": CLEAR},
        annotations=[{"text": title, "x": 0.97, "y": 0.55, "xref": "x domain", "yref": "y domain",
                      "xanchor": "right", "showarrow": False, "font": {"size": 14}}],
        xaxis=axis("false positive rate", range=[-0.02, 1.02], tickformat=".0%"),
        yaxis=axis("true positive rate", range=[-0.02, 1.04], tickformat=".0%")))
    return LiveFigure(figure, (
        Points(1, "predicted/false_rate", "predicted/true_rate"),
        Points(2, "predicted/false_here", "predicted/true_here"),
        Words(0, "predicted/area", title, "AUC {}"),
        themed(0, "line.color", "ink"), themed(1, "line.color", "series.test"),
        themed(2, "marker.color", "ink")), ("predictions",))


def against_true(span: tuple[float, float], target: str = "value") -> LiveFigure:
    """The predicted value of each test example over its true one; a perfect model: on the line.

    Args:
        span: the smallest and the largest true value, where the axes begin.
        target: what is predicted, with its unit.
    """
    low, high = span
    room = 0.08 * ((high - low) or 1.0)
    ends = [low - room, high + room]
    perfect = go.Scatter(x=ends, y=ends, mode="lines", name="perfect", hoverinfo="skip",
                         line={"color": LIGHT.ink, "width": 1, "dash": "dot"})
    figure = go.Figure([perfect, _examples("true %{x:.4~g}<br>predicted %{y:.4~g}")], layout(
        HEIGHT, "Predicted over true values of the test examples", margin=(58, 8, 8, 40),
        legend={"x": 1, "xanchor": "right", "y": 0, "yanchor": "bottom", "bgcolor": CLEAR},
        xaxis=axis(f"true {_lower(target)}", range=ends, constrain="domain"),
        yaxis=axis("predicted", range=ends, scaleanchor="x", constrain="domain")))
    return LiveFigure(figure, (
        Points(1, "predicted/true", "predicted/value"),
        themed(0, "line.color", "ink"),
        themed(1, "marker.color", "series.test")), ("predictions",))


def residuals(span: tuple[float, float], target: str = "value") -> LiveFigure:
    """How far each prediction is off, predicted minus true, over the true value.

    Args:
        span, target: as for ``against_true``.
    """
    low, high = span
    room = 0.08 * ((high - low) or 1.0)
    ends = [low - room, high + room]
    none = go.Scatter(x=ends, y=[0, 0], mode="lines", name="perfect", hoverinfo="skip",
                      line={"color": LIGHT.ink, "width": 1, "dash": "dot"})
    figure = go.Figure([none, _examples("true %{x:.4~g}<br>off by %{y:.4~g}")], layout(
        190, "Residuals of the test examples: predicted minus true, over the true value",
        margin=(58, 8, 8, 40), showlegend=False,
        xaxis=axis(f"true {_lower(target)}", range=ends),
        yaxis=axis("predicted − true", autorangeoptions={"include": [-room, room]})))
    return LiveFigure(figure, (
        Points(1, "predicted/true", "predicted/residual"),
        themed(0, "line.color", "ink"),
        themed(1, "marker.color", "series.test")), ("predictions",))


def _cells(names: list[str], size: int) -> go.Heatmap:
    counts = [[0] * len(names) for _ in names]
    return go.Heatmap(
        x=names, y=names, z=counts, text=counts, texttemplate="%{text}", zmin=0, zmax=1,
        colorscale=plotly_scale(LIGHT.sequential), showscale=False, xgap=_gap(names),
        ygap=_gap(names), textfont={"size": size}, hovertemplate=(
            "true class %{y}<br>predicted class %{x}<br>%{text} examples, %{z:.1%} of the row"
            "<extra></extra>"))


def _scores(names: list[str], size: int) -> go.Heatmap:
    return go.Heatmap(
        x=_SCORES, y=names, z=[[0.0] * 3 for _ in names], text=[["–"] * 3 for _ in names],
        xaxis="x2", texttemplate="%{text}", zmin=0, zmax=1, showscale=False,
        colorscale=[[0, CLEAR], [1, CLEAR]], textfont={"size": size, "color": LIGHT.ink},
        hovertemplate="class %{y}<br>%{x} %{text} %<extra></extra>")


def _examples(hover: str) -> go.Scatter:
    return go.Scatter(
        x=[], y=[], mode="markers", name="test examples", showlegend=False,
        marker={"size": 6, "opacity": 0.65, "color": LIGHT.series["test"]},
        hovertemplate=f"{hover}<extra></extra>")


def _ticks(names: list[str]) -> dict[str, object]:
    return {"tickmode": "array", "tickvals": names, "ticktext": [_short(name) for name in names],
            "tickfont": {"size": 13 if len(names) <= 3 else 11}}


def _gap(names: list[str]) -> int:
    return 3 if len(names) <= 5 else 1


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME - 1] + "…"


def _lower(target: str) -> str:
    """A column's label within a phrase; an abbreviation stays as it is."""
    return target if target[1:2].isupper() else target[:1].lower() + target[1:]
