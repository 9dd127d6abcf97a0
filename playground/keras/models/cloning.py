"""A copy of a model: the same layers, called in the same way, with weights of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.keras import tree
from playground.keras.layers.base import Layer
from playground.keras.layers.input_layer import Input, InputLayer
from playground.keras.models.functional import Functional
from playground.keras.models.functional_config import is_built_like_functional
from playground.keras.models.model import Model
from playground.keras.models.sequential import Sequential
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.symbolic import KerasTensor


def clone_model(
    model: Model,
    input_tensors: Any = None,
    clone_function: Callable[[Layer], Layer] | None = None,
    call_function: Callable[..., Any] | None = None,
    recursive: bool = False,
    **kwargs: Any,
) -> Model:
    """A copy of the model, its weights drawn anew.

    Args:
        input_tensors: what the copy begins with; new Inputs by themselves.
        clone_function: makes the copy of a layer; from its configuration when left out.
        call_function: ``(layer, *args, **kwargs)``: calls a copy, and may add layers.
        recursive: whether models inside are copied layer by layer too.

    Raises:
        ValueError: an argument that does not go with this kind of model.
    """
    copies: dict[int, Any] = kwargs.pop("cache", None) or {}
    if kwargs:
        raise ValueError(f"clone_model has no argument {next(iter(kwargs))!r}.")
    is_graph = isinstance(model, Functional)
    if not isinstance(model, Sequential) and not is_graph:
        if clone_function or input_tensors is not None or call_function:
            raise ValueError(f"clone_model copies {model.name} ({type(model).__name__}) as a whole,"
                             " from its get_config: it takes no clone_function, call_function or "
                             "input_tensors.")
        return deserialize_keras_object(serialize_keras_object(model),
                                        {type(model).__name__: type(model)})

    def copy(layer: Any) -> Any:
        if id(layer) not in copies:
            inner = isinstance(layer, (Sequential, Functional)) and recursive
            copies[id(layer)] = clone_model(
                layer, clone_function=clone_function, recursive=True, cache=copies,
                call_function=call_function if isinstance(layer, Functional) else None,
            ) if inner else (clone_function or _again)(layer)
        return copies[id(layer)]

    if is_graph:
        fresh = _clone_functional(model, copy, call_function, input_tensors)
    elif call_function is not None:
        raise ValueError("clone_model expects no call_function for a Sequential model: its layers "
                         "are stacked, not called.")
    else:
        fresh = _clone_sequential(model, copy, input_tensors)
    if model.compiled and hasattr(model, "get_compile_config"):
        fresh.compile_from_config(model.get_compile_config())
    return fresh


def _clone_sequential(model: Sequential, copy: Callable[[Any], Any], tensors: Any) -> Sequential:
    first = model._input
    beginning: list[Any] = []
    if tensors is not None:
        flat = tree.flatten(tensors)
        if len(flat) != 1 or not isinstance(flat[0], KerasTensor):
            raise ValueError("clone_model expects input_tensors as one KerasTensor for a "
                             f"Sequential model; got {tensors!r}.")
        beginning = [Input(tensor=flat[0], name=first and first.name)]
    elif first is not None:
        beginning = [InputLayer(batch_shape=first.batch_shape, dtype=first.dtype, name=first.name)]
    return Sequential([*beginning, *map(copy, model.layers)], name=model.name,
                      trainable=model.trainable)


def _clone_functional(
    model: Functional, copy: Callable[[Any], Any], call: Callable[..., Any] | None, tensors: Any
) -> Model:
    if tensors is None:
        tensors = tree.map_structure(
            lambda each: Input(batch_shape=each.shape, dtype=each.dtype, name=each.name),
            model.input)
    else:
        if not all(isinstance(each, KerasTensor) for each in tree.leaves(tensors)):
            raise ValueError("clone_model expects input_tensors made by keras.Input; got "
                             f"{tensors!r}.")
        tree.assert_same_structure(tensors, model.input)

    def step(operation: Any, *args: Any, **kwargs: Any) -> Any:
        fresh = copy(operation)
        return fresh(*args, **kwargs) if call is None else call(fresh, *args, **kwargs)

    outputs = tree.pack_sequence_as(model.output, model._graph.run(tree.flatten(tensors), step))
    kind = type(model) if is_built_like_functional(type(model)) else Functional
    return kind(tensors, outputs, name=model.name)


def _again(layer: Any) -> Any:
    return type(layer).from_config(layer.get_config())
