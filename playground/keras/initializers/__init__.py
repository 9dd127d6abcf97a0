"""Initializers: the first values of a layer's weights.

An initializer is called with a shape and a type and gives an array. Its ``seed`` is drawn when it
is constructed; it may be replaced, also by a traced number, before the weights are first read.
Not here on purpose: ``STFT``, for a layer that is not here either.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from playground.keras.absent import absent
from playground.keras.initializers.base import Initializer, initializers
from playground.keras.initializers.constant import Constant, FromArray, Identity, Ones, Zeros
from playground.keras.initializers.drawn import (
    Orthogonal,
    RandomInitializer,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
)
from playground.keras.initializers.scaled import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    VarianceScaling,
    compute_fans,
)
from playground.keras.serialization import (
    deserialize_keras_object,
    from_identifier,
    serialize_keras_object,
)
from playground.keras.variable import Array


def get(identifier: Any) -> Callable[..., Array] | None:
    """The initializer that an argument means; an array stands for itself."""
    if hasattr(identifier, "shape") and not callable(identifier):
        return FromArray(identifier)
    return from_identifier(initializers, identifier, callable)


def serialize(initializer: Initializer) -> Any:
    return serialize_keras_object(initializer)


def deserialize(config: Any, custom_objects: Any = None) -> Any:
    """The initializer of a configuration or a name; ``custom_objects`` has own ones by name."""
    found = deserialize_keras_object(config, custom_objects)
    return get(found) if isinstance(found, str) else found


glorot_uniform, glorot_normal = GlorotUniform, GlorotNormal
he_uniform, he_normal = HeUniform, HeNormal
lecun_uniform, lecun_normal = LecunUniform, LecunNormal
zeros, ones, constant, identity, orthogonal = Zeros, Ones, Constant, Identity, Orthogonal
random_normal, random_uniform = RandomNormal, RandomUniform
truncated_normal, variance_scaling = TruncatedNormal, VarianceScaling
IdentityInitializer, OrthogonalInitializer = Identity, Orthogonal


def __getattr__(name: str) -> NoReturn:
    absent("keras.initializers", name)


__all__ = [
    "Constant", "FromArray", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "Identity",
    "Initializer", "LecunNormal", "LecunUniform", "Ones", "Orthogonal", "RandomInitializer",
    "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling", "Zeros",
    "compute_fans", "deserialize", "get", "initializers", "serialize",
]
