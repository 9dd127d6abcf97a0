"""What the model (or one of its units) says about every place, with the data on top of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from playground.figures.colours import LIGHT, SHAPES, plotly_scale
from playground.figures.live import Binding, Image, Line, LiveFigure, Title
from playground.figures.style import CLEAR, axis, layout, themed

HEIGHT = 420
SPAN = 6.0  # inputs go from -SPAN to SPAN
_MARGIN = (36, 8, 28, 78)
_FILLED, _HOLLOW = "training", "test"


def decision_map(
    x: np.ndarray,
    y: np.ndarray,
    *,
    task: str,
    train_mask: np.ndarray | None = None,
    class_names: tuple[str, ...] = ("−", "+"),
    show_test: bool = True,
    discretize: bool = False,
    span: float = SPAN,
) -> LiveFigure:
    """The output over the plane of two inputs, live, under the points of the data set.

    Args:
        x: the points' inputs, (n, 2).
        y: (n,) their true answers: a number for "regression"; for "binary" what is above 0 is
            the second class; for "classes" the index of the class.
        task: "regression", "binary" or "classes".
        train_mask: (n,) which points the model learns from; None: all. The others are hollow.
        class_names: what the classes are called, at least as many as there are.
        show_test: whether the points that only test the model are drawn.
        discretize: show which side the output is on, not how sure it is.
        span: the inputs go from ``-span`` to ``span``.
    """
    x, y, train = _arrays(x, y, train_mask)
    by_value = task == "regression"
    limit = _limit(y)
    ends = _value_ends(limit) if by_value else (class_names[0], "unsure", class_names[-1])
    blend = task == "classes"
    traces: list[go.Scatter] = [_bar(limit if by_value else 1.0, ends, shown=not blend)]
    bindings: list[Binding] = [
        Title("Output"),
        Image(0, "surface", "surface/range", discretize=discretize, bar=0, legend=blend,
              ends=None if blend else ends, limits=(-limit, limit) if by_value else None),
        themed(0, "marker.colorscale", "diverging"),
    ]
    hover = "X₁ %{x:.2f}, X₂ %{y:.2f}<br>"
    if by_value:
        _add_points_by_value(traces, bindings, x[:, 0], x[:, 1], y, train, limit=limit,
                             show_test=show_test, hover=hover)
    else:
        label = y.astype(int) if blend else (y > 0).astype(int)
        _add_points_by_class(traces, bindings, x, label, train, names=class_names,
                             show_test=show_test, hover=hover, shapes=blend)
    _add_key(traces, bindings, show_test and not train.all())
    figure = go.Figure(traces, layout(
        HEIGHT, margin=_MARGIN, title=_title("Output"), legend=_key(),
        legend2={"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.14, "yanchor": "top",
                 "bgcolor": CLEAR, "font": {"size": 12}, "itemsizing": "constant"},
        images=[{"source": "", "xref": "x", "yref": "y", "x": -span, "y": span,
                 "sizex": 2 * span, "sizey": 2 * span, "sizing": "stretch", "layer": "below"}],
        xaxis=_plane("X₁", span), yaxis=_plane("X₂", span) | {"scaleanchor": "x"}))
    return LiveFigure(figure, tuple(bindings), ("surface",))


def curve(
    x: np.ndarray,
    y: np.ndarray,
    *,
    train_mask: np.ndarray | None = None,
    show_test: bool = True,
    span: float = SPAN,
) -> LiveFigure:
    """The model's output over its one input, live, as a curve through the points.

    Args:
        x: the points' input, (n,) or (n, 1).
        y: (n,) the true value of each.
        train_mask, show_test, span: as for ``decision_map``.
    """
    x, y, train = _arrays(np.asarray(x).reshape(-1), y, train_mask)
    limit = _limit(y)
    traces: list[go.Scatter] = []
    bindings: list[Binding] = [Title("Output")]
    _add_points_by_value(traces, bindings, x, y, y, train, limit=limit, show_test=show_test,
                         hover="X₁ %{x:.2f}<br>")
    _add_key(traces, bindings, show_test and not train.all())
    model = len(traces)
    traces.append(go.Scatter(
        x=[], y=[], mode="lines", name="model", line={"color": LIGHT.ink, "width": 3},
        showlegend=False, hovertemplate="X₁ %{x:.2f}<br>model %{y:.3f}<extra></extra>"))
    bindings += [Line(model, "curve/x", "curve/y"), themed(model, "line.color", "ink")]
    figure = go.Figure(traces, layout(
        HEIGHT, margin=(44, 8, 28, 40), title=_title("Output"), legend=_key(),
        xaxis=axis("X₁", range=[-span, span], dtick=2, zeroline=True),
        yaxis=axis("y", zeroline=True, autorangeoptions={
            "include": [-1.25 * limit, 1.25 * limit], "clipmin": -5 * limit,
            "clipmax": 5 * limit})))
    return LiveFigure(figure, tuple(bindings), ("surface",))


def _arrays(
    x: np.ndarray, y: np.ndarray, train_mask: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y = np.asarray(x, float).round(4), np.asarray(y, float).reshape(-1).round(4)
    everyone = np.ones(len(y), bool)
    return x, y, everyone if train_mask is None else np.asarray(train_mask, bool).reshape(-1)


def _limit(y: np.ndarray) -> float:
    """How far from 0 the values go, at least a little, in two digits."""
    return float(f"{max(np.abs(y).max(initial=0.0), 1e-3):.2g}")


def _value_ends(limit: float) -> tuple[str, str, str]:
    return f"−{limit:g}", "0", f"{limit:g}"


def _add_points_by_class(
    traces: list[go.Scatter], bindings: list[Binding], x: np.ndarray, label: np.ndarray,
    train: np.ndarray, *, names: tuple[str, ...], show_test: bool, hover: str, shapes: bool,
) -> None:
    for index in range(max(int(label.max(initial=0)) + 1, 2)):
        colour = LIGHT.classes[index % len(LIGHT.classes)]
        symbol = SHAPES[index % len(SHAPES)] if shapes else SHAPES[0]
        said = f"{hover}class {names[index]}<extra>%{{fullData.name}}</extra>"
        for kind in (_FILLED, _HOLLOW):
            here = (label == index) & (train if kind == _FILLED else ~train)
            fill, edge = (colour, LIGHT.paper) if kind == _FILLED else (LIGHT.paper, colour)
            themes = (f"classes.{index % 3}", "paper")
            for attribute, name in zip(("marker.color", "marker.line.color"),
                                       themes if kind == _FILLED else themes[::-1]):
                bindings.append(themed(len(traces), attribute, name))
            traces.append(_markers(
                x[here, 0], x[here, 1], kind, symbol=symbol, color=fill,
                line={"color": edge, "width": 1 if kind == _FILLED else 1.8},
                hovertemplate=said, visible=kind == _FILLED or show_test))
        if shapes:
            bindings.append(themed(len(traces), "marker.color", f"classes.{index % 3}"))
            traces.append(_sign(names[index], symbol=symbol, color=colour, legend="legend2"))


def _add_points_by_value(
    traces: list[go.Scatter], bindings: list[Binding], x: np.ndarray, height: np.ndarray,
    value: np.ndarray, train: np.ndarray, *, limit: float, show_test: bool, hover: str,
) -> None:
    scale = {"colorscale": plotly_scale(LIGHT.diverging), "cmin": -limit, "cmax": limit}
    for kind, here in ((_FILLED, train), (_HOLLOW, ~train)):
        filled = kind == _FILLED
        look = {"color": value[here], **scale, "line": {"color": LIGHT.ink, "width": 0.8}}
        if not filled:
            look = {"color": LIGHT.paper, "line": {"color": value[here], "width": 2, **scale}}
        bindings.append(themed(len(traces), "marker.colorscale" if filled else
                               "marker.line.colorscale", "diverging"))
        bindings.append(themed(len(traces), "marker.line.color" if filled else "marker.color",
                               "ink" if filled else "paper"))
        traces.append(_markers(
            x[here], height[here], kind, **look, customdata=value[here],
            hovertemplate=f"{hover}value %{{customdata:.3f}}<extra>{kind}</extra>",
            visible=filled or show_test))


def _markers(x: np.ndarray, y: np.ndarray, name: str, **settings: Any) -> go.Scatter:
    own = ("hovertemplate", "visible", "customdata")
    rest = {key: settings.pop(key) for key in own if key in settings}
    return go.Scatter(x=x, y=y, mode="markers", name=name, showlegend=False,
                      marker={"size": 7, **settings}, **rest)


def _bar(limit: float, ends: tuple[str, str, str], *, shown: bool) -> go.Scatter:
    """A trace without points that carries the colour bar."""
    return go.Scatter(
        x=[None], y=[None], mode="markers", name="scale", showlegend=False, hoverinfo="skip",
        marker={
            "color": [0], "cmin": -1, "cmax": 1, "showscale": shown,
            "colorscale": plotly_scale(LIGHT.diverging),
            "colorbar": {
                "orientation": "h", "thickness": 8, "len": 0.8, "x": 0.5, "y": -0.155,
                "yanchor": "top", "ypad": 0, "outlinewidth": 0, "ticks": "",
                "tickvals": [-1, 0, 1], "ticktext": list(ends), "tickfont": {"size": 12}}})


def _add_key(traces: list[go.Scatter], bindings: list[Binding], shown: bool) -> None:
    """The two entries that say which points are training and which are test points."""
    for kind in (_FILLED, _HOLLOW) if shown else ():
        filled = kind == _FILLED
        bindings.append(themed(len(traces), "marker.color", "ink" if filled else "paper"))
        bindings.append(themed(len(traces), "marker.line.color", "paper" if filled else "ink"))
        traces.append(_sign(kind, symbol="circle", color=LIGHT.ink if filled else LIGHT.paper,
                            line={"color": LIGHT.paper if filled else LIGHT.ink,
                                  "width": 1 if filled else 1.8}))


def _sign(name: str, *, legend: str = "legend", **marker: Any) -> go.Scatter:
    """A legend's entry without points of its own."""
    return go.Scatter(x=[None], y=[None], mode="markers", name=name, legend=legend,
                      showlegend=True, hoverinfo="skip", marker={"size": 9, **marker})


def _plane(title: str, span: float) -> dict[str, Any]:
    return axis(title, range=[-span, span], dtick=2, showgrid=False, constrain="domain")


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 13}, "x": 0, "xanchor": "left", "xref": "paper",
            "y": 1, "yref": "paper", "yanchor": "bottom", "pad": {"b": 6}}


def _key() -> dict[str, Any]:
    return {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom",
            "bgcolor": CLEAR, "font": {"size": 11}, "itemclick": False,
            "itemdoubleclick": False}
