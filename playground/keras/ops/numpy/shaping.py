"""The same numbers in another shape or order: reshaped, turned, joined, split, repeated, padded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.ops.base import op
from playground.keras.variable import Array

Axis = int | Sequence[int]


@op
def reshape(x: Array, newshape: Any) -> Array:
    """The numbers in another shape; one -1 (or None) is worked out.

    Raises:
        ValueError: the numbers do not fill the shape.
    """
    x = jnp.asarray(x)
    shape = (newshape,) if isinstance(newshape, int) else tuple(newshape)
    try:
        return jnp.reshape(x, tuple(-1 if size is None else size for size in shape))
    except TypeError:
        raise ValueError(f"reshape expects a shape for {x.size} numbers, those of {x.shape}; "
                         f"got {shape}.") from None


@op
def ravel(x: Array) -> Array:
    """All numbers in one row."""
    return jnp.ravel(jnp.asarray(x))


@op(class_name="ExpandDims")
def expand_dims(x: Array, axis: Axis) -> Array:
    """A new axis of size 1 at this place."""
    return jnp.expand_dims(jnp.asarray(x), axis if isinstance(axis, int) else tuple(axis))


@op
def squeeze(x: Array, axis: Axis | None = None) -> Array:
    """Without this axis of size 1; None: without all of them."""
    return jnp.squeeze(jnp.asarray(x), axis if axis is None or isinstance(axis, int)
                       else tuple(axis))


@op
def broadcast_to(x: Array, shape: Sequence[int]) -> Array:
    """x repeated along axes of size 1 until it has this shape."""
    return jnp.broadcast_to(jnp.asarray(x), tuple(shape))


# ---------------------------------------------------------------------- turned


@op
def transpose(x: Array, axes: Sequence[int] | None = None) -> Array:
    """The axes in this order; None: the other way round."""
    return jnp.transpose(jnp.asarray(x), axes)


@op
def swapaxes(x: Array, axis1: int, axis2: int) -> Array:
    """Two axes change places."""
    return jnp.swapaxes(jnp.asarray(x), axis1, axis2)


@op
def moveaxis(x: Array, source: Axis, destination: Axis) -> Array:
    """An axis (or several) at another place; the others keep their order."""
    return jnp.moveaxis(jnp.asarray(x), source, destination)


@op
def flip(x: Array, axis: Axis | None = None) -> Array:
    """The other way round along the axis; None: along all."""
    return jnp.flip(jnp.asarray(x), axis=axis if axis is None or isinstance(axis, int)
                    else tuple(axis))


@op
def fliplr(x: Array) -> Array:
    """The other way round along the second axis."""
    return jnp.fliplr(jnp.asarray(x))


@op
def flipud(x: Array) -> Array:
    """The other way round along the first axis."""
    return jnp.flipud(jnp.asarray(x))


@op
def rot90(array: Array, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Array:
    """Turned k times by 90 degrees, from the first of the axes towards the second.

    Raises:
        ValueError: an array of fewer than two axes, or the same axis twice.
    """
    array = jnp.asarray(array)
    if array.ndim < 2 or len(axes) != 2 or axes[0] == axes[1]:
        raise ValueError("rot90 expects an array of two axes or more and two different axes; got "
                         f"the shape {array.shape} and axes={axes}.")
    return jnp.rot90(array, k=k, axes=tuple(axes))


@op
def roll(x: Array, shift: Axis, axis: Axis | None = None) -> Array:
    """Moved along the axis; what leaves at the end comes back at the beginning."""
    return jnp.roll(jnp.asarray(x), shift, axis=axis)


# ---------------------------------------------------------------------- joined


@op
def concatenate(xs: Sequence[Array], axis: int = 0) -> Array:
    """One after the other along an axis that they have."""
    return jnp.concatenate([jnp.asarray(x) for x in xs], axis=axis)


@op
def stack(x: Sequence[Array], axis: int = 0) -> Array:
    """One beside the other along a new axis."""
    return jnp.stack([jnp.asarray(each) for each in x], axis=axis)


@op
def hstack(xs: Sequence[Array]) -> Array:
    """Joined along the second axis (rows of numbers: the first)."""
    return jnp.hstack([jnp.asarray(x) for x in xs])


@op
def vstack(xs: Sequence[Array]) -> Array:
    """Joined along the first axis; a row of numbers is one row."""
    return jnp.vstack([jnp.asarray(x) for x in xs])


@op
def dstack(xs: Sequence[Array]) -> Array:
    """Joined along the third axis."""
    return jnp.dstack([jnp.asarray(x) for x in xs])


@op
def append(x1: Array, x2: Array, axis: int | None = None) -> Array:
    """x2 after x1 along the axis; None: all numbers in one row."""
    return jnp.append(jnp.asarray(x1), jnp.asarray(x2), axis=axis)


# ---------------------------------------------------------------------- split


@op
def split(x: Array, indices_or_sections: Any, axis: int = 0) -> list[Array]:
    """Parts along the axis: so many of one size, or cut at these places."""
    return jnp.split(jnp.asarray(x), _places(indices_or_sections), axis=axis)


@op
def array_split(x: Array, indices_or_sections: Any, axis: int = 0) -> list[Array]:
    """As ``split``; the first parts are larger by one when they cannot be of one size."""
    return jnp.array_split(jnp.asarray(x), _places(indices_or_sections), axis=axis)


def _split(name: str, words: str) -> Callable[..., Any]:
    def compute(x: Array, indices_or_sections: Any) -> list[Array]:
        return getattr(jnp, name)(jnp.asarray(x), _places(indices_or_sections))

    compute.__name__ = compute.__qualname__ = name
    compute.__doc__ = words
    return op(compute)


hsplit = _split("hsplit", "``split`` along the second axis (a row of numbers: the first).")
vsplit = _split("vsplit", "``split`` along the first axis.")
dsplit = _split("dsplit", "``split`` along the third axis.")


def _places(indices_or_sections: Any) -> Any:
    if isinstance(indices_or_sections, (list, tuple)):
        return tuple(indices_or_sections)
    return indices_or_sections


# ---------------------------------------------------------------------- repeated, padded


@op
def repeat(x: Array, repeats: Any, axis: int | None = None) -> Array:
    """Each entry along the axis so many times, one after the other: a a b b."""
    repeats = repeats if isinstance(repeats, int) else jnp.asarray(repeats)
    return jnp.repeat(jnp.asarray(x), repeats, axis=axis)


@op
def tile(x: Array, repeats: Any) -> Array:
    """The whole array so many times along each axis: a b a b."""
    return jnp.tile(jnp.asarray(x), repeats if isinstance(repeats, int) else tuple(repeats))


@op
def pad(
    x: Array, pad_width: Any, mode: str = "constant", constant_values: Array | None = None
) -> Array:
    """Wider at the edges.

    Args:
        pad_width: (before, after) for every axis, or one for all.
        mode: "constant", "reflect", "symmetric", "edge", "wrap", …
        constant_values: what is filled in, with "constant" alone; 0 when left out.

    Raises:
        ValueError: constant_values with another mode.
    """
    if constant_values is None:
        return jnp.pad(jnp.asarray(x), pad_width, mode=mode)
    if mode != "constant":
        raise ValueError(f"pad expects constant_values with mode='constant' alone; got {mode!r}.")
    return jnp.pad(jnp.asarray(x), pad_width, mode=mode, constant_values=constant_values)
