"""Keras's API on JAX: change one import, and a Keras script runs.

``from playground import keras`` instead of ``import keras``: the same names, arguments, defaults
and numbers. Importing it does not import JAX; the first computation does.
"""

from __future__ import annotations

from typing import NoReturn

from playground.keras import (
    activations,
    backend,
    callbacks,
    config,
    constraints,
    datasets,
    dtype_policies,
    initializers,
    layers,
    losses,
    metrics,
    mixed_precision,
    models,
    ops,
    optimizers,
    preprocessing,
    random,
    regularizers,
    saving,
    tree,
    utils,
)
from playground.keras.absent import absent
from playground.keras.device import device
from playground.keras.dtype_policies import DTypePolicy, FloatDTypePolicy
from playground.keras.function import Function
from playground.keras.initializers import Initializer
from playground.keras.layers import Input, InputSpec, Layer
from playground.keras.losses import Loss
from playground.keras.metrics import Metric
from playground.keras.models import Model, Sequential
from playground.keras.naming import name_scope
from playground.keras.operation import Operation
from playground.keras.optimizers import Optimizer
from playground.keras.regularizers import Regularizer
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import StatelessScope, Variable

__version__ = "3.15.0"  # of the Keras whose API this is

__all__ = [
    "DTypePolicy", "FloatDTypePolicy", "Function", "Initializer", "Input", "InputSpec",
    "KerasTensor", "Layer", "Loss", "Metric", "Model", "Operation", "Optimizer", "Regularizer",
    "Sequential", "StatelessScope", "Variable", "activations", "backend", "callbacks", "config",
    "constraints", "datasets", "device", "dtype_policies", "initializers", "layers", "losses",
    "metrics", "mixed_precision", "models", "name_scope", "ops", "optimizers", "preprocessing",
    "random", "regularizers", "saving", "tree", "utils", "version",
]


def version() -> str:
    return __version__


def __getattr__(name: str) -> NoReturn:
    absent("keras", name)
