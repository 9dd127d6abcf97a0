"""What the kinds of a graph's nodes are: what they take, what they give, what stands for itself."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import lru_cache

from playground import keras
from playground.code.graph import INPUT, OPERATORS, Graph, Node, Row, Value, Wire
from playground.fields import Call, Field
from playground.keras.layers import layers
from playground.keras.serialization import module_name

_LISTS = ("Attention", "AdditiveAttention")  # with the merging layers: what takes a list
_TWO = ("MultiHeadAttention", "GroupQueryAttention")  # query and value, one behind the other
_STATES = {"LSTM": 2, "GRU": 1, "SimpleRNN": 1, "ConvLSTM1D": 2, "ConvLSTM2D": 2, "ConvLSTM3D": 2}

_SEVERAL = {"ops.moments": 2, "ops.top_k": 2, "ops.qr": 2, "ops.svd": 3, "ops.slogdet": 2,
            "ops.eigh": 2}


def is_layer(graph: Graph, kind: str) -> bool:
    """Whether a node of this kind is made first and called then."""
    return kind in graph_classes(graph.preamble) or graph.model(kind) is not None or (
        kind in layers and layers.name_of(kind) == kind)


def takes_list(graph: Graph, kind: str) -> bool:
    """Whether its inputs come in one list."""
    nested = graph.model(kind)
    if nested is not None:
        return len(nested.inputs) > 1
    return kind in _LISTS or (kind in layers and kind not in graph_classes(graph.preamble)
                              and hasattr(layers[kind], "_merge_function"))


def most_inputs(graph: Graph, kind: str) -> int | None:
    """How many inputs it takes; None: as many as there are."""
    nested = graph.model(kind)
    if nested is not None:
        return len(nested.inputs)
    if kind == INPUT:
        return 0
    if kind in ("Subtract", "Dot", *_TWO) or kind in OPERATORS:
        return 2
    if kind in _LISTS:
        return 3
    if takes_list(graph, kind) or kind in ("ops.concatenate", "ops.stack"):
        return None
    if kind.startswith("ops."):
        expected = _parameters(getattr(keras.ops, kind[4:])).values()
        return max(1, sum(each.default is each.empty for each in expected))
    return 1 if is_layer(graph, kind) and kind not in graph_classes(graph.preamble) else None


def arguments_for(
    graph: Graph, kind: str, wires: tuple[Wire, ...]
) -> tuple[tuple[str, Value], ...]:
    """The arguments of a call with these inputs, as one writes them."""
    if kind == INPUT:
        return ()
    if kind in _TWO:
        query = wires[:1] or (Wire(""),)
        return tuple(("", wire) for wire in (*query, *(wires[1:2] or query)))
    if takes_list(graph, kind) or kind in ("ops.concatenate", "ops.stack"):
        return (("", Row(wires)),)
    return tuple(("", wire) for wire in wires or (Wire(""),))


def outputs_of(graph: Graph, node: Node) -> int:
    """How many tensors a call gives, as far as it can be seen without making it."""
    nested = graph.model(node.kind)
    if nested is not None:
        return max(1, len(nested.outputs))
    inner = node.setting("layer")
    states = None
    if isinstance(inner, Call):
        states = inner.name.rpartition(".")[2], dict(inner.named).get("return_state") is True
    unnamed = tuple(value for name, value in node.arguments if not name)
    return count_outputs(node.kind, dict(node.settings), unnamed, dict(node.arguments), states)


def count_outputs(
    kind: str, settings: Mapping[str, Value], unnamed: tuple[Value, ...],
    named: Mapping[str, Value], inner: tuple[str, bool] | None = None,
) -> int:
    """How many tensors a call gives.

    Args:
        settings: what the layer is made with.
        unnamed, named: what it is called with.
        inner: the kind of the layer within this one, and whether that gives its states.
    """
    if kind == "Bidirectional" and inner is not None:
        return 1 + 2 * _STATES.get(inner[0], 1) * inner[1]
    if kind in _STATES and settings.get("return_state") is True:
        return 1 + _STATES[kind]
    if named.get("return_attention_scores") is True:
        return 2
    if kind in ("ops.split", "ops.array_split") and len(unnamed) + len(named) > 1:
        parts = named.get("indices_or_sections", unnamed[1] if len(unnamed) > 1 else 1)
        parts = parts.items if isinstance(parts, Row) else parts
        return len(parts) + 1 if isinstance(parts, (tuple, list)) else (
            parts if isinstance(parts, int) else 1)
    return _SEVERAL.get(kind, 1)


def settings_in_order(
    graph: Graph, kind: str, positional: tuple[Value, ...], named: Mapping[str, Value]
) -> tuple[tuple[str, Value], ...]:
    """Constructor arguments by name in the constructor's order, without what it takes by itself.

    Those of an own class stay as they are written: "" for what has no name.
    """
    parameters = parameters_of(graph, kind)
    if parameters is None:
        return (*(("", value) for value in positional), *named.items())
    given = dict(zip(parameters, positional)) | dict(named)
    in_order = [name for name in parameters if name in given]
    more = [name for name in given if name not in parameters]
    kept = [(name, given[name]) for name in (*in_order, *more)
            if not _is_usual(name, parameters.get(name), given[name])]
    return tuple(kept)


def parameters_of(graph: Graph, kind: str) -> Mapping[str, inspect.Parameter] | None:
    """What a layer's constructor expects; None for an own class or something that is no layer."""
    if kind == INPUT:
        return _parameters(keras.Input)
    if kind in layers and layers.name_of(kind) == kind and (
            kind not in graph_classes(graph.preamble)):
        return _parameters(layers[kind])
    return None


@lru_cache(256)
def _parameters(callee: object) -> Mapping[str, inspect.Parameter]:
    return {name: each for name, each in inspect.signature(callee).parameters.items()
            if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)}


def fields_of(graph: Graph, kind: str) -> Mapping[str, Field]:
    """The settings of a kind of layer that a person may change; none of own kinds."""
    known = parameters_of(graph, kind) is not None and kind != INPUT
    return layers[kind].fields if known else {}


def path_of(kind: type) -> str:
    """The name under which a text finds a class of Keras's: "keras.layers.Dense"."""
    return f"{module_name(kind)}.{kind.__name__}"


def is_positional(parameter: inspect.Parameter | None) -> bool:
    """Whether one writes it without its name: there is no model without it."""
    return parameter is not None and parameter.default is parameter.empty


def _is_usual(name: str, parameter: inspect.Parameter | None, value: Value) -> bool:
    """Whether it is what the constructor takes by itself, in any of Keras's spellings."""
    if parameter is None or parameter.default is parameter.empty:
        return False
    usual = parameter.default
    if usual is None and name == "activation" and value == "linear":
        return True
    if isinstance(value, tuple) and not isinstance(usual, tuple):  # (1, 1) where 1 is usual
        return bool(value) and all(_is_usual(name, parameter, each) for each in value)
    return type(usual) is type(value) and usual == value


@lru_cache(64)
def graph_classes(preamble: str) -> frozenset[str]:
    """The classes that a preamble defines."""
    return frozenset(line.removeprefix("class ").partition("(")[0].partition(":")[0].strip()
                     for line in preamble.splitlines() if line.startswith("class "))


