"""``keras.saving``: models, weights and configurations; own classes and functions in them."""

from __future__ import annotations

from typing import NoReturn

from playground.keras.absent import absent
from playground.keras.registration import (
    CustomObjectScope,
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from playground.keras.saving.models import load_model, save_model
from playground.keras.saving.weights import load_weights, save_weights
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object


def __getattr__(name: str) -> NoReturn:
    absent("keras.saving", name)


__all__ = [
    "CustomObjectScope", "custom_object_scope", "deserialize_keras_object", "get_custom_objects",
    "get_registered_name", "get_registered_object", "load_model", "load_weights",
    "register_keras_serializable", "save_model", "save_weights", "serialize_keras_object",
]
