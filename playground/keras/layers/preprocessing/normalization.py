"""Normalization: numbers brought to mean 0 and variance 1, as measured once beforehand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.config import epsilon
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.preprocessing.batches import batches_of
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


@layers.register("Normalization")
class Normalization(Layer):
    """y = (x - μ) / σ, with mean μ and standard deviation σ from ``adapt`` or given.

    Args:
        axis: along which every entry has a mean of its own: -1, the features; None: one for all.
        mean, variance: both, instead of ``adapt``.
        invert: whether it is the way back, x σ + μ.

    Raises:
        ValueError: only one of mean and variance, or of different shapes.
    """

    def __init__(
        self, axis: int | Sequence[int] | None = -1, mean: Any = None, variance: Any = None,
        invert: bool = False, **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.axis = () if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
        self.input_mean, self.input_variance, self.invert = mean, variance, invert
        self.supports_masking = True
        if (mean is None) != (variance is None) or np.shape(mean) != np.shape(variance):
            raise ValueError("Normalization expects mean and variance together, of one shape; got "
                             f"{mean} and {variance}.")
        if np.ndim(mean) > len(self.axis):
            raise ValueError(f"Normalization expects a mean for the axes {self.axis}; got one of "
                             f"the shape {np.shape(mean)}.")

    def build(self, input_shape: Shape) -> None:
        if input_shape is None:
            return
        ndim = len(input_shape)
        if any(not -ndim <= axis < ndim for axis in self.axis):
            raise ValueError(f"{self.name} (Normalization) expects inputs with the axes "
                             f"{self.axis}; got {tuple(input_shape)}.")
        self._kept = tuple(sorted(axis % ndim for axis in self.axis))
        sizes = tuple(input_shape[axis] for axis in self._kept)
        if None in sizes:
            raise ValueError(f"{self.name} (Normalization) expects known sizes along {self.axis}; "
                             f"got {tuple(input_shape)}.")
        self._sizes = sizes
        self._broadcast = [size if axis in self._kept else 1
                           for axis, size in enumerate(input_shape)]
        if self.input_mean is None:
            self.adapt_mean = self.add_weight(sizes, "zeros", name="mean", trainable=False)
            self.adapt_variance = self.add_weight(sizes, "ones", name="variance", trainable=False)
            self.count = self.add_weight((), "zeros", dtype="int", name="count", trainable=False)

    def adapt(self, data: Any) -> None:
        """Measure the mean and variance of an array, or of the batches of an iterable.

        Batches are joined by T. Chan, G. Golub, R. LeVeque, "Updating formulae and a pairwise
        algorithm for computing sample variances", 1979.

        Raises:
            ValueError: no batch, or one that does not fit.
        """
        if self.input_mean is not None:
            raise ValueError(f"{self.name} (Normalization) was given its mean and variance, so "
                             "there is nothing to adapt.")
        count, mean, variance = 0, 0.0, 0.0
        for batch in batches_of(data, self.name):
            batch = np.asarray(batch, "float32")
            if not self.built:
                self.build(batch.shape)
            if batch.ndim != len(self._broadcast) or any(
                    batch.shape[axis] != self._broadcast[axis] for axis in self._kept):
                raise ValueError(f"{self.name} (Normalization) was built for "
                                 f"{tuple(self._broadcast)}; got data of {batch.shape}.")
            over = tuple(axis for axis in range(batch.ndim) if axis not in self._kept)
            size = math.prod(batch.shape[axis] for axis in over)
            share, count = size / (count + size), count + size
            middle = mean * (1 - share) + batch.mean(over) * share
            variance = ((variance + (mean - middle) ** 2) * (1 - share)
                        + (batch.var(over) + (batch.mean(over) - middle) ** 2) * share)
            mean = middle
        self.adapt_mean.assign(mean)
        self.adapt_variance.assign(variance)

    @property
    def mean(self) -> Array:
        return self._shaped(self.input_mean, "adapt_mean")

    @property
    def variance(self) -> Array:
        return self._shaped(self.input_variance, "adapt_variance")

    def _shaped(self, given: Any, measured: str) -> Array:
        """In the shape of the input, 1 along all other axes."""
        if given is None:
            return getattr(self, measured).value.reshape(self._broadcast)
        given = jnp.asarray(given, self.compute_dtype)
        shape = [1] * len(self._broadcast)
        for place in range(1, given.ndim + 1):
            shape[self._kept[-place]] = given.shape[-place]
        return jnp.broadcast_to(given.reshape(shape), self._broadcast)

    def call(self, inputs: Array) -> Array:
        inputs = jnp.asarray(inputs, self.compute_dtype)
        deviation = jnp.maximum(jnp.sqrt(self.variance), epsilon())
        if self.invert:
            return self.mean + inputs * deviation
        return (inputs - self.mean) / deviation

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "axis": self.axis, "invert": self.invert,
                "mean": _plain(self.input_mean), "variance": _plain(self.input_variance)}


def _plain(value: Any) -> Any:
    return np.asarray(value).tolist() if isinstance(value, (np.ndarray, Iterable)) else value
