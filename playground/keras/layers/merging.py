"""Layers that make one array of several, number by number: Add, Multiply, Maximum, …"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from typing import Any

from playground.keras import ops
from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.masking import get_keras_mask, set_keras_mask
from playground.keras.variable import Array

Shape = tuple[int | None, ...]
Mask = Array | None


class Merge(Layer):
    """Base of layers that merge several inputs number by number, in ``_merge_function(inputs)``.

    Axes of size 1 are stretched as in NumPy. Inputs with fewer axes get more behind the batch.
    """

    _exactly: int | None = None  # how many inputs it takes; None: one or more

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.supports_masking = True

    def _merge_function(self, inputs: Sequence[Array]) -> Array:
        raise NotImplementedError(f"{type(self).__name__} expects a _merge_function(inputs) of "
                                  "its own.")

    def build(self, input_shape: Sequence[Shape]) -> None:
        self._check(input_shape)
        self.compute_output_shape(input_shape)

    def call(self, inputs: Sequence[Array]) -> Array:
        most = max(x.ndim for x in inputs)
        return self._merge_function([_with_axes(x, most) for x in inputs])

    def compute_output_shape(self, input_shape: Sequence[Shape]) -> Shape:
        self._check(input_shape)
        sizes = {shape[0] for shape in input_shape} - {None}
        rest = functools.reduce(self._stretched, (shape[1:] for shape in input_shape))
        return (sizes.pop() if len(sizes) == 1 else None, *rest)

    def compute_mask(self, inputs: Sequence[Array], mask: Sequence[Mask] | None = None) -> Mask:
        """A time step counts when it counts in any of the inputs."""
        if mask is None or any(each is None for each in mask):
            return None
        return functools.reduce(ops.logical_or, mask)

    def _check(self, shapes: Any) -> None:
        several = isinstance(shapes, (list, tuple)) and len(shapes) > 0 and all(
            isinstance(shape, (list, tuple)) for shape in shapes)
        if not several or self._exactly not in (None, len(shapes)):
            count = "a list of inputs" if self._exactly is None else f"{self._exactly} inputs"
            raise ValueError(f"{self.name} ({type(self).__name__}) expects {count}, as "
                             f"layer([a, b]); got {_count(shapes, several)}.")
        sizes = {shape[0] for shape in shapes if len(shape)} - {None}
        if len(sizes) > 1:
            raise ValueError(f"{self.name} ({type(self).__name__}) expects inputs with the same "
                             f"number of samples; got the shapes {words(shapes)}.")

    def _stretched(self, one: Shape, other: Shape) -> Shape:
        """The shape of the result for two shapes without the batch."""
        if len(one) < len(other):
            one, other = other, one
        ahead = len(one) - len(other)
        sizes = list(one[:ahead])
        for a, b in zip(one[ahead:], other, strict=True):
            if None not in (a, b) and a != b and 1 not in (a, b):
                raise ValueError(
                    f"{self.name} ({type(self).__name__}) expects inputs of one shape, or with "
                    f"axes of size 1; got {tuple(one)} and {tuple(other)} for a sample. A Dense "
                    "or Reshape layer before one of them makes them equal.")
            sizes.append(None if None in (a, b) else b if a == 1 else a)
        return tuple(sizes)


@layers.register("Add")
class Add(Merge):
    """y = a + b + …"""

    def _merge_function(self, inputs: Sequence[Array]) -> Array:
        return functools.reduce(operator.add, inputs)


@layers.register("Subtract")
class Subtract(Merge):
    """y = a - b"""

    _exactly = 2

    def _merge_function(self, inputs: Sequence[Array]) -> Array:
        a, b = inputs
        return a - b


@layers.register("Multiply")
class Multiply(Merge):
    """y = a · b · …, number by number; what an input's mask leaves out counts as 1."""

    def _merge_function(self, inputs: Sequence[Array]) -> Array:
        masks = [_wide_mask(x) for x in inputs]
        factors = [x if mask is None else jnp.where(mask, x, 1)
                   for x, mask in zip(inputs, masks, strict=True)]
        product = functools.reduce(operator.mul, factors)
        if any(mask is None for mask in masks):
            return product
        counts = functools.reduce(jnp.logical_or, masks)
        return _carrying(jnp.where(counts, product, 0), counts)


@layers.register("Average")
class Average(Merge):
    """y = (a + b + …) / number of inputs"""

    def _merge_function(self, inputs: Sequence[Array]) -> Array:
        return functools.reduce(operator.add, inputs) / len(inputs)


class _Extreme(Merge):
    """Base of the largest and the smallest; what an input's mask leaves out does not take part."""

    def _chosen(self, a: Array, b: Array) -> Array:
        raise NotImplementedError

    def _merge_function(self, inputs: Sequence[Array]) -> Array:
        output, counts = inputs[0], _wide_mask(inputs[0])
        for x in inputs[1:]:
            mask = _wide_mask(x)
            if mask is not None:
                x = jnp.where(mask, x, output)
            if counts is not None:
                output = jnp.where(counts, output, x)
            counts = None if mask is None or counts is None else counts | mask
            output = self._chosen(output, x)
        return output if counts is None else _carrying(output, counts)


@layers.register("Maximum")
class Maximum(_Extreme):
    """y = max(a, b, …), number by number."""

    def _chosen(self, a: Array, b: Array) -> Array:
        return jnp.maximum(a, b)


@layers.register("Minimum")
class Minimum(_Extreme):
    """y = min(a, b, …), number by number."""

    def _chosen(self, a: Array, b: Array) -> Array:
        return jnp.minimum(a, b)


def _function_of(kind: type[Merge]) -> Callable[..., Any]:
    def merge(inputs: Sequence[Any], **settings: Any) -> Any:
        return kind(**settings)(inputs)

    merge.__name__ = merge.__qualname__ = kind.__name__.lower()
    merge.__doc__ = f"``{kind.__name__}(**settings)(inputs)``"
    return merge


add, subtract, multiply, average, maximum, minimum = map(
    _function_of, (Add, Subtract, Multiply, Average, Maximum, Minimum))


def _with_axes(x: Array, ndim: int) -> Array:
    """The same with axes of size 1 behind the batch, ``ndim`` in all."""
    if x.ndim == ndim:
        return x
    return x.reshape(x.shape[0], *[1] * (ndim - x.ndim), *x.shape[1:])


def _wide_mask(x: Array) -> Mask:
    """The mask that an array carries, with the array's shape."""
    mask = get_keras_mask(x)
    return None if mask is None else jnp.broadcast_to(mask[..., None], x.shape)


def _carrying(x: Array, counts: Array) -> Array:
    set_keras_mask(x, jnp.any(counts, axis=-1))
    return x


def _count(shapes: Any, several: bool) -> str:
    return f"{len(shapes)} of them" if several else f"one of shape {tuple(shapes)}"


def words(shapes: Sequence[Shape]) -> str:
    return " and ".join(str(tuple(shape)) for shape in shapes)
