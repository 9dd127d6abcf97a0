"""Lambda: any function as a layer."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from typing import Any

from playground.keras import tree
from playground.keras.layers.base import Layer, layers
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.symbolic import KerasTensor, compute_output_spec
from playground.keras.variable import Array


@layers.register("Lambda")
class Lambda(Layer):
    """y = function(x). What the function remembers or learns is not seen: write a Layer for that.

    A configuration holds the function's name and never its code (Keras writes down the code of a
    ``lambda``): give the function by its name, or a ``lambda`` by the layer's, in custom_objects.

    Args:
        function: takes the inputs, and ``mask`` and ``training`` when it names them.
        output_shape: the shape of a sample of the output, or a function from the shape of the
            input; None: found by a dry run.
        mask: a mask for the output, or a function of inputs and mask that gives one.
        arguments: further arguments of the function, by name.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        output_shape: Any = None,
        mask: Any = None,
        arguments: dict[str, Any] | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        if not callable(function):
            raise TypeError(f"Lambda expects a function, as Lambda(lambda x: x ** 2); got "
                            f"{function!r}.")
        self.function, self.mask = function, mask
        self._shape_of_output = output_shape
        self.arguments = arguments or {}
        self.supports_masking = mask is not None
        self._takes = _argument_names(function) & {"mask", "training"}

    def call(self, inputs: Any, mask: Any = None, training: Any = None) -> Any:
        given = {"mask": mask, "training": training}
        return self.function(inputs, **self.arguments, **{key: given[key] for key in self._takes})

    def compute_output_shape(self, input_shape: Any) -> Any:
        shape = self._shape_of_output
        if callable(shape):
            return shape(input_shape)
        if shape is not None:
            batch = next(tree.leaves(input_shape))
            return tree.map_shape_structure(lambda sample: (batch, *sample), shape)
        inputs = tree.map_shape_structure(
            lambda each: KerasTensor(each, self.compute_dtype), input_shape)
        try:
            outputs = compute_output_spec(self.call, inputs)
        except Exception as error:
            raise NotImplementedError(
                f"{self.name} (Lambda) cannot find the shape of its output by a dry run "
                f"({type(error).__name__}: {error}). Give it as output_shape=(…), without the "
                "batch.") from error
        return tree.map_structure(lambda each: each.shape, outputs)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Array | None:
        return self.mask(inputs, mask) if callable(self.mask) else self.mask

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(), "function": _Named(self.function),
                  "arguments": serialize_keras_object(self.arguments)}
        for key, value in (("output_shape", self._shape_of_output), ("mask", self.mask)):
            if value is not None:
                config[key] = _Named(value) if callable(value) else value
        return config

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None,
        safe_mode: bool | None = None,
    ) -> Lambda:
        """The layer of a configuration; its function by name from ``custom_objects``.

        Raises:
            ValueError: the function is not known, or was written down as code: that is never run,
                whatever ``safe_mode`` is.
        """
        config = dict(config)
        for key in {"function", "output_shape", "mask"} & set(config):
            config[key] = _read(config[key], config.get("name"), custom_objects or {})
        return cls(**config)


class _Named(dict):
    """How Keras writes a function down: its name. In this process the function goes along."""

    def __init__(self, function: Callable[..., Any]) -> None:
        name = getattr(function, "__name__", type(function).__name__)
        named = isinstance(function, types.FunctionType) and name != "<lambda>"
        super().__init__(
            {"class_name": "__lambda__", "config": {}} if name == "<lambda>" else
            serialize_keras_object(function) if named else
            {"module": "builtins", "class_name": "function", "config": name,
             "registered_name": "function"})
        self.function = function


def _argument_names(function: Callable[..., Any]) -> set[str]:
    try:
        return set(inspect.signature(function).parameters)
    except (TypeError, ValueError):  # some functions written in C have no signature
        return set()


def _read(config: Any, layer_name: str | None, custom_objects: dict[str, Any]) -> Any:
    """The function that a configuration names; other values as they are."""
    if isinstance(config, _Named):
        return config.function
    if isinstance(config, list):
        return tuple(config)
    if not isinstance(config, dict) or "class_name" not in config:
        return config
    if config["class_name"] == "__lambda__":
        if layer_name in custom_objects:
            return custom_objects[layer_name]
        raise ValueError(
            f"The Lambda layer {layer_name!r} was written down with Python code, which could do "
            "anything on this machine, so it is never run. Give the function by the layer's name: "
            f"custom_objects={{{layer_name!r}: lambda x: …}}, or better, write it as a Layer.")
    return deserialize_keras_object(config, custom_objects)
