"""Shapes of a graph's tensors, for a text that asks: ``x.shape[-1]``.

A graph is read without shapes, so that one whose shapes do not go together is read, too. Where a
text needs one, it is worked out backwards from its tensor, by layers that make no numbers.
"""

from __future__ import annotations

from typing import Any

from playground.code.graph import INDEX, INPUT, OPERATORS
from playground.code.graph_op_shapes import Shape, shapes_of_op, together, type_of_op
from playground.code.graph_records import Function, Layer, Made, Model, Record, Tensor, tensors_in
from playground.code.reader import NotUnderstood
from playground.code.reader.data import indexed
from playground.code.reader.values import is_written_function
from playground.keras.layers import layers

_OF_OTHER_TYPES = frozenset(("CategoryEncoding", "Discretization", "HashedCrossing", "Hashing",
                             "IntegerLookup", "StringLookup", "TextVectorization", "Lambda"))
_BATCH = 13  # stands for the size of a batch, which is not known
def shape_of(tensor: Tensor) -> Shape:
    """The shape of a tensor, the batch first: None.

    Raises:
        NotUnderstood: it cannot be told without making numbers.
    """
    record = tensor.record
    if record.shapes is None:
        try:
            record.shapes = _shapes(record)
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError,
                NotImplementedError):
            record.shapes = []
    if tensor.output >= len(record.shapes):
        raise NotUnderstood(f"The shape of what {record.kind} gives is not known while the graph "
                            "is read. Write the number itself.")
    return record.shapes[tensor.output]


def dtype_of(tensor: Tensor) -> str:
    """The type of a tensor, as "float32".

    Raises:
        NotUnderstood: no rule tells it.
    """
    record = tensor.record
    try:
        return _type(record, tensor.output)
    except (ValueError, TypeError, LookupError, RecursionError):
        raise NotUnderstood(f"The type of what {record.kind} gives is not known while the graph "
                            'is read. Write it itself, as "float32".') from None


def _type(record: Record, output: int) -> str:
    if record.kind == INPUT:
        return str(record.kwargs.get("dtype", (*record.args, None, None, None)[2]) or "float32")
    if isinstance(record.layer, Model) and not record.layer.own:
        return dtype_of(list(tensors_in(record.layer.outputs))[output])
    types = [dtype_of(each) for each in tensors_in((record.args, record.kwargs))]
    if record.layer is None:
        return type_of_op(record.kind.rpartition(".")[2], types, record.args, record.kwargs)
    if "dtype" in record.layer.kwargs or record.layer.own or record.kind in _OF_OTHER_TYPES:
        raise ValueError("a type of the layer's own")
    if record.kind == "Embedding" or set(types) == {"float32"}:
        return "float32"
    if record.kind in ("Flatten", "Reshape", "Permute", "RepeatVector"):
        return types[0]
    raise ValueError("a type that no rule tells")


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
    args, kwargs = [_shape_like(each) for each in record.args], _shape_like(record.kwargs)
    if record.kind in OPERATORS:
        return shapes_of_op("matmul", args, {}) if record.kind == "@" else [together(args)]
    place, _, name = record.kind.rpartition(".")
    return shapes_of_op(name, args, kwargs) if place in ("ops", "activations") else []


def _of_input(shape: Any = None, batch_size: Any = None, *_: Any, **more: Any) -> Shape:
    whole = more.get("batch_shape")
    return tuple(whole) if whole is not None else (batch_size, *shape)


def _of_layer(record: Record) -> list[Shape]:
    layer = _real(record.layer)
    if layer is None or getattr(layer.compute_output_shape, "_of_the_base", False):
        return []
    shapes = [_shape_like(each) for each in record.args if any(tensors_in(each))]
    found = layer.compute_output_shape(*shapes)
    several = isinstance(found, list) or found and isinstance(found[0], (tuple, list))
    return [tuple(each) for each in found] if several else [tuple(found)]


def _shape_like(value: Any) -> Any:
    """The same, with the shapes of the tensors in their place."""
    if isinstance(value, Tensor):
        return shape_of(value)
    if isinstance(value, dict):
        return {name: _shape_like(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)) and any(tensors_in(value)):
        return [_shape_like(each) for each in value]
    return value


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
