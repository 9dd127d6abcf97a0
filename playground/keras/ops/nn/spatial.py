"""What convolution and pooling share: which axes are sizes, and one number for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playground.keras.backend import jnp
from playground.keras.config import image_data_format
from playground.keras.variable import Array


def checked_format(data_format: str | None, who: str) -> str:
    """The data format that is meant; None is the one of ``keras.config``."""
    data_format = str(data_format or image_data_format()).lower()
    if data_format not in ("channels_last", "channels_first"):
        raise ValueError(f"{who} expects data_format 'channels_last' or 'channels_first'; "
                         f"got {data_format!r}.")
    return data_format


def checked_padding(padding: str, who: str) -> str:
    """The padding in small letters."""
    if str(padding).lower() not in ("valid", "same"):
        raise ValueError(f"{who} expects the padding 'valid' or 'same'; got {padding!r}.")
    return padding.lower()


def channels_last(
    inputs: Array, data_format: str | None, who: str
) -> tuple[Array, Callable[[Array], Array]]:
    """The inputs with their channels last, and the way back to where they were."""
    if checked_format(data_format, who) == "channels_last":
        return inputs, lambda outputs: outputs
    return jnp.moveaxis(inputs, 1, -1), lambda outputs: jnp.moveaxis(outputs, -1, 1)


def numbers(value: int | Sequence[int], rank: int) -> tuple[int, ...]:
    """One number for every size."""
    return (value,) * rank if isinstance(value, int) else tuple(value)
