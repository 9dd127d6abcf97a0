"""``keras.preprocessing.image``"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.keras.utils.images import array_to_img, img_to_array, load_img, save_img


def smart_resize(
    x: Any, size: Sequence[int], interpolation: str = "bilinear", data_format: str | None = None,
    backend_module: Any = None,
) -> np.ndarray:
    """Pictures in another size: what does not fit its proportions is cut off at the edges."""
    from playground.keras.ops import image

    return np.asarray(image.resize(np.asarray(x), size, interpolation, data_format=data_format,
                                   crop_to_aspect_ratio=True))


__all__ = ["array_to_img", "img_to_array", "load_img", "save_img", "smart_resize"]
