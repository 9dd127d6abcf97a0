"""A graph of code as boxes to draw: what each is called, what it says, which are its ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.code.graph import INDEX, INPUT, NOTHING, OPERATORS, Graph, Node, Row, Source, Wire
from playground.code.graph_kinds import is_layer
from playground.fields import Call
from playground.ui import components

_SIZES = {"units": "units", "filters": "filters", "output_dim": "numbers", "num_heads": "heads"}
_PLAIN = ("activation", "padding", "kernel_size", "pool_size", "target_shape")  # no name
_LONGEST = 30  # letters of a detail


@dataclass(frozen=True)
class Known:
    """What is known of a node beside its text.

    Args:
        shapes: of its outputs without the batch; None: not known.
        call: the number of its arrays in the frames; None: it has none.
        fed: of an Input, what goes in.
    """

    shapes: tuple[tuple[int | None, ...], ...] | None = None
    parameters: int = 0
    call: int | None = None
    problem: str = ""
    fed: components.Fed | None = None


def boxes_of(graph: Graph, known: Mapping[str, Known] | None = None) -> list[components.Box]:
    """A box for every node, and one for every output of the model."""
    known = known or {}
    boxes = [_box(graph, node, known.get(node.name, Known())) for node in graph.nodes]
    for place, wire in enumerate(graph.outputs):
        shapes = known.get(wire.node, Known()).shapes
        end: components.Box = {
            "name": output_name(place), "role": "output", "inputs": _ends((wire,)),
            "title": "Output" if len(graph.outputs) == 1 else f"Output {place + 1}",
            "shape": shapes[wire.output] if shapes and wire.output < len(shapes) else None}
        if wire == NOTHING:
            end["problem"] = "Nothing is connected here. Draw a line to it from a box."
        boxes.append(end)
    return boxes


def output_name(place: int) -> str:
    """What the box of an output is called; no variable is called so."""
    return f"output {place + 1}"


def output_place(name: str) -> int | None:
    """Which output a box is; None: it is a node."""
    words = name.split(" ")
    return int(words[1]) - 1 if words[0] == "output" and len(words) == 2 and (
        words[1].isdecimal()) else None


def _box(graph: Graph, node: Node, known: Known) -> components.Box:
    nested = graph.model(node.kind) is not None
    box: components.Box = {
        "name": node.name, "title": title_of(node.kind), "detail": detail_of(graph, node),
        "inputs": _ends(node.inputs), "shape": known.shapes, "parameters": known.parameters,
        "call": known.call, "problem": known.problem or _missing(node), "outputs": node.outputs,
        "nested": nested, "shareable": is_layer(graph, node.kind) and not nested}
    if node.kind == INPUT:
        box["role"] = "input"
        box["shape"] = known.shapes or ((node.setting("shape"),) if isinstance(
            node.setting("shape"), tuple) else None)
    if known.fed:
        box["fed"] = known.fed
    if node.layer:
        box["layer"] = node.layer
    return box


def _missing(node: Node) -> str:
    if NOTHING not in node.inputs and (node.inputs or node.kind == INPUT):
        return ""
    return "Something is not connected yet. Draw a line to it from a box before it."


def _ends(wires: tuple[Wire, ...]) -> list[tuple[str, int]]:
    return [(wire.node, wire.output) for wire in wires]


def title_of(kind: str) -> str:
    """What stands large in a box."""
    return "part of it" if kind == INDEX else kind.rpartition(".")[2]


def detail_of(graph: Graph, node: Node) -> str:
    """Its settings in few words."""
    nested = graph.model(node.kind)
    if nested is not None:
        count = len(nested.nodes) - len(nested.inputs)
        return f"a model of {count} box{'es' if count != 1 else ''}"
    if node.kind == INDEX:
        key = node.arguments[1][1]
        return f"[{', '.join(map(_word, key)) if isinstance(key, tuple) else _word(key)}]"
    if node.kind in OPERATORS:
        return ", ".join(_word(value) for _, value in node.arguments if not _wired(value))
    given = [*node.settings, *((name, value) for name, value in node.arguments
                               if not _wired(value))]
    text = ", ".join(_said(node.kind, given))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST - 1]}…"


def _said(kind: str, given: list[tuple[str, Any]]) -> Iterator[str]:
    for name, value in given:
        if name in ("shape", "name", "seed"):
            continue
        if name in _SIZES:
            yield f"{_word(value)} {_SIZES[name].removesuffix('s') if value == 1 else _SIZES[name]}"
        elif not name or name in _PLAIN or isinstance(value, Call):
            yield _word(value)
        elif value is True:
            yield name.replace("_", " ")
        elif value is False:
            yield f"no {name.removeprefix('use_').replace('_', ' ')}"
        else:
            yield f"{name.replace('_', ' ')} {_word(value)}"


def _word(value: Any) -> str:
    if isinstance(value, Call):
        return " ".join([value.name.rpartition(".")[2], *map(_word, value.positional)])
    if isinstance(value, Source):
        return value.text.removeprefix("keras.")
    if isinstance(value, (tuple, Row)):
        return "×".join(map(_word, value.items if isinstance(value, Row) else value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _wired(value: Any) -> bool:
    if isinstance(value, Row):
        return not value.items or any(map(_wired, value.items))
    return isinstance(value, Wire)
