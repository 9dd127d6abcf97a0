"""What a layer is called on: made into arrays of its type, checked; and the masks they carry."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from playground.keras import tree
from playground.keras.backend import jnp
from playground.keras.config import array_dtype, is_float
from playground.keras.layers.calling import is_tensor
from playground.keras.layers.input_spec import check_input
from playground.keras.masking import get_keras_mask, set_keras_mask
from playground.keras.symbolic import KerasTensor, compute_output_spec
from playground.keras.variable import Variable


class Arguments:
    """The part of a layer that takes arrays and hands masks on."""

    name: str
    autocast: bool
    input_dtype: str
    input_spec: Any
    supports_masking: bool
    _convert_input_args = True  # whether what it is called on becomes arrays of its dtype
    _allow_non_tensor_positional_args = False

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """The mask of the outputs, from the inputs and theirs."""
        return previous_mask

    def _arrays(self, value: Any) -> Any:
        """Arrays in the layer's type, in the same lists and dicts."""
        if tree.is_nested(value):
            return tree.map_structure(self._to_array, value)
        return self._to_array(value)

    def _to_array(self, value: Any) -> Any:
        if isinstance(value, KerasTensor) or not hasattr(value, "__array__"):
            return value
        if isinstance(value, Variable):
            value = value.value
        kind = getattr(getattr(value, "dtype", None), "kind", "f")
        if kind in "OUS":
            raise ValueError(f"{self.name} expects numbers; got an array of {value.dtype}.")
        mask = get_keras_mask(value)
        if self.autocast and is_float(self.input_dtype) and jnp.issubdtype(
                value.dtype, jnp.floating):
            array = jnp.asarray(value, array_dtype(self.input_dtype))
        else:
            array = jnp.asarray(value)
        if mask is not None and array is not value:
            set_keras_mask(array, mask)
        return array

    def _check_positional(self, args: tuple[Any, ...]) -> None:
        for each in tree.leaves(args):
            if each is not None and not is_tensor(each):
                way_out = "Give it by name." if isinstance(each, (bool, str, int)) else (
                    "Call it on an array, or on keras.Input(shape).")
                raise ValueError(f"{self.name} ({type(self).__name__}) expects arrays; got "
                                 f"{shown(each)}. {way_out}")

    def _check_input(self, inputs: Any) -> None:
        if self.input_spec is not None:
            check_input(self.input_spec, inputs, self)

    def _hand_masks_on(self, inputs: Any, outputs: Any, mask: Any, symbolic: bool) -> None:
        given = any(each is not None for each in tree.leaves(mask))
        if not self.supports_masking:
            if given:
                warnings.warn(f"{self.name} ({type(self).__name__}) does not support masks: the "
                              "layers after it will not see the mask of its input.", stacklevel=4)
            return
        flat = tree.flatten(outputs)
        if all(get_keras_mask(each) is not None for each in flat):
            return
        if not symbolic or type(self).compute_mask is Arguments.compute_mask:
            masks = self.compute_mask(inputs, mask)
        else:
            masks = self._mask_in_graph(inputs, mask)
        for each, its in zip(flat, [] if masks is None else tree.flatten(masks)):
            if its is not None and get_keras_mask(each) is None:
                set_keras_mask(each, its)

    def _mask_in_graph(self, inputs: Any, mask: Any) -> Any:
        """The mask as KerasTensors: outputs of the graph, where it is written with ``ops``."""
        parts = [each for each in tree.leaves((inputs, mask)) if each is not None]
        if all(getattr(each, "_keras_history", None) for each in parts):
            try:
                return self.compute_mask(inputs, mask)
            except (TypeError, ValueError):  # it is written with JAX
                pass
        return compute_output_spec(self.compute_mask, inputs, mask)


def as_shape(shape: Any, where: str) -> tuple[int | None, ...]:
    if isinstance(shape, (int, np.integer)):
        shape = (shape,)
    if not tree.is_shape(shape):
        raise ValueError(f"{where} expects input_shape as a tuple of whole numbers, as (784,); "
                         f"got {shape!r}.")
    return tuple(shape)


def shown(value: Any) -> str:
    return f"{str(value)[:60]!r} ({type(value).__name__})" if not isinstance(value, type) else (
        f"the class {value.__name__} itself")
