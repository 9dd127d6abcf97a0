"""Losses and metrics from what ``compile`` was given: by name, by the shapes, as objects."""

from __future__ import annotations

from typing import Any

from playground.keras import losses as losses_module
from playground.keras import metrics as metrics_module
from playground.keras.losses import Loss, LossFunctionWrapper
from playground.keras.metrics import MeanMetricWrapper, Metric
from playground.keras.naming import object_name

Shape = tuple[int | None, ...]


def is_one_loss(loss: Any) -> bool:
    """Whether it is a loss, and not a list or a dict of them."""
    return not isinstance(loss, (list, tuple, dict)) or _is_config(loss)


def is_one_metric(metric: Any) -> bool:
    """Whether it is a metric or a list of metrics, all for one output."""
    if isinstance(metric, dict):
        return _is_config(metric)
    if isinstance(metric, (list, tuple)):
        return all(not isinstance(each, (list, tuple)) and is_one_metric(each) for each in metric)
    return True


def loss_for(loss: Any, y_shape: Shape, y_pred_shape: Shape) -> Loss | None:
    """The loss object; "crossentropy" is chosen by the shapes."""
    if is_crossentropy(loss):
        loss = {"binary": "binary_crossentropy", "sparse": "sparse_categorical_crossentropy",
                "one-hot": "categorical_crossentropy"}[_kind(y_shape, y_pred_shape)]
    found = losses_module.get(loss)
    if found is None or isinstance(found, Loss):
        return found
    if isinstance(loss, str):  # the object of the same loss: its settings can be changed
        return losses_module.losses[loss](name=loss)
    return LossFunctionWrapper(found, name=object_name(found))


def metric_for(metric: Any, y_shape: Shape, y_pred_shape: Shape) -> Metric:
    """The metric object; "accuracy" is chosen by the shapes."""
    if is_accuracy(metric):
        kind = {"binary": "BinaryAccuracy", "sparse": "SparseCategoricalAccuracy",
                "one-hot": "CategoricalAccuracy"}[_kind(y_shape, y_pred_shape)]
        return metrics_module.metrics[kind](name=metric)
    found = metrics_module.get(metric)
    name = metric if isinstance(metric, str) else object_name(found)
    if not isinstance(found, Metric):
        found = MeanMetricWrapper(found)
    found.name = name
    return found


def is_crossentropy(loss: Any) -> bool:
    return isinstance(loss, str) and loss.lower() in ("crossentropy", "ce")


def is_accuracy(metric: Any) -> bool:
    return isinstance(metric, str) and metric.lower() in ("accuracy", "acc")


def _kind(y_shape: Shape, y_pred_shape: Shape) -> str:
    """How the labels are written: "binary", "sparse" (whole numbers) or "one-hot"."""
    if y_pred_shape[-1] == 1:
        return "binary"
    if len(y_shape) < len(y_pred_shape) or y_shape[-1] == 1:
        return "sparse"
    return "one-hot"


def _is_config(value: Any) -> bool:
    return isinstance(value, dict) and "class_name" in value
