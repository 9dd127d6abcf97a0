"""The graph that a configuration of Keras's tells of: its layers, and how they are connected.

What is wrong with one is said in half a sentence: who reads a file says which file it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from playground.code.config_values import config_value, kind_of, named_settings
from playground.code.graph import INDEX, INPUT, Graph, Node, Row, Value, Wire, is_name, ordered
from playground.code.graph_edits import first_name
from playground.code.graph_kinds import outputs_of, settings_in_order
from playground.keras.naming import to_snake_case

MODELS = ("Functional", "Model", "Sequential")
_OPERATORS = {"Add": "+", "Subtract": "-", "Multiply": "*", "Divide": "/", "TrueDivide": "/",
              "Power": "**", "Matmul": "@", "FloorDivide": "//", "Mod": "%"}
_NOT_KEPT = ("training", "mask")


def configured_graph(config: Mapping[str, Any]) -> Graph:
    """The graph of a functional model, or of a row of layers.

    Raises:
        ValueError: half a sentence, where something in it has no text.
    """
    inner = config["config"]
    if config["class_name"] == "Sequential":
        inner = _in_a_row(inner)
    drawing = _Drawing(str(inner.get("name", "model")))
    for layer in inner["layers"]:
        drawing.layer(layer)
    return drawing.done(inner)


def _in_a_row(config: Mapping[str, Any]) -> dict[str, Any]:
    """A Sequential's configuration as a functional one."""
    layers = list(config["layers"])
    if not layers or layers[0]["class_name"] != "InputLayer":
        shape = shape_of(layers[0]["config"]) if layers else None
        shape = [None, *shape] if shape else config.get("build_input_shape")
        if not shape:
            raise ValueError("a Sequential in it does not say what it takes")
        layers.insert(0, {"class_name": "InputLayer", "config": {"batch_shape": shape}})
    found = []
    for place, each in enumerate(layers):
        before = [[[f"layer {place - 1}", 0, 0, {}]]] if place else []
        found.append({**each, "name": f"layer {place}", "inbound_nodes": before})
    return {"name": config.get("name", "model"), "layers": found,
            "input_layers": [["layer 0", 0, 0]],
            "output_layers": [[f"layer {len(layers) - 1}", 0, 0]]}


class _Drawing:
    """From a configuration's layers to nodes."""

    def __init__(self, name: str) -> None:
        self.graph = Graph(name="model")
        self.title = name
        self.nodes: list[Node] = []
        self.waiting: list[tuple[Node, Any]] = []
        self.names: dict[tuple[str, int], str] = {}
        self.taken: set[str] = set()
        self.inputs: list[str] = []

    def layer(self, layer: Mapping[str, Any]) -> None:
        own, calls = str(layer.get("name", layer["config"].get("name"))), layer["inbound_nodes"]
        if layer["class_name"] == "InputLayer":
            name = self.free(own)
            self.names[own, 0] = name
            self.nodes.append(input_node(name, layer["config"]))
            return
        kind, settings, shared = self.kind(layer, own)
        if not shared and len(calls) > 1:
            shared = self.free(f"{own}_layer")
        for place, call in enumerate(calls):
            name = self.free(own if place == 0 else f"{own}_{place}")
            self.names[own, place] = name
            self.waiting.append((Node(name, kind, settings, layer=shared), (call, layer)))

    def kind(
        self, layer: Mapping[str, Any], own: str
    ) -> tuple[str, tuple[tuple[str, Value], ...], str]:
        """What its nodes are, their settings, and the variable of the layer where it has one."""
        if layer["class_name"] in MODELS:
            nested = configured_graph(layer)
            name = self.free(first_name(own) if not own.isidentifier() else own)
            nested = replace(nested, name=name)
            self.graph = replace(self.graph, models=(*self.graph.models, (name, nested)))
            return name, (), name
        module = str(layer.get("module"))
        if ".ops" in module:
            kind = _OPERATORS.get(layer["class_name"]) or (
                INDEX if layer["class_name"] == "GetItem" else kind_of(layer, "ops"))
            return kind, (), ""
        return kind_of(layer, "layers"), settings_of(layer), ""

    def free(self, wanted: str) -> str:
        wanted = re.sub(r"\W|^(?=\d)", "_", wanted, flags=re.ASCII).strip("_")[:30] or "x"
        name = Graph().free_name(wanted, self.taken)
        self.taken.add(name)
        return name

    def done(self, config: Mapping[str, Any]) -> Graph:
        for node, (call, layer) in self.waiting:
            node = replace(node, arguments=tuple(self.arguments(node, call, layer)))
            self.nodes.append(replace(node, outputs=outputs_of(self.graph, node)))
        ends = [tuple(self.ends(config[f"{end}_layers"])) for end in ("input", "output")]
        return replace(
            self.graph, nodes=ordered(self.nodes), inputs=tuple(each.node for each in ends[0]),
            outputs=ends[1])

    def ends(self, value: Any) -> Iterator[Wire]:
        """Wires of ``[name, node, tensor]``, or of lists and dicts of them."""
        if isinstance(value, dict):
            value = [value[key] for key in sorted(value)]  # as Keras goes through them
        if value and isinstance(value[0], str):
            yield self.wire(value)
            return
        for each in value:
            yield from self.ends(each)

    def wire(self, history: Any) -> Wire:
        name, node, tensor = history[:3]
        if (name, node) not in self.names and (name, node - 1) in self.names:
            node -= 1  # of a model in it, Keras may have counted its making as a call
        if (name, node) not in self.names:
            raise ValueError(f"a layer takes what {str(name)[:60]} gives, which is not in it")
        return Wire(self.names[name, node], int(tensor))

    def arguments(
        self, node: Node, call: Any, layer: Mapping[str, Any]
    ) -> Iterator[tuple[str, Value]]:
        if isinstance(call, list):  # as Keras 2 wrote it
            wires = [self.wire(each) for each in call]
            yield "", wires[0] if len(wires) == 1 else Row(tuple(wires))
            return
        for each in call["args"]:
            yield "", self.given(each)
        more = layer["config"] if ".ops" in str(layer.get("module")) else {}
        for key, each in {**{name: value for name, value in more.items() if name not in (
                "name", "dtype", "trainable")}, **call["kwargs"]}.items():
            if key not in _NOT_KEPT and each is not None:
                if not is_name(key):
                    raise ValueError(f"a layer is called with {key[:60]!r}")
                yield key, self.given(each)

    def given(self, value: Any) -> Value:
        tensor: Callable[[Any], Value] = lambda config: self.wire(config["keras_history"])  # noqa: E731
        return config_value(value, tensor)


# ---------------------------------------------------------------------- single layers

def shape_of(config: Mapping[str, Any]) -> tuple[int | None, ...] | None:
    """The shape of an example, where the layer says it."""
    shape = config.get("batch_shape", config.get("batch_input_shape"))
    return None if shape is None else tuple(config_value(shape))[1:]


def input_node(name: str, config: Mapping[str, Any]) -> Node:
    """An ``Input`` of this name.

    Raises:
        ValueError: its shape is not said.
    """
    shape = shape_of(config)
    if shape is None:
        raise ValueError("an Input has no shape")
    named: dict[str, Value] = {"shape": shape}
    if config.get("dtype") not in (None, "float32") and isinstance(config["dtype"], str):
        named["dtype"] = config["dtype"]
    named |= _own_name("InputLayer", config)
    return Node(name, INPUT, settings_in_order(Graph(), INPUT, (), named))


def settings_of(layer: Mapping[str, Any]) -> tuple[tuple[str, Value], ...]:
    """The settings of a layer in the order of its constructor, and its name if it was given one."""
    kind = kind_of(layer, "layers")
    named = named_settings(layer["config"], kind, "layers")
    if layer["config"].get("trainable") is False:
        named["trainable"] = False
    return settings_in_order(Graph(), kind, (), named | _own_name(kind, layer["config"]))


def _own_name(kind: str, config: Mapping[str, Any]) -> dict[str, str]:
    """The name, unless Keras gave it by itself."""
    name = config.get("name")
    usual = rf"{to_snake_case(kind)}(_\d+)?"
    given = isinstance(name, str) and not re.fullmatch(usual, name)
    return {"name": name[:60]} if given else {}
