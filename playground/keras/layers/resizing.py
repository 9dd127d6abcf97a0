"""Layers that bring images to one size: Resizing, CenterCrop. One image or a batch of them."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp, lax
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.spatial import Shape, checked_format, whole_numbers
from playground.keras.ops.image.framing import INTERPOLATIONS, resize
from playground.keras.variable import Array


class ImageLayer(Layer):
    """Base of layers over one image (height, width, channels) or a batch of them.

    Bounding boxes, labels and masks beside the images, which Keras moves along, are not taken.
    """

    def __init__(self, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.data_format = checked_format(data_format, type(self).__name__)
        self.built = True

    def _height_axis(self, ndim: int) -> int:
        return ndim - (2 if self.data_format == "channels_first" else 3)

    def _check_input(self, inputs: Any) -> None:
        shape = getattr(inputs, "shape", (None,) * 4)
        if len(shape) not in (3, 4):
            raise ValueError(
                f"{self.name} ({type(self).__name__}) expects an image (height, width, channels) "
                f"or a batch of them; got an array of shape {tuple(shape)}. With one channel, add "
                "its axis: x[..., None].")
        super()._check_input(inputs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return tuple(input_shape)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "data_format": self.data_format}


class _ToOneSize(ImageLayer):
    def __init__(self, height: int, width: int, data_format: str | None, **settings: Any) -> None:
        super().__init__(data_format, **settings)
        who = type(self).__name__
        (self.height,) = whole_numbers(height, 1, "height", who)
        (self.width,) = whole_numbers(width, 1, "width", who)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        axis = self._height_axis(len(input_shape))
        return (*input_shape[:axis], self.height, self.width, *input_shape[axis + 2:])

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "height": self.height, "width": self.width}


@layers.register("Resizing")
class Resizing(_ToOneSize):
    """Images in another height and width. Whole numbers stay whole, rounded.

    Args:
        interpolation: "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5".
        crop_to_aspect_ratio, pad_to_aspect_ratio: cut off, or fill up with ``fill_value``, what
            does not fit the new proportions, instead of distorting the image.
        antialias: whether making an image smaller blends all pixels that fall together.
    """

    def __init__(
        self,
        height: int,
        width: int,
        interpolation: str = "bilinear",
        crop_to_aspect_ratio: bool = False,
        pad_to_aspect_ratio: bool = False,
        fill_mode: str = "constant",
        fill_value: float = 0.0,
        antialias: bool = False,
        data_format: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(height, width, data_format, **settings)
        if interpolation not in INTERPOLATIONS:
            raise ValueError(f"Resizing expects an interpolation of {', '.join(INTERPOLATIONS)}; "
                             f"got {interpolation!r}.")
        if crop_to_aspect_ratio and pad_to_aspect_ratio:
            raise ValueError("Resizing expects one of crop_to_aspect_ratio and "
                             "pad_to_aspect_ratio, not both.")
        self.interpolation = interpolation
        self.crop_to_aspect_ratio = crop_to_aspect_ratio
        self.pad_to_aspect_ratio = pad_to_aspect_ratio
        self.fill_mode, self.fill_value = fill_mode, fill_value
        self.antialias = bool(antialias)

    def call(self, inputs: Array) -> Array:
        resized = resize(
            inputs, (self.height, self.width), self.interpolation, self.antialias,
            self.crop_to_aspect_ratio, self.pad_to_aspect_ratio, self.fill_mode, self.fill_value,
            self.data_format)
        if jnp.issubdtype(inputs.dtype, jnp.integer) and resized.dtype != inputs.dtype:
            bounds = jnp.iinfo(inputs.dtype)
            resized = jnp.clip(jnp.round(resized), bounds.min, bounds.max)
        return resized.astype(inputs.dtype)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **{name: getattr(self, name) for name in (
            "interpolation", "crop_to_aspect_ratio", "pad_to_aspect_ratio", "fill_mode",
            "fill_value", "antialias")}}


@layers.register("CenterCrop")
class CenterCrop(_ToOneSize):
    """The middle of an image. Of a smaller one: the largest part in proportion, made larger."""

    def __init__(
        self, height: int, width: int, data_format: str | None = None, **settings: Any
    ) -> None:
        super().__init__(height, width, data_format, **settings)

    def call(self, inputs: Array) -> Array:
        images = inputs.astype(self.compute_dtype)
        axis = self._height_axis(images.ndim)
        above, beside = images.shape[axis] - self.height, images.shape[axis + 1] - self.width
        if min(above, beside) < 0:
            return resize(images, (self.height, self.width), crop_to_aspect_ratio=True,
                          data_format=self.data_format)
        images = lax.slice_in_dim(images, above // 2, above // 2 + self.height, axis=axis)
        return lax.slice_in_dim(images, beside // 2, beside // 2 + self.width, axis=axis + 1)
