"""What layers over sequences, images and volumes share: which axes are which, and whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.layers.base import Layer
from playground.keras.layers.input_spec import InputSpec
from playground.keras.ops.nn.spatial import checked_format
from playground.keras.variable import Array

Shape = tuple[int | None, ...]

_INPUTS = {1: "sequences", 2: "images", 3: "volumes"}
_AXES = {1: "steps", 2: "height, width", 3: "depth, height, width"}


class Spatial(Layer):
    """Base of layers whose input has ``rank`` sizes: (batch, …sizes, channels).

    Args:
        data_format: "channels_last", or "channels_first" for (batch, channels, …sizes).
    """

    rank = 2

    def __init__(self, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.data_format = checked_format(data_format, type(self).__name__)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    @property
    def _channels_first(self) -> bool:
        return self.data_format == "channels_first"

    @property
    def _channel_axis(self) -> int:
        return 1 if self._channels_first else -1

    @property
    def _size_axes(self) -> tuple[int, ...]:
        first = 2 if self._channels_first else 1
        return tuple(range(first, first + self.rank))

    def _sizes(self, shape: Sequence[int | None]) -> Shape:
        return tuple(shape[axis] for axis in self._size_axes)

    def _resized(
        self, shape: Sequence[int | None], sizes: Sequence[int | None], channels: int | None = None
    ) -> Shape:
        """The shape with other sizes, and other channels if said so."""
        channels = shape[self._channel_axis] if channels is None else channels
        if self._channels_first:
            return (shape[0], channels, *sizes)
        return (shape[0], *sizes, channels)

    def _to_last(self, inputs: Array) -> Array:
        return jnp.moveaxis(inputs, 1, -1) if self._channels_first else inputs

    def _from_last(self, outputs: Array) -> Array:
        return jnp.moveaxis(outputs, -1, 1) if self._channels_first else outputs

    def _check_input(self, inputs: Any) -> None:
        shape = getattr(inputs, "shape", None)
        if shape is not None and len(shape) < self.rank + 2:
            axes = _AXES[self.rank]
            order = f"channels, {axes}" if self._channels_first else f"{axes}, channels"
            way_out = f"A Reshape layer before it gives a row of numbers its {order}."
            if len(shape) == self.rank + 1:
                new = "x[:, None]" if self._channels_first else "x[..., None]"
                way_out = (f"With one channel, add its axis: {new}. A single sample expects a "
                           "batch axis: x[None].")
            raise ValueError(
                f"{self.name} ({type(self).__name__}) expects {_INPUTS[self.rank]} of shape "
                f"(batch, {order}); got {tuple(shape)}. {way_out}")
        super()._check_input(inputs)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "data_format": self.data_format}


def checked_padding(padding: str, who: str, kinds: Sequence[str] = ("valid", "same")) -> str:
    """The padding in small letters, when it is one of ``kinds``."""
    found = padding.lower() if isinstance(padding, str) else padding
    if found not in kinds:
        raise ValueError(f"{who} expects a padding of {' or '.join(map(repr, kinds))}; "
                         f"got {padding!r}.")
    return found


def whole_numbers(
    value: Any, count: int, name: str, who: str, least: int = 1
) -> tuple[int, ...]:
    """``count`` whole numbers of ``least`` or more: one for all of them, or one for each."""
    numbers = (value,) * count if not isinstance(value, Sequence) else tuple(value)
    if len(numbers) != count or any(
            isinstance(each, bool) or not hasattr(each, "__index__") or each < least
            for each in numbers):
        several = "" if count == 1 else f" or {count} of them"
        raise ValueError(f"{who} expects a whole number of {least} or more{several} as {name}; "
                         f"got {value!r}.")
    return tuple(int(each) for each in numbers)
