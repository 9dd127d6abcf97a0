"""A graph of operations as a function of arrays, without weights."""

from __future__ import annotations

from typing import Any

from playground.keras import tree
from playground.keras.graph import Graph
from playground.keras.operation import Operation
from playground.keras.symbolic import KerasTensor, compute_output_spec


class Function(Operation):
    """What leads from some KerasTensors to others, applied to arrays.

    Args:
        inputs, outputs: KerasTensors, or lists, tuples and dicts of them.
    """

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None) -> None:
        super().__init__(name)
        self._inputs_struct, self._outputs_struct = inputs, outputs
        self._graph = Graph(tree.flatten(inputs), tree.flatten(outputs))

    @property
    def inputs(self) -> list[KerasTensor]:
        return self._graph.inputs

    @property
    def outputs(self) -> list[KerasTensor]:
        return self._graph.outputs

    @property
    def operations(self) -> list[Operation]:
        return list(self._graph.operations)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shapes that inputs of these shapes lead to, in the structure of the outputs."""
        shapes = tree.leaves(input_shape, tree.is_shape)
        tensors = [KerasTensor(shape, its.dtype)
                   for shape, its in zip(shapes, self.inputs, strict=True)]
        outputs = compute_output_spec(
            self.call, tree.pack_sequence_as(self._inputs_struct, tensors))
        return tree.map_structure(lambda each: each.shape, outputs)

    def call(self, inputs: Any) -> Any:
        flat = tree.flatten(inputs)
        if len(flat) != len(self.inputs):
            raise ValueError(f"{self.name} expects {len(self.inputs)} inputs; got {len(flat)}.")
        outputs = self._graph.run(
            flat, lambda operation, *args, **kwargs: operation(*args, **kwargs))
        return tree.pack_sequence_as(self._outputs_struct, outputs)
