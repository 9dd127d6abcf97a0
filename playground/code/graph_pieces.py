"""Pieces of a graph: copied and pasted, folded into a nested model, unfolded again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from playground.code.graph import (
    INPUT,
    NOTHING,
    Graph,
    Node,
    Row,
    Value,
    Wire,
    is_name,
    ordered,
    rewired,
)

Shape = tuple[int | None, ...]


def piece(graph: Graph, names: Collection[str]) -> Graph:
    """These boxes with the lines between them; what comes from elsewhere is not connected."""
    chosen = [graph[name] for name in names]
    inside = {node.name for node in chosen}

    def kept(wire: Wire) -> Wire:
        return wire if wire.node in inside else NOTHING

    nodes = tuple(rewired(node, kept) for node in graph.nodes if node.name in inside)
    kinds = {node.kind for node in nodes}
    return Graph(
        nodes, tuple(name for name in graph.inputs if name in inside), (),
        tuple(each for each in graph.models if each[0] in kinds), graph.preamble, graph.name)


def paste(graph: Graph, copied: Graph) -> tuple[Graph, tuple[str, ...]]:
    """A piece put in, with names and weights of its own; the graph and the new boxes' names.

    A nested model that is there already stays the same one, with the same weights.
    """
    names: dict[str, str] = {}
    for node in copied.nodes:
        for old in filter(None, (node.name, node.layer)):
            if old not in names and graph.model(old) is None:
                names[old] = graph.free_name(old, names.values())
    known = {name for name, _ in graph.models}
    models = [*graph.models, *(each for each in copied.models if each[0] not in known)]
    nodes = [replace(rewired(node, lambda wire: _named(wire, names)), name=names[node.name],
                     layer=names.get(node.layer, node.layer)) for node in copied.nodes]
    inputs = (*graph.inputs, *(names[name] for name in copied.inputs))
    return replace(graph, nodes=ordered([*graph.nodes, *nodes]), inputs=inputs,
                   models=tuple(models)), tuple(node.name for node in nodes)


def fold(
    graph: Graph, names: Collection[str], shapes: Mapping[Wire, Shape], name: str = "block"
) -> tuple[Graph, str]:
    """These boxes as one: a nested model, called where they were; the graph and the box's name.

    Args:
        shapes: of the tensors that come in, without the batch.

    Raises:
        ValueError: they cannot be one box.
    """
    inner = [node for node in graph.nodes if node.name in set(names)]
    inside = {node.name for node in inner}
    if not inner or any(node.kind == INPUT for node in inner):
        raise ValueError("A nested model is made of layers. Choose at least one, and no input.")
    outer = [node for node in graph.nodes if node.name not in inside]
    _check_layers(inner, outer)
    sources = _unique(wire for node in inner for wire in node.inputs if wire.node not in inside)
    if not sources or NOTHING in sources:
        raise ValueError("Something in these boxes is not connected. Connect it before you fold "
                         "them.")
    ends = _unique(wire for wire in (*(w for node in outer for w in node.inputs), *graph.outputs)
                   if wire.node in inside) or [Wire(inner[-1].name)]
    shapes = {wire: shape for wire in sources if (shape := graph[wire.node].setting(
        "shape") if graph[wire.node].kind == INPUT else shapes.get(wire))}
    unknown = [wire.node for wire in sources if wire not in shapes]
    if unknown:
        raise ValueError(f"The shape of {unknown[0]} is not known: the graph breaks before it. "
                         "Mend it before you fold what comes after.")
    name = graph.free_name(name if is_name(name) else "block")
    entries: dict[Wire, Node] = {}
    for wire in sources:
        taken = [name, *(node.name for node in entries.values())]
        kind = [each for each in graph[wire.node].settings if each[0] == "dtype"]
        entries[wire] = Node(graph.free_name(f"{name}_input", taken), INPUT,
                             (("shape", tuple(shapes[wire])), *kind))
    nested = Graph(
        (*entries.values(), *(rewired(node, lambda wire: _entered(wire, entries))
                              for node in inner)),
        tuple(node.name for node in entries.values()), tuple(ends),
        tuple(each for each in graph.models if each[0] in {node.kind for node in inner}),
        graph.preamble, name)
    called = Node(graph.free_name(f"{name}_output", [name]), name, (), _call(sources), name,
                  len(ends))
    moved = {wire: Wire(called.name, place) for place, wire in enumerate(ends)}
    nodes = [*(rewired(node, lambda wire: moved.get(wire, wire)) for node in outer), called]
    left = tuple(each for each in graph.models
                 if each not in nested.models or each[0] in {node.kind for node in outer})
    try:
        in_order = ordered(nodes)
    except ValueError:
        raise ValueError("A line leaves these boxes and comes back to them. Choose the boxes "
                         "between, too.") from None
    return replace(
        graph, nodes=in_order, models=(*left, (name, nested)),
        outputs=tuple(moved.get(wire, wire) for wire in graph.outputs)), called.name


def unfold(graph: Graph, name: str) -> tuple[Graph, tuple[str, ...]]:
    """The nested model that a box calls as boxes again; the graph and their names.

    Raises:
        ValueError: the box calls no nested model, or others call it, too.
    """
    node = graph[name]
    nested = graph.model(node.kind)
    if nested is None:
        raise ValueError(f"{name} is no nested model. Choose a box that is one.")
    if len([each for each in graph.nodes if each.kind == node.kind]) > 1:
        raise ValueError(f"{node.kind} is called in several places, with the same weights. Unfold "
                         "it when one is left.")
    entered = {Wire(each): wire for each, wire in zip(nested.inputs, node.inputs)}
    inner = [rewired(each, lambda wire: entered.get(wire, wire)) for each in nested.nodes
             if each.name not in nested.inputs]
    ends = {Wire(name, place): entered.get(wire, wire)
            for place, wire in enumerate(nested.outputs)}
    outer = [rewired(each, lambda wire: ends.get(wire, wire)) for each in graph.nodes
             if each.name != name]
    models = dict(graph.models) | dict(nested.models)
    del models[node.kind]
    return replace(
        graph, nodes=ordered([*outer, *inner]), models=tuple(models.items()),
        outputs=tuple(ends.get(wire, wire) for wire in graph.outputs)), tuple(
            each.name for each in inner)


def _named(wire: Wire, names: dict[str, str]) -> Wire:
    return replace(wire, node=names[wire.node]) if wire.node in names else wire


def _entered(wire: Wire, entries: dict[Wire, Node]) -> Wire:
    return Wire(entries[wire].name) if wire in entries else wire


def _call(sources: list[Wire]) -> tuple[tuple[str, Value], ...]:
    return (("", sources[0] if len(sources) == 1 else Row(tuple(sources))),)


def _unique(wires: Iterable[Wire]) -> list[Wire]:
    return list(dict.fromkeys(wires))


def _check_layers(inner: list[Node], outer: list[Node]) -> None:
    split = {node.layer for node in inner if node.layer} & {node.layer for node in outer}
    if split:
        raise ValueError(f"The layer {min(split)} is used within these boxes and outside of them. "
                         "Choose all of its boxes, or give them weights of their own first.")
