"""What a model of inputs and outputs is called on: brought into the form of its own Inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.keras import tree
from playground.keras.backend import jnp
from playground.keras.config import array_dtype
from playground.keras.layers.input_spec import way_out
from playground.keras.masking import get_keras_mask, set_keras_mask
from playground.keras.symbolic import KerasTensor, known_sizes


class GivenInputs:
    """The part of a model that takes a list, a dict, or inputs by name, each in its own type."""

    name: str
    inputs: list[KerasTensor]
    input_names: list[str]
    _inputs_struct: Any

    def _in_order(self, inputs: Any) -> list[Any]:
        """The inputs in a flat list: given in the form of ours, or by the names of the Inputs."""
        ours = self._inputs_struct
        inputs = tree.numbers_as_array(inputs)
        if isinstance(inputs, (list, tuple)):
            inputs = type(inputs)(map(tree.numbers_as_array, inputs))
        if isinstance(inputs, Mapping) and not isinstance(ours, Mapping):
            names = [each.name for each in self.inputs]
            names = names if set(names) <= set(inputs) else self.input_names
            if set(names) <= set(inputs):
                return [inputs[name] for name in names]
        elif isinstance(inputs, Mapping):
            if set(ours) <= set(inputs):
                inputs = {key: inputs[key] for key in ours}
        elif isinstance(ours, Mapping) and tree.is_nested(inputs) and list(ours) != sorted(ours):
            raise ValueError(f"{self.name} expects a dict of its inputs, {self._outline()}; got "
                             f"{tree.outline(inputs)}.")
        flat = tree.flatten(inputs)
        if len(flat) != len(self.inputs) or (isinstance(inputs, Mapping)
                                             and not isinstance(ours, Mapping)):
            many = "one array" if len(self.inputs) == 1 else f"{len(self.inputs)} arrays"
            keys = ", with the keys " + ", ".join(map(repr, inputs)) if isinstance(
                inputs, Mapping) else ""
            raise ValueError(f"{self.name} expects {many}, for its inputs {self._outline()}; got "
                             f"{len(flat)}{keys}. Give x as a list in this order, or as a dict "
                             "with these names.")
        return flat

    def _arrays_of(self, inputs: Any) -> list[Any]:
        return [self._fitted(place, self._in_dtype(each, self.inputs[place].dtype))
                for place, each in enumerate(self._in_order(inputs))]

    def _in_dtype(self, x: Any, dtype: str) -> Any:
        if x is None or isinstance(x, KerasTensor) or dtype == "string":
            return x
        if getattr(getattr(x, "dtype", None), "kind", "f") in "OUS":
            raise ValueError(f"{self.name} expects numbers; got an array of {x.dtype}.")
        array = jnp.asarray(getattr(x, "value", x), array_dtype(dtype))
        if array is not x:
            set_keras_mask(array, get_keras_mask(x))
        return array

    def _fitted(self, place: int, x: Any) -> Any:
        """The input with the axes of ours: a last one of size 1 may be missing or too many."""
        tensor = self.inputs[place]
        if x is None:
            if not getattr(made_by(tensor), "optional", False):
                raise ValueError(f"{self.name} expects an array for its input {tensor.name!r}; "
                                 "got None.")
            return x
        expected, came = tensor.shape, known_sizes(x.shape)
        if len(came) == len(expected) + 1 and came[-1] == 1:
            return _reshaped(x, came[:-1])
        if len(came) == len(expected) - 1 and expected[-1] == 1:
            return _reshaped(x, (*came, 1))
        if len(came) != len(expected) or any(
                None not in (a, b) and a != b for a, b in zip(expected[1:], came[1:])):
            which = f" as {made_by(tensor).name!r}" if len(self.inputs) > 1 else ""
            raise ValueError(
                f"{self.name} expects samples of shape {expected[1:]}{which}; got samples of shape "
                f"{came[1:]}, in an array of shape {came}. "
                f"{way_out(came, len(expected), expected[1:])}")
        return x

    def _outline(self) -> Any:
        return tree.map_structure(lambda each: made_by(each).name, self._inputs_struct)


def made_by(tensor: KerasTensor) -> Any:
    """The layer that made the tensor, or the tensor itself where none did."""
    history = tensor._keras_history
    return tensor if history is None else history.operation


def _reshaped(x: Any, shape: tuple[Any, ...]) -> Any:
    if isinstance(x, KerasTensor):
        return KerasTensor(shape, x.dtype)
    array = x.reshape(shape)
    set_keras_mask(array, get_keras_mask(x))
    return array
