"""What the model (or one of its units) says about every place, with the data on top of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from playground.figures import marks
from playground.figures.colours import LIGHT
from playground.figures.live import Image, Line, LiveFigure, Title
from playground.figures.style import CLEAR, axis, layout

HEIGHT = 420
SPAN = 6.0  # inputs go from -SPAN to SPAN
_SOFT = 0.8  # opacity of a map of classes: the points, in full colour, stand out from it


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
    limit: float = 1.0,
    made: bool = False,
) -> LiveFigure:
    """The output over the plane of two inputs, live, under the points of the data set.

    Args:
        x: the points' inputs, (n, 2).
        y: (n,) their true answers: a number for "regression"; for "binary" what is above 0 is
            the second class; for "classes" the index of the class.
        task: "regression", "binary" or "classes".
        train_mask: (n,) which points the model learns from; None: all. The others look different.
        class_names: what the classes are called, in order; "regression" has none.
        show_test: whether the points that only test the model are drawn.
        discretize: show which side the output is on, not how sure it is.
        span: the inputs go from ``-span`` to ``span``.
        limit: for "regression": the value at the blue end of the scale.
        made: whether the points that the model makes are drawn, too.
    """
    x, y, train = _arrays(x, y, train_mask)
    values, blend = task == "regression", task == "classes"
    ends = (f"−{limit:g}", "0", f"{limit:g}") if values else (
        class_names[0], "unsure", class_names[-1])
    drawing = marks.Drawing(Title("Output"))
    bar = marks.scale_bar(drawing, ends, opacity=1 if values else _SOFT, shown=not blend)
    drawing.bindings.append(Image(
        0, "surface", "surface/range", discretize=discretize, bar=bar, legend=blend,
        ends=None if blend else ends, limits=(-limit, limit) if values else None))
    if values:
        marks.by_value(drawing, x[:, 0], x[:, 1], y, train, limit=limit, show_test=show_test,
                       hover="X₁ %{x:.2f}, X₂ %{y:.2f}")
    else:
        marks.by_class(drawing, x, y.astype(int) if blend else (y > 0).astype(int), train,
                       names=class_names, shapes=blend, show_test=show_test)
    if show_test and not train.all():
        marks.key(drawing, values=values)
    if made:
        marks.made(drawing)
    plane = {"range": [-span, span], "dtick": 2, "showgrid": False, "constrain": "domain"}
    figure = go.Figure(drawing.traces, layout(
        HEIGHT, "Output over both inputs", margin=(36, 8, 28, 78), title=_title("Output"),
        legend=_key(), legend2=_classes(),
        images=[{"source": "", "xref": "x", "yref": "y", "x": -span, "y": span,
                 "sizex": 2 * span, "sizey": 2 * span, "sizing": "stretch", "layer": "below",
                 "opacity": 1 if values else _SOFT}],
        xaxis=axis("X₁", **plane), yaxis=axis("X₂", scaleanchor="x", **plane)))
    fields = ("surface", "samples") if made else ("surface",)
    return LiveFigure(figure, tuple(drawing.bindings), fields)


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
    limit = float(f"{max(np.abs(y).max(initial=0.0), 1e-3):.2g}")
    drawing = marks.Drawing(Title("Output"))
    marks.by_value(drawing, x, y, y, train, limit=limit, show_test=show_test, hover="X₁ %{x:.2f}")
    if show_test and not train.all():
        marks.key(drawing, values=True)
    model = drawing.add(go.Scatter(
        x=[], y=[], mode="lines", name="model", line={"color": LIGHT.ink, "width": 3},
        showlegend=False, hovertemplate="X₁ %{x:.2f}<br>model %{y:.3f}<extra></extra>"),
        {"line.color": "ink"})
    drawing.bindings.append(Line(model, "curve/x", "curve/y"))
    steady = {"include": [-1.25 * limit, 1.25 * limit], "clipmin": -5 * limit,
              "clipmax": 5 * limit}
    figure = go.Figure(drawing.traces, layout(
        HEIGHT, "Output over the input", margin=(44, 8, 28, 40), title=_title("Output"),
        legend=_key(), xaxis=axis("X₁", range=[-span, span], dtick=2, zeroline=True),
        yaxis=axis("y", zeroline=True, autorangeoptions=steady)))
    return LiveFigure(figure, tuple(drawing.bindings), ("surface",))


def _arrays(
    x: np.ndarray, y: np.ndarray, train_mask: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y = np.asarray(x, np.float32), np.asarray(y, np.float32).reshape(-1)
    everyone = np.ones(len(y), bool)
    return x, y, everyone if train_mask is None else np.asarray(train_mask, bool).reshape(-1)


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 13}, "x": 0, "xanchor": "left", "xref": "paper",
            "y": 1, "yref": "paper", "yanchor": "bottom", "pad": {"b": 11}}


def _key() -> dict[str, Any]:
    """The legend beside the title: training and test."""
    return {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom",
            "bgcolor": CLEAR, "font": {"size": 11}, "itemclick": False,
            "itemdoubleclick": False}


def _classes() -> dict[str, Any]:
    """The legend under the map: the classes."""
    return {"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.14, "yanchor": "top",
            "bgcolor": CLEAR, "font": {"size": 12}, "itemclick": False,
            "itemdoubleclick": False}
