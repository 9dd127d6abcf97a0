"""Small kernels over pictures: blurred, edges, patches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.ops.nn import convolution
from playground.keras.ops.nn.spatial import checked_format, numbers
from playground.keras.variable import Array

Sizes = int | Sequence[int]


@op(class_name="GaussianBlur")
def gaussian_blur(
    images: Array, kernel_size: Sequence[int] = (3, 3), sigma: Sequence[float] = (1.0, 1.0),
    data_format: str | None = None,
) -> Array:
    """Every pixel becomes the mean of those around it, weighted by exp(-distance² / 2σ²)."""
    images = jnp.asarray(images)

    def bell(size: int, width: Any) -> Array:
        x = jnp.arange(size, dtype=images.dtype) - (size - 1) / 2
        weights = jnp.exp(-0.5 * jnp.square(x / width))
        return weights / jnp.sum(weights)

    kernel = jnp.outer(bell(kernel_size[1], sigma[1]), bell(kernel_size[0], sigma[0]))
    return each_channel(images, kernel, data_format, "gaussian_blur")


@op(class_name="SobelEdges")
def sobel_edges(images: Array, data_format: str | None = None) -> Array:
    """How fast the brightness changes, downwards and to the right: a new last axis of 2."""
    images = jnp.asarray(images)
    right = jnp.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], images.dtype)
    return jnp.stack([each_channel(images, kernel, data_format, "sobel_edges")
                      for kernel in (right.T, right)], axis=-1)


@op(class_name="ExtractPatches")
def extract_patches(
    images: Array, size: Sizes, strides: Sizes | None = None, dilation_rate: Sizes = 1,
    padding: str = "valid", data_format: str | None = None,
) -> Array:
    """Blocks of the picture, the numbers of a block in the channels' place."""
    images = jnp.asarray(images)
    last = checked_format(data_format, "extract_patches") == "channels_last"
    height, width = numbers(size, 2)
    channels = images.shape[-1 if last else -3]
    count = height * width * channels
    kernel = jnp.eye(count, dtype=images.dtype).reshape(height, width, channels, count)
    batch = images if images.ndim == 4 else images[None]
    patches = convolution.conv(batch, kernel, strides or size, padding, data_format, dilation_rate)
    return patches if images.ndim == 4 else patches[0]


def each_channel(images: Array, kernel: Array, data_format: str | None, who: str) -> Array:
    last = checked_format(data_format, who) == "channels_last"
    batch = images if images.ndim == 4 else images[None]
    channels = batch.shape[-1 if last else 1]
    kernels = jnp.tile(kernel[:, :, None, None], (1, 1, channels, 1))
    outputs = convolution.depthwise_conv(batch, kernels, 1, "same", data_format)
    return outputs if images.ndim == 4 else outputs[0]
