"""Layers that put two or more arrays together along axes: Concatenate, Dot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp, lax
from playground.keras.config import epsilon
from playground.keras.layers.base import layers
from playground.keras.layers.merging import Mask, Merge, Shape, words
from playground.keras.variable import Array


@layers.register("Concatenate")
class Concatenate(Merge):
    """The inputs one behind the other along ``axis``."""

    def __init__(self, axis: int = -1, **settings: Any) -> None:
        super().__init__(**settings)
        self.axis = axis

    def call(self, inputs: Sequence[Array]) -> Array:
        return jnp.concatenate(inputs, axis=self.axis)

    def compute_output_shape(self, input_shape: Sequence[Shape]) -> Shape:
        self._check(input_shape)
        first = input_shape[0]
        if not all(len(shape) == len(first) for shape in input_shape):
            raise self._unequal(input_shape)
        if not -len(first) <= self.axis < len(first):
            raise ValueError(f"{self.name} (Concatenate) expects an axis that its inputs have; got "
                             f"axis={self.axis} for the shapes {words(input_shape)}.")
        along = self.axis % len(first)
        output = list(first)
        for axis, sizes in enumerate(zip(*input_shape, strict=True)):
            if axis == along:
                output[axis] = None if None in sizes else sum(sizes)
            elif len(set(sizes) - {None}) > 1:
                raise self._unequal(input_shape)
        return tuple(output)

    def compute_mask(self, inputs: Sequence[Array], mask: Sequence[Mask] | None = None) -> Mask:
        if mask is None or all(each is None for each in mask):
            return None
        wide = [jnp.ones(x.shape, bool) if each is None else
                jnp.broadcast_to(each[..., None], x.shape) if each.ndim < x.ndim else each
                for x, each in zip(inputs, mask, strict=True)]
        return jnp.any(jnp.concatenate(wide, axis=self.axis), axis=-1)

    def _check(self, shapes: Any) -> None:
        super()._check([(None, *shape[1:]) for shape in shapes] if self.axis == 0 else shapes)

    def _unequal(self, shapes: Sequence[Shape]) -> ValueError:
        return ValueError(f"{self.name} (Concatenate) expects inputs that differ along axis "
                          f"{self.axis} at most; got the shapes {words(shapes)}. Another axis, or "
                          "a Reshape, Cropping or ZeroPadding layer before one of them, fits.")

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "axis": self.axis}


@layers.register("Dot")
class Dot(Merge):
    """y = Σ a · b, summed along one axis of each of two inputs, sample by sample.

    Args:
        axes: the axis of both, or a pair; never the batch, 0.
        normalize: whether the vectors along these axes get the length 1 first, so that y is the
            cosine of the angle between them.

    Shapes: the remaining axes of a, then those of b: (batch, 3, 5) and (batch, 10, 3) with
    axes=(1, 2) give (batch, 5, 10).
    """

    _exactly = 2

    def __init__(
        self, axes: int | Sequence[int], normalize: bool = False, **settings: Any
    ) -> None:
        super().__init__(**settings)
        if not isinstance(axes, (int, list, tuple)):
            raise TypeError(f"Dot expects axes as a whole number or a pair of them; got {axes!r}.")
        if not isinstance(axes, int) and not (
                len(axes) == 2 and all(isinstance(axis, int) for axis in axes)):
            raise ValueError(f"Dot expects a pair of whole numbers as axes; got {axes!r}.")
        self.axes, self.normalize = axes, normalize

    def call(self, inputs: Sequence[Array]) -> Array:
        a, b = inputs
        i, j = self._pair(a.ndim, b.ndim)
        if self.normalize:
            a, b = _unit_length(a, i), _unit_length(b, j)
        letters = "abcdefghijklmnopqrstuvwxyz"
        of_a = ["a", *letters[1:a.ndim]]
        of_b = ["a", *letters[a.ndim:a.ndim + b.ndim - 1]]
        of_a[i] = of_b[j] = "z"
        rest = [each for each in of_a + of_b[1:] if each != "z"]
        y = jnp.einsum(f"{''.join(of_a)},{''.join(of_b)}->{''.join(rest)}", a, b)
        return y[:, None] if y.ndim == 1 else y

    def compute_output_shape(self, input_shape: Sequence[Shape]) -> Shape:
        self._check(input_shape)
        a, b = (list(shape) for shape in input_shape)
        i, j = self._pair(len(a), len(b))
        if None not in (a[i], b[j]) and a[i] != b[j]:
            raise ValueError(
                f"{self.name} (Dot) expects as many values along axis {i} of the first input as "
                f"along axis {j} of the second; got {a[i]} and {b[j]} in the shapes "
                f"{words(input_shape)}.")
        rest = (*a[:i], *a[i + 1:], *b[1:j], *b[j + 1:])
        return rest if len(rest) > 1 else (*rest, 1)

    def compute_mask(self, inputs: Sequence[Array], mask: Any = None) -> None:
        return None

    def _pair(self, *ndim: int) -> tuple[int, int]:
        """The axis of each input, counted from the front."""
        given = (self.axes, self.axes) if isinstance(self.axes, int) else self.axes
        for axis, count in zip(given, ndim, strict=True):
            if not -count < axis < count or axis == 0:
                raise ValueError(f"{self.name} (Dot) expects axes behind the batch that its inputs "
                                 f"have; got axes={self.axes} for inputs of {ndim[0]} and "
                                 f"{ndim[1]} axes.")
        return given[0] % ndim[0], given[1] % ndim[1]

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "axes": self.axes, "normalize": self.normalize}


def concatenate(inputs: Sequence[Any], axis: int = -1, **settings: Any) -> Any:
    """``Concatenate(axis)(inputs)``"""
    return Concatenate(axis, **settings)(inputs)


def dot(inputs: Sequence[Any], axes: int | Sequence[int] = -1, **settings: Any) -> Any:
    """``Dot(axes)(inputs)``"""
    return Dot(axes, **settings)(inputs)


def _unit_length(x: Array, axis: int) -> Array:
    length = lax.rsqrt(jnp.sum(jnp.square(x), axis=axis, keepdims=True))
    return x * jnp.minimum(length, 1 / epsilon())
