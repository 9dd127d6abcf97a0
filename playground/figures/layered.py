"""A graph from left to right: where its boxes stand, and how the lines between them run.

The layers, the order within them and the lines are graphlay's: Sugiyama's method with network
simplex (Gansner, Koutsofios, North & Vo, "A technique for drawing directed graphs", 1993).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import graphlay

Place = tuple[float, float]  # to the right and down, in pixels

LABEL_HEIGHT = 16
WIDE = 1800  # pixels that are still in one row, unless said otherwise
_ASPECT = 2.2  # several rows are about so many times as wide as high
_OPTIONS = {
    "spacing": {"layer_gap": 40.0, "node_gap": 26.0, "dummy_gap": 20.0, "isolated_gap": 40.0,
                "reroute_node_gap": 26.0, "edge_label_margin": 8.0, "port_gap": 16.0},
    "labels": {"reservation": "always"},
}


@dataclass(frozen=True)
class Line:
    """From one box to another; ``label``: how wide what stands on it is, in pixels."""

    source: str
    target: str
    label: float = 0


@dataclass(frozen=True)
class Route:
    """The corners of a line, from border to border, and the middle of what stands on it."""

    points: tuple[Place, ...]
    label: Place


@dataclass(frozen=True)
class Drawing:
    """Where everything is.

    Args:
        places: the upper left corner of each box, by its name.
        routes: one for each line, in the order in which they were asked for.
        bounds: left, top, right and bottom of it all.
    """

    places: Mapping[str, Place]
    routes: tuple[Route, ...]
    bounds: tuple[float, float, float, float]


def draw(sizes: Mapping[str, Place], lines: Sequence[Line], *,
         moved: Mapping[str, Place] | None = None, wide: float = WIDE) -> Drawing:
    """Lay a graph out; the same graph is always laid out alike.

    Args:
        sizes: each box's width and height, by its name.
        lines: between boxes that ``sizes`` names.
        moved: boxes with a place of their own (their upper left corner); the others stand where
            they would without it, and the lines go around them.
        wide: what is wider goes on in a next row.
    """
    graph = _graph(sizes, lines)
    laid = graphlay.layout(graph, options=_OPTIONS)
    if laid.bounds["max"]["x"] - laid.bounds["min"]["x"] > wide:
        wrapped = graphlay.layout(graph, options=_OPTIONS | {"wrap": {"viewport_aspect": _ASPECT}})
        if not wrapped.metrics()["node_edge_hits"]:  # a line through a box would mislead
            laid = wrapped
    moved = {name: place for name, place in (moved or {}).items() if name in sizes}
    if moved:
        for name, node, placed in zip(sizes, graph.nodes, laid.nodes):
            node["position"] = placed["center"]
            if name in moved:
                (x, y), (width, height) = moved[name], sizes[name]
                node["position"] = {"x": x + width / 2, "y": y + height / 2}
        laid = graphlay.reroute(graph, options=_OPTIONS)
    return _drawing(sizes, laid)


def _graph(sizes: Mapping[str, Place], lines: Sequence[Line]) -> graphlay.Graph:
    graph = graphlay.Graph()
    for name, (width, height) in sizes.items():
        graph.node(name, width=width, height=height)
    for line in lines:
        label = {"label_size": {"width": line.label, "height": LABEL_HEIGHT}} if line.label else {}
        graph.edge(line.source, line.target, **label)
    return graph


def _drawing(sizes: Mapping[str, Place], laid: graphlay.Layout) -> Drawing:
    places = {
        name: (x - width / 2, y - height / 2)
        for (name, (width, height)), (x, y) in zip(sizes.items(), map(_center, laid.nodes))}
    routes = tuple(_route(edge) for edge in laid.edges)
    corners = [place for route in routes for place in (*route.points, route.label)]
    corners += places.values()
    corners += [(x + sizes[name][0], y + sizes[name][1]) for name, (x, y) in places.items()]
    if not corners:
        return Drawing({}, (), (0, 0, 0, 0))
    across, down = zip(*corners)
    return Drawing(places, routes, (min(across), min(down), max(across), max(down)))


def _center(node: Mapping[str, Any]) -> Place:
    return _place(node["center"])


def _route(edge: Mapping[str, Any]) -> Route:
    points = tuple(map(_place, edge["points"]))
    anchor = edge.get("label_anchor")
    return Route(points, _place(anchor) if anchor else _middle(points))


def _middle(points: Sequence[Place]) -> Place:
    (x, y), (to_x, to_y) = max(
        zip(points, points[1:]), key=lambda ends: abs(ends[1][0] - ends[0][0]))
    return (x + to_x) / 2, (y + to_y) / 2


def _place(point: Mapping[str, float]) -> Place:
    return point["x"], point["y"]
