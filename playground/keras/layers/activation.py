"""Activations that are layers: those with numbers or weights of their own."""

from __future__ import annotations

from typing import Any

from playground.fields import Number
from playground.keras import activations, constraints, initializers, regularizers
from playground.keras.backend import jax, jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.input_spec import InputSpec
from playground.keras.serialization import serialize_keras_object as serialize
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


class _SameShape(Layer):
    """Base of layers whose output has the shape of their input, and that have no weights."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.supports_masking = True
        self.built = True

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape


@layers.register("ReLU")
class ReLU(_SameShape):
    """max(x, 0), with a slope for what is negative, a highest value and a threshold on demand."""

    def __init__(
        self, max_value: float | None = None, negative_slope: float = 0.0, threshold: float = 0.0,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        for name, value in (("max_value", max_value or 0), ("negative_slope", negative_slope),
                            ("threshold", threshold)):
            if value is None or value < 0:
                raise ValueError(f"ReLU expects a {name} of 0 or more; got {value}.")
        self.max_value, self.negative_slope, self.threshold = max_value, negative_slope, threshold

    def call(self, inputs: Array) -> Array:
        return activations.relu(inputs, self.negative_slope, self.max_value, self.threshold)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "max_value": self.max_value,
                "negative_slope": self.negative_slope, "threshold": self.threshold}


@layers.register("LeakyReLU", negative_slope=Number(
    default=0.3, low=0.0, high=1.0, step=0.01, positional=True, label="Negative slope",
    help="The slope for what is negative."))
class LeakyReLU(_SameShape):
    """x above 0, negative_slope · x below. Source: A. Maas et al., ICML 2013."""

    def __init__(self, negative_slope: float = 0.3, **settings: Any) -> None:
        if "alpha" in settings:
            negative_slope = settings.pop("alpha")
        super().__init__(**settings)
        if negative_slope is None or negative_slope < 0:
            raise ValueError("LeakyReLU expects a negative_slope of 0 or more; "
                             f"got {negative_slope}.")
        self.negative_slope = negative_slope

    def call(self, inputs: Array) -> Array:
        return activations.leaky_relu(inputs, self.negative_slope)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "negative_slope": self.negative_slope}


@layers.register("ELU", alpha=Number(default=1.0, low=0.01, high=5.0, step=0.01, positional=True,
                                     label="Alpha", help="The output goes down to minus alpha."))
class ELU(_SameShape):
    """x above 0, alpha (eˣ - 1) below. Source: arXiv:1511.07289."""

    def __init__(self, alpha: float = 1.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.alpha = alpha

    def call(self, inputs: Array) -> Array:
        return activations.elu(inputs, self.alpha)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "alpha": self.alpha}


@layers.register("PReLU")
class PReLU(Layer):
    """x above 0, alpha · x below, with an alpha for every unit that is learned.

    Source: K. He et al., arXiv:1502.01852.
    """

    def __init__(
        self,
        alpha_initializer: Any = "Zeros",
        alpha_regularizer: Any = None,
        alpha_constraint: Any = None,
        shared_axes: Any = None,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.supports_masking = True
        self.alpha_initializer = initializers.get(alpha_initializer)
        self.alpha_regularizer = regularizers.get(alpha_regularizer)
        self.alpha_constraint = constraints.get(alpha_constraint)
        self.shared_axes = [shared_axes] if isinstance(shared_axes, int) else (
            None if shared_axes is None else list(shared_axes))

    def build(self, input_shape: Shape) -> None:
        shape = list(input_shape[1:])
        for axis in self.shared_axes or ():
            shape[axis - 1] = 1
        self.alpha = self.add_weight(
            shape, self.alpha_initializer, name="alpha", regularizer=self.alpha_regularizer,
            constraint=self.alpha_constraint)
        shared = set(self.shared_axes or ())
        self.input_spec = InputSpec(ndim=len(input_shape), axes={
            axis: size for axis, size in enumerate(input_shape) if axis and axis not in shared})

    def call(self, inputs: Array) -> Array:
        return jax.nn.relu(inputs) - self.alpha.value * jax.nn.relu(-inputs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "shared_axes": self.shared_axes, **{
            key: serialize(getattr(self, key))
            for key in ("alpha_initializer", "alpha_regularizer", "alpha_constraint")}}


@layers.register("Softmax")
class Softmax(_SameShape):
    """eˣ / Σ eˣ along the axis; where the mask is False, the output is 0."""

    def __init__(self, axis: int | list[int] = -1, **settings: Any) -> None:
        super().__init__(**settings)
        self.axis = axis

    def call(self, inputs: Array, mask: Array | None = None) -> Array:
        if mask is not None:
            inputs = inputs + (1.0 - mask.astype(inputs.dtype)) * -3e4
        axis = tuple(self.axis) if isinstance(self.axis, (list, tuple)) else self.axis
        outputs = jax.nn.softmax(inputs, axis)
        return outputs if mask is None else jnp.where(mask, outputs, 0.0)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "axis": self.axis}
