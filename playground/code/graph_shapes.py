"""Shapes of a graph's tensors, for a text that asks: ``x.shape[-1]``.

A graph is read without shapes, so that one whose shapes do not go together is read, too. Where a
text needs one, it is worked out backwards from its tensor, by layers that make no numbers.
"""

from __future__ import annotations

from typing import Any

from playground.code.graph import INDEX, INPUT, OPERATORS
from playground.code.graph_records import Function, Layer, Made, Model, Record, Tensor, tensors_in
from playground.code.reader import NotUnderstood
from playground.code.reader.data import indexed
from playground.code.reader.keras_names import ACTIVATIONS
from playground.code.reader.values import is_written_function
from playground.keras.layers import layers

Shape = tuple[int | None, ...]

_BATCH = 13  # stands for the size of a batch, which is not known
_ALIKE = frozenset(f"ops.{name}" for name in (
    *ACTIVATIONS, "abs", "absolute", "cast", "clip", "cos", "erf", "exp", "expm1", "log", "log1p",
    "logical_not", "negative", "reciprocal", "rsqrt", "sign", "sin", "sqrt", "square",
    "stop_gradient")) | {f"activations.{name}" for name in ACTIVATIONS}


def shape_of(tensor: Tensor) -> Shape:
    """The shape of a tensor, the batch first: None.

    Raises:
        NotUnderstood: it cannot be told without making numbers.
    """
    record = tensor.record
    if record.shapes is None:
        try:
            record.shapes = _shapes(record)
        except (ValueError, TypeError, KeyError, RecursionError, NotImplementedError):
            record.shapes = []
    if tensor.output >= len(record.shapes):
        raise NotUnderstood(f"The shape of what {record.kind} gives is not known while the graph "
                            "is read. Write the number itself.")
    return record.shapes[tensor.output]


def _shapes(record: Record) -> list[Shape]:
    """The shapes of all that a record gives; none where they are not known."""
    if record.kind == INPUT:
        return [_of_input(*record.args, **record.kwargs)]
    if isinstance(record.layer, Model):
        return [] if record.layer.own else [
            shape_of(each) for each in tensors_in(record.layer.outputs)]
    if record.layer is not None:
        return _of_layer(record)
    if record.kind == INDEX:
        return [_indexed(shape_of(record.args[0]), record.args[1])]
    given = [shape_of(each) for each in tensors_in(record.args)]
    if record.kind in _ALIKE:
        return given[:1]
    if record.kind in OPERATORS and record.kind != "@":
        return [_together(given)]
    return []


def _of_input(shape: Any = None, batch_size: Any = None, *_: Any, **more: Any) -> Shape:
    whole = more.get("batch_shape")
    return tuple(whole) if whole is not None else (None, *shape)


def _of_layer(record: Record) -> list[Shape]:
    layer = _real(record.layer)
    if layer is None or getattr(layer.compute_output_shape, "_of_the_base", False):
        return []
    shapes = [_shape_like(each) for each in record.args if any(tensors_in(each))]
    found = layer.compute_output_shape(*shapes)
    several = isinstance(found, list) or found and isinstance(found[0], (tuple, list))
    return [tuple(each) for each in found] if several else [tuple(found)]


def _shape_like(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_shape_like(each) for each in value]
    return shape_of(value)


def _real(made: Made) -> Any:
    """The layer itself, without what does not matter to its shape; None: it is an own one."""
    if made.own or made.kind not in layers:
        return None
    return layers[made.kind](*map(_argument, made.args), **{
        **{name: _argument(each) for name, each in made.kwargs.items()
           if isinstance(each, Layer) or not _is_object(each)}, "name": "shape"})


def _argument(value: Any) -> Any:
    return _real(value) if isinstance(value, Layer) else None if _is_object(value) else value


def _is_object(value: Any) -> bool:
    return isinstance(value, (Made, Function)) or is_written_function(value)


def _indexed(shape: Shape, key: Any) -> Shape:
    left = indexed(tuple(_BATCH if each is None else each for each in shape), key)
    if left is None:
        raise ValueError("an index that is not understood")
    return tuple(None if k == 0 and each == _BATCH else each for k, each in enumerate(left))


def _together(shapes: list[Shape]) -> Shape:
    """What an operator makes of arrays of these shapes: 1 is stretched."""
    sizes = max(map(len, shapes))
    padded = [(1,) * (sizes - len(each)) + each for each in shapes]
    return tuple(next((size for size in column if size != 1), 1) for column in zip(*padded))
