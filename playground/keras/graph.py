"""The graph between some KerasTensors and others that were made from them: found, and run.

It is a list of nodes (calls), each after those whose outputs it needs. The order is Keras's, so
that layers are listed, counted and written down in the same one: by depth, the longest way to an
output, and for one depth as met on the way back from the outputs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playground.keras import tree
from playground.keras.node import Node, node_of
from playground.keras.symbolic import KerasTensor


class Graph:
    """The nodes from ``inputs`` to ``outputs``, both flat lists of KerasTensors.

    ``nodes`` are all of them, ``steps`` those that a run goes through, in its order.

    Raises:
        ValueError: an output cannot be computed from the inputs, or two operations have one name.
    """

    def __init__(self, inputs: Sequence[KerasTensor], outputs: Sequence[KerasTensor]) -> None:
        self.inputs, self.outputs = list(inputs), list(outputs)
        found, places = nodes_between(self.inputs, self.outputs)
        depths, of_operations = _depths(found)
        for each in self.inputs:  # an input that nothing uses belongs to the model too
            node = node_of(each)
            if node is not None and node.is_input and node.operation not in of_operations:
                depths[node] = of_operations[node.operation] = 0
                places[node.operation] = -1
        self.nodes = sorted(depths, key=lambda node: -depths[node])
        self.operations = sorted(of_operations,
                                 key=lambda each: (-of_operations[each], places[each]))
        self.depths = depths
        ends = set(map(id, self.inputs))
        self.steps = [node for node in self.nodes if not node.is_input and not all(
            id(each) in ends for each in node.outputs)]
        self._check_connected()
        self._check_names()

    def run(
        self, inputs: Sequence[Any], call: Callable[..., Any]
    ) -> list[Any]:
        """The outputs for these inputs; ``call(operation, *args, **kwargs)`` does each step."""
        values = {id(tensor): value for tensor, value in zip(self.inputs, inputs, strict=True)}
        for node in self.steps:
            args, kwargs = node.fill_in(values)
            outputs = call(node.operation, *args, **kwargs)
            values.update(zip(map(id, node.outputs), tree.leaves(outputs)))
        return [values[id(each)] for each in self.outputs]

    def _check_connected(self) -> None:
        known = set(map(id, self.inputs))
        for node in self.nodes:
            for each in node.input_tensors:
                if id(each) not in known:
                    raise ValueError(
                        f"The model cannot be computed from its inputs: {node.operation.name} "
                        f"needs {_origin(each)}, and no input leads to it. Add the Input that it "
                        "comes from to the inputs of the model.")
            if not node.is_input:
                known.update(map(id, node.outputs))
        for each in self.outputs:
            if id(each) not in known:
                raise ValueError(
                    f"The output {_origin(each)} is not connected to the inputs. Build it from "
                    "them, or add the Input that it comes from to the inputs of the model.")

    def _check_names(self) -> None:
        names = [each.name for each in self.operations]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"The name {name!r} is used {names.count(name)} times in the "
                                 "model. Every layer expects a name of its own.")


def nodes_between(
    inputs: Sequence[KerasTensor], outputs: Sequence[KerasTensor]
) -> tuple[list[Node], dict[Any, int]]:
    """The nodes on the way back from the outputs to the inputs, each after those it needs.

    Returns:
        the nodes, and for each operation when it was first met.
    """
    ends = {id(each) for each in inputs}
    finished: set[Node] = set()
    found: list[Node] = []
    places: dict[Any, int] = {}

    def enter(tensor: KerasTensor) -> list[Any] | None:
        node = node_of(tensor)
        if node is None or node in finished:
            return None
        if id(tensor) in ends and not node.is_input:
            return None
        finished.add(node)
        places.setdefault(node.operation, len(places))
        return [node, iter(node.input_tensors)]

    for output in outputs:
        waiting = [enter(output)]
        while waiting:
            top = waiting[-1]
            if top is None:
                waiting.pop()
                continue
            node, remaining = top
            following = next(remaining, None)
            if following is None:
                found.append(node)
                waiting.pop()
            else:
                waiting.append(enter(following))
    return found, places


def get_source_inputs(tensor: KerasTensor) -> list[KerasTensor]:
    """The Inputs that the tensor is made from."""
    found, _ = nodes_between([], [tensor])
    return [each for node in found if node.is_input for each in node.outputs]


def _depths(found: list[Node]) -> tuple[dict[Node, int], dict[Any, int]]:
    """The longest way from each node to an output, and from each operation."""
    depths: dict[Node, int] = {}
    of_operations: dict[Any, int] = {}
    inside = set(found)
    for node in reversed(found):
        depth = max(depths.setdefault(node, 0), of_operations.get(node.operation, 0))
        depths[node] = of_operations[node.operation] = depth
        for parent in node.parent_nodes:
            if parent in inside:
                depths[parent] = max(depth + 1, depths.get(parent, 0))
    return depths, of_operations


def _origin(tensor: KerasTensor) -> str:
    history = tensor._keras_history
    if history is None:
        return f"a KerasTensor of shape {tensor.shape} that no layer made"
    return f"the output of {history.operation.name} (shape {tensor.shape})"
