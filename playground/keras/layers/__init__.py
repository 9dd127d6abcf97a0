"""Layers: what models are made of. ``layers`` is the registry of all of them, by Keras's names."""

from __future__ import annotations

from typing import Any

from playground.keras.layers.activation import ELU, LeakyReLU, PReLU, ReLU, Softmax
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.core import Activation, Dense, Identity
from playground.keras.layers.input_layer import Input, InputLayer
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.normalization import BatchNormalization, LayerNormalization
from playground.keras.layers.regularization import Dropout, GaussianNoise
from playground.keras.layers.reshaping import Flatten, Rescaling, Reshape
from playground.keras.serialization import from_identifier, serialize_keras_object


def serialize(layer: Layer) -> Any:
    return serialize_keras_object(layer)


def deserialize(config: dict[str, Any]) -> Layer:
    return from_identifier(layers, config, lambda each: isinstance(each, Layer))


__all__ = [
    "Activation", "BatchNormalization", "Dense", "Dropout", "ELU", "Flatten", "GaussianNoise",
    "Identity", "Input", "InputLayer", "InputSpec", "Layer", "LayerNormalization", "LeakyReLU",
    "PReLU", "ReLU", "Rescaling", "Reshape", "Softmax", "deserialize", "layers", "serialize",
]
