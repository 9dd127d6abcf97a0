"""Red, green and blue turned into grey, or into hue, saturation and value, and back."""

from __future__ import annotations

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.ops.nn.spatial import checked_format
from playground.keras.variable import Array


@op(class_name="RGBToGrayscale")
def rgb_to_grayscale(images: Array, data_format: str | None = None) -> Array:
    """0.2989 red + 0.5870 green + 0.1140 blue: the brightness (ITU-R BT.601)."""
    images = jnp.asarray(images)
    axis = _channels(images, data_format, "rgb_to_grayscale")
    if images.shape[axis] == 1:
        return images
    if images.shape[axis] != 3:
        raise ValueError("rgb_to_grayscale expects 3 channels, or 1; got the shape "
                         f"{images.shape}.")
    weights = jnp.array([0.2989, 0.5870, 0.1140], jnp.promote_types(images.dtype, "float32")
                        if not jnp.issubdtype(images.dtype, jnp.floating) else images.dtype)
    grey = jnp.tensordot(images.astype(weights.dtype), weights, axes=(axis, 0))
    return jnp.expand_dims(grey, axis).astype(images.dtype)


@op(class_name="RGBToHSV")
def rgb_to_hsv(images: Array, data_format: str | None = None) -> Array:
    """Hue, saturation and value, all from 0 to 1. Source: A. R. Smith, SIGGRAPH 1978.

    value = max, saturation = (max - min) / max, hue the place of the largest on the circle.
    """
    images = _floats(images, "rgb_to_hsv")
    axis = _channels(images, data_format, "rgb_to_hsv")
    images = jnp.where(jnp.abs(images) < jnp.finfo(images.dtype).eps, 0.0, images)
    red, green, blue = (jnp.take(images, place, axis) for place in range(3))
    value = jnp.maximum(jnp.maximum(red, green), blue)
    spread = value - jnp.minimum(jnp.minimum(red, green), blue)
    saturation = jnp.where(value > 0, spread / jnp.where(value > 0, value, 1.0), 0.0)
    sixth = 1.0 / (6.0 * jnp.where(spread > 0, spread, 1.0))
    hue = jnp.where(value == green, sixth * (blue - red) + 2 / 6, sixth * (red - green) + 4 / 6)
    hue = jnp.where(value == red, sixth * (green - blue), hue)
    hue = jnp.where(spread > 0, hue, 0.0) + (hue < 0.0).astype(hue.dtype)
    return jnp.stack([hue, saturation, value], axis=axis)


@op(class_name="HSVToRGB")
def hsv_to_rgb(images: Array, data_format: str | None = None) -> Array:
    """The way back from ``rgb_to_hsv``."""
    images = _floats(images, "hsv_to_rgb")
    axis = _channels(images, data_format, "hsv_to_rgb")
    hue, saturation, value = (jnp.take(images, place, axis) for place in range(3))
    sixths = jnp.mod(hue, 1.0) * 6.0
    pure = (jnp.abs(sixths - 3.0) - 1.0, 2.0 - jnp.abs(sixths - 2.0), 2.0 - jnp.abs(sixths - 4.0))
    return jnp.stack([value * (1.0 - saturation + saturation * jnp.clip(each, 0.0, 1.0))
                      for each in pure], axis=axis)


def _floats(images: Array, who: str) -> Array:
    images = jnp.asarray(images)
    if not jnp.issubdtype(images.dtype, jnp.floating):
        raise ValueError(f"{who} expects floats from 0 to 1; got {images.dtype}. Divide by 255.")
    return images


def _channels(images: Array, data_format: str | None, who: str) -> int:
    if images.ndim not in (3, 4):
        raise ValueError(f"{who} expects a picture (three axes) or a batch (four); got the shape "
                         f"{images.shape}.")
    return -1 if checked_format(data_format, who) == "channels_last" else -3
