"""A stack of layers, each fed with the output of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.layers.base import Layer
from playground.keras.layers.core import InputLayer
from playground.keras.layers.symbolic import KerasTensor
from playground.keras.models.model import Model
from playground.keras.serialization import from_identifier, serialize_keras_object
from playground.keras.variable import Array

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
        self._append(layer)
        if rebuild:
            self._rebuild()

    def pop(self, rebuild: bool = True) -> Layer:
        """Take the top layer off."""
        if not self._stack:
            raise ValueError(f"{self.name} has no layers to take off.")
        layer = self._stack.pop()
        if rebuild:
            self._rebuild()
        return layer

    def build(self, input_shape: Shape | None = None) -> None:
        """Make the weights of every layer for inputs of this shape; its first entry is None."""
        if not self._stack:
            raise ValueError(f"{self.name} has no layers yet. Call model.add(layer).")
        if input_shape is None:
            return
        input_shape = tuple(input_shape)
        first = self._input
        if first is None:
            first = InputLayer(batch_shape=input_shape, dtype=self._stack[0].compute_dtype)
            self._stack.insert(0, first)
        elif first.batch_shape != input_shape:
            raise ValueError(f"{self.name} begins with an Input of shape {first.batch_shape}; it "
                             f"cannot be built for {input_shape}.")
        shape: Any = input_shape
        for layer in self._stack[1:]:
            layer._check_input(KerasTensor(shape, name="input"))
            layer._build_for(shape)
            shape = layer.compute_output_shape(shape)
        self._final_shape = shape

    def call(self, inputs: Array, training: Any = None, mask: Any = None) -> Array:
        for layer in self.layers:
            inputs = layer(inputs, training=training)
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    @property
    def input_shape(self) -> Shape:
        self._expect_built("input shape")
        return self._input.batch_shape

    @property
    def output_shape(self) -> Any:
        self._expect_built("output shape")
        return self._final_shape

    @property
    def inputs(self) -> list[KerasTensor]:
        self._expect_built("inputs")
        return [self._input.output]

    @property
    def outputs(self) -> list[KerasTensor]:
        self._expect_built("outputs")
        return [KerasTensor(self._final_shape, self.compute_dtype, name="output")]

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(),
                  "layers": [serialize_keras_object(layer) for layer in self._stack]}
        if self.built and self._input:
            config["build_input_shape"] = self._input.batch_shape
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Sequential:
        from playground.keras.layers.base import layers

        model = cls(name=config.get("name"))
        for each in config["layers"]:
            model._append(from_identifier(layers, each, lambda layer: isinstance(layer, Layer)))
        model._rebuild()
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
        if any(each.name == layer.name for each in self._stack):
            raise ValueError(f"{self.name} already has a layer called {layer.name!r}. Every layer "
                             "expects a name of its own, and cannot be added twice.")
        if isinstance(layer, InputLayer) and self._stack:
            raise ValueError(f"{self.name} expects its Input first, and only one.")
        if not self._stack and layer._input_shape_arg is not None:
            self._stack.append(InputLayer(layer._input_shape_arg))
        self._stack.append(layer)
        self.built = False
        self._forget_programs()

    def _rebuild(self) -> None:
        self.built = False
        self._forget_programs()
        first = self._stack[0] if self._stack else None
        if self._input is not None and len(self._stack) > 1:
            self.build(self._input.batch_shape)
        elif isinstance(first, Sequential) and first.built and len(self._stack) > 1:
            self.build(first.input_shape)

    def _expect_built(self, what: str) -> None:
        if not self.built or self._input is None:
            raise AttributeError(f"{self.name} has no {what} yet: begin it with an Input, or call "
                                 "it on data.")

    def _to_array(self, value: Any) -> Any:
        """The inputs in the type of the Input; a last axis of size 1 may be missing or too many."""
        value = super()._to_array(value)
        if self._input is None or not hasattr(value, "ndim"):
            return value
        value = jnp.asarray(value, self._input.dtype)
        expected = self._input.batch_shape
        if value.ndim == len(expected) - 1 and expected[-1] == 1:
            value = value[..., None]
        elif value.ndim == len(expected) + 1 and value.shape[-1] == 1:
            value = value[..., 0]
        return value

    def _check_input(self, inputs: Any) -> None:
        if self._input is None or not hasattr(inputs, "shape"):
            return
        expected, came = self._input.batch_shape, tuple(inputs.shape)
        fits = len(expected) == len(came) and all(
            a is None or b is None or a == b for a, b in zip(expected, came, strict=True))
        if not fits:
            raise ValueError(
                f"{self.name} expects samples of shape {expected[1:]}; got samples of shape "
                f"{came[1:]}, in an array of shape {came}. {_way_out(expected[1:], came)}")


def _way_out(expected: Shape, came: Shape) -> str:
    if came == expected:
        return "One sample alone expects a batch axis: x[None]."
    if None not in expected and len(expected) == 1 and len(came) > 2:
        return f"Reshape the data, x.reshape(-1, {expected[0]}), or begin with a Flatten layer."
    return "Change the Input of the model, or the shape of the data."
