"""What is noted while a graph is read: calls, what they give, and what was made for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playground.code.reader import Call
from playground.code.reader.data import RESULT, Data
from playground.code.reader.values import is_written_function

Span = tuple[int, int, int, int]  # where an expression stands: first and last line and column
NOWHERE: Span = (0, 0, 0, 0)


@dataclass(eq=False)
class Record:
    """One call: of a layer, a function, an operator, a nested model; or an input."""

    kind: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    layer: Made | None = None
    span: Span = NOWHERE  # an operator's is not known
    shapes: list[Any] | None = None  # of what it gives, once a text has asked


@dataclass(eq=False)
class Tensor:
    """What a record gives."""

    record: Record
    output: int = 0

    @property
    def shape(self) -> tuple[int | None, ...]:
        """As ``x.shape[-1]`` asks for it."""
        from playground.code.graph_shapes import shape_of  # which needs this module

        return shape_of(self)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def dtype(self) -> str:
        """As ``ops.cast(y, x.dtype)`` asks for it."""
        from playground.code.graph_shapes import dtype_of  # which needs this module

        return dtype_of(self)


@dataclass(eq=False)
class Made:
    """A layer, a model, or another object: what it was made of."""

    kind: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    span: Span
    own: bool = False  # of a class of the text
    stack: list[Any] = field(default_factory=list)  # a Sequential's layers

    @property
    def inputs(self) -> Any:
        return _end(self, 0, "inputs")

    @property
    def outputs(self) -> Any:
        return _end(self, 1, "outputs")

    input, output = inputs, outputs

    def method(self, *args: Any, **kwargs: Any) -> Data:
        """Training and the like: nothing is done."""
        return Data(RESULT)

    add = compile = fit = evaluate = predict = summary = save = build = load_weights = method
    to_json = export = method
    adapt = set_weights = get_weights = count_params = get_layer = method
    trainable = True
    layers = weights = trainable_weights = trainable_variables = optimizer = name = Data(RESULT)
    metrics_names = input_shape = output_shape = Data(RESULT)


class Layer(Made):
    """A layer: it may be called on tensors."""


class Model(Layer):
    """A model: one of inputs and outputs, or a Sequential."""


@dataclass(frozen=True)
class Function:
    """A function of Keras's that takes tensors: "ops.relu"."""

    kind: str

    @property
    def __name__(self) -> str:
        return self.kind.rpartition(".")[2]


def tensors_in(value: Any) -> Iterator[Tensor]:
    """The tensors in a value, in order."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from tensors_in(each)
    elif isinstance(value, dict):
        yield from tensors_in(list(value.values()))


def _end(made: Made, place: int, name: str) -> Any:
    return made.args[place] if len(made.args) > place else made.kwargs.get(name)


def row_of(call: Call) -> list[Record]:
    """What a call gives, with what the layers before it give where it is one of a Sequential."""
    found = [call.outputs[0].record]
    if isinstance(call.callee, Model) and call.callee.kind == "Sequential":
        ends = {each.record for each in call.inputs}
        while (before := found[-1].args[:1]) and isinstance(before[0], Tensor) and (
                before[0].record not in ends) and found[-1] not in ends:
            found.append(before[0].record)
    return found[::-1]


def drawn_of(records: list[Record], stacked: set[Record], model: Model) -> list[Record]:
    """The records without inputs of stacks that are called on other tensors."""
    used = {each.record for record in records for each in tensors_in((record.args, record.kwargs))}
    used |= {each.record for each in tensors_in(model.inputs)}
    return [each for each in records if each not in stacked or each in used]


def flat(value: Any) -> Iterator[Any]:
    """What lies in lists and dicts in one another, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from flat(each)
    else:
        yield value


def own_names_of(values: Iterable[Any]) -> Iterator[str]:
    """The names of the text's own classes and functions that settings are made of."""
    for each in values:
        if isinstance(each, Made):
            if each.own:
                yield each.kind
            yield from own_names_of([each.args, each.kwargs])
        elif isinstance(each, dict):
            yield from own_names_of(each.values())
        elif isinstance(each, (list, tuple)):
            yield from own_names_of(each)
        elif is_written_function(each):
            yield each.__name__


def shape_taken_by(layer: Any) -> Any:
    """The shape of the Input with which a model in front of a stack begins."""
    if not isinstance(layer, Model) or layer.own:
        return None
    parts = layer.stack if layer.kind == "Sequential" else tensors_in(layer.inputs)
    first = next(iter(parts), None)
    if not isinstance(first, Tensor):
        return shape_taken_by(first)
    return first.record.kwargs.get("shape", next(iter(first.record.args), None))
