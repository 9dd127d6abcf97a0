"""Layers: what models are made of. ``layers`` is the registry of all of them, by Keras's names."""

from __future__ import annotations

from typing import Any

from playground.keras.absent import absent
from playground.keras.layers.activation import ELU, LeakyReLU, PReLU, ReLU, Softmax
from playground.keras.layers.attention import (
    AdditiveAttention,
    Attention,
    GroupedQueryAttention,
    MultiHeadAttention,
)
from playground.keras.layers.augmentation import (
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
)
from playground.keras.layers.augmentation_areas import (
    CutMix,
    MixUp,
    RandomErasing,
    RandomGaussianBlur,
    RandomSharpness,
)
from playground.keras.layers.augmentation_colours import (
    AutoContrast,
    RandomColorDegeneration,
    RandomColorJitter,
    RandomGrayscale,
    RandomHue,
    RandomInvert,
    RandomPosterization,
    RandomSaturation,
    Solarization,
)
from playground.keras.layers.augmentation_policies import Equalization, RandAugment
from playground.keras.layers.augmentation_warping import (
    RandomPerspective,
    RandomRotation,
    RandomShear,
    RandomTranslation,
    RandomZoom,
)
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
from playground.keras.layers.einsum_dense import EinsumDense
from playground.keras.layers.embedding import Embedding
from playground.keras.layers.input_layer import Input, InputLayer
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.joining import Concatenate, Dot, concatenate, dot
from playground.keras.layers.lambda_layer import Lambda
from playground.keras.layers.masking import Masking
from playground.keras.layers.merging import (
    Add,
    Average,
    Maximum,
    Minimum,
    Multiply,
    Subtract,
    add,
    average,
    maximum,
    minimum,
    multiply,
    subtract,
)
from playground.keras.layers.normalization import BatchNormalization, LayerNormalization
from playground.keras.layers.normalization_sample import (
    GroupNormalization,
    RMSNormalization,
    UnitNormalization,
)
from playground.keras.layers.pipeline import Pipeline
from playground.keras.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
)
from playground.keras.layers.pooling_adaptive import (
    AdaptiveAveragePooling1D,
    AdaptiveAveragePooling2D,
    AdaptiveAveragePooling3D,
    AdaptiveMaxPooling1D,
    AdaptiveMaxPooling2D,
    AdaptiveMaxPooling3D,
)
from playground.keras.layers.pooling_global import (
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
)
from playground.keras.layers.preprocessing.discretization import Discretization
from playground.keras.layers.preprocessing.encoding import CategoryEncoding
from playground.keras.layers.preprocessing.hashed_crossing import HashedCrossing
from playground.keras.layers.preprocessing.hashing import Hashing
from playground.keras.layers.preprocessing.integer_lookup import IntegerLookup
from playground.keras.layers.preprocessing.normalization import Normalization
from playground.keras.layers.preprocessing.string_lookup import StringLookup
from playground.keras.layers.preprocessing.text_vectorization import TextVectorization
from playground.keras.layers.recurrent import (
    GRU,
    LSTM,
    RNN,
    Bidirectional,
    ConvLSTM1D,
    ConvLSTM2D,
    ConvLSTM3D,
    GRUCell,
    LSTMCell,
    SimpleRNN,
    SimpleRNNCell,
    StackedRNNCells,
)
from playground.keras.layers.regularization import (
    ActivityRegularization,
    AlphaDropout,
    Dropout,
    GaussianDropout,
    GaussianNoise,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)
from playground.keras.layers.resampling import (
    Cropping1D,
    Cropping2D,
    Cropping3D,
    UpSampling1D,
    UpSampling2D,
    UpSampling3D,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
)
from playground.keras.layers.reshaping import Flatten, Permute, RepeatVector, Rescaling, Reshape
from playground.keras.layers.resizing import CenterCrop, Resizing
from playground.keras.layers.reversible_embedding import ReversibleEmbedding
from playground.keras.layers.spectral import SpectralNormalization
from playground.keras.layers.spectrogram import MelSpectrogram
from playground.keras.layers.wrapper import TimeDistributed, Wrapper
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object


def serialize(layer: Layer) -> Any:
    return serialize_keras_object(layer)


def deserialize(config: dict[str, Any], custom_objects: Any = None) -> Layer:
    """The layer of a configuration; ``custom_objects`` has own classes by name."""
    layer = deserialize_keras_object(config, custom_objects)
    if not isinstance(layer, Layer):
        raise ValueError(f"Expected the configuration of a layer; got {config!r}.")
    return layer


def __getattr__(name: str) -> type[Layer]:
    """Keras's second names, ``MaxPool2D`` and ``Convolution2D``, are those of the registry."""
    if name[:1].isupper() and name in layers:
        return layers[name]
    absent("keras.layers", name, layers.nearest(name))


__all__ = [
    "Activation", "ActivityRegularization", "AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D",
    "AdaptiveAveragePooling3D", "AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D",
    "AdaptiveMaxPooling3D", "Add", "AdditiveAttention", "AlphaDropout", "Attention", "AutoContrast",
    "Average", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D", "BatchNormalization",
    "Bidirectional", "CategoryEncoding", "CenterCrop", "Concatenate", "Conv1D", "Conv1DTranspose",
    "Conv2D", "Conv2DTranspose", "Conv3D", "Conv3DTranspose", "ConvLSTM1D", "ConvLSTM2D",
    "ConvLSTM3D", "Cropping1D", "Cropping2D", "Cropping3D", "CutMix", "Dense", "DepthwiseConv1D",
    "DepthwiseConv2D", "Discretization", "Dot", "Dropout", "ELU", "EinsumDense", "Embedding",
    "Equalization", "Flatten", "GRU", "GRUCell", "GaussianDropout", "GaussianNoise",
    "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D",
    "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D", "GroupNormalization",
    "GroupedQueryAttention", "HashedCrossing", "Hashing", "Identity", "Input", "InputLayer",
    "InputSpec", "IntegerLookup", "LSTM", "LSTMCell", "Lambda", "Layer", "LayerNormalization",
    "LeakyReLU", "Masking", "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "Maximum",
    "MelSpectrogram", "Minimum", "MixUp", "MultiHeadAttention", "Multiply", "Normalization",
    "PReLU", "Permute", "Pipeline", "RMSNormalization", "RNN", "RandAugment", "RandomBrightness",
    "RandomColorDegeneration", "RandomColorJitter", "RandomContrast", "RandomCrop", "RandomErasing",
    "RandomFlip", "RandomGaussianBlur", "RandomGrayscale", "RandomHue", "RandomInvert",
    "RandomPerspective", "RandomPosterization", "RandomRotation", "RandomSaturation",
    "RandomSharpness", "RandomShear", "RandomTranslation", "RandomZoom", "ReLU", "RepeatVector",
    "Rescaling", "Reshape", "Resizing", "ReversibleEmbedding", "SeparableConv1D", "SeparableConv2D",
    "SimpleRNN", "SimpleRNNCell", "Softmax", "Solarization", "SpatialDropout1D", "SpatialDropout2D",
    "SpatialDropout3D", "SpectralNormalization", "StackedRNNCells", "StringLookup", "Subtract",
    "TextVectorization", "TimeDistributed", "UnitNormalization", "UpSampling1D", "UpSampling2D",
    "UpSampling3D", "Wrapper", "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "add", "average",
    "concatenate", "deserialize", "dot", "layers", "maximum", "minimum", "multiply", "serialize",
    "subtract",
]
