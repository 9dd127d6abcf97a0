"""Layers that change sizes without learning: repeat, add zeros around, cut off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.fields import Whole
from playground.keras.backend import jnp, lax
from playground.keras.layers.base import layers
from playground.keras.layers.spatial import Shape, Spatial, whole_numbers
from playground.keras.ops.image.framing import INTERPOLATIONS, resize
from playground.keras.symbolic import known_sizes
from playground.keras.variable import Array

Pair = tuple[int, int]


class _UpSampling(Spatial):
    """Base of those that make every size a whole number of times as large."""

    def __init__(self, size: Any, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(data_format, **settings)
        self._factors = whole_numbers(size, self.rank, "size", type(self).__name__)
        self.size: Any = self._factors
        self.built = True

    def call(self, inputs: Array) -> Array:
        for axis, factor in zip(self._size_axes, self._factors, strict=True):
            inputs = jnp.repeat(inputs, factor, axis)
        return inputs

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return self._resized(input_shape, [
            None if size is None else size * factor
            for size, factor in zip(self._sizes(input_shape), self._factors, strict=True)])

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "size": self.size}


@layers.register("UpSampling1D")
class UpSampling1D(_UpSampling):
    """Every step of a sequence ``size`` times."""

    rank = 1

    def __init__(self, size: int = 2, **settings: Any) -> None:
        super().__init__(size, **settings)
        (self.size,) = self._factors

    def get_config(self) -> dict[str, Any]:
        return _without_format(super().get_config())


@layers.register("UpSampling2D", size=Whole(
    default=2, low=1, high=8, positional=True, restarts=True, label="Size",
    help="How many times as high and as wide the image becomes."))
class UpSampling2D(_UpSampling):
    """An image ``size`` times as high and wide: pixels repeated, or blended into each other."""

    rank = 2
    fits = ("image",)

    def __init__(
        self, size: Any = (2, 2), data_format: str | None = None, interpolation: str = "nearest",
        **settings: Any,
    ) -> None:
        super().__init__(size, data_format, **settings)
        self.interpolation = str(interpolation).lower()
        if self.interpolation not in INTERPOLATIONS:
            raise ValueError(f"UpSampling2D expects an interpolation of {', '.join(INTERPOLATIONS)}"
                             f"; got {interpolation!r}.")

    def call(self, inputs: Array) -> Array:
        if self.interpolation == "nearest":
            return super().call(inputs)
        size = self._sizes(self.compute_output_shape(inputs.shape))
        return resize(inputs, size, self.interpolation, data_format=self.data_format)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "interpolation": self.interpolation}


@layers.register("UpSampling3D")
class UpSampling3D(_UpSampling):
    """A volume ``size`` times as deep, high and wide."""

    rank = 3

    def __init__(
        self, size: Any = (2, 2, 2), data_format: str | None = None, **settings: Any
    ) -> None:
        super().__init__(size, data_format, **settings)


class _ZeroPadding(Spatial):
    """Base of those that add zeros before and after every size.

    Args:
        padding: one whole number for all, one for each size, or a pair (before, after) for each.
    """

    def __init__(self, padding: Any = 1, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(data_format, **settings)
        self._pairs = _pairs(padding, self.rank, "padding", type(self).__name__)
        self.padding = self._pairs[0] if self.rank == 1 else self._pairs
        self.built = True

    def call(self, inputs: Array) -> Array:
        around = [(0, 0)] * inputs.ndim
        for axis, pair in zip(self._size_axes, self._pairs, strict=True):
            around[axis] = pair
        return jnp.pad(inputs, around)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return self._resized(input_shape, [
            None if size is None else size + sum(pair)
            for size, pair in zip(self._sizes(input_shape), self._pairs, strict=True)])

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "padding": self.padding}


@layers.register("ZeroPadding1D")
class ZeroPadding1D(_ZeroPadding):
    __doc__ = f"For sequences. {_ZeroPadding.__doc__}"
    rank = 1


@layers.register("ZeroPadding2D")
class ZeroPadding2D(_ZeroPadding):
    __doc__ = f"For images. {_ZeroPadding.__doc__}"
    rank = 2


@layers.register("ZeroPadding3D")
class ZeroPadding3D(_ZeroPadding):
    __doc__ = f"For volumes. {_ZeroPadding.__doc__}"
    rank = 3


class _Cropping(Spatial):
    """Base of those that cut off at the beginning and at the end of every size.

    Args:
        cropping: one whole number for all, one for each size, or a pair (before, after) for each.
    """

    def __init__(self, cropping: Any = 1, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(data_format, **settings)
        self._pairs = _pairs(cropping, self.rank, "cropping", type(self).__name__)
        self.cropping = self._pairs[0] if self.rank == 1 else self._pairs
        self.built = True

    def call(self, inputs: Array) -> Array:
        self.compute_output_shape(known_sizes(inputs.shape))
        for axis, (before, after) in zip(self._size_axes, self._pairs, strict=True):
            inputs = lax.slice_in_dim(inputs, before, inputs.shape[axis] - after, axis=axis)
        return inputs

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes = [None if size is None else size - sum(pair)
                 for size, pair in zip(self._sizes(input_shape), self._pairs, strict=True)]
        if any(size is not None and size < 1 for size in sizes):
            raise ValueError(
                f"{self.name} ({type(self).__name__}) would leave nothing: it expects sizes larger "
                f"than its cropping {self.cropping}; got inputs of shape {tuple(input_shape)}.")
        return self._resized(input_shape, sizes)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "cropping": self.cropping}


@layers.register("Cropping1D")
class Cropping1D(_Cropping):
    """A sequence without its first and last steps: ``cropping`` is one number, or a pair."""

    rank = 1

    def __init__(self, cropping: Any = (1, 1), **settings: Any) -> None:
        super().__init__(cropping, **settings)

    def get_config(self) -> dict[str, Any]:
        return _without_format(super().get_config())


@layers.register("Cropping2D")
class Cropping2D(_Cropping):
    __doc__ = f"For images. {_Cropping.__doc__}"
    rank = 2

    def __init__(self, cropping: Any = 0, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(cropping, data_format, **settings)


@layers.register("Cropping3D")
class Cropping3D(_Cropping):
    __doc__ = f"For volumes. {_Cropping.__doc__}"
    rank = 3


def _pairs(value: Any, rank: int, name: str, who: str) -> tuple[Pair, ...]:
    """What ``value`` says of before and after, for each of ``rank`` sizes."""
    if rank == 1:
        value = (value,)
    elif not isinstance(value, Sequence):
        value = (value,) * rank
    if len(value) != rank:
        raise ValueError(f"{who} expects one {name} for all sizes, or {rank} of them; got {value}.")
    return tuple(whole_numbers(each, 2, name, who, least=0) for each in value)


def _without_format(config: dict[str, Any]) -> dict[str, Any]:
    """Keras's layers over sequences that only know channels at the end do not speak of it."""
    return {key: value for key, value in config.items() if key != "data_format"}
