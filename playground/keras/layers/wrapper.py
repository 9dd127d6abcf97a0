"""Layers around another layer: Wrapper, the base; TimeDistributed, the same at every time step."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.calling import takes
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.variable import Array

Shape = tuple[int | None, ...]

_HERE = __name__.removesuffix("layers.wrapper")


@layers.register("Wrapper")
class Wrapper(Layer):
    """Base of layers around one ``layer``, which they build for their own input."""

    def __init__(self, layer: Layer, **settings: Any) -> None:
        if not isinstance(layer, Layer):
            raise ValueError(f"{type(self).__name__} expects a layer, as "
                             f"{type(self).__name__}(Dense(3)); got {layer!r}.")
        super().__init__(**settings)
        self.layer = layer

    def build(self, input_shape: Any = None) -> None:
        if not self.layer.built:
            self.layer.build(input_shape)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "layer": serialize_keras_object(self.layer)}

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> Wrapper:
        config = dict(config)
        return cls(deserialize_keras_object(config.pop("layer"), custom_objects), **config)


@layers.register("TimeDistributed")
class TimeDistributed(Wrapper):
    """One layer, with one set of weights, at every time step by itself.

    Shapes: (batch, time, …) in, (batch, time, …) out.
    """

    def __init__(self, layer: Layer, **settings: Any) -> None:
        super().__init__(layer, **settings)
        self.supports_masking = True

    def build(self, input_shape: Shape) -> None:
        super().build(self._of_a_step(input_shape))

    def call(self, inputs: Array, training: Any = None, mask: Array | None = None) -> Array:
        if mask is not None and mask.shape[:2] != inputs.shape[:2]:
            raise ValueError(
                f"{self.name} (TimeDistributed) expects a mask of shape (batch, time, …), here "
                f"{inputs.shape[:2]}; got one of shape {tuple(mask.shape)}.")
        kind = type(self.layer)
        settings = {"training": training} if takes(kind, "training") else {}

        def at(x: Array, counts: Array | None) -> Array:
            return self.layer.call(
                x, **settings, **({} if counts is None else {"mask": counts}))

        steps = jnp.moveaxis(inputs, 1, 0)  # (time, batch, …)
        masks = None if mask is None or not takes(kind, "mask") else jnp.moveaxis(mask, 1, 0)
        if _leaves_no_trace(self.layer):
            outputs = jax.vmap(at)(steps, masks)
        else:  # what one step draws or counts, the next one finds
            outputs = jnp.stack([at(x, None if masks is None else masks[time])
                                 for time, x in enumerate(steps)])
        return jnp.moveaxis(outputs, 0, 1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        batch, *rest = self.layer.compute_output_shape(self._of_a_step(input_shape))
        return (batch, input_shape[1], *rest)

    def _of_a_step(self, shape: Shape) -> Shape:
        if not isinstance(shape, (list, tuple)) or len(shape) < 3:
            raise ValueError(f"{self.name} (TimeDistributed) expects inputs of shape (batch, time, "
                             f"…) with 3 axes or more; got {shape}.")
        return (shape[0], *shape[2:])


def _leaves_no_trace(layer: Layer) -> bool:
    """Whether a call changes no variable and adds no loss: then the steps may go at once.

    Of the layers that are not of this package, nobody knows.
    """
    return all(each.made_trainable for each in layer.variables) and all(
        type(each).__module__.startswith(_HERE) and each.activity_regularizer is None
        for each in layer._flatten_layers())
