"""Image augmentation of areas: sharpened, blurred, covered, mixed with another image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import random
from playground.keras.backend import jnp
from playground.keras.layers.augmentation import Augmentation, factor_range, value_bounds
from playground.keras.layers.base import layers
from playground.keras.layers.spatial import whole_numbers
from playground.keras.ops.image.filters import each_channel, gaussian_blur
from playground.keras.variable import Array

Range = Sequence[float]


@layers.register("RandomSharpness")
class RandomSharpness(Augmentation):
    """y = x + (1 - 2 f)(x̄ - x), with the mean x̄ of a pixel and those around it.

    Args:
        factor: f lies between 0, blurred, over 0.5, the same, and at most this; or (least, most).
    """

    def __init__(
        self, factor: Any, value_range: Range = (0, 255), data_format: str | None = None,
        seed: int | None = None, **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        self.factor = factor_range(factor, "factor", "RandomSharpness", 0)
        self.value_range = value_bounds(value_range, "RandomSharpness")

    def _augment(self, images: Array) -> Array:
        factor = 2 * self._draw(images, *self.factor).astype(images.dtype)
        around = jnp.full((3, 3), 1 / 13, images.dtype).at[1, 1].set(5 / 13)
        mean = each_channel(images, around, self.data_format, "RandomSharpness")
        return jnp.clip(images + (1 - factor) * (mean - images), *self.value_range)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor, "value_range": self.value_range}


@layers.register("RandomGaussianBlur")
class RandomGaussianBlur(Augmentation):
    """Every image blurred with the chance ``factor``.

    Args:
        kernel_size: an odd number of pixels, or one for the width and one for the height.
        sigma: how wide the bell is at most, from 0 to 1; or (least, most).
    """

    def __init__(
        self, factor: Any = 1.0, kernel_size: Any = 3, sigma: Any = 1.0,
        value_range: Range = (0, 255), data_format: str | None = None, seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        self.factor = factor_range(factor, "factor", "RandomGaussianBlur", 0)
        self.kernel_size = whole_numbers(kernel_size, 2, "kernel_size", "RandomGaussianBlur")
        if not all(size % 2 for size in self.kernel_size):
            raise ValueError("RandomGaussianBlur expects odd numbers as kernel_size; got "
                             f"{kernel_size!r}.")
        self.sigma = factor_range(sigma, "sigma", "RandomGaussianBlur", 0)
        self.value_range = value_bounds(value_range, "RandomGaussianBlur")

    def _augment(self, images: Array) -> Array:
        chance = self._draw(images, *self.factor)
        chosen = self._draw(images, 0.0, 1.0) < chance
        sigma = random.uniform((2,), *self.sigma, seed=self._source) + 1e-6
        blurred = gaussian_blur(images, self.kernel_size, sigma, self.data_format)
        return jnp.clip(jnp.where(chosen, blurred, images), *self.value_range)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor, "kernel_size": self.kernel_size,
                "sigma": self.sigma, "value_range": self.value_range}


class _Boxes(Augmentation):
    """Base of those that change what lies in a box of each image."""

    def _box(self, images: Array, width: Array, height: Array) -> tuple[Array, Array]:
        """Where the box is, of these shares of the width and height; and the share of its area."""
        axis = self._height_axis(4)
        tall, wide = images.shape[axis:axis + 2]
        inside, area = [], 1.0
        for share, size in ((width, wide), (height, tall)):
            length = share.reshape(-1, 1, 1, 1) * size
            first = self._draw(images, 0.0, 1.0) * (size - length)
            end = first + length
            inside.append((first, end))
            area = area * (end - first) / size
        (left, right), (top, bottom) = inside
        at = [jnp.arange(size).reshape([-1 if place == own else 1 for place in range(4)])
              for own, size in ((axis, tall), (axis + 1, wide))]
        y, x = at
        return (x >= left) & (x < right) & (y >= top) & (y < bottom), area


@layers.register("RandomErasing")
class RandomErasing(_Boxes):
    """A box of every image covered with the chance ``factor``.

    Args:
        scale: the least and the greatest share of the squared width, and height, of the box.
        fill_value: what lies there: a number, or one for each channel; None: noise.

    Source: Z. Zhong et al., arXiv:1708.04896.
    """

    def __init__(
        self, factor: Any = 1.0, scale: Any = (0.02, 0.33), fill_value: Any = None,
        value_range: Range = (0, 255), seed: int | None = None, data_format: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        self.factor = factor_range(factor, "factor", "RandomErasing", 0)
        self.scale = factor_range(scale, "scale", "RandomErasing", 0)
        self.fill_value = fill_value
        self.value_range = value_bounds(value_range, "RandomErasing")

    def _augment(self, images: Array) -> Array:
        shares = jnp.sqrt(random.uniform((images.shape[0], 2), *self.scale, seed=self._source))
        box, _ = self._box(images, shares[:, 0], shares[:, 1])
        chance = self._draw(images, *self.factor)
        chosen = self._draw(images, 0.0, 1.0) < chance
        cover = self.fill_value
        if cover is None:
            cover = random.normal(images.shape, seed=self._source) * self.value_range[1]
        cover = jnp.clip(jnp.asarray(cover, images.dtype), *self.value_range)
        return jnp.where(box & chosen, cover, images)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor, "scale": self.scale,
                "fill_value": self.fill_value, "value_range": self.value_range}


class _Mixing(_Boxes):
    """Base of those that mix every image with another of the batch, and the labels likewise.

    Called on images, or on ``{"images": images, "labels": one_hot}``: labels are shares then.
    """

    def call(self, inputs: Any, training: bool = True) -> Any:
        images = inputs["images"] if isinstance(inputs, dict) else inputs
        images = images.astype(self.compute_dtype)
        mixed, share, order = images, None, None
        if training and images.ndim == 4:
            mixed, share, order = self._mixed(images)
        if not isinstance(inputs, dict):
            return mixed
        labels = inputs.get("labels")
        if labels is not None and share is not None:
            share = share.reshape(-1, 1)
            labels = share * labels + (1 - share) * labels[order]
        return {**inputs, "images": mixed, **({} if labels is None else {"labels": labels})}

    def _order(self, images: Array) -> Array:
        return random.shuffle(jnp.arange(images.shape[0]), seed=self._source)


@layers.register("MixUp")
class MixUp(_Mixing):
    """λ x + (1 - λ) x', of an image and another, with λ from Beta(α, α).

    Called on ``{"images": …, "labels": …}`` it mixes both.

    Source: H. Zhang et al., arXiv:1710.09412.
    """

    def __init__(
        self, alpha: float = 0.2, data_format: str | None = None, seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        self.alpha = alpha

    def _mixed(self, images: Array) -> tuple[Array, Array, Array]:
        order = self._order(images)
        share = random.beta((images.shape[0],), self.alpha, self.alpha, seed=self._source)
        wide = share.reshape(-1, 1, 1, 1).astype(images.dtype)
        return wide * images + (1 - wide) * images[order], share, order

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "alpha": self.alpha}


@layers.register("CutMix")
class CutMix(_Mixing):
    """A box of every image is that of another; labels count by the area.

    Called on ``{"images": …, "labels": …}`` it mixes both.

    Args:
        factor: α of the Beta(α, α) of the areas, at most; or (least, most).

    Source: S. Yun et al., arXiv:1905.04899.
    """

    def __init__(
        self, factor: Any = 1.0, seed: int | None = None, data_format: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        self.factor = factor_range(factor, "factor", "CutMix", 0)

    def _mixed(self, images: Array) -> tuple[Array, Array, Array]:
        alpha = random.uniform((), *self.factor, seed=self._source) + 1e-6
        side = jnp.sqrt(1 - random.beta((images.shape[0],), alpha, alpha, seed=self._source))
        box, area = self._box(images, side, side)
        order = self._order(images)
        return jnp.where(box, images[order], images), 1 - area, order

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor}
