"""Pooling: the greatest or the mean of every window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.fields import Choice, Whole
from playground.keras.layers.base import layers
from playground.keras.layers.spatial import Shape, Spatial, checked_padding, whole_numbers
from playground.keras.variable import Array
from playground.keras.windows import greatest, mean, output_size

FIELDS = {
    "pool_size": Whole(default=2, low=1, high=7, positional=True, restarts=True,
                       label="Pool size", help="How far a window reaches, along every axis."),
    "padding": Choice(options=("valid", "same"), default="valid", restarts=True, label="Padding",
                      help="Valid: only whole windows. Same: those cut off at the edge as well."),
}


class _Pooling(Spatial):
    """Base of pooling in windows: (batch, …sizes, channels) to (batch, …windows, channels)."""

    pool: Callable[..., Array]

    def __init__(
        self,
        pool_size: Any = 2,
        strides: Any = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(data_format, name=name, **settings)
        who = type(self).__name__
        self.pool_size = whole_numbers(pool_size, self.rank, "pool_size", who)
        self.strides = whole_numbers(
            pool_size if strides is None else strides, self.rank, "strides", who)
        self.padding = checked_padding(padding, who)
        self.built = True

    def call(self, inputs: Array) -> Array:
        self.compute_output_shape(inputs.shape)
        pool = type(self).pool
        return self._from_last(
            pool(self._to_last(inputs), self.pool_size, self.strides, self.padding))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes = []
        for size, window, stride in zip(
                self._sizes(input_shape), self.pool_size, self.strides, strict=True):
            sizes.append(output_size(size, window, stride, self.padding))
            if size is not None and sizes[-1] < 1:
                raise ValueError(
                    f"{self.name} ({type(self).__name__}) expects sizes of {window} or more, as "
                    f"its window is; got inputs of shape {tuple(input_shape)}. A smaller "
                    "pool_size, padding='same' or less pooling before it fits.")
        return self._resized(input_shape, sizes)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "pool_size": self.pool_size, "strides": self.strides,
                "padding": self.padding}


@layers.register("MaxPooling1D", "MaxPool1D", **FIELDS)
class MaxPooling1D(_Pooling):
    """The greatest number of every window along a sequence, channel by channel."""

    rank, pool, fits = 1, greatest, ("sequence",)


@layers.register("MaxPooling2D", "MaxPool2D", **FIELDS)
class MaxPooling2D(_Pooling):
    """The greatest number of every window of an image, channel by channel."""

    rank, pool, fits = 2, greatest, ("image",)


@layers.register("MaxPooling3D", "MaxPool3D")
class MaxPooling3D(_Pooling):
    """The greatest number of every window of a volume, channel by channel."""

    rank, pool = 3, greatest


@layers.register("AveragePooling1D", "AvgPool1D", **FIELDS)
class AveragePooling1D(_Pooling):
    """The mean of every window along a sequence, channel by channel."""

    rank, pool, fits = 1, mean, ("sequence",)


@layers.register("AveragePooling2D", "AvgPool2D", **FIELDS)
class AveragePooling2D(_Pooling):
    """The mean of every window of an image, channel by channel."""

    rank, pool, fits = 2, mean, ("image",)


@layers.register("AveragePooling3D", "AvgPool3D")
class AveragePooling3D(_Pooling):
    """The mean of every window of a volume, channel by channel."""

    rank, pool = 3, mean
