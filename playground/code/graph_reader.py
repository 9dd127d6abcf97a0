"""``graph_of``: from a text in Keras's functional style, or a Sequential, to its graph.

The text is read over ``Recording``, which notes calls and makes nothing. Loops and functions of the
text are followed; classes of the text are boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from playground.code.graph import (
    INDEX,
    INPUT,
    NOTHING,
    Graph,
    Node,
    Row,
    Value,
    Wire,
    ordered,
)
from playground.code.graph_ending import GIVEN, ending_of
from playground.code.graph_kinds import count_outputs, settings_in_order
from playground.code.graph_naming import Naming
from playground.code.graph_preamble import preamble_of
from playground.code.graph_recording import Recording
from playground.code.graph_records import (
    Layer,
    Made,
    Model,
    Record,
    Tensor,
    drawn_of,
    flat,
    own_names_of,
    row_of,
    shape_taken_by,
    tensors_in,
)
from playground.code.graph_values import plain_value
from playground.code.reader import Outcome, Refusal, read
from playground.code.reader.data import Data
from playground.code.reader.leftovers import python_of


def graph_of(text: str) -> Graph:
    """The graph that a text describes.

    Raises:
        ValueError: the text is not understood (then it is a ``Refusal``, with its line), or its
            model is no graph.
    """
    return _read(text)[0]


def steps_of(text: str) -> tuple[tuple[str, int], ...]:
    """The calls in the order in which the text makes them: the box of each, and its line.

    Raises:
        ValueError: as ``graph_of``.
    """
    return tuple((names[-1], line) for names, line in _read(text)[1])


def rows_of(text: str) -> tuple[tuple[str, ...], ...]:
    """For each of those calls its boxes in order: one, or of a Sequential one for each layer.

    Raises:
        ValueError: as ``graph_of``.
    """
    return tuple(names for names, _ in _read(text)[1])


@lru_cache(64)
def _read(text: str) -> tuple[Graph, tuple[tuple[tuple[str, ...], int], ...]]:
    recording = Recording(_count)
    try:
        outcome = read(text, recording, given=_GIVEN)
    except Refusal as refusal:
        model = refusal.outcome.model if refusal.outcome else None
        if isinstance(model, Model) and model.own:
            raise _no_graph(model) from None  # it matters more than what went wrong
        raise
    drawing = _Drawing(text, recording, outcome)
    return drawing.graph(), tuple(
        (tuple(drawing.naming.records[each] for each in row_of(call)), call.line)
        for call in outcome.calls)


_GIVEN = {name: Data("page", name) for name in GIVEN}


class _Drawing:
    """From records to nodes."""

    def __init__(self, text: str, recording: Recording, outcome: Outcome) -> None:
        text = python_of(text).text
        self.model = _functional(outcome.model, recording)
        self.records = drawn_of(recording.records, recording.stacked, self.model)
        self.naming = Naming(text, self.records, outcome)
        made = [each for record in self.records for each in (record.args, record.kwargs)]
        made += [each for record in self.records if record.layer
                 for each in (record.layer, record.layer.args, record.layer.kwargs)]
        drawn = {*self.naming.records.values(), *self.naming.layers.values()}
        self.name = self.naming.layers.get(outcome.model, "model")
        self.ending, used = ending_of(text, self.name, drawn)
        self.preamble = preamble_of(text, set(own_names_of(made)) | used - {*drawn, "keras"})

    def graph(self) -> Graph:
        nested = list(self._nested(self.model))
        inside = {record for each in nested for record in _members(each)}
        members = _members(self.model) | {each for each in self.records if each not in inside}
        return replace(self._graph(self.model, members), ending=self.ending, name=self.name)

    def _nested(self, model: Made) -> Iterator[Made]:
        """The models that are called within a model, and those in them."""
        for record in self._in_order(_members(model)):
            if _is_functional(record.layer) and record.layer is not model:
                yield record.layer
                yield from self._nested(record.layer)

    def _in_order(self, members: set[Record]) -> list[Record]:
        return [record for record in self.records if record in members]

    def _graph(self, model: Made, members: set[Record]) -> Graph:
        inner = {each.layer: None for each in self._in_order(members)
                 if _is_functional(each.layer)}
        models = tuple((self.naming.layers[each], self._graph(each, _members(each)))
                       for each in inner)
        around = Graph(preamble=self.preamble, models=models)
        nodes = [self._node(around, record) for record in self._in_order(members)]
        inputs = [self.naming.records[each.record] for each in tensors_in(model.inputs)]
        inputs += [node.name for node in nodes if node.kind == INPUT and node.name not in inputs]
        outputs = tuple(NOTHING if each is None else self._wire(each)
                        for each in flat(model.outputs))
        return replace(around, nodes=ordered(nodes), inputs=tuple(inputs), outputs=outputs,
                       name=self.naming.layers.get(model, "model"))

    def _node(self, around: Graph, record: Record) -> Node:
        name, layer = self.naming.records[record], record.layer
        if record.kind == INPUT:
            args, kwargs = (tuple(map(self._value, record.args)),
                            {key: self._value(each) for key, each in record.kwargs.items()})
            return Node(name, INPUT, settings_in_order(around, INPUT, args, kwargs))
        kind = self.naming.layers[layer] if _is_functional(layer) else record.kind
        settings: tuple[tuple[str, Value], ...] = ()
        if layer is not None and not _is_functional(layer):
            settings = settings_in_order(
                around, kind, tuple(map(self._value, layer.args)),
                {key: self._value(each) for key, each in layer.kwargs.items()})
        given = tuple(("", self._given(record, each)) for each in record.args)
        named = tuple((key, self._value(each)) for key, each in record.kwargs.items())
        return Node(name, kind, settings, given + named, self.naming.layers.get(layer, ""),
                    _count(record))

    def _given(self, record: Record, value: Any) -> Value:
        """An argument of a call: what is None is not connected yet."""
        if value is None and record.kind != INDEX:
            return NOTHING
        if isinstance(value, (list, tuple)) and (record.layer is not None or any(
                isinstance(each, Tensor) for each in value)):
            return Row(tuple(NOTHING if each is None else self._value(each) for each in value))
        return self._value(value)

    def _wire(self, tensor: Tensor) -> Wire:
        if not isinstance(tensor, Tensor):
            raise ValueError("An output of a model is what a layer gave; here is something else. "
                             "Write keras.Model(inputs, outputs) with tensors.")
        return Wire(self.naming.records[tensor.record], tensor.output)

    def _value(self, value: Any) -> Value:
        if isinstance(value, Tensor):
            return self._wire(value)
        return plain_value(value, self._value, self.naming.text_of)


def _count(record: Record) -> int:
    layer = record.layer
    if _is_functional(layer):
        return max(1, len(list(flat(layer.outputs))))
    settings = dict(layer.kwargs) if layer else {}
    inner = settings.get("layer", layer.args[0] if layer and layer.args else None)
    states = inner.kwargs.get("return_state") is True if isinstance(inner, Made) else None
    return count_outputs(
        record.kind, settings, record.args, record.kwargs,
        (inner.kind, states) if isinstance(inner, Made) else None)


def _functional(model: Any, recording: Recording) -> Made:
    """The text's model as one of inputs and outputs.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(model, Model):
        raise ValueError("The text has no model yet. Make one of its inputs and outputs: "
                         "model = keras.Model(inputs, outputs).")
    if model.own:
        raise _no_graph(model)
    if model.kind != "Sequential":
        return model
    first, *rest = model.stack or [None]
    if isinstance(first, Layer):
        shape = _first_shape(first) or shape_taken_by(first)
        rest = rest if first.kind == "InputLayer" else [first, *rest]
        first = recording.note(Record(INPUT, (shape,), {})) if shape is not None else None
    if not isinstance(first, Tensor):
        raise ValueError("A Sequential begins with its Input here, so that its first layer has "
                         "something to take. Add keras.Input((…)) in front.")
    end = first
    if not all(isinstance(each, Layer) for each in rest):
        raise ValueError("A Sequential is a row of layers; there is something else in it. Take it "
                         "out, or write *[…] for a list of layers.")
    for each in rest:
        end = recording.call_layer(each, (end,), {}, each.span)
    made = Model("Model", (first, end), {}, model.span)
    return made


def _no_graph(model: Made) -> ValueError:
    return ValueError(f"{model.kind} is a class of its own, and what it does is in its call: it "
                      "has no graph to edit.")


def _first_shape(layer: Layer) -> Any:
    given = layer.kwargs
    if layer.kind == "InputLayer":
        return given.get("shape", layer.args[0] if layer.args else given.get("input_shape"))
    if "input_dim" in given and layer.kind != "Embedding":
        return (given.pop("input_dim"),)
    return given.pop("input_shape", None)


def _is_functional(layer: Any) -> bool:
    return isinstance(layer, Model) and not layer.own and layer.kind == "Model"


def _members(model: Made) -> set[Record]:
    """The records between a model's inputs and its outputs."""
    ends = {each.record for each in tensors_in(model.inputs)}
    found: set[Record] = set(ends)
    waiting = [each.record for each in tensors_in(model.outputs)]
    while waiting:
        record = waiting.pop()
        if record not in found:
            found.add(record)
            waiting += [each.record for each in tensors_in((record.args, record.kwargs))]
    return found
