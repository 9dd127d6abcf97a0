"""A model of inputs and outputs: the graph of layers between them."""

from __future__ import annotations

from typing import Any

from playground.keras import tree
from playground.keras.backend import jnp
from playground.keras.graph import Graph, nodes_between
from playground.keras.layers.arguments import shown
from playground.keras.layers.base import Layer
from playground.keras.layers.calling import level, takes
from playground.keras.layers.input_layer import Input
from playground.keras.layers.watching import changed, note
from playground.keras.masking import get_keras_mask, set_keras_mask
from playground.keras.models.functional_config import is_built_like_functional, to_config
from playground.keras.models.inputs import GivenInputs, made_by
from playground.keras.models.model import Model
from playground.keras.node import Node, node_of
from playground.keras.operation import one_or_all
from playground.keras.symbolic import KerasTensor


class Functional(GivenInputs, Model):
    """``Model(inputs, outputs)``: KerasTensors, or lists, tuples and dicts of them.

    The outputs may be any that layers gave on the way, and the inputs too: the model is then the
    part between. The layers, and so their weights, are shared with the other models they are in.

    Raises:
        ValueError: an input or output is no KerasTensor, or the two are not connected.
    """

    keras_module = "keras.src.models.functional"  # where Keras has it, for configurations

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        return Layer.__new__(cls, *args, **kwargs)

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None, **settings: Any) -> None:
        trainable = settings.pop("trainable", None)
        super().__init__(name=name, **settings)
        for word, tensors in (("inputs", inputs), ("outputs", outputs)):
            self._check_tensors(word, tensors)
        if not all(node_of(each) is None or node_of(each).is_input
                   for each in tree.leaves(inputs)):
            inputs, outputs = _cut_out(inputs, outputs)
        self._inputs_struct = tree.map_structure(lambda each: each, inputs)
        self._outputs_struct = tree.map_structure(lambda each: each, outputs)
        self._graph = Graph(tree.flatten(inputs), tree.flatten(outputs))
        self._convert_input_args = False  # each input in the type of its own Input
        self._allow_non_tensor_positional_args = True
        self.output_names = [made_by(each).name for each in self.outputs]
        self.input_names = [made_by(each).name for each in self.inputs]
        self.built = True
        if trainable is not None:
            self.trainable = trainable

    # ------------------------------------------------------------------ what it is made of

    @property
    def inputs(self) -> list[KerasTensor]:
        """The inputs in a flat list."""
        return self._graph.inputs

    @property
    def outputs(self) -> list[KerasTensor]:
        """The outputs in a flat list."""
        return self._graph.outputs

    @property
    def input(self) -> Any:
        """The inputs as they were given: a KerasTensor, a list, a dict."""
        return self._inputs_struct

    @property
    def output(self) -> Any:
        return self._outputs_struct

    @property
    def operations(self) -> list[Any]:
        return list(self._graph.operations)

    @property
    def layers(self) -> list[Layer]:
        return [each for each in self._graph.operations if isinstance(each, Layer)]

    @property
    def input_shape(self) -> Any:
        """The shape of the input; of several, a list of shapes in the order of ``inputs``."""
        return one_or_all([each.shape for each in self.inputs])

    @property
    def output_shape(self) -> Any:
        return one_or_all([each.shape for each in self.outputs])

    def _sublayers(self) -> list[Layer]:
        return list({id(each): each for each in (*self.layers, *super()._sublayers())}.values())

    # ------------------------------------------------------------------ calling it

    def build(self, input_shape: Any = None) -> None:
        self.built = True

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        flat = self._arrays_of(inputs)
        if mask is not None:
            for place, its in enumerate(tree.flatten(mask)):
                if its is not None:
                    if flat[place] is inputs:  # whose array it is shall not carry our mask
                        flat[place] = jnp.copy(flat[place])
                    set_keras_mask(flat[place], its)

        def step(operation: Any, *args: Any, **kwargs: Any) -> Any:
            if not isinstance(operation, Layer):  # what layers say themselves is said for it
                outputs = changed(level(), operation(*args, **kwargs))
                note(operation, level(), (args, kwargs), outputs)
                return outputs
            if training is not None and takes(type(operation), "training"):
                kwargs["training"] = training
            return operation(*args, **kwargs)

        outputs = tree.pack_sequence_as(self._outputs_struct, self._graph.run(flat, step))
        alone = isinstance(outputs, (list, tuple)) and len(outputs) == 1
        return outputs[0] if alone else outputs  # as Keras: [y] is given as y

    def compute_output_spec(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        flat = [self._fitted(place, each) for place, each in enumerate(self._in_order(inputs))]
        if all(a is None or a.shape == b.shape for a, b in zip(flat, self.inputs)):
            return tree.map_structure(_alike, self._outputs_struct)
        return tree.pack_sequence_as(self._outputs_struct, self._graph.run(
            flat, lambda operation, *args, **kwargs: operation.compute_output_spec(
                *args, **kwargs)))

    def compute_output_shape(self, input_shape: Any) -> Any:
        shapes = list(tree.leaves(input_shape, tree.is_shape))
        tensors = [KerasTensor(shape, its.dtype)
                   for shape, its in zip(shapes, self.inputs, strict=True)]
        outputs = self.compute_output_spec(tree.pack_sequence_as(self._inputs_struct, tensors))
        return tree.map_structure(lambda each: each.shape, outputs)

    def add_loss(self, loss: Any) -> None:
        raise NotImplementedError(
            f"{self.name} is a model of inputs and outputs, so a loss is added by a layer of it: "
            "call self.add_loss(…) in the call of a Layer of your own.")

    def get_config(self) -> dict[str, Any]:
        if not is_built_like_functional(type(self)):
            return Model.get_config(self)  # of a subclass with arguments of its own
        return to_config(self)

    get_config._of_the_base = True  # type: ignore[attr-defined]

    def _check_tensors(self, word: str, tensors: Any) -> None:
        flat = tree.flatten(tensors)
        if not flat:
            raise ValueError(f"{type(self).__name__} expects at least one of the {word}; got none.")
        for each in flat:
            if not isinstance(each, KerasTensor):
                raise ValueError(
                    f"{type(self).__name__} expects {word} made by keras.Input or by layers called "
                    f"on one; got {shown(each)}.")


def _cut_out(inputs: Any, outputs: Any) -> tuple[Any, Any]:
    """The same graph from new Inputs on: the layers are called once more, on copies."""
    copies: dict[int, KerasTensor] = {}
    replaced: dict[int, Any] = {}
    for each in tree.leaves(inputs):
        if node_of(each).is_input:
            copies[id(each)] = each
        else:
            copies[id(each)] = Input(batch_shape=each.shape, dtype=each.dtype,
                                     name=f"{each.name}CLONE")
            replaced[id(each)] = each

    def copy(tensor: Any) -> Any:
        if not isinstance(tensor, KerasTensor):
            return tensor
        if id(tensor) not in copies:
            fresh = KerasTensor(tensor.shape, tensor.dtype, name=f"{tensor.name}_clone")
            fresh._keras_history = tensor._keras_history
            copies[id(tensor)] = fresh
        return copies[id(tensor)]

    nodes, _ = nodes_between(tree.flatten(inputs), tree.flatten(outputs))
    for node in nodes:
        if not node.is_input:
            args, kwargs = tree.map_structure(copy, (node.args, node.kwargs))
            fresh = [copy(each) if id(each) not in replaced else KerasTensor(each.shape, each.dtype)
                     for each in node.outputs]
            Node(node.operation, args, kwargs, fresh)
    return tree.map_structure(copy, inputs), tree.map_structure(copy, outputs)


def _alike(tensor: KerasTensor) -> KerasTensor:
    fresh = KerasTensor(tensor.shape, tensor.dtype)
    mask = get_keras_mask(tensor)
    if mask is not None:  # a copy, for the graph around the model does not compute it
        fresh._keras_mask = KerasTensor(mask.shape, mask.dtype, name=mask.name)
    return fresh
