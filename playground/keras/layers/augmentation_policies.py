"""Image augmentation by a histogram, and by several changes chosen at random."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import random
from playground.keras.backend import jax, jnp
from playground.keras.layers.augmentation import (
    Augmentation,
    RandomBrightness,
    RandomContrast,
    factor_range,
    value_bounds,
)
from playground.keras.layers.augmentation_areas import RandomSharpness
from playground.keras.layers.augmentation_colours import (
    AutoContrast,
    RandomColorDegeneration,
    RandomPosterization,
    Solarization,
)
from playground.keras.layers.augmentation_warping import (
    RandomRotation,
    RandomShear,
    RandomTranslation,
)
from playground.keras.layers.base import layers
from playground.keras.layers.resizing import ImageLayer
from playground.keras.variable import Array


@layers.register("Equalization")
class Equalization(ImageLayer):
    """The values of every channel spread out until each is about as frequent as any other.

    y = 255 (C(x) - C(least)) / (C(most) - C(least)), with C(x), how many values of the batch there
    are up to x. It happens while training; nothing is drawn.

    Args:
        value_range: the lowest and the highest value of an image.
        bins: how many values are told apart.
    """

    def __init__(
        self, value_range: Sequence[float] = (0, 255), bins: int = 256,
        data_format: str | None = None, **settings: Any,
    ) -> None:
        super().__init__(data_format, **settings)
        self.bins, self.value_range = bins, value_bounds(value_range, "Equalization")

    def call(self, inputs: Array, training: bool = True) -> Array:
        images = inputs.astype(self.compute_dtype)
        if not training:
            return images
        axis = -1 if self.data_format == "channels_last" else -3
        return jax.vmap(self._equalize, axis, axis)(images)

    def _equalize(self, channel: Array) -> Array:
        low, high = self.value_range
        x = (channel - low) * (255.0 / (high - low))
        place = jnp.clip((x.astype("float32") * (self.bins - 1) / 255.0).astype("int32"),
                         0, self.bins - 1)
        count = jnp.zeros(self.bins, "int32").at[place.ravel()].add(1)
        up_to = jnp.cumsum(count)
        least = up_to[jnp.argmax(up_to > 0)]
        spread = jnp.maximum(up_to[-1] - least, 1)
        table = jnp.clip(jnp.round((up_to - least) * 255 / spread), 0, 255)
        place = jnp.clip(x / 255.0 * (self.bins - 1), 0, self.bins - 1).astype("int32")
        y = jnp.where(jnp.count_nonzero(count) <= 1, x, table[place])
        return (y * ((high - low) / 255.0) + low).astype(channel.dtype)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "bins": self.bins, "value_range": self.value_range}


@layers.register("RandAugment")
class RandAugment(Augmentation):
    """A few changes of eleven, one after the other, the same ones for a whole batch.

    Args:
        value_range: the lowest and the highest value of an image.
        num_ops: how many changes; one may come again, as strong as before.
        factor: how strong they are, from 0 to 1.
        interpolation: "bilinear" or "nearest".

    Source: arXiv:1909.13719.
    """

    def __init__(
        self, value_range: Sequence[float] = (0, 255), num_ops: int = 2, factor: Any = 0.5,
        interpolation: str = "bilinear", seed: int | None = None, data_format: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        self.value_range, self.num_ops, self.interpolation = value_range, num_ops, interpolation
        self.factor = by = factor_range(factor, "factor", "RandAugment", lowest=0)
        drawn = {"seed": seed, "data_format": data_format, **settings}
        moved = {"interpolation": interpolation, **drawn}
        shaded = {"value_range": value_range, **drawn}
        plain = {"value_range": value_range, "data_format": data_format, **settings}
        self.random_shear = RandomShear(by, by, **moved)
        self.random_translation = RandomTranslation(by, by, **moved)
        self.random_rotation = RandomRotation(by, **moved)
        self.random_brightness = RandomBrightness(by, **shaded)
        self.random_color_degeneration = RandomColorDegeneration(by, **shaded)
        self.random_contrast = RandomContrast(by, **shaded)
        self.random_sharpness = RandomSharpness(by, **shaded)
        self.solarization = Solarization(by, by, **shaded)
        self.random_posterization = RandomPosterization(max(1, int(8 * by[1])), **shaded)
        self.auto_contrast, self.equalization = AutoContrast(**plain), Equalization(**plain)
        for each in self._changes:
            each._source = self.generator  # all draw from one

    @property
    def _changes(self) -> list[ImageLayer]:
        return [self.random_shear, self.random_translation, self.random_rotation,
                self.random_brightness, self.random_color_degeneration, self.random_contrast,
                self.random_sharpness, self.random_posterization, self.solarization,
                self.auto_contrast, self.equalization]

    def _augment(self, images: Array) -> Array:
        changes = self._changes
        chosen = random.randint((self.num_ops,), 0, len(changes), seed=self.generator)
        first = self.generator.state.value
        for number in chosen:
            self.generator.state.assign(first)  # a change that comes again draws the same
            for place, change in enumerate(changes):
                images = jnp.where(number == place, change(images), images)
        return images

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "value_range": self.value_range, "num_ops": self.num_ops,
                "factor": self.factor, "interpolation": self.interpolation}
