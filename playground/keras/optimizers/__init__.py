"""Optimizers: how gradients change weights. Keras's rules, to the letter."""

from __future__ import annotations

from typing import Any

from playground.keras.optimizers.adam import Adam, Adamax, AdamW, Nadam
from playground.keras.optimizers.adaptive import Adadelta, Adagrad, Ftrl, RMSprop
from playground.keras.optimizers.base import Optimizer, optimizers
from playground.keras.optimizers.momentum import SGD, Lion
from playground.keras.serialization import from_identifier, serialize_keras_object


def get(identifier: Any) -> Optimizer:
    """The optimizer that an argument means: a name, a configuration, a class or an object.

    Raises:
        ValueError: no optimizer has this name.
    """
    return from_identifier(optimizers, identifier, lambda each: isinstance(each, Optimizer))


def serialize(optimizer: Optimizer) -> Any:
    return serialize_keras_object(optimizer)


__all__ = ["Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lion", "Nadam", "Optimizer",
           "RMSprop", "SGD", "get", "optimizers", "serialize"]
