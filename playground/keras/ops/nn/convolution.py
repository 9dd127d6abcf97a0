"""Convolution in one, two and three dimensions.

y[p] = Σ over offsets o and channels c of x[stride · p + dilation · o, c] · kernel[o, c]

Shapes: inputs (batch, …sizes, channels), or (batch, channels, …sizes) with
``data_format="channels_first"``; kernel (…sizes, channels, filters) in both.
"""

from __future__ import annotations

from collections.abc import Sequence

from playground.keras.backend import jnp
from playground.keras.convolution import convolve, convolve_each, convolve_transposed
from playground.keras.ops.base import op
from playground.keras.ops.nn.spatial import channels_last, checked_padding, numbers
from playground.keras.variable import Array
from playground.keras.windows import output_size

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
    x, back = channels_last(jnp.asarray(inputs).astype(kernel.dtype), data_format, "conv")
    if x.shape[-1] % kernel.shape[-2]:
        raise ValueError(f"conv expects inputs whose channels are a multiple of the kernel's "
                         f"{kernel.shape[-2]}; got {x.shape[-1]}.")
    settings = _settings(x, kernel, strides, padding, dilation_rate, "conv")
    return back(convolve(x, kernel, *settings, x.shape[-1] // kernel.shape[-2]))


@op
def depthwise_conv(
    inputs: Array, kernel: Array, strides: Sizes = 1, padding: str = "valid",
    data_format: str | None = None, dilation_rate: Sizes = 1,
) -> Array:
    """Every channel convolved by itself with kernels of its own: (…sizes, channels, multiplier)."""
    kernel = jnp.asarray(kernel)
    x, back = channels_last(jnp.asarray(inputs), data_format, "depthwise_conv")
    if x.shape[-1] != kernel.shape[-2]:
        raise ValueError(f"depthwise_conv expects inputs of the kernel's {kernel.shape[-2]} "
                         f"channels; got {x.shape[-1]}.")
    settings = _settings(x, kernel, strides, padding, dilation_rate, "depthwise_conv")
    return back(convolve_each(x, kernel, *settings))


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
    x, back = channels_last(jnp.asarray(inputs), data_format, "conv_transpose")
    rank = x.ndim - 2
    extra = (None,) * rank if output_padding is None else numbers(output_padding, rank)
    return back(convolve_transposed(
        x, jnp.asarray(kernel), numbers(strides, rank), checked_padding(padding, "conv_transpose"),
        extra, numbers(dilation_rate, rank)))


def _settings(
    x: Array, kernel: Array, strides: Sizes, padding: str, dilation_rate: Sizes, who: str
) -> tuple[tuple[int, ...], str, tuple[int, ...]]:
    rank = x.ndim - 2
    steps, apart = numbers(strides, rank), numbers(dilation_rate, rank)
    padding = checked_padding(padding, who)
    if any(output_size(size, places, step, padding, gap) < 1 for size, places, step, gap in zip(
            x.shape[1:-1], kernel.shape, steps, apart)):
        raise ValueError(f"The inputs, of shape {x.shape}, are smaller than the kernel, of "
                         f"shape {kernel.shape}: nothing is left. Use padding='same' or a "
                         "smaller kernel.")
    return steps, padding, apart
