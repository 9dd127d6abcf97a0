"""Changes of a graph: each gives another graph, and raises a sentence where it cannot be."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from playground.code.graph import (
    INDEX,
    INPUT,
    NOTHING,
    Graph,
    Node,
    Row,
    Value,
    Wire,
    is_name,
    mapped,
    ordered,
    rewired,
)
from playground.code.graph_kinds import (
    arguments_for,
    most_inputs,
    outputs_of,
    settings_in_order,
    takes_list,
)


def add(graph: Graph, kind: str, *, settings: Mapping[str, Value] | None = None, after: str = "",
        wire: tuple[str, int] | None = None, name: str = "") -> tuple[Graph, str]:
    """A new box; the graph and the box's name.

    Args:
        after: takes this box's output; where that goes to one place alone, the new box is put in
            between, else it begins a branch.
        wire: a box and the number of one of its inputs: the new box is put on that line.
    """
    source = NOTHING
    if wire is not None:
        source = _input(graph, *wire)
    elif after:
        source = Wire(graph[after].name)
    node = Node(
        graph.free_name(name or first_name(kind)), kind,
        settings_in_order(graph, kind, (), settings or {}),
        arguments_for(graph, kind, () if source == NOTHING else (source,)),
        kind if graph.model(kind) is not None else "")
    node = replace(node, outputs=outputs_of(graph, node))
    nodes, outputs = [*graph.nodes, node], graph.outputs
    if wire is not None:
        nodes = [_with_input(each, wire[1], Wire(node.name)) if each.name == wire[0] else each
                 for each in nodes]
    elif after:
        ends = [place for place, each in enumerate(outputs) if each == source]
        uses = graph.uses(after)
        if len(uses) + len(ends) == 1 and kind != INPUT:
            nodes = [_with_input(each, uses[0][1], Wire(node.name))
                     if uses and each.name == uses[0][0] else each for each in nodes]
            outputs = tuple(Wire(node.name) if each == source else each for each in outputs)
    inputs = (*graph.inputs, node.name) if kind == INPUT else graph.inputs
    return replace(graph, nodes=ordered(nodes), outputs=outputs, inputs=inputs), node.name


def connect(graph: Graph, source: Wire, target: str, place: int | None = None) -> Graph:
    """A line from an output to a box: to its input ``place``, or to one that is free.

    Raises:
        ValueError: it would lead back to where it comes from, or the box takes no more inputs.
    """
    node = graph[target]
    if source.node == target or target in _before(graph, source.node):
        raise ValueError(f"{source.node} comes after {target}: a line back would make a circle. "
                         "Connect it to a box that comes later.")
    if place is None and NOTHING in node.inputs:
        place = node.inputs.index(NOTHING)
    if place is not None:
        return _replaced(graph, _with_input(node, place, source))
    most = most_inputs(graph, node.kind)
    if most == 1 and len(node.inputs) == 1:
        return _replaced(graph, _with_input(node, 0, source))
    if most is not None and len(node.inputs) >= most:
        count = "no input" if most == 0 else f"{most} input{'s' if most > 1 else ''}"
        raise ValueError(f"{target} ({node.kind}) takes {count}. Remove a line that leads to it "
                         "first, or merge both with Add or Concatenate.")
    first, *rest = node.arguments or (("", Row()),)
    if isinstance(first[1], Row) and takes_list(graph, node.kind):
        longer = ("", Row((*first[1].items, source)))
        return _replaced(graph, replace(node, arguments=(longer, *rest)))
    unnamed = sum(not name for name, _ in node.arguments)
    arguments = [*node.arguments]
    arguments.insert(unnamed, ("", source))
    return _replaced(graph, replace(node, arguments=tuple(arguments)))


def disconnect(graph: Graph, target: str, place: int) -> Graph:
    """Without the line that leads to a box's input; a list of inputs becomes shorter."""
    node = graph[target]
    _input(graph, target, place)
    if takes_list(graph, node.kind) and len(node.inputs) > 1:
        row = node.arguments[0][1]
        shorter = Row(row.items[:place] + row.items[place + 1:])
        return _replaced(graph, replace(node, arguments=(("", shorter), *node.arguments[1:])))
    return _replaced(graph, _with_input(node, place, NOTHING))


def delete(graph: Graph, names: Collection[str], *, bridge: bool = True) -> Graph:
    """Without these boxes; ``bridge``: what came in goes on to where they led."""
    gone = {name: graph[name] for name in names}

    def instead(wire: Wire) -> Wire:
        while wire.node in gone:
            inputs = gone[wire.node].inputs
            wire = inputs[0] if bridge and inputs else NOTHING
        return wire

    nodes = [_shorter(graph, rewired(node, instead)) for node in graph.nodes
             if node.name not in gone]
    return replace(
        graph, nodes=ordered(nodes), outputs=tuple(map(instead, graph.outputs)),
        inputs=tuple(name for name in graph.inputs if name not in gone))


def change(graph: Graph, name: str, settings: Mapping[str, Value]) -> Graph:
    """Settings of a box changed: of a shared layer they are the same wherever it is used."""
    node = graph[name]
    changed = settings_in_order(graph, node.kind, (), dict(node.settings) | dict(settings))
    same = {each.name for each in graph.sharing(node.layer)} | {name}
    nodes = [replace(each, settings=changed) if each.name in same else each
             for each in graph.nodes]
    nodes = [replace(each, outputs=outputs_of(graph, each)) if each.name in same else each
             for each in nodes]
    counts = {each.name: each.outputs for each in nodes}

    def there(wire: Wire) -> Wire:
        return wire if wire.output < counts.get(wire.node, 1) else replace(wire, output=0)

    return replace(graph, nodes=tuple(rewired(each, there) for each in nodes),
                   outputs=tuple(map(there, graph.outputs)))


def rename(graph: Graph, old: str, new: str) -> Graph:
    """A box called otherwise.

    Raises:
        ValueError: it cannot be called so, or another is.
    """
    if old == new:
        return graph
    graph[old]
    if not is_name(new):
        raise ValueError(f"A name has letters, digits and _, begins with a letter and is no word "
                         f"of Python's; got {new[:40]!r}. Try {graph.free_name('x')}.")
    if graph.free_name(new) != new:
        raise ValueError(f"Something is called {new} already. Try {graph.free_name(new)}.")

    def named(wire: Wire) -> Wire:
        return replace(wire, node=new) if wire.node == old else wire

    nodes = (rewired(each, named) for each in graph.nodes)
    return replace(
        graph, nodes=tuple(replace(each, name=new) if each.name == old else each for each in nodes),
        inputs=tuple(new if each == old else each for each in graph.inputs),
        outputs=tuple(map(named, graph.outputs)))


def share(graph: Graph, name: str) -> tuple[Graph, str]:
    """One more box of the same layer, with the same weights, not connected yet.

    Raises:
        ValueError: the box is no layer.
    """
    node = graph[name]
    if node.kind in (INPUT, INDEX) or not (node.settings or node.layer or node.kind[:1].isupper()):
        raise ValueError(f"{name} is no layer: it has no weights to share. Choose a layer.")
    layer = node.layer or graph.free_name(f"{first_name(node.kind)}_layer")
    kept = replace(node, layer=layer)
    twin = replace(kept, name=graph.free_name(name, (layer,)), arguments=tuple(
        (key, mapped(value, lambda wire: NOTHING)) for key, value in node.arguments))
    nodes = [kept if each.name == name else each for each in graph.nodes]
    return replace(graph, nodes=ordered([*nodes, twin])), twin.name


def separate(graph: Graph, name: str) -> Graph:
    """The box as a layer of its own, with weights of its own."""
    node = graph[name]
    if graph.model(node.kind) is not None:
        raise ValueError(f"{name} calls the model {node.kind}, which has the same weights wherever "
                         "it is called. Unfold it instead.")
    return _replaced(graph, replace(node, layer=""))


def set_outputs(graph: Graph, outputs: Collection[Wire]) -> Graph:
    """The model gives these tensors."""
    return replace(graph, outputs=tuple(outputs))


def _replaced(graph: Graph, node: Node) -> Graph:
    return replace(graph, nodes=ordered(
        node if each.name == node.name else each for each in graph.nodes))


def _input(graph: Graph, target: str, place: int) -> Wire:
    inputs = graph[target].inputs
    if not 0 <= place < len(inputs):
        raise ValueError(f"{target} has {len(inputs)} inputs; there is no input {place + 1}.")
    return inputs[place]


def _with_input(node: Node, place: int, wire: Wire) -> Node:
    counted = iter(range(len(node.inputs)))
    return rewired(node, lambda each: wire if next(counted) == place else each)


def _shorter(graph: Graph, node: Node) -> Node:
    """A list of inputs without those that are not there any more, if one is left."""
    if not takes_list(graph, node.kind) or not any(wire != NOTHING for wire in node.inputs):
        return node
    (_, row), *rest = node.arguments
    left = tuple(each for each in row.items if each != NOTHING)
    return replace(node, arguments=(("", Row(left)), *rest))


def _before(graph: Graph, name: str) -> set[str]:
    """The boxes whose outputs a box depends on."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for wire in graph[waiting.pop()].inputs:
            if wire != NOTHING and wire.node not in found:
                found.add(wire.node)
                waiting.append(wire.node)
    return found


_WORDS = {"+": "added", "-": "difference", "*": "product", "/": "quotient", "@": "product",
          "**": "power",
          INDEX: "part", INPUT: "inputs", "Add": "added", "Concatenate": "joined"}


def first_name(kind: str) -> str:
    """What a box of this kind is called at first: "conv2d", "layer_normalization"."""
    if kind in _WORDS:
        return _WORDS[kind]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", kind.rpartition(".")[2]).lower()
    return words if is_name(words) else "x"
