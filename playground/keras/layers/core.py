"""The layers that most models begin and end with: Input, Dense, Activation, Identity."""

from __future__ import annotations

from typing import Any

from playground.fields import Choice, Flag, One, Whole
from playground.keras import activations, constraints, initializers, regularizers
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.low_rank import LowRank
from playground.keras.product import product
from playground.keras.serialization import serialize_keras_object as serialize
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


# What a menu can offer by name alone: a constant needs a value, and a bias has no rows and columns.
_FOR_A_KERNEL = initializers.initializers.only(lambda kind: kind is not initializers.Constant)
_FOR_A_BIAS = _FOR_A_KERNEL.only(
    lambda kind: kind not in (initializers.Identity, initializers.Orthogonal))


@layers.register(
    "Dense",
    units=Whole(default=4, low=1, high=512, positional=True, restarts=True, label="Units",
                help="How many units the layer has; each has a weight for every input."),
    activation=Choice(options=activations.elementwise, default="tanh", positional=True,
                      restarts=True, label="Activation",
                      help="What each unit makes of its weighted sum."),
    use_bias=Flag(default=True, label="Bias", restarts=True,
                  help="Whether each unit adds a number of its own to its weighted sum."),
    kernel_initializer=Choice(options=_FOR_A_KERNEL, default="glorot_uniform",
                              label="Initial weights", restarts=True,
                              help="How the first weights are drawn."),
    bias_initializer=Choice(options=_FOR_A_BIAS, default="zeros",
                            label="Initial biases", restarts=True,
                            help="How the first biases are drawn."),
    kernel_regularizer=One(options=regularizers.regularizers, optional=True, restarts=True,
                           label="Regularization", help="What large weights cost."),
    bias_regularizer=One(options=regularizers.regularizers, optional=True, restarts=True,
                         label="Bias regularization", help="What large biases cost."),
)
class Dense(LowRank, Layer):
    """Every unit sees every input, each with a weight of its own: y = activation(x W + b).

    Args:
        units: the number of outputs.
        lora_rank, lora_alpha: W is frozen and adapted, as by ``enable_lora``; as in Keras 3.15, α
            is then the rank, and another one is given to ``enable_lora`` alone.

    Shapes: (batch, …, inputs) in, (batch, …, units) out; kernel (inputs, units), bias (units,).
    """

    fits = ("vector",)

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        quantization_config: Any = None,
        **settings: Any,
    ) -> None:
        if quantization_config is not None:
            raise ValueError("Dense expects quantization_config as None: quantized weights "
                             "are not there.")
        if isinstance(units, bool) or not isinstance(units, int):
            raise TypeError(f"Dense expects a whole number of units; got {units!r} "
                            f"({type(units).__name__}).")
        if units < 1:
            raise ValueError(f"Dense expects 1 unit or more; got {units}.")
        super().__init__(activity_regularizer=activity_regularizer, **settings)
        self.units = units
        self.lora_rank, self.lora_alpha = lora_rank, lora_alpha or lora_rank
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape: Shape) -> None:
        inputs = input_shape[-1]
        if inputs is None:
            raise ValueError(f"{self.name} (Dense) expects inputs with a known last axis; "
                             f"got {input_shape}.")
        self.kernel = self.add_weight(
            (inputs, self.units), self.kernel_initializer, name="kernel",
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.bias = self.add_weight(
            (self.units,), self.bias_initializer, name="bias",
            regularizer=self.bias_regularizer, constraint=self.bias_constraint,
        ) if self.use_bias else None
        self.input_spec = InputSpec(min_ndim=2, axes={-1: inputs})
        if self.lora_rank is not None:
            self.enable_lora(self.lora_rank)

    def call(self, inputs: Array, training: Any = None) -> Array:
        x = product(inputs, self._sum(self.kernel))  # (batch, …, units)
        if self.bias is not None:
            x = x + self.bias.value
        return self.activation(x)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(), "units": self.units,
                  "activation": activations.serialize(self.activation), "use_bias": self.use_bias,
                  **self._lora_config()}
        return config | {key: serialize(getattr(self, key)) for key in (
            "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer",
            "kernel_constraint", "bias_constraint")}


@layers.register(
    "Activation",
    activation=Choice(options=activations.elementwise, default="relu", positional=True,
                      restarts=True, label="Activation",
                      help="What is made of every number by itself."),
)
class Activation(Layer):
    """Applies one function to every number by itself: y = activation(x)."""

    fits = ("vector",)

    def __init__(self, activation: Any, **settings: Any) -> None:
        super().__init__(**settings)
        self.activation = activations.get(activation)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Array) -> Array:
        return self.activation(inputs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "activation": activations.serialize(self.activation)}


@layers.register("Identity")
class Identity(Layer):
    """y = x"""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape
