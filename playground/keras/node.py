"""A node: one call of an operation on KerasTensors, remembered."""

from __future__ import annotations

from typing import Any, NamedTuple

from playground.keras import tree
from playground.keras.symbolic import KerasTensor


class KerasHistory(NamedTuple):
    """Where a KerasTensor comes from: the output ``tensor_index`` of a call of ``operation``."""

    operation: Any
    node_index: int
    tensor_index: int


class Node:
    """One call: the operation, what it was given, and what it gave.

    It is kept by the operation, and by those whose outputs it was given.
    """

    def __init__(
        self, operation: Any, call_args: tuple[Any, ...] = (),
        call_kwargs: dict[str, Any] | None = None, outputs: Any = None,
    ) -> None:
        self.operation = operation
        self.args, self.kwargs = tree.map_structure(
            lambda each: each, (tuple(call_args), call_kwargs or {}))
        self.input_tensors = [each for each in tree.leaves((self.args, self.kwargs))
                              if isinstance(each, KerasTensor)]
        self.outputs = tree.flatten(outputs)
        for each in self.outputs:
            if not isinstance(each, KerasTensor):
                raise ValueError(
                    f"{operation.name} ({type(operation).__name__}) expects its call to give "
                    f"arrays; it gave {each!r} ({type(each).__name__}).")
        self.is_input = not self.input_tensors
        operation._inbound_nodes.append(self)
        for each in self.input_tensors:
            if each._keras_history is not None:
                each._keras_history.operation._outbound_nodes.append(self)
        if all(each.record_history for each in self.input_tensors):
            index = len(operation._inbound_nodes) - 1
            for place, each in enumerate(self.outputs):
                each._keras_history = KerasHistory(operation, index, place)

    @property
    def output_tensors(self) -> list[KerasTensor]:
        return self.outputs

    @property
    def parent_nodes(self) -> list[Node]:
        """The calls whose outputs this one was given."""
        return [node for node in map(node_of, self.input_tensors) if node is not None]

    def fill_in(self, values: dict[int, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments, with the value of every KerasTensor in its place."""
        if len(self.args) == 1 and not self.kwargs and isinstance(self.args[0], KerasTensor):
            return (values[id(self.args[0])],), {}
        return tree.map_structure(
            lambda each: values[id(each)] if isinstance(each, KerasTensor) else each,
            (self.args, self.kwargs))

    def __repr__(self) -> str:
        return f"<Node operation={self.operation.name}>"


def node_of(tensor: KerasTensor) -> Node | None:
    """The call that gave the tensor; None for one that was made by hand."""
    history = tensor._keras_history
    return None if history is None else history.operation._inbound_nodes[history.node_index]
