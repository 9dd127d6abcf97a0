"""Image augmentation by reading the pixels off at other places: turned, moved, zoomed."""

from __future__ import annotations

from typing import Any

from playground.keras import random
from playground.keras.backend import jnp
from playground.keras.layers.augmentation import Augmentation, factor_range
from playground.keras.layers.base import layers
from playground.keras.ops.image.bending import perspective_transform
from playground.keras.ops.image.warping import affine_transform
from playground.keras.variable import Array

FILL_MODES = ("reflect", "wrap", "constant", "nearest")


class _Warping(Augmentation):
    """Base of those that read the pixels off at other places.

    Args:
        fill_mode: what lies outside the image: "reflect", "wrap", "constant" (``fill_value``) or
            "nearest".
        interpolation: "bilinear" or "nearest".
    """

    def __init__(
        self, fill_mode: str, interpolation: str, seed: int | None, fill_value: float,
        data_format: str | None, **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        who = type(self).__name__
        if fill_mode not in FILL_MODES:
            raise ValueError(f"{who} expects a fill_mode of {', '.join(FILL_MODES)}; "
                             f"got {fill_mode!r}.")
        _check_interpolation(interpolation, who)
        self.fill_mode, self.fill_value = fill_mode, fill_value
        self.interpolation = interpolation

    def _augment(self, images: Array) -> Array:
        axis = self._height_axis(4)
        rows = self._transform(images, *images.shape[axis:axis + 2])
        zero = jnp.zeros((images.shape[0], 1))
        numbers = [jnp.broadcast_to(each, zero.shape) for each in (*rows, 0.0, 0.0)]
        return affine_transform(images, jnp.concatenate(numbers, 1), self.interpolation,
                                self.fill_mode, self.fill_value, self.data_format)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "fill_mode": self.fill_mode,
                "fill_value": self.fill_value, "interpolation": self.interpolation}


@layers.register("RandomRotation")
class RandomRotation(_Warping):
    """Images turned around their middle.

    Args:
        factor: by how much of a whole turn at most, either way; or (least, most).
    """

    def __init__(
        self, factor: Any, fill_mode: str = "reflect", interpolation: str = "bilinear",
        seed: int | None = None, fill_value: float = 0.0, data_format: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(fill_mode, interpolation, seed, fill_value, data_format, **settings)
        self.factor = factor_range(factor, "factor", "RandomRotation")

    def _transform(self, images: Array, height: int, width: int) -> tuple[Any, ...]:
        least, most = self.factor
        angle = self._draw(images, least * 360.0, most * 360.0, axes=2) * (jnp.pi / 180)
        x, y = 0.5 * (width - 1), 0.5 * (height - 1)  # the middle
        cos, sin = jnp.cos(angle), jnp.sin(angle)
        return cos, -sin, x - x * cos + y * sin, sin, cos, y - x * sin - y * cos

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor}


class _ByHeightAndWidth(_Warping):
    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "height_factor": self.height_factor,
                "width_factor": self.width_factor}


@layers.register("RandomTranslation")
class RandomTranslation(_ByHeightAndWidth):
    """Images moved.

    Args:
        height_factor, width_factor: by how much of the height and width at most, either way; or
            (least, most), below 0 for up and left.
    """

    def __init__(
        self, height_factor: Any, width_factor: Any, fill_mode: str = "reflect",
        interpolation: str = "bilinear", seed: int | None = None, fill_value: float = 0.0,
        data_format: str | None = None, **settings: Any,
    ) -> None:
        super().__init__(fill_mode, interpolation, seed, fill_value, data_format, **settings)
        self.height_factor, self.width_factor = height_factor, width_factor
        self._height = factor_range(height_factor, "height_factor", "RandomTranslation")
        self._width = factor_range(width_factor, "width_factor", "RandomTranslation")

    def _transform(self, images: Array, height: int, width: int) -> tuple[Any, ...]:
        down = self._draw(images, *self._height, axes=2) * height
        right = self._draw(images, *self._width, axes=2) * width
        return 1.0, 0.0, -right, 0.0, 1.0, -down


@layers.register("RandomZoom")
class RandomZoom(_ByHeightAndWidth):
    """Images made larger or smaller around their middle.

    Args:
        height_factor, width_factor: how much more of the image is seen at most, or less: 0.2 for
            80 to 120 % of it; or (least, most). Without a width_factor the proportions stay.
    """

    def __init__(
        self, height_factor: Any, width_factor: Any = None, fill_mode: str = "reflect",
        interpolation: str = "bilinear", seed: int | None = None, fill_value: float = 0.0,
        data_format: str | None = None, **settings: Any,
    ) -> None:
        super().__init__(fill_mode, interpolation, seed, fill_value, data_format, **settings)
        self.height_factor, self.width_factor = height_factor, width_factor
        self._height = factor_range(height_factor, "height_factor", "RandomZoom")
        self._width = None if width_factor is None else factor_range(
            width_factor, "width_factor", "RandomZoom")

    def _transform(self, images: Array, height: int, width: int) -> tuple[Any, ...]:
        tall, wide = (None if each is None else self._draw(images, 1 + each[0], 1 + each[1], axes=2)
                      for each in (self._height, self._width))
        wide = tall if wide is None else wide
        return (wide, 0.0, (width - 1) / 2 * (1 - wide), 0.0, tall, (height - 1) / 2 * (1 - tall))


@layers.register("RandomShear")
class RandomShear(_Warping):
    """Images slanted: a pixel is read off at (x + a y, y + b x).

    Args:
        x_factor, y_factor: a and b are at most this, either way; or (least, most).
    """

    def __init__(
        self, x_factor: Any = 0.0, y_factor: Any = 0.0, interpolation: str = "bilinear",
        fill_mode: str = "reflect", fill_value: float = 0.0, data_format: str | None = None,
        seed: int | None = None, **settings: Any,
    ) -> None:
        super().__init__(fill_mode, interpolation, seed, fill_value, data_format, **settings)
        self.x_factor = factor_range(x_factor, "x_factor", "RandomShear")
        self.y_factor = factor_range(y_factor, "y_factor", "RandomShear")

    def _transform(self, images: Array, height: int, width: int) -> tuple[Any, ...]:
        way = jnp.where(self._draw(images, 0.0, 1.0, axes=2) > 0.5, -1.0, 1.0)
        b, a = (way * self._draw(images, *each, axes=2) for each in (self.y_factor, self.x_factor))
        return 1.0, a, 0.0, b, 1.0, 0.0

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "x_factor": self.x_factor, "y_factor": self.y_factor}


@layers.register("RandomPerspective")
class RandomPerspective(Augmentation):
    """Images seen from aside: each of their corners comes to lie elsewhere.

    Args:
        factor: how likely an image is changed, between 0 and this; or (least, most).
        scale: a corner moves by at most half of this share of its coordinates, so the first stays.
        interpolation: "bilinear" or "nearest".
        fill_value: what lies outside the image.
    """

    def __init__(
        self, factor: Any = 1.0, scale: float = 1.0, interpolation: str = "bilinear",
        fill_value: float = 0.0, seed: int | None = None, data_format: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(seed, data_format, **settings)
        self.factor = factor_range(factor, "factor", "RandomPerspective", lowest=0)
        if not 0 <= scale <= 1:
            raise ValueError(f"RandomPerspective expects a scale between 0 and 1; got {scale!r}.")
        _check_interpolation(interpolation, "RandomPerspective")
        self.scale, self.interpolation, self.fill_value = scale, interpolation, fill_value

    def _augment(self, images: Array) -> Array:
        likely = self._draw(images, *self.factor)
        chosen = self._draw(images, 0.0, 1.0) < likely
        by = random.uniform((images.shape[0], 4, 2), -0.5 * self.scale, 0.5 * self.scale,
                            self.compute_dtype, self._source)
        axis = self._height_axis(4)
        bottom, right = images.shape[axis] - 1.0, images.shape[axis + 1] - 1.0
        corners = jnp.array([[0, 0], [right, 0], [0, bottom], [right, bottom]], by.dtype)
        before = jnp.broadcast_to(corners, by.shape)
        return jnp.where(chosen, perspective_transform(
            images, before, before + before * by, self.interpolation, self.fill_value,
            self.data_format), images)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor, "scale": self.scale,
                "interpolation": self.interpolation, "fill_value": self.fill_value}


def _check_interpolation(interpolation: Any, who: str) -> None:
    if interpolation not in ("nearest", "bilinear"):
        raise ValueError(f"{who} expects an interpolation of nearest or bilinear; "
                         f"got {interpolation!r}.")
