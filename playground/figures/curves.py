"""Loss and metric over the epochs: training and test, told apart by colour and by dash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from playground.figures.colours import DASHES, LIGHT
from playground.figures.live import Binding, Line, LiveFigure, LogScale
from playground.figures.style import CLEAR, axis, layout, themed

HEIGHT = 222
FIRST_EPOCHS = 10  # that the axis shows from the start
_MARGIN = (46, 8, 22, 36)
_LEGEND = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom",
           "bgcolor": CLEAR, "font": {"size": 11}}  # above, where no curve ever runs through it
_DASHES = ("solid", "dash", "dot", "dashdot")
_FIELDS = {"training": "history/{}", "test": "history/val_{}"}


def loss(title: str = "loss") -> LiveFigure:
    """The loss over the epochs, from zero; the option ``log`` makes its axis logarithmic."""
    traces, bindings = _pair("loss", "%{y:.4f}")
    figure = go.Figure([*traces, _ground(0)], layout(
        HEIGHT, f"{title} over the epochs", margin=_MARGIN, hovermode="x unified",
        legend=_LEGEND, xaxis=_epochs(),
        yaxis=axis(title, rangemode="tozero", tickformat="~g")))
    return LiveFigure(figure, (*bindings, LogScale("yaxis")), ("history",))


def accuracy() -> LiveFigure:
    """The share of points that the model gets right, over the epochs."""
    traces, bindings = _pair("metric", "%{y:.1%}")
    figure = go.Figure([*traces, _ground(0.5, 1)], layout(
        HEIGHT, "accuracy over the epochs", margin=_MARGIN, hovermode="x unified",
        legend=_LEGEND, xaxis=_epochs(),
        yaxis=axis("accuracy", tickformat=".0%",
                   autorangeoptions={"include": [0.5, 1], "maxallowed": 1.01})))
    return LiveFigure(figure, bindings, ("history",))


def told(name: str) -> LiveFigure:
    """What a training step of the model's own tells beside the loss, over the epochs."""
    traces, bindings = _pair("metric", "%{y:.4f}")
    figure = go.Figure([*traces, _ground(0)], layout(
        HEIGHT, f"{name} over the epochs", margin=_MARGIN, hovermode="x unified",
        legend=_LEGEND, xaxis=_epochs(), yaxis=axis(name, tickformat="~g")))
    return LiveFigure(figure, bindings, ("history",))


def regression() -> LiveFigure:
    """The mean absolute error above the coefficient of determination R², over the epochs."""
    errors, first = _pair("metric", "MAE %{y:.4f}")
    fits, second = _pair("r2", "R² %{y:.3f}", start=len(errors), yaxis="y2", showlegend=False)
    ground = _ground(0), _ground(0, 1, yaxis="y2")
    figure = go.Figure([*errors, *fits, *ground], layout(
        HEIGHT, "mean absolute error and R² over the epochs", margin=_MARGIN,
        hovermode="x unified", hoversubplots="axis", legend=_LEGEND, xaxis=_epochs(anchor="y2"),
        yaxis=axis("MAE", domain=[0.55, 1], rangemode="tozero", nticks=4, tickformat="~g"),
        yaxis2=axis("R²", domain=[0, 0.45], nticks=4,
                    autorangeoptions={"include": [0, 1], "minallowed": -1, "maxallowed": 1.05})))
    return LiveFigure(figure, (*first, *second), ("history",))


def outputs(names: Sequence[str], measure: str, places: Sequence[int]) -> LiveFigure:
    """One measure of several outputs on the test examples, over the epochs.

    Args:
        names: of the outputs that have it.
        measure: "loss" or "metric", which is then their accuracy.
        places: which outputs of the model they are.
    """
    traces, bindings = [], []
    share = measure == "metric"
    for index, (name, place) in enumerate(zip(names, places)):
        colour = index % len(LIGHT.classes)
        traces.append(go.Scatter(
            x=[], y=[], mode="lines", name=name, connectgaps=True,
            hovertemplate="%{y:.1%}" if share else "%{y:.4f}",
            line={"color": LIGHT.classes[colour], "dash": _DASHES[index % len(_DASHES)],
                  "width": 2}))
        bindings += [Line(index, "history/epoch", f"history/val_{measure}/{place}"),
                     themed((index,), "line.color", f"classes.{colour}")]
    title = "test accuracy" if share else "test loss"
    ground = _ground(0.5, 1) if share else _ground(0)
    y = axis(title, tickformat=".0%", autorangeoptions={"include": [0.5, 1], "maxallowed": 1.01}) \
        if share else axis(title, rangemode="tozero", tickformat="~g")
    figure = go.Figure([*traces, ground], layout(
        HEIGHT, f"{title} of each output over the epochs", margin=_MARGIN,
        hovermode="x unified", legend=_LEGEND, xaxis=_epochs(), yaxis=y))
    return LiveFigure(figure, tuple(bindings), ("history",))


def _pair(
    name: str, hover: str, *, start: int = 0, **settings: Any
) -> tuple[list[go.Scatter], tuple[Binding, ...]]:
    """Training and test line of one history; after them the faint raw ones of both."""
    traces, bindings, colours = [], [], []
    for index, (series, field) in enumerate(_FIELDS.items(), start):
        line = {"color": LIGHT.series[series], "dash": DASHES[series], "width": 2}
        traces.append(go.Scatter(
            x=[], y=[], mode="lines", name=series, line=line, connectgaps=True,
            legendgroup=series, hovertemplate=hover, **settings))
        raw = index + len(_FIELDS)
        bindings.append(Line(index, "history/epoch", field.format(name), raw=raw))
        colours.append(themed((index, raw), "line.color", f"series.{series}"))
    faint = {**settings, "showlegend": False}
    for trace in tuple(traces):
        traces.append(go.Scatter(
            x=[], y=[], mode="lines", name=f"{trace.name}, not smoothed", opacity=0.3,
            line={"color": trace.line.color, "width": 1}, connectgaps=True, visible=False,
            legendgroup=trace.legendgroup, hoverinfo="skip", **faint))
    return traces, (*bindings, *colours)


def _ground(*values: float, **settings: Any) -> go.Scatter:
    """A line that is not seen: the axes of a figure without a curve reach as far as it does."""
    return go.Scatter(
        x=[0, FIRST_EPOCHS], y=[values[0], values[-1]], mode="lines", opacity=0, showlegend=False,
        hoverinfo="skip", **settings)


def _epochs(**settings: Any) -> dict[str, Any]:
    return axis("epoch", rangemode="tozero", tickformat="~s", hoverformat=",d",
                autorangeoptions={"include": [0, FIRST_EPOCHS]}, **settings)
