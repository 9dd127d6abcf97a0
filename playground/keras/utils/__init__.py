"""``keras.utils``: seeds, labels, sequences, splits, pictures of models."""

from __future__ import annotations

from typing import NoReturn

from playground.keras.absent import absent
from playground.keras.callbacks.progbar import Progbar
from playground.keras.config import standardize_dtype
from playground.keras.drawing import model_to_dot, plot_model
from playground.keras.graph import get_source_inputs
from playground.keras.messages import (
    disable_interactive_logging,
    enable_interactive_logging,
    is_interactive_logging_enabled,
)
from playground.keras.models.data import pack as pack_x_y_sample_weight
from playground.keras.models.data import unpack as unpack_x_y_sample_weight
from playground.keras.naming import clear_session
from playground.keras.pydataset import PyDataset
from playground.keras.random import set_random_seed
from playground.keras.registration import (
    CustomObjectScope,
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.symbolic import is_keras_tensor
from playground.keras.utils.elsewhere import (
    audio_dataset_from_directory,
    get_file,
    image_dataset_from_directory,
    text_dataset_from_directory,
)
from playground.keras.utils.images import array_to_img, img_to_array, load_img, save_img
from playground.keras.utils.labels import normalize, to_categorical
from playground.keras.utils.sequences import pad_sequences, timeseries_dataset_from_array
from playground.keras.utils.splitting import split_dataset

Sequence = PyDataset  # its old name


def __getattr__(name: str) -> NoReturn:
    absent("keras.utils", name)


__all__ = [
    "CustomObjectScope", "Progbar", "PyDataset", "Sequence", "array_to_img",
    "audio_dataset_from_directory", "clear_session", "custom_object_scope",
    "deserialize_keras_object", "disable_interactive_logging", "enable_interactive_logging",
    "get_custom_objects", "get_file", "get_registered_name", "get_registered_object",
    "get_source_inputs", "image_dataset_from_directory", "img_to_array",
    "is_interactive_logging_enabled", "is_keras_tensor", "load_img", "model_to_dot", "normalize",
    "pack_x_y_sample_weight", "pad_sequences", "plot_model", "register_keras_serializable",
    "save_img", "serialize_keras_object", "set_random_seed", "split_dataset", "standardize_dtype",
    "text_dataset_from_directory", "timeseries_dataset_from_array", "to_categorical",
    "unpack_x_y_sample_weight",
]
