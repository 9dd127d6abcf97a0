"""Convolution in one, two and three dimensions.

y[p] = Σ over offsets o and channels c of x[stride · p + dilation · o, c] · kernel[o, c]

Shapes: inputs (batch, …sizes, channels), or (batch, channels, …sizes) with
``data_format="channels_first"``; kernel (…sizes, channels, filters) in both.
"""

from __future__ import annotations

from collections.abc import Sequence

from playground.keras.backend import jnp, lax
from playground.keras.ops.base import op
from playground.keras.ops.nn.spatial import checked_format, checked_padding, numbers
from playground.keras.variable import Array

Sizes = int | Sequence[int]


@op
def conv(
    inputs: Array, kernel: Array, strides: Sizes = 1, padding: str = "valid",
    data_format: str | None = None, dilation_rate: Sizes = 1,
) -> Array:
    """The kernel moved over the inputs.

    A kernel of fewer channels than the inputs convolves groups of them, each by itself.

    Args:
        padding: "valid" keeps the kernel inside; "same" fills up with 0 and keeps the size.
        dilation_rate: the distance between the inputs under the kernel.

    Raises:
        ValueError: the channels do not fit, or the inputs are smaller than the kernel.
    """
    kernel = jnp.asarray(kernel)
    inputs = jnp.asarray(inputs).astype(kernel.dtype)
    data_format = checked_format(data_format, "conv")
    channels = inputs.shape[-1 if data_format == "channels_last" else 1]
    if channels % kernel.shape[-2]:
        raise ValueError(f"conv expects inputs whose channels are a multiple of the kernel's "
                         f"{kernel.shape[-2]}; got {channels}.")
    return _convolved(inputs, kernel, strides, padding, data_format, dilation_rate,
                      groups=channels // kernel.shape[-2])


@op
def depthwise_conv(
    inputs: Array, kernel: Array, strides: Sizes = 1, padding: str = "valid",
    data_format: str | None = None, dilation_rate: Sizes = 1,
) -> Array:
    """Every channel convolved by itself with kernels of its own: (…sizes, channels, multiplier)."""
    inputs, kernel = jnp.asarray(inputs), jnp.asarray(kernel)
    data_format = checked_format(data_format, "depthwise_conv")
    channels = inputs.shape[-1 if data_format == "channels_last" else 1]
    if channels != kernel.shape[-2]:
        raise ValueError(f"depthwise_conv expects inputs of the kernel's {kernel.shape[-2]} "
                         f"channels; got {channels}.")
    kernel = kernel.reshape(*kernel.shape[:-2], 1, channels * kernel.shape[-1])
    return _convolved(inputs, kernel, strides, padding, data_format, dilation_rate, channels)


@op
def separable_conv(
    inputs: Array, depthwise_kernel: Array, pointwise_kernel: Array, strides: Sizes = 1,
    padding: str = "valid", data_format: str | None = None, dilation_rate: Sizes = 1,
) -> Array:
    """``depthwise_conv``, then its channels mixed at every place by a kernel of size 1."""
    channelwise = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format,
                                 dilation_rate)
    return conv(channelwise, pointwise_kernel, data_format=data_format)


@op
def conv_transpose(
    inputs: Array, kernel: Array, strides: Sizes = 1, padding: str = "valid",
    output_padding: Sizes | None = None, data_format: str | None = None,
    dilation_rate: Sizes = 1,
) -> Array:
    """The way back through a convolution: every input is spread out over the kernel.

    Shapes: kernel (…sizes, filters, channels); output sizes: input · stride with "same",
    (input - 1) · stride + max(kernel, stride) with "valid"; ``output_padding`` says otherwise.
    """
    inputs, kernel = jnp.asarray(inputs), jnp.asarray(kernel)
    rank = inputs.ndim - 2
    data_format = checked_format(data_format, "conv_transpose")
    padding = checked_padding(padding, "conv_transpose")
    strides, dilation = numbers(strides, rank), numbers(dilation_rate, rank)
    extra = (None,) * rank if output_padding is None else numbers(output_padding, rank)
    edges = [_edges((size - 1) * apart + 1, stride, padding, more) for size, apart, stride, more
             in zip(kernel.shape[:rank], dilation, strides, extra, strict=True)]
    return lax.conv_transpose(
        inputs, kernel, strides, edges, rhs_dilation=dilation,
        dimension_numbers=_axes(rank, data_format), transpose_kernel=True)


def _convolved(
    inputs: Array, kernel: Array, strides: Sizes, padding: str, data_format: str,
    dilation_rate: Sizes, groups: int,
) -> Array:
    rank = inputs.ndim - 2
    outputs = lax.conv_general_dilated(
        inputs, kernel, numbers(strides, rank), checked_padding(padding, "conv"),
        rhs_dilation=numbers(dilation_rate, rank), dimension_numbers=_axes(rank, data_format),
        feature_group_count=groups)
    if outputs.size == 0 and inputs.size:
        raise ValueError(f"The inputs, of shape {inputs.shape}, are smaller than the kernel, of "
                         f"shape {kernel.shape}: nothing is left. Use padding='same' or a "
                         "smaller kernel.")
    return outputs


def _axes(rank: int, data_format: str) -> tuple[str, str, str]:
    sizes = "DHW"[3 - rank:]
    inputs = f"N{sizes}C" if data_format == "channels_last" else f"NC{sizes}"
    return inputs, f"{sizes}IO", inputs


def _edges(size: int, stride: int, padding: str, extra: int | None) -> tuple[int, int]:
    """How many zeros go before and after the spread-out inputs, along one axis."""
    if padding == "VALID":
        return size - 1, size - 1 + (max(size, stride) - size if extra is None else extra)
    total = stride + size - 2 if extra is None else size + size % 2 - 2 + extra
    before = min(total // 2 + total % 2, size - 1)
    return before, total - before
