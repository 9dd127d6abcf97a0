"""Convolutions: a small kernel is laid on every place of a sequence, an image or a volume."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.fields import Choice, Whole
from playground.keras import activations, constraints, initializers, regularizers
from playground.keras.backend import jnp
from playground.keras.convolution import convolve
from playground.keras.layers.base import layers
from playground.keras.layers.core import Dense
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.low_rank import LowRank
from playground.keras.layers.spatial import Shape, Spatial, checked_padding, whole_numbers
from playground.keras.serialization import serialize_keras_object as serialize
from playground.keras.symbolic import known_sizes
from playground.keras.variable import Array, Variable
from playground.keras.windows import output_size, reach

FIELDS = {
    "filters": Whole(default=8, low=1, high=64, positional=True, restarts=True, label="Filters",
                     help="How many kernels are laid on every place; each gives one channel."),
    "kernel_size": Whole(default=3, low=1, high=7, positional=True, restarts=True,
                         label="Kernel size", help="How far a kernel reaches, along every axis."),
    "strides": Whole(default=1, low=1, high=4, restarts=True, label="Strides",
                     help="How far the kernel moves from place to place."),
    "padding": Choice(options=("valid", "same"), default="valid", restarts=True, label="Padding",
                      help="Valid: only where the whole kernel fits. Same: zeros around the "
                           "image, so that its size stays."),
    "activation": Choice(options=activations.elementwise, default="relu", positional=True,
                         restarts=True, label="Activation",
                         help="What is made of each weighted sum."),
    **{name: Dense.fields[name] for name in (
        "use_bias", "kernel_initializer", "bias_initializer", "kernel_regularizer",
        "bias_regularizer")},
}


class Convolution(Spatial):
    """Base of all convolutions: their window, the bias and the activation.

    A subclass keeps the settings of its weights with ``_keep``, makes its kernels in ``build`` and
    lays them on the inputs in ``_convolve``.
    """

    paddings: tuple[str, ...] = ("valid", "same")

    def __init__(
        self, kernel_size: Any, strides: Any, padding: str, data_format: str | None,
        dilation_rate: Any, activation: Any, use_bias: bool, **settings: Any,
    ) -> None:
        super().__init__(data_format, **settings)
        who = type(self).__name__
        self.kernel_size = whole_numbers(kernel_size, self.rank, "kernel_size", who)
        self.strides = whole_numbers(strides, self.rank, "strides", who)
        self.dilation_rate = whole_numbers(dilation_rate, self.rank, "dilation_rate", who)
        self.padding = checked_padding(padding, who, self.paddings)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(f"{who} expects strides of 1 or a dilation_rate of 1; got strides="
                             f"{self.strides} and dilation_rate={self.dilation_rate}.")
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.bias: Variable | None = None
        self._kept: list[str] = []

    def _keep(self, weight: str, initializer: Any, regularizer: Any, constraint: Any) -> None:
        """Keep what a weight is made with: ``kernel_initializer`` and so on."""
        setattr(self, f"{weight}_initializer", initializers.get(initializer))
        setattr(self, f"{weight}_regularizer", regularizers.get(regularizer))
        setattr(self, f"{weight}_constraint", constraints.get(constraint))
        self._kept.append(weight)

    def _make(self, weight: str, shape: Sequence[int], name: str | None = None) -> Variable:
        """A weight, made with what was kept for it."""
        return self.add_weight(
            shape, getattr(self, f"{weight}_initializer"), name=name or weight,
            regularizer=getattr(self, f"{weight}_regularizer"),
            constraint=getattr(self, f"{weight}_constraint"))

    def _channels(self, input_shape: Shape) -> int:
        """The number of channels that come in, once the shape is found to fit."""
        channels = input_shape[self._channel_axis]
        if channels is None:
            raise ValueError(f"{self.name} ({type(self).__name__}) expects a known number of "
                             f"channels; got inputs of shape {tuple(input_shape)}.")
        self.compute_output_shape(input_shape)
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={self._channel_axis: channels})
        return channels

    def _filters_for(self, channels: int | None) -> int | None:
        return self.filters

    def call(self, inputs: Array) -> Array:
        self.compute_output_shape(known_sizes(inputs.shape))  # unknown when built, may not fit
        outputs = self._convolve(self._to_last(inputs).astype(self.compute_dtype))
        if self.bias is not None:
            outputs = outputs + jnp.asarray(self.bias.value, outputs.dtype)
        return self.activation(self._from_last(outputs))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes = []
        for size, window, stride, dilation in zip(
                self._sizes(input_shape), self.kernel_size, self.strides, self.dilation_rate,
                strict=True):
            sizes.append(output_size(size, window, stride, self.padding, dilation))
            if size is not None and sizes[-1] < 1:
                length = reach(window, dilation)
                raise ValueError(
                    f"{self.name} ({type(self).__name__}) lays a kernel {length} long on a size of "
                    f"{size}: the kernel is larger than the input, of shape {tuple(input_shape)}. "
                    "A smaller kernel_size, padding='same' or less pooling before it fits.")
        return self._resized(
            input_shape, sizes, self._filters_for(input_shape[self._channel_axis]))

    def get_config(self) -> dict[str, Any]:
        config = {
            **super().get_config(), "kernel_size": self.kernel_size, "strides": self.strides,
            "padding": self.padding, "dilation_rate": self.dilation_rate,
            "activation": activations.serialize(self.activation), "use_bias": self.use_bias,
            "activity_regularizer": serialize(self.activity_regularizer)}
        for weight in self._kept:
            for part in ("initializer", "regularizer", "constraint"):
                config[f"{weight}_{part}"] = serialize(getattr(self, f"{weight}_{part}"))
        return config


class _Conv(LowRank, Convolution):
    """activation(x * kernel + b), where * adds up a window of x times the kernel at every place.

    Args:
        filters: the number of kernels, and so of output channels.
        kernel_size, strides, dilation_rate: one whole number, or one for each axis.
        padding: "valid", or "same" for zeros around the input that keep its size.
        groups: into how many groups the channels are split; each filter sees its own group only.
        lora_rank, lora_alpha: the kernel is frozen and adapted, as by ``enable_lora``.

    Shapes: (batch, …sizes, channels) in, (batch, …positions, filters) out; kernel (…kernel_size,
    channels / groups, filters), bias (filters,).
    Source: Y. LeCun et al., Neural Computation 1 (1989); arXiv:1603.07285 for the sizes.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = 1,
        groups: int = 1,
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
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, strides, padding, data_format, dilation_rate, activation,
                         use_bias, activity_regularizer=activity_regularizer, **settings)
        who = type(self).__name__
        (self.filters,) = whole_numbers(filters, 1, "filters", who)
        (self.groups,) = whole_numbers(groups, 1, "groups", who)
        if self.filters % self.groups:
            raise ValueError(f"{who} expects groups to divide the number of filters; got "
                             f"{self.groups} groups and {self.filters} filters.")
        self.lora_rank, self.lora_alpha = lora_rank, lora_alpha or lora_rank
        self._keep("kernel", kernel_initializer, kernel_regularizer, kernel_constraint)
        self._keep("bias", bias_initializer, bias_regularizer, bias_constraint)

    def build(self, input_shape: Shape) -> None:
        channels = self._channels(input_shape)
        if channels % self.groups:
            raise ValueError(
                f"{self.name} ({type(self).__name__}) expects groups to divide the number of "
                f"channels; got {self.groups} groups and {channels} channels.")
        self.kernel = self._make(
            "kernel", (*self.kernel_size, channels // self.groups, self.filters))
        self.bias = self._make("bias", (self.filters,)) if self.use_bias else None
        if self.lora_rank is not None:
            self.enable_lora(self.lora_rank, self.lora_alpha)

    def _convolve(self, x: Array) -> Array:
        return self._to_last(self.convolution_op(self._from_last(x), self._sum(self.kernel)))

    def convolution_op(self, inputs: Array, kernel: Array) -> Array:
        """inputs * kernel; a subclass may lay another kernel there, made of this one."""
        return self._from_last(convolve(
            self._to_last(inputs), kernel, self.strides, self.padding, self.dilation_rate,
            self.groups))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "filters": self.filters, "groups": self.groups,
                **self._lora_config()}


@layers.register("Conv1D", "Convolution1D", **FIELDS)
class Conv1D(_Conv):
    __doc__ = f"Convolution of sequences: {_Conv.__doc__}"
    rank = 1
    fits = ("sequence",)
    paddings = ("valid", "same", "causal")  # causal: no place sees a later one. arXiv:1609.03499


@layers.register("Conv2D", "Convolution2D", **FIELDS)
class Conv2D(_Conv):
    __doc__ = f"Convolution of images: {_Conv.__doc__}"
    rank = 2
    fits = ("image",)


@layers.register("Conv3D", "Convolution3D")
class Conv3D(_Conv):
    __doc__ = f"Convolution of volumes: {_Conv.__doc__}"
    rank = 3
