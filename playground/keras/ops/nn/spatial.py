"""What convolution and pooling share: which axes are sizes, and one number for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.config import image_data_format


def checked_format(data_format: str | None, who: str) -> str:
    """The data format that is meant; None is the one of ``keras.config``."""
    data_format = data_format or image_data_format()
    if data_format not in ("channels_last", "channels_first"):
        raise ValueError(f"{who} expects data_format 'channels_last' or 'channels_first'; "
                         f"got {data_format!r}.")
    return data_format


def checked_padding(padding: str, who: str) -> str:
    """The padding in JAX's letters."""
    if str(padding).lower() not in ("valid", "same"):
        raise ValueError(f"{who} expects the padding 'valid' or 'same'; got {padding!r}.")
    return padding.upper()


def numbers(value: int | Sequence[int], rank: int) -> tuple[int, ...]:
    """One number for every size."""
    return (value,) * rank if isinstance(value, int) else tuple(value)


def window(value: int | Sequence[int], rank: int, data_format: str) -> tuple[int, ...]:
    """One number for every size, and 1 for the batch and the channels."""
    sizes: Any = numbers(value, rank)
    return (1, *sizes, 1) if data_format == "channels_last" else (1, 1, *sizes)
