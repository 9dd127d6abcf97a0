"""A graph of layers as a value: what a text in Keras's functional style says, box by box.

A node is one call: of a layer, of a function of ``keras.ops``, of an operator, of a nested model or
of an own class. Its name is the variable that the text keeps its result in. What is not connected
yet stands as ``None`` in the text, so that a graph that is being built is a text, too.
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

Value = Any  # None, bool, int, float, str, a tuple of values, Row, Source, Wire, or fields.Call

INPUT = "Input"
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "@", "<", "<=", ">", ">=", "==", "!=")
INDEX = "[]"
_TAKEN = frozenset({"keras", "np", "numpy", "tf", "layers", "ops", "print", "range", "len"})


@dataclass(frozen=True)
class Wire:
    """A tensor on its way: the node that makes it, and which of its outputs it is."""

    node: str
    output: int = 0


NOTHING = Wire("")  # nothing is connected here yet


@dataclass(frozen=True)
class Row:
    """A list, as ``Add()([a, b])`` has it."""

    items: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Source:
    """A value that stands in the text word for word: a name of the preamble."""

    text: str


@dataclass(frozen=True)
class Node:
    """One call.

    Args:
        name: the variable that keeps what it gives.
        kind: ``Input``, a layer's name ("Dense"), a function ("ops.relu"), an operator ("+"),
            "[]" for indexing, the name of a nested model or of a class of the preamble.
        settings: what the layer is made with, by name; what Keras takes by itself is left out.
        arguments: what it is called with; "" for what has no name. Wires are among them.
        layer: the variable of a layer with a name of its own: nodes that have the same are the
            same layer, with the same weights.
        outputs: how many tensors it gives; with one, the variable is the tensor itself.
    """

    name: str
    kind: str
    settings: tuple[tuple[str, Value], ...] = ()
    arguments: tuple[tuple[str, Value], ...] = ()
    layer: str = ""
    outputs: int = 1

    @property
    def inputs(self) -> tuple[Wire, ...]:
        """What comes in, in order; ``NOTHING`` where nothing is connected."""
        return tuple(wire for _, value in self.arguments for wire in wires_of(value))

    def setting(self, name: str, default: Value = None) -> Value:
        return dict(self.settings).get(name, default)


@dataclass(frozen=True)
class Graph:
    """Nodes in the order in which they are called.

    Args:
        inputs: the names of the Input nodes, in the model's order.
        outputs: the tensors that the model gives; ``NOTHING`` where none is connected.
        models: the nested models by name, those before that others use.
        preamble: the text's own classes with what they need, word for word.
        name: the model's variable.
        ending: how the text compiles and fits the model, word for word.

    Raises:
        ValueError: two things have one name, or a wire leads nowhere or back.
    """

    nodes: tuple[Node, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[Wire, ...] = ()
    models: tuple[tuple[str, Graph], ...] = ()
    preamble: str = ""
    name: str = "model"
    ending: str = ""

    def __post_init__(self) -> None:
        seen: dict[str, Node] = {}
        for node in self.nodes:
            if node.name in seen:
                raise ValueError(f"Two boxes are called {node.name}. Give one another name.")
            for wire in node.inputs:
                _check(wire, seen, f"{node.name} expects its inputs from boxes before it")
            seen[node.name] = node
        for wire in self.outputs:
            _check(wire, seen, "The model expects its outputs from its own boxes")

    def __getitem__(self, name: str) -> Node:
        """The node of that name.

        Raises:
            KeyError: a sentence, when there is none.
        """
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(f"There is no box called {name}. There are: "
                       f"{', '.join(node.name for node in self.nodes)}.")

    def __contains__(self, name: object) -> bool:
        return any(node.name == name for node in self.nodes)

    def model(self, name: str) -> Graph | None:
        """The nested model of that name."""
        return dict(self.models).get(name)

    def uses(self, name: str) -> list[tuple[str, int]]:
        """Where a node's outputs go: the node and the number of its input, each."""
        return [(node.name, place) for node in self.nodes
                for place, wire in enumerate(node.inputs) if wire.node == name]

    def sharing(self, layer: str) -> list[Node]:
        """The nodes that are one layer."""
        return [node for node in self.nodes if layer and node.layer == layer]

    def names(self) -> set[str]:
        """All variables, those of the nested models too."""
        own = {self.name, *(node.name for node in self.nodes),
               *(node.layer for node in self.nodes if node.layer)}
        return own.union(*(model.names() | {name} for name, model in self.models))

    def free_name(self, wanted: str, taken: Iterable[str] = ()) -> str:
        """The name, or the nearest with a number behind it that nothing has."""
        wanted = wanted if is_name(wanted) else "x"
        used = {*self.names(), *taken, *_preamble_names(self.preamble)}
        if wanted not in used:
            return wanted
        stem, _, last = wanted.rpartition("_")
        stem = stem if stem and last.isdigit() else wanted
        return next(name for name in (f"{stem}_{k}" for k in range(1, len(used) + 2))
                    if name not in used)


def is_name(text: str) -> bool:
    """Whether a box can be called so."""
    return (text.isidentifier() and text.isascii() and not keyword.iskeyword(text)
            and not text.startswith("_") and text not in _TAKEN and len(text) <= 40)


def wires_of(value: Value) -> Iterator[Wire]:
    """The wires in a value, in order."""
    if isinstance(value, Wire):
        yield value
    elif isinstance(value, (Row, tuple)):
        for each in value.items if isinstance(value, Row) else value:
            yield from wires_of(each)


def mapped(value: Value, change: Callable[[Wire], Value]) -> Value:
    """The value with every wire replaced by what ``change`` makes of it."""
    if isinstance(value, Wire):
        return change(value)
    if isinstance(value, Row):
        return Row(tuple(mapped(each, change) for each in value.items))
    if isinstance(value, tuple):
        return tuple(mapped(each, change) for each in value)
    return value


def rewired(node: Node, change: Callable[[Wire], Value]) -> Node:
    """The node with every wire that comes in replaced."""
    return replace(node, arguments=tuple(
        (name, mapped(value, change)) for name, value in node.arguments))


def ordered(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Each node behind those whose outputs it takes; what waits for something missing comes last.

    Raises:
        ValueError: they take one another's outputs in a circle.
    """
    waiting: list[Node] = list(nodes)
    done: list[Node] = []
    stopped: list[Node] = []
    placed: set[str] = set()
    while waiting:
        first = next((node for node in waiting if all(
            wire == NOTHING or wire.node in placed for wire in node.inputs)), None)
        if first is None:
            raise ValueError(f"{waiting[0].name} would take what it gives itself: a graph has no "
                             "circles. Connect it to a box that comes later.")
        waiting.remove(first)
        placed.add(first.name)
        late = {"", *(node.name for node in stopped)}
        halts = any(wire.node in late for wire in first.inputs)
        (stopped if halts else done).append(first)
    return (*done, *stopped)


def _check(wire: Wire, seen: Mapping[str, Node], expects: str) -> None:
    if wire == NOTHING:
        return
    if wire.node not in seen:
        raise ValueError(f"{expects}; {wire.node} is none. Connect another box.")
    if not 0 <= wire.output < seen[wire.node].outputs:
        raise ValueError(f"{wire.node} has {seen[wire.node].outputs} outputs; there is no output "
                         f"{wire.output + 1}. Take another.")


def _preamble_names(preamble: str) -> set[str]:
    words = "".join(each if each.isidentifier() or each.isdigit() else " " for each in preamble)
    return set(words.split())
