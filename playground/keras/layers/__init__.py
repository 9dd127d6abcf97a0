"""Layers: what models are made of. ``layers`` is the registry of all of them, by Keras's names."""

from __future__ import annotations

from typing import Any

from playground.keras.layers.activation import ELU, LeakyReLU, PReLU, ReLU, Softmax
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.convolutional import Conv1D, Conv2D, Conv3D
from playground.keras.layers.convolutional_depthwise import (
    DepthwiseConv1D,
    DepthwiseConv2D,
    SeparableConv1D,
    SeparableConv2D,
)
from playground.keras.layers.convolutional_transpose import (
    Conv1DTranspose,
    Conv2DTranspose,
    Conv3DTranspose,
)
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
    "Activation", "BatchNormalization", "Conv1D", "Conv1DTranspose", "Conv2D", "Conv2DTranspose",
    "Conv3D", "Conv3DTranspose", "Dense", "DepthwiseConv1D", "DepthwiseConv2D", "Dropout", "ELU",
    "Flatten", "GaussianNoise", "Identity", "Input", "InputLayer", "InputSpec", "Layer",
    "LayerNormalization", "LeakyReLU", "PReLU", "ReLU", "Rescaling", "Reshape", "SeparableConv1D",
    "SeparableConv2D", "Softmax", "deserialize", "layers", "serialize",
]
