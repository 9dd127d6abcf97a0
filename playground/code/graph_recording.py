"""A world for the reader in which nothing is made: what is called is noted, without shapes.

So a graph whose shapes do not go together is still read to its end.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from playground import keras
from playground.code.graph import INDEX
from playground.code.graph_records import (
    NOWHERE,
    Function,
    Layer,
    Made,
    Model,
    Record,
    Span,
    Tensor,
    tensors_in,
)
from playground.code.reader import Family, NotUnderstood, World
from playground.code.reader.budget import Spent
from playground.code.reader.comparing import COMPARED
from playground.code.reader.data import RESULT, Data
from playground.code.reader.keras_modules import keras_modules
from playground.code.reader.keras_names import OPS, OPS_OF
from playground.code.reader.numpy_module import numpy_functions, numpy_module
from playground.code.reader.numpy_sizes import run_numpy
from playground.code.reader.operators import BINARY, UNARY
from playground.code.reader.other_modules import other_modules
from playground.code.reader.values import Bound, Here, Module, written_class
from playground.keras.layers import layers

_SYMBOLS = {function: symbol for table in (BINARY, COMPARED, UNARY)
            for symbol, function in table.values()}
_FUNCTIONS = ("add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract")


class _Kind(type):
    """A class that a text may call and derive its own from; none of a text's methods runs."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Made:
        return _made(cls, args, kwargs, NOWHERE)


class Recording(World):
    """``playground.keras`` with recorders in the place of everything that computes.

    Args:
        count: says how many tensors a call gives.
    """

    def __init__(self, count: Callable[[Record], int]) -> None:
        self.records: list[Record] = []
        self._count = count
        self._kinds: dict[int, Any] = {}
        self._handed_out: list[Any] = []
        self.stacked: set[Record] = set()  # inputs that stand in stacks which are called
        modules = {**other_modules(), **self._replaced(keras_modules()), "numpy": numpy_module()}
        super().__init__(
            modules, _FAMILIES, [*self._handed_out, *numpy_functions().values()],
            [each for each in self._handed_out if isinstance(each, type)])

    # ------------------------------------------------------------------ what is handed out

    def _replaced(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._replaced(each) for name, each in value.items()}
        if isinstance(value, Module):
            if id(value) not in self._kinds:
                self._kinds[id(value)] = made = Module(value.name, {}, value.missing)
                made.members.update(self._replaced(value.members))
            return self._kinds[id(value)]
        if isinstance(value, type) or (callable(value) and not isinstance(value, Data)
                                       and type(value).__module__ == "builtins"):
            if id(value) not in self._kinds:
                self._kinds[id(value)] = made = _recorder(value)
                self._handed_out.append(made)
            return self._kinds[id(value)]
        return value  # a number, a placeholder, a function of the reader's own

    # ------------------------------------------------------------------ what is noted

    def run(
        self, here: Here, callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        span = _span(here.node)
        if isinstance(callee, _Kind):
            return _made(callee, args, kwargs, span)
        if isinstance(callee, Function):
            return self._function(callee, args, kwargs, span)
        if isinstance(callee, Layer):
            return self.call_layer(callee, args, kwargs, span)
        if any(tensors_in((args, kwargs))):
            raise NotUnderstood("NumPy does not compute with tensors of a graph. Use keras.ops.")
        return run_numpy(callee, args, kwargs, here.interpreter.spent, self.limits)

    def _function(
        self, function: Function, args: tuple[Any, ...], kwargs: dict[str, Any], span: Span
    ) -> Any:
        if function.kind == "Input":
            return self.note(Record("Input", args, kwargs, None, span))
        if function.kind[:1].isupper():  # layers.add([a, b]) makes a layer and calls it
            return self.call_layer(Layer(function.kind, args[1:], kwargs, span), args[:1], {}, span)
        gap = args[:1] == (None,) and function.kind.startswith(("ops.", "activations."))
        if gap or any(tensors_in((args, kwargs))):
            return self.note(Record(function.kind, args, kwargs, None, span))
        return Made(f"keras.{function.kind}", args, kwargs, span)

    def call_layer(
        self, layer: Layer, args: tuple[Any, ...], kwargs: dict[str, Any], span: Span
    ) -> Any:
        """What a layer, a model or a row of layers gives for tensors."""
        if isinstance(layer, Model) and layer.kind == "Sequential":
            given = args[0] if args else None
            for each in layer.stack:
                if isinstance(each, Tensor) or each.kind == "InputLayer":  # its shape is known
                    self.stacked |= {each.record} if isinstance(each, Tensor) else set()
                    continue
                given = self.call_layer(each, (given,), {}, each.span)
            return given
        return self.note(Record(layer.kind, args, kwargs, layer, span))

    def note(self, record: Record) -> Any:
        """The tensors that the record gives."""
        self.records.append(record)
        count = self._count(record)
        tensors = [Tensor(record, place) for place in range(count)]
        return tensors[0] if count == 1 else tensors

    def operate(self, spent: Spent, function: Callable[..., Any], *operands: Any) -> Any:
        if not any(tensors_in(operands)):
            raise NotUnderstood("Numbers of layers and models are not known here.")
        return self.note(Record(_SYMBOLS.get(function, INDEX), operands, {}))

    def truth(self, value: Any) -> bool:
        raise NotUnderstood("Whether a tensor is true is not known while the graph is read. Use "
                            "keras.ops.where.")

    def no_base(self, value: Any) -> str:
        return "Derive it from keras.Layer."


# ---------------------------------------------------------------------- methods of models

def _add(here: Here, method: Bound, layer: Any) -> None:
    owner = method.owner
    if not isinstance(owner, Model) or not isinstance(layer, (Layer, Tensor)):
        raise NotUnderstood("add expects a layer.")
    owner.stack.append(layer)


def _trained(here: Here, method: Bound, *args: Any, **kwargs: Any) -> Data:
    here.interpreter.decided(method.owner)
    return Data(RESULT)


def _nothing(here: Here, method: Bound, *args: Any, **kwargs: Any) -> Data:
    return Data(RESULT)


_DONE = ("evaluate", "predict", "summary", "save", "to_json", "export", "build", "load_weights",
         "adapt", "set_weights", "get_weights", "count_params", "get_layer")
_ASKED = ("layers", "weights", "trainable_weights", "trainable_variables", "optimizer", "name",
          "metrics_names", "input_shape", "output_shape")
_METHODS = {"add": _add, "compile": _trained, "fit": _trained, **dict.fromkeys(_DONE, _nothing)}
_READ = frozenset(("inputs", "outputs", "input", "output", "trainable", *_METHODS, *_ASKED))
_FAMILIES = (
    Family("a model", (Model,), _READ, frozenset(("trainable",)), _METHODS, called=True,
           model=True),
    Family("a layer", (Layer,), frozenset(("trainable", "adapt", "build")),
           frozenset(("trainable",)), _METHODS, called=True),
    Family("a tensor", (Tensor,), frozenset(("dtype", "ndim", "shape")), operators=True,
           symbolic=True),
    Family("an object", (Made,), operators=True),
    Family("a function", (Function,), called=True),
)


# ---------------------------------------------------------------------- what is made

_OPS = {id(getattr(keras.ops, name)): f"ops.{name}" for name in OPS} | {
    id(getattr(getattr(keras.ops, part), name)): f"ops.{part}.{name}"
    for part, names in OPS_OF.items() for name in names if name not in OPS}
_LAYERS = {id(each): name for name, each in layers.items()}


def _recorder(value: Any) -> Any:
    """What stands for a class or a function of Keras's."""
    name = getattr(value, "__name__", "x")
    if value is keras.Input:
        return Function("Input")
    if isinstance(value, type):
        return _Kind(name, (_base_of(value),), {
            "kind": _LAYERS.get(id(value), name), "path": _path(value)})
    if name in _FUNCTIONS and value.__module__.startswith("playground.keras.layers"):
        return Function(name.capitalize())
    if id(value) in _OPS:
        return Function(_OPS[id(value)])
    return Function(_path(value).removeprefix("keras."))


class _AsModel(metaclass=_Kind):
    made = Model


class _AsLayer(metaclass=_Kind):
    made = Layer


class _AsObject(metaclass=_Kind):
    made = Made


def _base_of(value: type) -> type:
    if issubclass(value, keras.Model):
        return _AsModel
    return _AsLayer if issubclass(value, keras.Layer) else _AsObject


def _path(value: Any) -> str:
    """Where Keras has it: "keras.initializers.HeNormal"."""
    parts = value.__module__.split(".")
    place = parts[2] if len(parts) > 2 else ""
    inner = ".schedules" if "schedules" in parts[3:] else ""
    return f"keras.{place}{inner}.{value.__name__}" if place else f"keras.{value.__name__}"


def _made(kind: Any, args: tuple[Any, ...], kwargs: dict[str, Any], span: Span) -> Any:
    own = written_class(kind) is not None
    name = kind.__name__ if own or kind.made is not Made else kind.path
    if not own and kind.made is Layer:
        name = kind.kind
    made = kind.made(name, args, kwargs, span, own)
    if name == "Sequential":
        given = args[0] if args else kwargs.get("layers") or ()
        made.stack.extend(given if isinstance(given, (list, tuple)) else [given])
    return made



def _span(node: ast.AST) -> Span:
    return (getattr(node, "lineno", 0), getattr(node, "col_offset", 0),
            getattr(node, "end_lineno", 0) or 0, getattr(node, "end_col_offset", 0) or 0)
