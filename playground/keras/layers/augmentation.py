"""Image augmentation: every image of a batch changed at random, while training only.

The random numbers are Keras's: from the same seed come the same images. One image or a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import random
from playground.keras.backend import jnp, lax
from playground.keras.layers.base import layers
from playground.keras.layers.resizing import ImageLayer
from playground.keras.layers.spatial import Shape, whole_numbers
from playground.keras.ops.image.framing import resize
from playground.keras.random import SeedGenerator
from playground.keras.variable import Array

MODES = ("horizontal", "vertical", "horizontal_and_vertical")


class Augmentation(ImageLayer):
    """Base of those that change a batch of images in ``_augment``, with ``_draw`` for numbers."""

    def __init__(self, seed: int | None, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(data_format, **settings)
        self.seed = seed
        self.generator = self._source = SeedGenerator(seed)

    def call(self, inputs: Array, training: bool = True) -> Array:
        images = inputs.astype(self.compute_dtype)
        if not training:
            return images
        if images.ndim == 3:
            return self._augment(images[None])[0]
        return self._augment(images)

    def _draw(self, images: Array, least: float, most: float, axes: int = 4) -> Array:
        """One number between the bounds for every image: (batch, 1, …)."""
        shape = (images.shape[0], *(1,) * (axes - 1))
        return random.uniform(shape, least, most, seed=self._source)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "seed": self.seed}


@layers.register("RandomFlip")
class RandomFlip(Augmentation):
    """Every second image mirrored.

    Args:
        mode: "horizontal" swaps left and right, "vertical" above and below,
            "horizontal_and_vertical" both at once.
    """

    def __init__(
        self, mode: str = "horizontal_and_vertical", seed: int | None = None,
        data_format: str | None = None, **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        if mode not in MODES:
            raise ValueError(f"RandomFlip expects a mode of {', '.join(MODES)}; got {mode!r}.")
        self.mode = mode

    def _augment(self, images: Array) -> Array:
        height = self._height_axis(4)
        axes = {"horizontal": (height + 1,), "vertical": (height,)}.get(
            self.mode, (height, height + 1))
        return jnp.where(self._draw(images, 0.0, 1.0) <= 0.5, jnp.flip(images, axes), images)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "mode": self.mode}


class _Shading(Augmentation):
    """Base of those that change the values: images within ``value_range``, and kept there."""

    def __init__(self, value_range: Sequence[float], seed: int | None, **settings: Any) -> None:
        super().__init__(seed, **settings)
        value_bounds(value_range, type(self).__name__)
        self.value_range = value_range

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor, "value_range": self.value_range}


@layers.register("RandomContrast")
class RandomContrast(_Shading):
    """y = (x - μ) f + μ, with the mean μ of each channel of each image.

    Args:
        factor: f lies between 1 and 1 + factor, as in Keras; or (a, b) for 1 - a to 1 + b.
    """

    def __init__(
        self, factor: Any, value_range: Sequence[float] = (0, 255), seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(value_range, seed, **settings)
        self.factor = factor_range(factor, "factor", "RandomContrast", lowest=0)

    def _augment(self, images: Array) -> Array:
        factor = self._draw(images, 1 - self.factor[0], 1 + self.factor[1]).astype(images.dtype)
        axis = self._height_axis(4)
        mean = jnp.mean(images, (axis, axis + 1), keepdims=True)
        return jnp.clip((images - mean) * factor + mean, *self.value_range)


@layers.register("RandomBrightness")
class RandomBrightness(_Shading):
    """y = x + f · range, with the range from the lowest value to the highest.

    Args:
        factor: f lies between -factor and factor; or (least, most).
    """

    def __init__(
        self, factor: Any, value_range: Sequence[float] = (0, 255), seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(value_range, seed, **settings)
        self.factor = factor_range(factor, "factor", "RandomBrightness")
        self.value_range = sorted(value_range)

    def _augment(self, images: Array) -> Array:
        low, high = self.value_range
        return jnp.clip(images + self._draw(images, *self.factor) * (high - low), low, high)


@layers.register("RandomCrop")
class RandomCrop(Augmentation):
    """A part of the images, the same of all in a batch; where they are too small, resized.

    Outside training the images stay as they are, as in Keras.
    """

    def __init__(
        self, height: int, width: int, seed: int | None = None, data_format: str | None = None,
        name: str | None = None, **settings: Any,
    ) -> None:
        own = random.default_seed() if seed is None else seed  # Keras draws twice
        super().__init__(seed, data_format, name=name, **settings)
        self.seed = own
        (self.height,) = whole_numbers(height, 1, "height", "RandomCrop")
        (self.width,) = whole_numbers(width, 1, "width", "RandomCrop")

    def _augment(self, images: Array) -> Array:
        axis = self._height_axis(4)
        target = (self.height, self.width)
        height, width = images.shape[axis:axis + 2]
        if height > self.height and width > self.width:
            starts = [random.uniform((), 0, float(size - part + 1), seed=self.generator)
                      for size, part in zip((height, width), target, strict=True)]
        else:  # the middle, in the new proportions
            starts = [(height - max(min(height, width * self.height // self.width), 1)) // 2,
                      (width - max(min(width, height * self.width // self.height), 1)) // 2]
        for place, start, part in zip((axis, axis + 1), starts, target, strict=True):
            part = min(part, images.shape[place] - (start if isinstance(start, int) else 0))
            images = lax.dynamic_slice_in_dim(
                images, jnp.asarray(start).astype("int32"), part, place)
        if images.shape[axis:axis + 2] == target:
            return images
        return resize(images, target, data_format=self.data_format)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        axis = self._height_axis(len(input_shape))
        return (*input_shape[:axis], self.height, self.width, *input_shape[axis + 2:])

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "height": self.height, "width": self.width}


def factor_range(
    factor: Any, name: str, who: str, lowest: float = -1, highest: float = 1
) -> tuple[float, float]:
    """The two bounds that a factor means, within ``lowest`` and ``highest``."""
    pair = factor if isinstance(factor, (tuple, list)) else (
        (max(-abs(factor), lowest), abs(factor)) if isinstance(factor, (int, float)) else ())
    if len(pair) != 2 or min(pair) < lowest or max(pair) > highest:
        raise ValueError(f"{who} expects a {name} between {lowest} and {highest}, or two of them; "
                         f"got {factor!r}.")
    low, high = sorted(pair)
    return low, high


def value_bounds(value_range: Any, who: str) -> list[float]:
    """The lowest and the highest value of an image."""
    if not isinstance(value_range, (tuple, list)) or len(value_range) != 2:
        raise ValueError(f"{who} expects a value_range of two numbers; got {value_range!r}.")
    return sorted(value_range)
