"""The pictures that a model makes, live."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.live import Image, LiveFigure
from playground.figures.style import layout

HEIGHT = 230


def pictures(across: int, down: int) -> LiveFigure:
    """Made pictures side by side, on a scale from -1 (orange) over 0 to 1 (blue)."""
    hidden = {"visible": False, "fixedrange": True}
    figure = go.Figure([], layout(
        HEIGHT, "Pictures that the model makes", margin=(4, 4, 4, 4),
        images=[{"source": "", "xref": "x", "yref": "y", "x": 0, "y": down, "sizex": across,
                 "sizey": down, "sizing": "stretch", "layer": "below"}],
        xaxis={**hidden, "range": [0, across], "constrain": "domain"},
        yaxis={**hidden, "range": [0, down], "scaleanchor": "x"}))
    return LiveFigure(
        figure, (Image(0, "samples", "samples/range", limits=(-1.0, 1.0)),), ("samples",))
