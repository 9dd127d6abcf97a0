"""Pooling of everything: one number a channel, the greatest or the mean."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.layers.base import layers
from playground.keras.layers.spatial import Shape, Spatial
from playground.keras.variable import Array


class _GlobalPooling(Spatial):
    """Base of pooling over everything: (batch, …sizes, channels) to (batch, channels).

    Args:
        keepdims: whether the sizes stay, as 1.
    """

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **settings: Any
    ) -> None:
        super().__init__(data_format, **settings)
        self.keepdims = keepdims
        self.built = True

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return self._resized(input_shape, (1,) * self.rank if self.keepdims else ())

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "keepdims": self.keepdims}


class _GlobalMaxPooling(_GlobalPooling):
    def call(self, inputs: Array) -> Array:
        return jnp.max(inputs, self._size_axes, keepdims=self.keepdims)


class _GlobalAveragePooling(_GlobalPooling):
    def call(self, inputs: Array) -> Array:
        return jnp.mean(inputs, self._size_axes, keepdims=self.keepdims)


@layers.register("GlobalMaxPooling1D", "GlobalMaxPool1D")
class GlobalMaxPooling1D(_GlobalMaxPooling):
    """The greatest number of every channel of a sequence."""

    rank, fits = 1, ("sequence",)


@layers.register("GlobalMaxPooling2D", "GlobalMaxPool2D")
class GlobalMaxPooling2D(_GlobalMaxPooling):
    """The greatest number of every channel of an image."""

    rank, fits = 2, ("image",)


@layers.register("GlobalMaxPooling3D", "GlobalMaxPool3D")
class GlobalMaxPooling3D(_GlobalMaxPooling):
    """The greatest number of every channel of a volume."""

    rank = 3


@layers.register("GlobalAveragePooling1D", "GlobalAvgPool1D")
class GlobalAveragePooling1D(_GlobalAveragePooling):
    """The mean of every channel of a sequence, without the steps that are masked."""

    rank, fits = 1, ("sequence",)

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **settings: Any
    ) -> None:
        super().__init__(data_format, keepdims, **settings)
        self.supports_masking = True

    def call(self, inputs: Array, mask: Array | None = None) -> Array:
        if mask is None:
            return super().call(inputs)
        mask = jnp.expand_dims(mask.astype(bool), self._channel_axis)  # (batch, steps, 1)
        total = jnp.sum(jnp.where(mask, inputs, 0), self._size_axes, keepdims=self.keepdims)
        count = jnp.sum(mask.astype(inputs.dtype), self._size_axes, keepdims=self.keepdims)
        return total / count

    def compute_mask(self, inputs: Any, mask: Any = None) -> None:
        return None


@layers.register("GlobalAveragePooling2D", "GlobalAvgPool2D")
class GlobalAveragePooling2D(_GlobalAveragePooling):
    """The mean of every channel of an image. Source: M. Lin et al., arXiv:1312.4400."""

    rank, fits = 2, ("image",)


@layers.register("GlobalAveragePooling3D", "GlobalAvgPool3D")
class GlobalAveragePooling3D(_GlobalAveragePooling):
    """The mean of every channel of a volume."""

    rank = 3
