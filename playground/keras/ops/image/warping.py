"""Pictures read off at other places: turned, moved, sheared, stretched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.ops.base import op
from playground.keras.ops.nn.spatial import checked_format
from playground.keras.variable import Array

ORDERS = {"nearest": 0, "bilinear": 1}
_FILL_MODES = ("constant", "nearest", "wrap", "mirror", "reflect")
_METHODS = ("linear", "bilinear", "trilinear", "cubic", "bicubic", "tricubic", "lanczos3",
            "lanczos5")


@op(class_name="MapCoordinates")
def map_coordinates(
    inputs: Array, coordinates: Array, order: int, fill_mode: str = "constant",
    fill_value: float = 0,
) -> Array:
    """The numbers between those of an array, at these coordinates: one row for every axis.

    Args:
        order: 0 takes the nearest, 1 weighs the neighbours.
        fill_mode: what lies outside: "constant", "nearest", "wrap", "mirror" or "reflect".

    Raises:
        ValueError: an unknown fill mode or order, or not one row for every axis.
    """
    inputs, coordinates = jnp.asarray(inputs), jnp.asarray(coordinates)
    check_fill(fill_mode, "map_coordinates")
    if coordinates.ndim < 2 or coordinates.shape[0] != inputs.ndim:
        raise ValueError(f"map_coordinates expects {inputs.ndim} rows of coordinates, one for "
                         f"every axis; got the shape {coordinates.shape}.")
    if order not in (0, 1):
        raise ValueError(f"map_coordinates expects the order 0 or 1; got {order!r}.")
    return read(inputs, coordinates, order, fill_mode, fill_value)


@op(class_name="AffineTransform")
def affine_transform(
    images: Array, transform: Array, interpolation: str = "bilinear", fill_mode: str = "constant",
    fill_value: float = 0, data_format: str | None = None,
) -> Array:
    """The picture whose pixel (x, y) is read off at (a₀x + a₁y + a₂, b₀x + b₁y + b₂).

    Args:
        transform: (a₀, a₁, a₂, b₀, b₁, b₂, c₀, c₁), one for all pictures or one for each; the
            c's, usually 0, move every further channel by (c₁, c₀).

    Raises:
        ValueError: an unknown interpolation or fill mode, or other shapes.
    """
    images, transform = jnp.asarray(images), jnp.asarray(transform)
    if interpolation not in ORDERS:
        raise ValueError(f"affine_transform expects 'nearest' or 'bilinear'; "
                         f"got {interpolation!r}.")
    check_fill(fill_mode, "affine_transform")
    if images.ndim not in (3, 4) or transform.ndim not in (1, 2):
        raise ValueError("affine_transform expects a picture or a batch, and 8 numbers or rows "
                         f"of them; got the shapes {images.shape} and {transform.shape}.")
    last = checked_format(data_format, "affine_transform") == "channels_last"
    batch = images if images.ndim == 4 else images[None]
    batch = batch if last else jnp.moveaxis(batch, 1, -1)
    transforms = jnp.broadcast_to(jnp.atleast_2d(transform), (batch.shape[0], 8))
    height, width, channels = batch.shape[1:]
    y, x, channel = jnp.meshgrid(*map(jnp.arange, (height, width, channels)), indexing="ij")

    def one(image: Array, numbers: Array) -> Array:
        a0, a1, a2, b0, b1, b2, c0, c1 = numbers
        places = jnp.stack([b0 * x + b1 * y + b2 + c0 * channel,
                            a0 * x + a1 * y + a2 + c1 * channel,
                            channel.astype(numbers.dtype)])
        return read(image, places, ORDERS[interpolation], fill_mode, fill_value)

    outputs = jax.vmap(one)(batch, transforms)
    outputs = outputs if last else jnp.moveaxis(outputs, -1, 1)
    return outputs if images.ndim == 4 else outputs[0]


@op(class_name="ScaleAndTranslate")
def scale_and_translate(
    images: Array, output_shape: Sequence[int], scale: Array, translation: Array,
    spatial_dims: Sequence[int], method: str, antialias: bool = True,
) -> Array:
    """Stretched by ``scale``, then moved by ``translation``, along these axes.

    Raises:
        ValueError: an unknown method.
    """
    if method not in _METHODS:
        raise ValueError(f"scale_and_translate expects one of {', '.join(_METHODS)}; "
                         f"got {method!r}.")
    return jax.image.scale_and_translate(
        jnp.asarray(images), tuple(output_shape), tuple(spatial_dims), jnp.asarray(scale),
        jnp.asarray(translation), method, antialias)


def read(inputs: Array, places: Any, order: int, fill_mode: str, fill_value: float) -> Array:
    from jax.scipy.ndimage import map_coordinates

    return map_coordinates(inputs, places, order, fill_mode, fill_value)


def check_fill(fill_mode: str, who: str) -> None:
    if fill_mode not in _FILL_MODES:
        raise ValueError(f"{who} expects one of {', '.join(_FILL_MODES)} as fill_mode; "
                         f"got {fill_mode!r}.")
