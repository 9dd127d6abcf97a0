"""Pictures of models, drawn by ourselves as SVG: boxes in layers, arrows between them.

The layers of the drawing are those of the longest ways from the inputs; an arrow over several of
them bends around the boxes between. Source: K. Sugiyama et al., "Methods for visual understanding
of hierarchical system structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (1981).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from playground.keras.diagram import Box, boxes_of

_LETTER, _LINE, _MARGIN, _GAP, _DEPTH = 7.4, 18, 12, 28, 44  # pixels


@dataclass
class Drawing:
    """A picture; a notebook shows it, ``str`` gives the text of its SVG file."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg

    def __str__(self) -> str:
        return self.svg


def plot_model(
    model: Any, to_file: Any = "model.png", show_shapes: bool = False, show_dtype: bool = False,
    show_layer_names: bool = False, rankdir: str = "TB", expand_nested: bool = False,
    dpi: int = 200, show_layer_activations: bool = False, show_trainable: bool = False,
    splines: str = "ortho", **kwargs: Any,
) -> Drawing:
    """Draw the layers of a model and what flows between them; nothing has to be installed.

    Keras draws PNG with Graphviz; this is an SVG of our own, which scales, so ``dpi`` and
    ``splines`` change nothing. For ``model.png`` it writes ``model.svg`` and says so.

    Args:
        to_file: the name of the file; None writes none.
        rankdir: "TB" from top to bottom, "LR" from left to right.
        expand_nested: whether the layers of models inside are drawn too.

    Raises:
        ValueError: the model is not built, or another direction.
    """
    if rankdir not in ("TB", "LR"):
        raise ValueError(f"plot_model expects rankdir 'TB' or 'LR'; got {rankdir!r}.")
    boxes = boxes_of(model, show_shapes=show_shapes, show_dtype=show_dtype,
                     show_layer_names=show_layer_names, expand_nested=expand_nested,
                     show_layer_activations=show_layer_activations,
                     show_trainable=show_trainable)
    drawing = Drawing(_svg(boxes, sideways=rankdir == "LR"))
    if to_file is not None:
        path = Path(to_file).with_suffix(".svg")
        path.write_text(drawing.svg, encoding="utf-8")
        if Path(to_file).suffix not in ("", ".svg"):
            print(f"plot_model draws SVG, so it wrote {path} instead of {to_file}.")
    return drawing


def model_to_dot(
    model: Any, show_shapes: bool = False, show_dtype: bool = False,
    show_layer_names: bool = True, rankdir: str = "TB", expand_nested: bool = False,
    dpi: int = 200, subgraph: bool = False, show_layer_activations: bool = False,
    show_trainable: bool = False, splines: str = "ortho", **kwargs: Any,
) -> str:
    """The model in Graphviz's language: text, where Keras gives an object of pydot."""
    boxes = boxes_of(model, show_shapes=show_shapes, show_dtype=show_dtype,
                     show_layer_names=show_layer_names, expand_nested=expand_nested,
                     show_layer_activations=show_layer_activations,
                     show_trainable=show_trainable)
    quote = str.maketrans({'"': r"\"", "\\": r"\\", "\n": r"\n"})
    labels = ["\n".join(box.lines).translate(quote) for box in boxes]
    lines = [f'  {number} [label="{label}"];' for number, label in enumerate(labels)]
    arrows = [f"  {source} -> {number};" for number, box in enumerate(boxes)
              for source in box.sources]
    return "\n".join(["digraph {", f"  rankdir={rankdir}; node [shape=box];", *lines, *arrows,
                      "}"])


# ---------------------------------------------------------------------- places


@dataclass
class _Place:
    """A box, or a bend of a long arrow, with its middle across and its beginning along."""

    box: Box | None
    rank: int
    across: float = 0.0
    along: float = 0.0
    width: float = 8.0  # across
    depth: float = 0.0  # along
    before: list[_Place] = field(default_factory=list)
    after: list[_Place] = field(default_factory=list)


def _placed(boxes: list[Box], sideways: bool) -> tuple[list[_Place], list[list[_Place]]]:
    """A place for every box, and the ways of the arrows from box to box."""
    places: list[_Place] = []
    arrows: list[list[_Place]] = []
    for box in boxes:  # each comes after its sources
        rank = 1 + max((places[source].rank for source in box.sources), default=-1)
        size = (max(map(len, box.lines)) * _LETTER + 2 * _MARGIN,
                len(box.lines) * _LINE + 2 * _MARGIN - 6)
        width, depth = size[::-1] if sideways else size
        places.append(_Place(box, rank, width=width, depth=depth))
    everything = list(places)
    for place in places:  # an input begins just above where it is used
        used = [each.rank for each in places if places.index(place) in each.box.sources]
        if used and not place.box.sources:
            place.rank = min(used) - 1
    for place in places:
        for source in place.box.sources:
            way = [places[source]]
            for rank in range(places[source].rank + 1, place.rank):
                way.append(_Place(None, rank))
                everything.append(way[-1])
            way.append(place)
            arrows.append(way)
            for one, other in zip(way, way[1:]):
                one.after.append(other)
                other.before.append(one)
    ranks = [[each for each in everything if each.rank == rank]
             for rank in range(1 + max(each.rank for each in places))]
    _order(ranks)
    _spread(ranks)
    return places, arrows


def _order(ranks: list[list[_Place]]) -> None:
    """Sort every rank by the mean place of the neighbours, there and back: fewer crossings."""
    for _ in range(4):
        for way, side in ((ranks[1:], "before"), (ranks[-2::-1], "after")):
            for rank in way:
                index = {id(each): place for other in ranks for place, each in enumerate(other)}
                rank.sort(key=lambda each, side=side, index=index: _mean(
                    [index[id(other)] for other in getattr(each, side)], index[id(each)]))


def _spread(ranks: list[list[_Place]]) -> None:
    """Side by side, each drawn to the middle of its neighbours as far as there is room."""
    for _ in range(6):
        for way, side in ((ranks, "before"), (ranks[::-1], "after")):
            for rank in way:
                wished = [_mean([other.across for other in getattr(each, side)], each.across)
                          for each in rank]
                end = float("-inf")
                for each, wish in zip(rank, wished, strict=True):
                    each.across = max(wish, end + _GAP + each.width / 2)
                    end = each.across + each.width / 2
                shift = _mean([wish - each.across for each, wish in zip(rank, wished)], 0.0)
                for each in rank:
                    each.across += shift
    along = 0.0
    for rank in ranks:
        for each in rank:
            each.along = along
        along += max(each.depth for each in rank) + _DEPTH
        for each in rank:
            each.depth = each.depth or along - _DEPTH - each.along  # a bend is straight


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


# ---------------------------------------------------------------------- drawn


def _svg(boxes: list[Box], sideways: bool) -> str:
    places, arrows = _placed(boxes, sideways)
    bends = [each for way in arrows for each in way]
    left = min(each.across - each.width / 2 for each in [*places, *bends]) - _MARGIN
    width = max(each.across + each.width / 2 for each in [*places, *bends]) - left + _MARGIN
    length = max(each.along + each.depth for each in places) + 2 * _MARGIN
    for each in {id(each): each for each in [*places, *bends]}.values():
        each.across -= left
        each.along += _MARGIN

    def point(across: float, along: float) -> str:
        return f"{along:.1f} {across:.1f}" if sideways else f"{across:.1f} {along:.1f}"

    def arrow(way: list[_Place]) -> str:
        path = f"M {point(way[0].across, way[0].along + way[0].depth)}"
        for one, other in zip(way, way[1:]):
            start = one.along + one.depth
            half = (start + other.along) / 2
            path += (f" C {point(one.across, half)}, {point(other.across, half)}, "
                     f"{point(other.across, other.along)}")
            if other.box is None:
                path += f" L {point(other.across, other.along + other.depth)}"
        return f'<path d="{path}" marker-end="url(#head)"/>'

    wide, high = (length, width) if sideways else (width, length)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" '
        f'width="{wide:.0f}" height="{high:.0f}" font-family="sans-serif" font-size="12">',
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M 0 0 L 8 4 L 0 8 z" fill="#7a8699"/></marker>'
        "</defs>",
        '<g fill="none" stroke="#7a8699" stroke-width="1.3">',
        *(arrow(way) for way in arrows), "</g>",
        *(_drawn(place, sideways) for place in places), "</svg>"]) + "\n"


def _drawn(place: _Place, sideways: bool) -> str:
    width, height = (place.depth, place.width) if sideways else (place.width, place.depth)
    x = place.along if sideways else place.across - width / 2
    y = place.across - height / 2 if sideways else place.along
    fill = "#dcebfa" if not place.box.sources else "#f4f6f9"
    styles = ['fill="#1b2733" font-weight="bold"'] + ['fill="#4a5766"'] * len(place.box.lines)
    texts = [f'<text x="{x + width / 2:.1f}" y="{y + _MARGIN + 6 + line * _LINE:.1f}" '
             f'text-anchor="middle" {styles[line]}>{escape(text)}</text>'
             for line, text in enumerate(place.box.lines)]
    return (f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="6" '
            f'fill="{fill}" stroke="#7a8699"/>' + "".join(texts))
