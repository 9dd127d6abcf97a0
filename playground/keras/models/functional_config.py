"""The configuration of a model of inputs and outputs, in Keras's format, and back.

``layers`` has every operation with the calls of it that belong to the model, ``inbound_nodes``;
a tensor is ``[name of the operation, number of its call, number of the output]``.
"""

from __future__ import annotations

import inspect
from typing import Any

from playground.keras import tree
from playground.keras.operation import Operation
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.symbolic import KerasTensor


def to_config(model: Any) -> dict[str, Any]:
    """The layers of the model and their calls."""
    calls = {operation: [node for node in operation._inbound_nodes if node in model._graph.depths]
             for operation in model._graph.operations}

    def place(tensor: KerasTensor, first: int = 0) -> list[Any]:
        operation, index, output = tensor._keras_history
        number = calls[operation].index(operation._inbound_nodes[index])
        return [operation.name, number + first, output]

    def of_tensor(each: Any) -> Any:
        if not isinstance(each, KerasTensor):
            return each
        return {"class_name": "__keras_tensor__", "config": {
            "shape": each.shape, "dtype": each.dtype, "keras_history": place(each)}}

    def of_end(tensor: KerasTensor) -> list[Any]:
        # Keras counts the making of an inner model as its first call
        return place(tensor, 1 if _is_functional(tensor._keras_history.operation) else 0)

    layers = []
    for operation in model._graph.operations:
        nodes = [serialize_keras_object(tree.map_structure(
            of_tensor, {"args": node.args, "kwargs": node.kwargs}))
            for node in calls[operation] if not node.is_input]
        layers.append({**serialize_keras_object(operation), "name": operation.name,
                       "inbound_nodes": nodes})
    return {"name": model.name, "trainable": model.trainable, "layers": layers,
            "input_layers": tree.map_structure(of_end, model._inputs_struct),
            "output_layers": tree.map_structure(of_end, model._outputs_struct)}


def from_config(kind: type, config: dict[str, Any], custom_objects: Any = None) -> Any:
    """The model of a configuration: every layer is made, then called as soon as it can be.

    Raises:
        ValueError: a call needs an output that no other call gives.
    """
    config = dict(config)
    made: dict[str, Any] = {}
    waiting: list[tuple[Any, Any]] = []
    for each in config.pop("layers"):
        layer = deserialize_keras_object(
            {key: value for key, value in each.items() if key not in ("name", "inbound_nodes")},
            custom_objects)
        if not isinstance(layer, Operation):
            raise ValueError(f"The layer {each.get('name')!r} of the configuration is no layer but "
                             f"{type(layer).__name__}.")
        made[each["name"]] = layer
        waiting += [(layer, node) for node in each["inbound_nodes"]]
    while waiting:
        remaining: list[tuple[Any, Any]] = []
        blocked: set[int] = set()  # a layer's calls keep their order: others refer to their numbers
        for layer, node in waiting:
            if id(layer) in blocked or not _call(layer, node, made):
                remaining.append((layer, node))
                blocked.add(id(layer))
        if len(remaining) == len(waiting):
            names = ", ".join(dict.fromkeys(layer.name for layer, _ in remaining))
            raise ValueError("The configuration is of no model: its graph has a loop or a gap. "
                             f"These layers wait for inputs that never come: {names}.")
        waiting = remaining
    inputs, outputs = (_map_ends(lambda end: _end(end, made), config.pop(word))
                       for word in ("input_layers", "output_layers"))
    return kind(inputs, outputs, **config)


def is_functional_config(config: dict[str, Any]) -> bool:
    return all(key in config for key in ("name", "layers", "input_layers", "output_layers"))


def is_built_like_functional(kind: type) -> bool:
    """Whether the class can be made from inputs and outputs, as Model itself."""
    from playground.keras.models.functional import Functional
    from playground.keras.models.model import Model

    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    kinds = {each.kind for each in parameters}
    names = [each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
    return (kind in (Model, Functional) or names == ["inputs", "outputs", "name"]
            or {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD} <= kinds)


def _call(layer: Any, node: Any, made: dict[str, Any]) -> bool:
    """Call the layer as the configuration says; False when an input is not there yet."""
    if not isinstance(node, dict):
        raise ValueError(f"The configuration lists the inputs of {layer.name!r} in the form of "
                         "Keras 2. Open the model in Keras 3 and save it again.")
    arguments = deserialize_keras_object({"args": node["args"], "kwargs": node["kwargs"]})
    missing = False

    def found(each: Any) -> Any:
        nonlocal missing
        history = getattr(each, "_pre_serialization_keras_history", None)
        if not isinstance(each, KerasTensor) or history is None:
            return each
        tensor = _tensor(*history, made)
        missing = missing or tensor is None
        return tensor

    arguments = tree.map_structure(found, arguments)
    if not missing:
        layer(*arguments["args"], **arguments["kwargs"])
    return not missing


def _tensor(name: str, call: int, output: int, made: dict[str, Any]) -> KerasTensor | None:
    if name not in made:
        raise ValueError(f"The configuration refers to a layer {name!r} that it does not have.")
    nodes = made[name]._inbound_nodes
    return nodes[call].outputs[output] if 0 <= call < len(nodes) else None


def _end(end: Any, made: dict[str, Any]) -> KerasTensor:
    name, call, output = end
    first = 1 if _is_functional(made.get(name)) else 0
    tensor = _tensor(name, call - first, output, made)
    if tensor is None:
        raise ValueError(f"The configuration refers to call {call} of {name!r}, which is not made.")
    return tensor


def _map_ends(function: Any, ends: Any) -> Any:
    if isinstance(ends, (list, tuple)) and len(ends) == 3 and isinstance(ends[0], str):
        return function(ends)
    if isinstance(ends, dict):
        return {key: _map_ends(function, each) for key, each in ends.items()}
    return type(ends)(_map_ends(function, each) for each in ends)


def _is_functional(operation: Any) -> bool:
    from playground.keras.models.functional import Functional

    return isinstance(operation, Functional)
