"""Metrics: what is watched while training, and not trained on."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from playground.keras import losses as _losses
from playground.keras.metrics.accuracy import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
    binary_accuracy,
    categorical_accuracy,
    sparse_categorical_accuracy,
    sparse_top_k_categorical_accuracy,
    top_k_categorical_accuracy,
)
from playground.keras.metrics.base import Mean, MeanMetricWrapper, Metric, Sum, metrics
from playground.keras.metrics.confusion import (
    FalseNegatives,
    FalsePositives,
    Precision,
    Recall,
    TrueNegatives,
    TruePositives,
)
from playground.keras.metrics.correlation import (
    ConcordanceCorrelation,
    PearsonCorrelation,
    concordance_correlation,
    pearson_correlation,
)
from playground.keras.metrics.curves import (
    AUC,
    PrecisionAtRecall,
    RecallAtPrecision,
    SensitivityAtSpecificity,
    SpecificityAtSensitivity,
)
from playground.keras.metrics.overlap import (
    BinaryIoU,
    IoU,
    MeanIoU,
    OneHotIoU,
    OneHotMeanIoU,
)
from playground.keras.metrics.regression import (
    CosineSimilarity,
    R2Score,
    RootMeanSquaredError,
    metric_of_loss,
)
from playground.keras.metrics.scores import F1Score, FBetaScore
from playground.keras.registration import CustomObjectScope, get_registered_object
from playground.keras.serialization import from_identifier, serialize_keras_object

globals().update({each.__name__: each for each in metrics.values()})  # MeanSquaredError, …
globals().update({each.function.__name__: each.function for each in _losses.losses.values()})


def get(identifier: Any) -> Any:
    """The metric that an argument means: a new object for a name, a function as it is.

    Raises:
        ValueError: no metric has this name.
    """
    if identifier is None:
        return None
    if isinstance(identifier, str):
        own = get_registered_object(identifier)
        if own is not None:
            return own() if inspect.isclass(own) else own
        if identifier in metrics or identifier not in _losses.losses:
            return metrics[identifier]()  # an unknown one tells which name is nearest
        loss = _losses.losses[identifier]  # "mse", "bce"
        of_loss = metric_of_loss(loss.__name__)
        return metrics[of_loss]() if of_loss in metrics else loss.function
    if callable(identifier) and not inspect.isclass(identifier):
        return identifier
    if isinstance(identifier, dict) or inspect.isclass(identifier):
        return from_identifier(metrics, identifier, callable)
    raise TypeError("metrics expects names such as 'accuracy', functions or objects; "
                    f"got {identifier!r} ({type(identifier).__name__}).")


def serialize(metric: Any) -> Any:
    return serialize_keras_object(metric)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """The metric of a configuration; ``custom_objects`` has own classes and functions by name."""
    with CustomObjectScope(custom_objects):
        return get(config)


__all__ = ["AUC", "Accuracy", "BinaryAccuracy", "BinaryIoU", "CategoricalAccuracy",
           "ConcordanceCorrelation", "CosineSimilarity", "F1Score", "FBetaScore",
           "FalseNegatives", "FalsePositives", "IoU", "Mean", "MeanIoU", "MeanMetricWrapper",
           "Metric", "OneHotIoU", "OneHotMeanIoU", "PearsonCorrelation", "Precision",
           "PrecisionAtRecall", "R2Score", "Recall", "RecallAtPrecision", "RootMeanSquaredError",
           "SensitivityAtSpecificity", "SparseCategoricalAccuracy",
           "SparseTopKCategoricalAccuracy", "SpecificityAtSensitivity", "Sum",
           "TopKCategoricalAccuracy", "TrueNegatives", "TruePositives", "binary_accuracy",
           "categorical_accuracy", "concordance_correlation", "deserialize", "get", "metrics",
           "pearson_correlation", "serialize", "sparse_categorical_accuracy",
           "sparse_top_k_categorical_accuracy", "top_k_categorical_accuracy"]
