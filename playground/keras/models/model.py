"""A model: a layer that can be compiled, trained, evaluated and asked; and its layers."""

from __future__ import annotations

import json
import warnings
from typing import Any

from playground.keras import tree
from playground.keras.layers.base import Layer
from playground.keras.layers.calling import calling
from playground.keras.messages import say
from playground.keras.models import functional_config
from playground.keras.models.functional_config import (
    is_built_like_functional,
    is_functional_config,
)
from playground.keras.models.saved import Saved
from playground.keras.models.state_tree import StateTree
from playground.keras.models.trainer import Trainer
from playground.keras.registration import CustomObjectScope
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.symbolic import KerasTensor, compute_output_spec


class Model(Trainer, Saved, StateTree, Layer):
    """Base of all models. A subclass makes its layers in ``__init__`` and computes in ``call``."""

    _is_model = True

    def __new__(cls, *args: Any, **settings: Any) -> Any:
        if cls is Model and _has_inputs_and_outputs(args, settings):
            from playground.keras.models.functional import Functional

            return Functional.__new__(Functional, *args, **settings)
        return super().__new__(cls, *args, **settings)

    def __init__(self, *args: Any, **settings: Any) -> None:
        if _has_inputs_and_outputs(args, settings):  # of a subclass: it becomes one of Functional
            from playground.keras.models.functional import Functional

            _put_between(type(self), Functional)
            Functional.__init__(self, *args, **settings)
            return
        if args:
            raise TypeError(f"{type(self).__name__} expects inputs and outputs, or neither; got "
                            f"{len(args)} of them.")
        for one, other in (("inputs", "outputs"), ("outputs", "inputs")):
            if one in settings:
                raise TypeError(f"{type(self).__name__} expects inputs and outputs, or neither; "
                                f"got {one} without {other}.")
        super().__init__(**settings)
        self.history: Any = None
        self._forget_programs()

    def call(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"Model {type(self).__name__} expects a call(inputs) of its own.")

    def build(self, input_shape: Any = None) -> None:
        """Make all weights, by a dry run of ``call`` for inputs of this shape.

        Raises:
            ValueError: ``call`` does not work for it.
        """
        if input_shape is not None:
            inputs = tree.map_shape_structure(KerasTensor, input_shape)
            with calling(False):
                compute_output_spec(self.call, inputs)
        super().build(input_shape)

    build._of_the_base = True  # type: ignore[attr-defined]

    @property
    def layers(self) -> list[Layer]:
        return self._sublayers()

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """The layer of this name, or at this place.

        Raises:
            ValueError: there is none.
        """
        if (name is None) == (index is None):
            raise ValueError("get_layer expects a name or an index.")
        if index is not None:
            if not -len(self.layers) <= index < len(self.layers):
                raise ValueError(f"{self.name} has {len(self.layers)} layers; got index {index}.")
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        names = ", ".join(layer.name for layer in self.layers)
        raise ValueError(f"{self.name} has no layer called {name!r}. It has: {names}.")

    def summary(
        self, line_length: int | None = None, positions: Any = None, print_fn: Any = None,
        expand_nested: bool = False, show_trainable: bool = False, layer_range: Any = None,
    ) -> None:
        """Print the table of layers, shapes and numbers of parameters, as Keras draws it."""
        from playground.keras.models.summary import summary_text

        text = summary_text(self, line_length, positions, expand_nested, show_trainable,
                            layer_range)
        print_fn(text) if print_fn else say(text, end="")

    # ------------------------------------------------------------------ its configuration

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        if is_functional_config(config) and is_built_like_functional(cls):
            return functional_config.from_config(cls, config, custom_objects)
        with CustomObjectScope(custom_objects):
            return super().from_config(config)

    def build_from_config(self, config: dict[str, Any]) -> None:
        try:
            super().build_from_config(config)
        except (TypeError, ValueError, NotImplementedError) as error:
            warnings.warn(f"{self.name} is not built yet: its call does not work on shapes alone "
                          f"({error}). Call it on data before its weights are loaded.",
                          stacklevel=2)

    def to_json(self, **kwargs: Any) -> str:
        """The configuration as text: ``keras.models.model_from_json`` reads it."""
        return json.dumps(serialize_keras_object(self), **kwargs)


def _has_inputs_and_outputs(args: tuple[Any, ...], settings: dict[str, Any]) -> bool:
    return (len(args) == 2 or (len(args) == 1 and "outputs" in settings)
            or ("inputs" in settings and "outputs" in settings))


def _put_between(kind: type, functional: type) -> None:
    """Let a subclass of Model be one of Functional, as if it had been written so."""
    if issubclass(kind, functional):
        return
    for base in kind.__bases__:
        if base is not Model and issubclass(base, Model):
            _put_between(base, functional)
    kind.__bases__ = tuple(functional if base is Model else base for base in kind.__bases__)


def model_from_json(json_string: str, custom_objects: Any = None) -> Model:
    """The model that ``to_json`` wrote, with new weights.

    Args:
        custom_objects: own classes and functions by name.
    """
    return deserialize_keras_object(json.loads(json_string), custom_objects)
