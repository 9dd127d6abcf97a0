"""Losses: what training makes small.

Each is a function of (y_true, y_pred) that gives a number for each sample, and a class of the
same name in CamelCase that brings them to one number: ``mean_squared_error`` and
``MeanSquaredError``. ``losses`` is the registry of the classes.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from playground.keras.losses.base import Loss, LossFunctionWrapper, losses
from playground.keras.losses.hinge import categorical_hinge, hinge, squared_hinge
from playground.keras.losses.overlap import dice, tversky
from playground.keras.losses.probabilistic import (
    binary_crossentropy,
    binary_focal_crossentropy,
    categorical_crossentropy,
    categorical_focal_crossentropy,
    categorical_generalized_cross_entropy,
    kl_divergence,
    poisson,
    sparse_categorical_crossentropy,
)
from playground.keras.losses.regression import (
    cosine_similarity,
    huber,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
)
from playground.keras.losses.sequences import ctc
from playground.keras.losses.similarity import circle
from playground.keras.registration import CustomObjectScope, get_registered_object
from playground.keras.serialization import from_identifier, serialize_keras_object

mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
mape = MAPE = mean_absolute_percentage_error
msle = MSLE = mean_squared_logarithmic_error
bce = BCE = binary_crossentropy
kld = KLD = kl_divergence
globals().update({each.__name__: each for each in losses.values()})  # Huber, Poisson, …


def get(identifier: Any) -> Any:
    """The loss that an argument means: an object for a class's name, else a function.

    Raises:
        ValueError: no loss has this name.
    """
    if identifier is None:
        return None
    if isinstance(identifier, str):
        own = get_registered_object(identifier)
        if own is not None:
            return own() if inspect.isclass(own) else own
        member = losses[identifier]
        return member() if identifier == member.__name__ else member.function
    if callable(identifier) and not inspect.isclass(identifier):
        return identifier
    if isinstance(identifier, dict) or inspect.isclass(identifier):
        return from_identifier(losses, identifier, callable)
    raise TypeError("loss expects a name such as 'mean_squared_error', a function or an object; "
                    f"got {identifier!r} ({type(identifier).__name__}).")


def serialize(loss: Any) -> Any:
    return serialize_keras_object(loss)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """The loss of a configuration; ``custom_objects`` has own classes and functions by name."""
    with CustomObjectScope(custom_objects):
        return get(config)


__all__ = [
    "Loss", "LossFunctionWrapper", "binary_crossentropy", "binary_focal_crossentropy",
    "categorical_crossentropy", "categorical_focal_crossentropy",
    "categorical_generalized_cross_entropy", "categorical_hinge", "circle",
    "cosine_similarity", "ctc", "deserialize", "dice", "get", "hinge", "huber", "kl_divergence",
    "log_cosh", "losses",
    "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_error",
    "mean_squared_logarithmic_error", "poisson", "serialize", "sparse_categorical_crossentropy",
    "squared_hinge", "tversky", *(each.__name__ for each in losses.values()),
]
