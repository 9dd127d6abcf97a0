"""A stack of layers, each fed with the output of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import dtype_policies, tree
from playground.keras.layers.base import Layer
from playground.keras.layers.calling import in_a_row
from playground.keras.layers.input_layer import InputLayer
from playground.keras.models.functional import Functional
from playground.keras.models.model import Model
from playground.keras.naming import name_scope
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.symbolic import KerasTensor

Shape = tuple[int | None, ...]


class Sequential(Model):
    """A stack of layers.

    With an ``Input`` first (or ``input_shape=`` on the first layer) it is built at once; without,
    when it first sees data.
    """

    def __init__(
        self, layers: Sequence[Layer] | None = None, trainable: bool = True,
        name: str | None = None,
    ) -> None:
        super().__init__(trainable=trainable, name=name)
        self._stack: list[Layer] = []
        self._functional: Functional | None = None
        if isinstance(layers, (Layer, KerasTensor)):
            one = type(layers).__name__
            raise TypeError(f"Sequential expects a list of layers, as [{one}(…)]; got one {one}.")
        for layer in layers or ():
            self._append(layer)
        self._rebuild()

    @property
    def layers(self) -> list[Layer]:
        """The layers, without the InputLayer."""
        return self._stack[1:] if self._input else self._stack[:]

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Put one more layer on top.

        Raises:
            TypeError: it is not a layer.
            ValueError: its name is taken, or it is a second Input.
        """
        below = self._functional
        self._append(layer)
        if rebuild and below is not None:
            self._put_on(below)
        elif rebuild:
            self._rebuild()

    def pop(self, rebuild: bool = True) -> Layer:
        """Take the top layer off."""
        if not self._stack:
            raise ValueError(f"{self.name} has no layers to take off.")
        layer = self._stack.pop()
        if rebuild:
            self._rebuild()
        return layer

    def build(self, input_shape: Any = None) -> None:
        """Make the weights of every layer for inputs of this shape; its first entry is the batch.

        Raises:
            ValueError: there are no layers, or there is an Input of another shape.
        """
        if not self._stack:
            raise ValueError(f"{self.name} has no layers yet. Call model.add(layer).")
        if not tree.is_shape(input_shape):
            return  # several inputs: the layers are built when they are called
        input_shape = tuple(input_shape)
        first = self._input
        if first is None:
            first = InputLayer(batch_shape=input_shape, dtype=self._stack[0].compute_dtype)
            self._stack.insert(0, first)
        elif first.batch_shape != input_shape:
            raise ValueError(f"{self.name} begins with an Input of shape {first.batch_shape}; it "
                             f"cannot be built for {input_shape}.")
        outputs = first.output
        for layer in self._stack[1:]:
            outputs = layer(outputs)
        self._functional = Functional(first.output, outputs)

    @property
    def _convert_input_args(self) -> bool:  # type: ignore[override]
        return self._functional is None  # else in the type of its Input, by the graph

    @property
    def _allow_non_tensor_positional_args(self) -> bool:  # type: ignore[override]
        return self._functional is not None

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        if self._functional is not None:
            return self._functional.call(inputs, training=training, mask=mask)
        return in_a_row(self.layers, inputs, training, mask)

    def compute_output_spec(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        if self._functional is not None:
            return self._functional.compute_output_spec(inputs)
        for layer in self.layers:
            inputs = layer.compute_output_spec(inputs)
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        if self._functional is not None:
            return self._functional.compute_output_shape(input_shape)
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    @property
    def input(self) -> Any:
        """What it was first called on; its own Input, where it was not."""
        return super().input if self._inbound_nodes else self.inputs[0]

    @property
    def output(self) -> Any:
        return super().output if self._inbound_nodes else self.outputs[0]

    @property
    def input_shape(self) -> Any:
        return self._built("input shape").input_shape

    @property
    def output_shape(self) -> Any:
        return self._built("output shape").output_shape

    @property
    def inputs(self) -> list[KerasTensor]:
        return self._built("inputs").inputs

    @property
    def outputs(self) -> list[KerasTensor]:
        return self._built("outputs").outputs

    @property
    def input_names(self) -> list[str]:
        return self._built("input names").input_names

    @property
    def output_names(self) -> list[str]:
        return self._built("output names").output_names

    @property
    def input_dtype(self) -> str:
        return self.compute_dtype if self._input is None else self._input.dtype

    def get_config(self) -> dict[str, Any]:
        config = {"name": self.name, "trainable": self.trainable,
                  "dtype": dtype_policies.serialize(self.dtype_policy),
                  "layers": [serialize_keras_object(layer) for layer in self._stack]}
        if self._functional is not None:
            config["build_input_shape"] = self._stack[0].batch_shape
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Sequential:
        model = cls(name=config.get("name"))
        for each in config["layers"]:
            model._append(deserialize_keras_object(each, custom_objects))
        model._rebuild()
        if model._functional is None and config.get("build_input_shape"):
            model.build(config["build_input_shape"])
        return model

    @property
    def _input(self) -> InputLayer | None:
        return self._stack[0] if self._stack and isinstance(self._stack[0], InputLayer) else None

    def _sublayers(self) -> list[Layer]:
        return list(self._stack)

    def _append(self, layer: Any) -> None:
        if isinstance(layer, KerasTensor) and layer._keras_history:
            layer = layer._keras_history[0]
        if not isinstance(layer, Layer):
            what = "the class itself: write " + layer.__name__ + "(…)" if isinstance(
                layer, type) else f"{layer!r} ({type(layer).__name__})"
            raise TypeError(f"Sequential expects layers; got {what}.")
        if any(each.name == layer.name and each is not layer for each in self._stack):
            raise ValueError(f"{self.name} already has a layer called {layer.name!r}. Every layer "
                             f"expects a name of its own: give another one name='…'.")
        if isinstance(layer, InputLayer) and self._stack:
            raise ValueError(f"{self.name} expects its Input first, and only one.")
        if not self._stack and layer._input_shape_arg is not None:
            self._stack.append(InputLayer(layer._input_shape_arg))
        self._stack.append(layer)
        self.built, self._functional = False, None
        self._forget_programs()

    def _put_on(self, below: Functional) -> None:
        """Build the top layer alone: those below it are built and joined already."""
        with name_scope(self.name, self):
            outputs = self._stack[-1](below.output)
        self._functional = Functional(below.input, outputs)
        self.built = True

    def _rebuild(self) -> None:
        self.built, self._functional = False, None
        self._forget_programs()
        first = self._stack[0] if self._stack else None
        if self._input is not None and len(self._stack) > 1:
            self.build(self._input.batch_shape)
        elif isinstance(first, Model) and len(self._stack) > 1 and hasattr(first, "input_shape"):
            self.build(first.input_shape)

    def _built(self, what: str) -> Functional:
        if self._functional is None:
            raise AttributeError(f"{self.name} has no {what} yet: begin it with an Input, or call "
                                 "it on data.")
        return self._functional
