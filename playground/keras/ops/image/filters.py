"""Small kernels over pictures: blurred, edges, patches, and how alike two are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.ops.nn import convolution
from playground.keras.ops.nn.spatial import checked_format
from playground.keras.variable import Array

Sizes = int | Sequence[int]


@op(class_name="GaussianBlur")
def gaussian_blur(
    images: Array, kernel_size: Sequence[int] = (3, 3), sigma: Sequence[float] = (1.0, 1.0),
    data_format: str | None = None,
) -> Array:
    """Every pixel becomes the mean of those around it, weighted by exp(-distance² / 2σ²)."""
    images = jnp.asarray(images)

    kernel = jnp.outer(_bell(kernel_size[1], sigma[1], images.dtype),
                       _bell(kernel_size[0], sigma[0], images.dtype))
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
    """Blocks of the picture, or with a size of three numbers of a volume, each as one row.

    Shapes: (batch, …sizes, channels) in, (batch, …positions, numbers of a block) out.
    """
    images = jnp.asarray(images)
    window = (size, size) if isinstance(size, int) else tuple(size)
    rank = len(window)
    last = checked_format(data_format, "extract_patches") == "channels_last"
    channels = images.shape[-1 if last else -rank - 1]
    count = math.prod(window) * channels
    kernel = jnp.eye(count, dtype=images.dtype).reshape(*window, channels, count)
    batch = images if images.ndim == rank + 2 else images[None]
    patches = convolution.conv(batch, kernel, strides or window, padding, data_format,
                               dilation_rate)
    return patches if images.ndim == rank + 2 else patches[0]


def extract_patches_3d(
    volumes: Array, size: Sizes, strides: Sizes | None = None, dilation_rate: Sizes = 1,
    padding: str = "valid", data_format: str | None = None,
) -> Array:
    """``extract_patches`` of volumes."""
    return extract_patches(volumes, (size,) * 3 if isinstance(size, int) else size, strides,
                           dilation_rate, padding, data_format)


@op(class_name="SSIM")
def ssim(
    image1: Array, image2: Array, max_val: float = 1.0, filter_size: int = 11,
    filter_sigma: float = 1.5, k1: float = 0.01, k2: float = 0.03, data_format: str | None = None,
) -> Array:
    """How alike two pictures are in their structure, 1 for the same; one number for each pair.

    (2 μ₁ μ₂ + c₁) (2 σ₁₂ + c₂) / ((μ₁² + μ₂² + c₁) (σ₁² + σ₂² + c₂)), the mean over all windows
    and channels, with the means, variances and the covariance within a window.

    Args:
        max_val: the difference between the darkest and the brightest value that there can be.
        filter_size, filter_sigma: the window, weighted by exp(-distance² / 2σ²).
        k1, k2: c₁ = (k₁ max_val)², c₂ = (k₂ max_val)².

    Source: Z. Wang et al., IEEE Transactions on Image Processing 13 (2004).

    Raises:
        ValueError: no pictures.
    """
    a, b = jnp.asarray(image1), jnp.asarray(image2)
    if a.ndim not in (3, 4) or b.ndim != a.ndim:
        raise ValueError("ssim expects two pictures, or two batches of them; got the shapes "
                         f"{a.shape} and {b.shape}.")
    kind, last = a.dtype, checked_format(data_format, "ssim") == "channels_last"
    flat = [(jnp.moveaxis(each, -1, -3) if last else each).astype(
        jnp.result_type(kind, float)) for each in (a, b)]
    one, other = (each.reshape(-1, *each.shape[-2:], 1) for each in flat)  # a picture a channel
    bell = _bell(filter_size, filter_sigma, one.dtype)
    kernel = jnp.outer(bell, bell)[:, :, None, None]

    def mean(x: Array) -> Array:
        return convolution.conv(x, kernel, data_format="channels_last")

    c1, c2 = (k1 * max_val) ** 2, (k2 * max_val) ** 2
    mean1, mean2 = mean(one), mean(other)
    both, squares = mean1 * mean2, mean1**2 + mean2**2
    together = mean(one * other) - both
    alone = mean(one**2) + mean(other**2) - squares
    alike = (2 * both + c1) * (2 * together + c2) / ((squares + c1) * (alone + c2))
    each = jnp.mean(alike, axis=(1, 2, 3)).reshape(flat[0].shape[:-2])  # (batch, channels)
    return jnp.mean(each, axis=-1).astype(kind)


def each_channel(images: Array, kernel: Array, data_format: str | None, who: str) -> Array:
    last = checked_format(data_format, who) == "channels_last"
    batch = images if images.ndim == 4 else images[None]
    channels = batch.shape[-1 if last else 1]
    kernels = jnp.tile(kernel[:, :, None, None], (1, 1, channels, 1))
    outputs = convolution.depthwise_conv(batch, kernels, 1, "same", data_format)
    return outputs if images.ndim == 4 else outputs[0]


def _bell(size: int, width: Any, dtype: Any) -> Array:
    x = jnp.arange(size, dtype=dtype) - (size - 1) / 2
    weights = jnp.exp(-0.5 * jnp.square(x / width))
    return weights / jnp.sum(weights)
