"""Convolutions channel by channel, alone and followed by a mixture of the channels."""

from __future__ import annotations

from typing import Any

from playground.keras.convolution import convolve_each
from playground.keras.layers.base import layers
from playground.keras.layers.convolutional import Convolution
from playground.keras.layers.spatial import Shape, whole_numbers
from playground.keras.product import product
from playground.keras.variable import Array


class _DepthwiseConv(Convolution):
    """Every channel is convolved by itself, with ``depth_multiplier`` kernels of its own.

    Shapes: (batch, …sizes, channels) in, (batch, …positions, channels · depth_multiplier) out;
    kernel (…kernel_size, channels, depth_multiplier), bias (channels · depth_multiplier,).
    Source: L. Sifre, PhD thesis, 2014; arXiv:1704.04861.
    """

    def __init__(
        self,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: Any = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        bias_constraint: Any = None,
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, strides, padding, data_format, dilation_rate, activation,
                         use_bias, activity_regularizer=activity_regularizer, **settings)
        (self.depth_multiplier,) = whole_numbers(
            depth_multiplier, 1, "depth_multiplier", type(self).__name__)
        self._keep("depthwise", depthwise_initializer, depthwise_regularizer, depthwise_constraint)
        self._keep("bias", bias_initializer, bias_regularizer, bias_constraint)

    def _filters_for(self, channels: int | None) -> int | None:
        return None if channels is None else channels * self.depth_multiplier

    def build(self, input_shape: Shape) -> None:
        channels = self._channels(input_shape)
        self.kernel = self._make(
            "depthwise", (*self.kernel_size, channels, self.depth_multiplier), "kernel")
        self.bias = self._make(
            "bias", (channels * self.depth_multiplier,)) if self.use_bias else None

    def _convolve(self, x: Array) -> Array:
        return convolve_each(x, self.kernel.value, self.strides, self.padding, self.dilation_rate)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "depth_multiplier": self.depth_multiplier}


@layers.register("DepthwiseConv1D")
class DepthwiseConv1D(_DepthwiseConv):
    __doc__ = f"For sequences. {_DepthwiseConv.__doc__}"
    rank = 1


@layers.register("DepthwiseConv2D")
class DepthwiseConv2D(_DepthwiseConv):
    __doc__ = f"For images. {_DepthwiseConv.__doc__}"
    rank = 2


class _SeparableConv(Convolution):
    """Every channel is convolved by itself; then, place by place, the channels are mixed.

    Far fewer weights than a whole convolution: places · channels + channels · filters.

    Shapes: (batch, …sizes, channels) in, (batch, …positions, filters) out; depthwise_kernel
    (…kernel_size, channels, depth_multiplier), pointwise_kernel (1, …, channels ·
    depth_multiplier, filters), bias (filters,).
    Source: F. Chollet, arXiv:1610.02357.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = 1,
        depth_multiplier: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        pointwise_constraint: Any = None,
        bias_constraint: Any = None,
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, strides, padding, data_format, dilation_rate, activation,
                         use_bias, activity_regularizer=activity_regularizer, **settings)
        who = type(self).__name__
        (self.filters,) = whole_numbers(filters, 1, "filters", who)
        (self.depth_multiplier,) = whole_numbers(depth_multiplier, 1, "depth_multiplier", who)
        self._keep("depthwise", depthwise_initializer, depthwise_regularizer, depthwise_constraint)
        self._keep("pointwise", pointwise_initializer, pointwise_regularizer, pointwise_constraint)
        self._keep("bias", bias_initializer, bias_regularizer, bias_constraint)

    def build(self, input_shape: Shape) -> None:
        channels = self._channels(input_shape)
        self.depthwise_kernel = self._make(
            "depthwise", (*self.kernel_size, channels, self.depth_multiplier), "depthwise_kernel")
        self.pointwise_kernel = self._make(
            "pointwise", (*(1,) * self.rank, channels * self.depth_multiplier, self.filters),
            "pointwise_kernel")
        self.bias = self._make("bias", (self.filters,)) if self.use_bias else None

    def _convolve(self, x: Array) -> Array:
        x = convolve_each(x, self.depthwise_kernel.value, self.strides, self.padding,
                          self.dilation_rate)  # (batch, …positions, channels · depth_multiplier)
        return product(x, self.pointwise_kernel.value.reshape(-1, self.filters))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "filters": self.filters,
                "depth_multiplier": self.depth_multiplier}


@layers.register("SeparableConv1D", "SeparableConvolution1D")
class SeparableConv1D(_SeparableConv):
    __doc__ = f"For sequences. {_SeparableConv.__doc__}"
    rank = 1


@layers.register("SeparableConv2D", "SeparableConvolution2D")
class SeparableConv2D(_SeparableConv):
    __doc__ = f"For images. {_SeparableConv.__doc__}"
    rank = 2
