"""Pictures of another size: resized, padded, cropped."""

from __future__ import annotations

from collections.abc import Sequence

from playground.keras.backend import jax, jnp
from playground.keras.ops.base import op
from playground.keras.ops.nn.spatial import checked_format
from playground.keras.variable import Array

INTERPOLATIONS = ("bilinear", "nearest", "lanczos3", "lanczos5", "bicubic")


@op
def resize(
    images: Array, size: Sequence[int], interpolation: str = "bilinear", antialias: bool = False,
    crop_to_aspect_ratio: bool = False, pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant", fill_value: float = 0.0, data_format: str | None = None,
) -> Array:
    """The pictures in another height and width.

    Args:
        interpolation: "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5".
        antialias: whether making them smaller takes the mean of what falls together.
        crop_to_aspect_ratio: cut off what does not fit the new shape, instead of distorting.
        pad_to_aspect_ratio: fill up with ``fill_value``, instead of distorting.

    Raises:
        ValueError: an unknown interpolation, both ratios at once, or not two sizes.
    """
    images = jnp.asarray(images)
    height_axis = _height_axis(images, data_format, "resize")
    if interpolation not in INTERPOLATIONS:
        raise ValueError(f"resize expects one of {', '.join(INTERPOLATIONS)}; "
                         f"got {interpolation!r}.")
    if fill_mode != "constant" or len(size) != 2:
        raise ValueError("resize expects fill_mode='constant' and a size of height and width; "
                         f"got {fill_mode!r} and {size}.")
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ValueError("resize expects one of crop_to_aspect_ratio and pad_to_aspect_ratio, "
                         "not both.")
    height, width = images.shape[height_axis:height_axis + 2]
    if crop_to_aspect_ratio or pad_to_aspect_ratio:
        like_height = int(width * size[0] / size[1])  # of the new proportions
        like_width = int(height * size[1] / size[0])
    if crop_to_aspect_ratio:
        rows, columns = max(min(height, like_height), 1), max(min(width, like_width), 1)
        images = _cut(images, height_axis, (height - rows) // 2, rows)
        images = _cut(images, height_axis + 1, (width - columns) // 2, columns)
    elif pad_to_aspect_ratio:
        above = (max(height, like_height) - height) // 2
        beside = (max(width, like_width) - width) // 2 if not above else 0
        images = _padded(images, height_axis, ((above, above), (beside, beside)), fill_value)
    shape = list(images.shape)
    shape[height_axis], shape[height_axis + 1] = size
    return jax.image.resize(images, shape, method=interpolation, antialias=antialias)


@op(class_name="PadImages")
def pad_images(
    images: Array, top_padding: int | None = None, left_padding: int | None = None,
    bottom_padding: int | None = None, right_padding: int | None = None,
    target_height: int | None = None, target_width: int | None = None,
    data_format: str | None = None,
) -> Array:
    """The pictures with black edges: of three of top, bottom and target the third follows.

    Raises:
        ValueError: not exactly two of each three are given, or a width below 0 follows.
    """
    images = jnp.asarray(images)
    axis = _height_axis(images, data_format, "pad_images")
    edges = [_ends(images.shape[place], *given, sign=1, who="pad_images") for place, given in (
        (axis, (top_padding, bottom_padding, target_height)),
        (axis + 1, (left_padding, right_padding, target_width)))]
    return _padded(images, axis, edges, 0)


@op(class_name="CropImages")
def crop_images(
    images: Array, top_cropping: int | None = None, left_cropping: int | None = None,
    bottom_cropping: int | None = None, right_cropping: int | None = None,
    target_height: int | None = None, target_width: int | None = None,
    data_format: str | None = None,
) -> Array:
    """The pictures without their edges: of three of top, bottom and target the third follows.

    Raises:
        ValueError: not exactly two of each three are given, or a width below 0 follows.
    """
    images = jnp.asarray(images)
    axis = _height_axis(images, data_format, "crop_images")
    for place, given in ((axis, (top_cropping, bottom_cropping, target_height)),
                         (axis + 1, (left_cropping, right_cropping, target_width))):
        size = images.shape[place]
        before, after = _ends(size, *given, sign=-1, who="crop_images")
        images = _cut(images, place, before, size - before - after)
    return images


def _ends(
    size: int, before: int | None, after: int | None, target: int | None, sign: int, who: str
) -> tuple[int, int]:
    """How much is added (sign 1) or taken away (sign -1) before and after."""
    if (before, after, target).count(None) != 1:
        raise ValueError(f"{who} expects exactly two of what is before, what is after and the "
                         f"target; got {before}, {after} and {target}.")
    if before is None:
        before = sign * (target - size) - after
    if after is None:
        after = sign * (target - size) - before
    if min(before, after) < 0 or (sign < 0 and before + after > size):
        raise ValueError(f"{who} expects widths of 0 or more that fit the size {size}; got "
                         f"{before} before and {after} after.")
    return before, after


def _padded(
    images: Array, axis: int, edges: Sequence[tuple[int, int]], value: float
) -> Array:
    widths = [(0, 0)] * images.ndim
    widths[axis], widths[axis + 1] = edges
    return jnp.pad(images, widths, constant_values=value)


def _cut(images: Array, axis: int, start: int, size: int) -> Array:
    return jax.lax.slice_in_dim(images, start, start + size, axis=axis)


def _height_axis(images: Array, data_format: str | None, who: str) -> int:
    if images.ndim not in (3, 4):
        raise ValueError(f"{who} expects a picture (three axes) or a batch (four); got the shape "
                         f"{images.shape}.")
    return images.ndim - (3 if checked_format(data_format, who) == "channels_last" else 2)
