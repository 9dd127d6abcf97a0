"""Pooling to sizes that are given: the windows follow from them."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.layers.base import layers
from playground.keras.layers.spatial import Shape, Spatial, whole_numbers
from playground.keras.variable import Array
from playground.keras.windows import beats


class _AdaptivePooling(Spatial):
    """Base of pooling to sizes that are given: part i of n goes from ⌊i·size/n⌋ to ⌈(i+1)·size/n⌉.

    Args:
        output_size: how many parts along every axis: one whole number, or one for each.
    """

    def __init__(self, output_size: Any, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(data_format, **settings)
        self.output_size = whole_numbers(
            output_size, self.rank, "output_size", type(self).__name__)

    def call(self, inputs: Array) -> Array:
        for axis, count in zip(self._size_axes, self.output_size, strict=True):
            size = inputs.shape[axis]
            edges = [(index * size // count, -(-(index + 1) * size // count))
                     for index in range(count)]
            inputs = self._pool(inputs, axis, edges)
        return inputs

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return self._resized(input_shape, self.output_size)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "output_size": self.output_size}


class _AdaptiveMaxPooling(_AdaptivePooling):
    def _pool(self, x: Array, axis: int, edges: list[tuple[int, int]]) -> Array:
        rows = jnp.split(x, x.shape[axis], axis)
        return jnp.concatenate([functools.reduce(_greater, rows[slice(*edge)]) for edge in edges],
                               axis)


def _greater(best: Array, each: Array) -> Array:
    """Of equal ones the first, with all of the gradient."""
    return jnp.where(beats(each, best), each, best)


class _AdaptiveAveragePooling(_AdaptivePooling):
    def _pool(self, x: Array, axis: int, edges: list[tuple[int, int]]) -> Array:
        shares = np.zeros((x.shape[axis], len(edges)), np.float32)  # (size, parts)
        for part, (first, end) in enumerate(edges):
            shares[first:end, part] = 1 / (end - first)
        means = jnp.tensordot(x, jnp.asarray(shares, x.dtype), (axis, 0))
        return jnp.moveaxis(means, -1, axis)


@layers.register("AdaptiveMaxPooling1D")
class AdaptiveMaxPooling1D(_AdaptiveMaxPooling):
    """The greatest number of every part of a sequence, of as many parts as said."""

    rank = 1


@layers.register("AdaptiveMaxPooling2D")
class AdaptiveMaxPooling2D(_AdaptiveMaxPooling):
    """The greatest number of every part of an image, of as many parts as said."""

    rank = 2


@layers.register("AdaptiveMaxPooling3D")
class AdaptiveMaxPooling3D(_AdaptiveMaxPooling):
    """The greatest number of every part of a volume, of as many parts as said."""

    rank = 3


@layers.register("AdaptiveAveragePooling1D")
class AdaptiveAveragePooling1D(_AdaptiveAveragePooling):
    """The mean of every part of a sequence, of as many parts as said."""

    rank = 1


@layers.register("AdaptiveAveragePooling2D")
class AdaptiveAveragePooling2D(_AdaptiveAveragePooling):
    """The mean of every part of an image, of as many parts as said."""

    rank = 2


@layers.register("AdaptiveAveragePooling3D")
class AdaptiveAveragePooling3D(_AdaptiveAveragePooling):
    """The mean of every part of a volume, of as many parts as said."""

    rank = 3
