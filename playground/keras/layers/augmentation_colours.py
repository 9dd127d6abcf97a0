"""Image augmentation of colours: what every pixel becomes depends on that pixel alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import random
from playground.keras.backend import jnp
from playground.keras.config import epsilon
from playground.keras.layers.augmentation import (
    Augmentation,
    RandomBrightness,
    RandomContrast,
    factor_range,
    value_bounds,
)
from playground.keras.layers.base import layers
from playground.keras.layers.resizing import ImageLayer
from playground.keras.ops.image.colours import hsv_to_rgb, rgb_to_grayscale, rgb_to_hsv
from playground.keras.variable import Array

Range = Sequence[float]


class _Coloured(Augmentation):
    """Base of those with a factor and a range; ``_change`` sees the channels last.

    Args:
        factor: how strong the change is at most; or (least, most).
        value_range: the lowest and the highest value of an image.
    """

    lowest, highest = -1.0, 1.0  # of the factor

    def __init__(
        self, factor: Any, value_range: Range = (0, 255), data_format: str | None = None,
        seed: int | None = None, **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        who = type(self).__name__
        self.factor = factor_range(factor, "factor", who, self.lowest, self.highest)
        self.value_range = value_bounds(value_range, who)

    def _augment(self, images: Array) -> Array:
        if self.data_format == "channels_first":
            return jnp.moveaxis(self._change(jnp.moveaxis(images, 1, -1)), -1, 1)
        return self._change(images)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor, "value_range": self.value_range}


@layers.register("RandomHue")
class RandomHue(_Coloured):
    """The hue turned by at most ``factor`` of half the circle of colours, either way."""

    lowest = 0.0

    def _change(self, images: Array) -> Array:
        way = jnp.where(self._draw(images, 0.0, 1.0, axes=3) > 0.5, -0.5, 0.5)
        turn = (way * self._draw(images, *self.factor, axes=3)).astype(images.dtype)
        low, high = self.value_range
        hue, saturation, value = _channels(rgb_to_hsv((images - low) / (high - low)))
        hue = hue + turn
        hue = jnp.where(hue > 1.0, hue - 1.0, hue)
        hue = jnp.where(hue < 0.0, hue + 1.0, hue)
        colours = hsv_to_rgb(jnp.stack([hue, saturation, value], -1))
        return jnp.clip(colours, 0, 1) * (high - low) + low


@layers.register("RandomSaturation")
class RandomSaturation(_Coloured):
    """The saturation times f / (1 - f): from grey (0) over the same (0.5) to pure colours (1)."""

    def _change(self, images: Array) -> Array:
        factor = self._draw(images, *self.factor, axes=3)
        factor = (factor / (1 - factor + epsilon())).astype(images.dtype)
        hue, saturation, value = _channels(rgb_to_hsv(images))
        saturation = jnp.clip(saturation * factor, *self.value_range)
        return hsv_to_rgb(jnp.stack([hue, saturation, value], -1))


@layers.register("RandomColorDegeneration")
class RandomColorDegeneration(_Coloured):
    """y = x + f (grey - x): from the colours (0) to grey (1)."""

    def _change(self, images: Array) -> Array:
        factor = self._draw(images, *self.factor).astype(images.dtype)
        return jnp.clip(images + factor * (rgb_to_grayscale(images) - images), *self.value_range)


@layers.register("RandomPosterization")
class RandomPosterization(_Coloured):
    """Fewer colours: of the 8 bits of a value the first ``factor`` are kept.

    Args:
        factor: how many bits at most, of 1 to 8; or (least, most).
    """

    lowest, highest = 1, 8

    def _change(self, images: Array) -> Array:
        least, most = self.factor
        shape = (images.shape[0], 1, 1, 1)
        bits = jnp.full(shape, least, "uint8") if least == most else random.randint(
            shape, least, most, "uint8", seed=self._source)
        low, high = self.value_range
        whole = ((images - low) / (high - low) * 255).astype("uint8")
        kept = (whole >> (8 - bits)) << (8 - bits)
        return kept.astype(images.dtype) / 255 * (high - low) + low


@layers.register("RandomInvert")
class RandomInvert(_Coloured):
    """Every image turned into its negative with the chance ``factor``: y = most - x."""

    lowest = 0.0

    def __init__(
        self, factor: Any = 1.0, value_range: Range = (0, 255), seed: int | None = None,
        data_format: str | None = None, **settings: Any,
    ) -> None:
        super().__init__(factor, value_range, data_format, seed, **settings)

    def _change(self, images: Array) -> Array:
        chance = self._draw(images, *self.factor)
        chosen = self._draw(images, 0.0, 1.0) < chance
        return jnp.where(chosen, self.value_range[1] - images, images)


@layers.register("RandomGrayscale")
class RandomGrayscale(Augmentation):
    """Every image without its colours with the chance ``factor``; it keeps three channels."""

    def __init__(
        self, factor: float = 0.5, data_format: str | None = None, seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        if not 0 <= factor <= 1:
            raise ValueError(f"RandomGrayscale expects a factor from 0 to 1; got {factor!r}.")
        self.factor = factor

    def _augment(self, images: Array) -> Array:
        chosen = self._draw(images, 0.0, 1.0) < self.factor
        return jnp.where(chosen, rgb_to_grayscale(images, self.data_format), images)

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(), "factor": self.factor}
        del config["seed"]  # as Keras does
        return config


@layers.register("Solarization")
class Solarization(Augmentation):
    """Bright pixels turned into their negative: x + a where that is below t, else 255 - (x + a).

    Args:
        addition_factor: a is at most this share of 255; or (least, most), the least as it is.
        threshold_factor: t likewise.
    """

    def __init__(
        self, addition_factor: Any = 0.0, threshold_factor: Any = 0.0,
        value_range: Range = (0, 255), seed: int | None = None, **settings: Any,
    ) -> None:
        super().__init__(seed, **settings)
        self.addition_factor = factor_range(addition_factor, "addition_factor", "Solarization", 0)
        self.threshold_factor = factor_range(
            threshold_factor, "threshold_factor", "Solarization", 0)
        self.value_range = value_bounds(value_range, "Solarization")

    def _augment(self, images: Array) -> Array:
        more, threshold = (self._draw(images, least, most * 255) for least, most in (
            self.addition_factor, self.threshold_factor))
        low, high = self.value_range
        brighter = jnp.clip((images - low) / (high - low) * 255 + more, 0, 255)
        turned = jnp.where(brighter < threshold, brighter, 255 - brighter)
        return (turned / 255 * (high - low) + low).astype(images.dtype)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "addition_factor": self.addition_factor,
                "threshold_factor": self.threshold_factor, "value_range": self.value_range}


@layers.register("AutoContrast")
class AutoContrast(ImageLayer):
    """Every channel stretched until it fills the range, outside training too: nothing is drawn."""

    def __init__(self, value_range: Range = (0, 255), **settings: Any) -> None:
        super().__init__(**settings)
        self.value_range = value_bounds(value_range, "AutoContrast")

    def call(self, inputs: Array) -> Array:
        images = inputs.astype(self.compute_dtype)
        axes = tuple(range(images.ndim - 3, images.ndim - 1))
        least, most = (f(images, axis=axes, keepdims=True) for f in (jnp.min, jnp.max))
        spread = jnp.where(most > least, most - least, 1.0)
        low, high = self.value_range
        stretched = jnp.clip((images - least) / spread, 0, 1) * (high - low) + low
        return jnp.where(most > least, stretched, images)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "value_range": self.value_range}


@layers.register("RandomColorJitter")
class RandomColorJitter(Augmentation):
    """Brightness, contrast, saturation and hue, one after the other; None leaves one out."""

    def __init__(
        self, value_range: Range = (0, 255), brightness_factor: Any = None,
        contrast_factor: Any = None, saturation_factor: Any = None, hue_factor: Any = None,
        seed: int | None = None, data_format: str | None = None, **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        self.value_range = value_range
        self.brightness_factor, self.contrast_factor = brightness_factor, contrast_factor
        self.saturation_factor, self.hue_factor = saturation_factor, hue_factor
        self._changes = [
            kind(factor, value_range=value_range, seed=seed, data_format=data_format)
            for kind, factor in (
                (RandomBrightness, brightness_factor), (RandomContrast, contrast_factor),
                (RandomSaturation, saturation_factor), (RandomHue, hue_factor))
            if factor is not None]
        for each in self._changes:
            each._source = self.generator  # all draw from one

    def _augment(self, images: Array) -> Array:
        for each in self._changes:
            images = each._augment(images)
        return images

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "value_range": self.value_range,
                "brightness_factor": self.brightness_factor,
                "contrast_factor": self.contrast_factor,
                "saturation_factor": self.saturation_factor, "hue_factor": self.hue_factor}


def _channels(images: Array) -> list[Array]:
    return [images[..., place] for place in range(images.shape[-1])]
