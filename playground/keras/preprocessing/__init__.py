"""``keras.preprocessing``: the old home of functions of ``keras.utils``."""

from __future__ import annotations

from playground.keras.preprocessing import image, sequence
from playground.keras.utils.elsewhere import (
    image_dataset_from_directory,
    text_dataset_from_directory,
)
from playground.keras.utils.sequences import timeseries_dataset_from_array

__all__ = ["image", "image_dataset_from_directory", "sequence", "text_dataset_from_directory",
           "timeseries_dataset_from_array"]
