"""Pictures as arrays: from an image, and into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from playground.keras.config import floatx, image_data_format
from playground.png import png


def img_to_array(img: Any, data_format: str | None = None, dtype: Any = None) -> np.ndarray:
    """Floats (height, width, channels) from an image (of Pillow, say) or an array.

    Raises:
        ValueError: neither two nor three axes.
    """
    x = np.asarray(img, dtype=dtype or floatx())
    if x.ndim not in (2, 3):
        raise ValueError(f"img_to_array expects a picture of two or three axes; got {x.shape}.")
    x = x[..., None] if x.ndim == 2 else x
    return x.transpose(2, 0, 1) if _channels_first(data_format) else x


def save_img(
    path: Any, x: Any, data_format: str | None = None, file_format: str | None = None,
    scale: bool = True, **kwargs: Any,
) -> None:
    """Write an array as a PNG file.

    Args:
        scale: whether the smallest number becomes black and the largest white.

    Raises:
        ValueError: another format than PNG, or not 1, 3 or 4 channels.
    """
    if (file_format or Path(path).suffix.lstrip(".")).lower() != "png":
        raise ValueError(f"save_img expects a name that ends in .png; got {str(path)!r}.")
    x = img_to_array(x, data_format="channels_last")
    x = x.transpose(1, 2, 0) if _channels_first(data_format) else x
    if x.shape[-1] not in (1, 3, 4):
        raise ValueError(f"save_img expects 1, 3 or 4 channels; got the shape {x.shape}.")
    if scale:
        x = (x - x.min()) / max(x.max() - x.min(), 1e-12) * 255
    Path(path).write_bytes(png(x.astype("uint8")))


def load_img(*args: Any, **kwargs: Any) -> NoReturn:
    raise NotImplementedError(
        "keras.utils.load_img is not there: the playground reads no image files. Use Pillow, "
        "PIL.Image.open(path).resize((width, height)), and give it to img_to_array.")


def array_to_img(*args: Any, **kwargs: Any) -> NoReturn:
    raise NotImplementedError(
        "keras.utils.array_to_img is not there: it would need Pillow. Use "
        "PIL.Image.fromarray(x.astype('uint8')), or save_img(path, x) for a PNG file.")


def _channels_first(data_format: str | None) -> bool:
    return (data_format or image_data_format()) == "channels_first"
