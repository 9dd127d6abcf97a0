"""Pipeline: layers one after the other, as one; for what is done to data before training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.layers.base import Layer, layers
from playground.keras.layers.calling import in_a_row
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object


@layers.register("Pipeline")
class Pipeline(Layer):
    """Each layer is called on what the one before gives; ``training`` is True by itself.

    A Sequential does the same for layers that learn, and is a model.
    """

    _convert_input_args = False
    _allow_non_tensor_positional_args = True

    def __init__(self, layers: Sequence[Layer], name: str | None = None) -> None:
        super().__init__(name=name)
        self._layers = list(layers)
        for each in self._layers:
            if not isinstance(each, Layer):
                raise TypeError(f"Pipeline expects a list of layers; got {each!r} in it.")

    @property
    def layers(self) -> list[Layer]:
        return self._layers

    def call(self, inputs: Any, training: bool = True, mask: Any = None) -> Any:
        return in_a_row(self._layers, inputs, training, mask)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name,
                "layers": [serialize_keras_object(each) for each in self._layers]}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Pipeline:
        made = [deserialize_keras_object(each, custom_objects) for each in config["layers"]]
        return cls(made, config.get("name"))
