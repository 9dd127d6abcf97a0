"""Layers that only move or repeat numbers; and Rescaling, which stretches them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from playground.fields import Number, Sizes
from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.input_spec import InputSpec
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


@layers.register("Flatten")
class Flatten(Layer):
    """All numbers of a sample in one row: (batch, height, width) to (batch, height · width)."""

    fits = ("image", "sequence")

    def __init__(self, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        if data_format not in (None, "channels_last", "channels_first"):
            raise ValueError("Flatten expects data_format 'channels_last' or 'channels_first'; "
                             f"got {data_format!r}.")
        self.data_format = data_format or "channels_last"
        self.input_spec = InputSpec(min_ndim=1)
        self.built = True

    def call(self, inputs: Array) -> Array:
        if self.data_format == "channels_first" and inputs.ndim > 2:
            inputs = jnp.moveaxis(inputs, 1, -1)
        return inputs.reshape(inputs.shape[0], math.prod(inputs.shape[1:]))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        rest = input_shape[1:]
        return (input_shape[0], None if None in rest else math.prod(rest))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "data_format": self.data_format}


@layers.register("Reshape", target_shape=Sizes(
    default=(-1, 1), positional=True, restarts=True, label="Target shape",
    help="The shape of one example afterwards; -1 is the size that follows from the rest."))
class Reshape(Layer):
    """The numbers of a sample in another shape; one -1 is worked out.

    Args:
        target_shape: the shape of a sample afterwards, without the batch.
    """

    fits = ("image", "sequence")

    def __init__(self, target_shape: Sequence[int], **settings: Any) -> None:
        super().__init__(**settings)
        if isinstance(target_shape, int):
            target_shape = (target_shape,)
        self.target_shape = tuple(target_shape)
        if self.target_shape.count(-1) > 1 or any(size < -1 for size in self.target_shape):
            raise ValueError("Reshape expects whole numbers and at most one -1 as target_shape; "
                             f"got {self.target_shape}.")
        self.built = True

    def call(self, inputs: Array) -> Array:
        return inputs.reshape(inputs.shape[0], *self._resolved(inputs.shape[1:]))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (input_shape[0], *self._resolved(input_shape[1:]))

    def _resolved(self, shape: Sequence[int | None]) -> Shape:
        if None in shape:
            return tuple(None if size == -1 else size for size in self.target_shape)
        known = math.prod(size for size in self.target_shape if size != -1)
        count = math.prod(shape)
        fits = count % known == 0 if -1 in self.target_shape and known else count == known
        if not fits:
            raise ValueError(f"{self.name} (Reshape) expects {known} numbers a sample for "
                             f"{self.target_shape}; got {count}, in the shape {tuple(shape)}. "
                             "Write -1 for the size that follows from the others.")
        return tuple(count // known if size == -1 else size for size in self.target_shape)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "target_shape": self.target_shape}


@layers.register("Rescaling", scale=Number(
    default=1 / 255, low=1e-4, high=100.0, scale="log", positional=True, restarts=True,
    label="Scale", help="What every number is multiplied by: 1/255 brings pixels to 0…1."))
class Rescaling(Layer):
    """Every number stretched alike: y = x · scale + offset; ``Rescaling(1 / 255)`` for pixels."""

    fits = ("image", "sequence")

    def __init__(self, scale: Any, offset: Any = 0.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.scale, self.offset = scale, offset
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Array) -> Array:
        dtype = self.compute_dtype
        return (inputs.astype(dtype) * jnp.asarray(self.scale, dtype)
                + jnp.asarray(self.offset, dtype))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "scale": self.scale, "offset": self.offset}


@layers.register("Permute")
class Permute(Layer):
    """The axes of a sample in another order: ``Permute((2, 1))`` swaps the two.

    Args:
        dims: which axis comes first, which second, …; counted from 1, without the batch.
    """

    def __init__(self, dims: Sequence[int], **settings: Any) -> None:
        super().__init__(**settings)
        self.dims = tuple(dims)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ValueError("Permute expects dims with every number from 1 to the number of axes "
                             f"once, as (2, 1); got {self.dims}.")
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)
        self.built = True

    def call(self, inputs: Array) -> Array:
        return jnp.transpose(inputs, (0, *self.dims))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (input_shape[0], *(input_shape[axis] for axis in self.dims))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "dims": self.dims}


@layers.register("RepeatVector")
class RepeatVector(Layer):
    """A vector as a sequence of ``n`` steps that are all the same: (batch, n, features)."""

    def __init__(self, n: int, **settings: Any) -> None:
        super().__init__(**settings)
        if isinstance(n, bool) or not isinstance(n, int):
            raise TypeError(f"RepeatVector expects a whole number as n; got {n!r}.")
        if n < 1:
            raise ValueError(f"RepeatVector expects an n of 1 or more; got {n}.")
        self.n = n
        self.input_spec = InputSpec(ndim=2)
        self.built = True

    def call(self, inputs: Array) -> Array:
        return jnp.repeat(inputs[:, None], self.n, axis=1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (input_shape[0], self.n, input_shape[1])

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "n": self.n}
