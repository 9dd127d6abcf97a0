"""Masking: time steps that only fill up are marked, and later layers leave them out."""

from __future__ import annotations

from typing import Any

from playground.keras import ops
from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


@layers.register("Masking")
class Masking(Layer):
    """Marks the time steps whose numbers all equal ``mask_value``, and sets them to 0.

    Shapes: (batch, time, features) in and out; the mask is (batch, time).
    """

    def __init__(self, mask_value: float = 0.0, **settings: Any) -> None:
        super().__init__(**settings)
        if isinstance(mask_value, dict):  # as Keras writes down an array
            mask_value = mask_value["config"]["value"]
        self.mask_value = mask_value
        self.supports_masking = True
        self.built = True

    def compute_mask(self, inputs: Array, mask: Array | None = None) -> Array:
        return ops.any(ops.not_equal(inputs, self.mask_value), axis=-1)

    def call(self, inputs: Array) -> Array:
        return jnp.where(self.compute_mask(inputs)[..., None], inputs, 0)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "mask_value": self.mask_value}
