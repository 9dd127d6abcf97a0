"""Transposed convolutions: every number of the input spreads over a window of the output."""

from __future__ import annotations

from typing import Any

from playground.keras.convolution import convolve_transposed, transposed_size
from playground.keras.layers.base import layers
from playground.keras.layers.convolutional import Convolution
from playground.keras.layers.spatial import Shape, whole_numbers
from playground.keras.variable import Array


class _ConvTranspose(Convolution):
    """The transpose of a convolution: where that one makes sizes smaller, this one enlarges them.

    Args:
        filters: the number of output channels.
        output_padding: how much longer the output is made at its end, less than the strides; None
            for a size of input · strides where padding is "same".

    Shapes: (batch, …sizes, channels) in, (batch, …larger sizes, filters) out; kernel
    (…kernel_size, filters, channels), bias (filters,).
    Source: M. Zeiler et al., CVPR 2010; arXiv:1603.07285 for the sizes.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        output_padding: Any = None,
        data_format: str | None = None,
        dilation_rate: Any = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, strides, padding, data_format, dilation_rate, activation,
                         use_bias, activity_regularizer=activity_regularizer, **settings)
        who = type(self).__name__
        (self.filters,) = whole_numbers(filters, 1, "filters", who)
        self.output_padding = None if output_padding is None else whole_numbers(
            output_padding, self.rank, "output_padding", who, least=0)
        if any(extra >= stride for extra, stride in zip(
                self.output_padding or (), self.strides, strict=False)):
            raise ValueError(f"{who} expects an output_padding smaller than its strides; got "
                             f"{self.output_padding} with strides {self.strides}.")
        self._keep("kernel", kernel_initializer, kernel_regularizer, kernel_constraint)
        self._keep("bias", bias_initializer, bias_regularizer, bias_constraint)

    def build(self, input_shape: Shape) -> None:
        channels = self._channels(input_shape)
        self.kernel = self._make("kernel", (*self.kernel_size, self.filters, channels))
        self.bias = self._make("bias", (self.filters,)) if self.use_bias else None

    @property
    def _extra(self) -> tuple[int | None, ...]:
        return self.output_padding or (None,) * self.rank

    def _convolve(self, x: Array) -> Array:
        return convolve_transposed(x, self.kernel.value, self.strides, self.padding, self._extra,
                                   self.dilation_rate)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes = [
            transposed_size(size, window, stride, self.padding, extra, dilation)
            for size, window, stride, extra, dilation in zip(
                self._sizes(input_shape), self.kernel_size, self.strides, self._extra,
                self.dilation_rate, strict=True)]
        return self._resized(input_shape, sizes, self.filters)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "filters": self.filters,
                "output_padding": self.output_padding}


@layers.register("Conv1DTranspose", "Convolution1DTranspose")
class Conv1DTranspose(_ConvTranspose):
    __doc__ = f"For sequences. {_ConvTranspose.__doc__}"
    rank = 1


@layers.register("Conv2DTranspose", "Convolution2DTranspose")
class Conv2DTranspose(_ConvTranspose):
    __doc__ = f"For images. {_ConvTranspose.__doc__}"
    rank = 2


@layers.register("Conv3DTranspose", "Convolution3DTranspose")
class Conv3DTranspose(_ConvTranspose):
    __doc__ = f"For volumes. {_ConvTranspose.__doc__}"
    rank = 3
