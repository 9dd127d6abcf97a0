"""Optimizers: how gradients change weights. Keras's rules, to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from playground.keras.absent import absent
from playground.keras.optimizers import schedules
from playground.keras.optimizers.adam import Adam, Adamax, AdamW, Nadam
from playground.keras.optimizers.adaptive import Adadelta, Adagrad, Ftrl, RMSprop
from playground.keras.optimizers.base import Optimizer, optimizers
from playground.keras.optimizers.factored import Adafactor
from playground.keras.optimizers.large_batches import Lamb
from playground.keras.optimizers.loss_scale import LossScaleOptimizer
from playground.keras.optimizers.momentum import SGD, Lion
from playground.keras.optimizers.muon import Muon
from playground.keras.optimizers.schedule_free import ScheduleFreeAdamW
from playground.keras.registration import CustomObjectScope
from playground.keras.serialization import from_identifier, serialize_keras_object


def get(identifier: Any) -> Optimizer:
    """The optimizer that an argument means: a name, a configuration, a class or an object.

    Raises:
        ValueError: no optimizer has this name.
    """
    return from_identifier(optimizers, identifier, lambda each: isinstance(each, Optimizer))


def serialize(optimizer: Optimizer) -> Any:
    return serialize_keras_object(optimizer)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Optimizer:
    """The optimizer of a configuration; ``custom_objects`` has own classes by name."""
    with CustomObjectScope(custom_objects):
        return get(config)


def __getattr__(name: str) -> NoReturn:
    absent("keras.optimizers", name)


__all__ = ["Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lamb", "Lion",
           "LossScaleOptimizer", "Muon", "Nadam", "Optimizer", "RMSprop", "SGD",
           "ScheduleFreeAdamW", "deserialize", "get", "optimizers", "schedules", "serialize"]
