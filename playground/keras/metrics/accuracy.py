"""Accuracies: the share of right answers, for each way of writing down classes."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.losses.base import same_rank
from playground.keras.metrics.base import MeanMetricWrapper, metrics
from playground.keras.variable import Array


def accuracy(y_true: Any, y_pred: Any) -> Array:
    """The share of predictions that are exactly the label."""
    y_pred = jnp.asarray(y_pred)
    y_true, y_pred = same_rank(jnp.asarray(y_true, y_pred.dtype), y_pred)
    return jnp.mean((y_true == y_pred).astype("float32"), -1)


def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Array:
    """The share of predictions on the label's side of the threshold."""
    y_true, y_pred = same_rank(jnp.asarray(y_true), jnp.asarray(y_pred))
    guess = (y_pred > threshold).astype(y_pred.dtype)
    return jnp.mean((y_true.astype(y_pred.dtype) == guess).astype("float32"), -1)


def categorical_accuracy(y_true: Any, y_pred: Any) -> Array:
    """1 where the highest prediction is at the one of a one-hot label."""
    y_true, y_pred = jnp.asarray(y_true), jnp.asarray(y_pred)
    return (jnp.argmax(y_true, -1) == jnp.argmax(y_pred, -1)).astype("float32")


def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Array:
    """1 where the highest prediction is that of the label, a whole number."""
    labels, y_pred = _labels(y_true, y_pred)
    return (labels == jnp.argmax(y_pred, -1)).astype("float32")


def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> Array:
    """1 where the one of a one-hot label is among the k highest predictions."""
    return sparse_top_k_categorical_accuracy(jnp.argmax(jnp.asarray(y_true), -1), y_pred, k)


def sparse_top_k_categorical_accuracy(
    y_true: Any, y_pred: Any, k: int = 5, from_sorted_ids: bool = False
) -> Array:
    """1 where the label is among the k highest predictions.

    ``from_sorted_ids``: y_pred has the classes themselves, the most likely first.
    """
    labels, y_pred = _labels(y_true, y_pred)
    if from_sorted_ids:
        return jnp.any(y_pred[..., :k].astype("int32") == labels[..., None], -1).astype("float32")
    _, highest = jax.lax.top_k(y_pred, min(k, y_pred.shape[-1]))
    return jnp.any(highest == labels[..., None], -1).astype("float32")


def _labels(y_true: Any, y_pred: Any) -> tuple[Array, Array]:
    y_true, y_pred = jnp.asarray(y_true), jnp.asarray(y_pred)
    if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1:
        y_true = y_true[..., 0]
    return y_true.astype("int32"), y_pred


@metrics.register("Accuracy")
class Accuracy(MeanMetricWrapper):
    """How often predictions are exactly the labels."""

    _direction = "up"

    def __init__(self, name: str = "accuracy", dtype: str | None = None) -> None:
        super().__init__(accuracy, name, dtype)


@metrics.register("BinaryAccuracy")
class BinaryAccuracy(MeanMetricWrapper):
    """How often predictions are on the right side of ``threshold``."""

    _direction = "up"

    def __init__(
        self, name: str = "binary_accuracy", dtype: str | None = None, threshold: float = 0.5
    ) -> None:
        if threshold is not None and not 0 < threshold < 1:
            raise ValueError("BinaryAccuracy expects a threshold between 0 and 1; "
                             f"got {threshold}.")
        super().__init__(binary_accuracy, name, dtype, threshold=threshold)
        self.threshold = threshold


@metrics.register("CategoricalAccuracy")
class CategoricalAccuracy(MeanMetricWrapper):
    """How often the highest prediction is the one-hot label's."""

    _direction = "up"

    def __init__(self, name: str = "categorical_accuracy", dtype: str | None = None) -> None:
        super().__init__(categorical_accuracy, name, dtype)


@metrics.register("SparseCategoricalAccuracy")
class SparseCategoricalAccuracy(MeanMetricWrapper):
    """How often the highest prediction is that of the label, a whole number."""

    _direction = "up"

    def __init__(
        self, name: str = "sparse_categorical_accuracy", dtype: str | None = None
    ) -> None:
        super().__init__(sparse_categorical_accuracy, name, dtype)


@metrics.register("TopKCategoricalAccuracy")
class TopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the one-hot label is among the ``k`` highest predictions."""

    _direction = "up"

    def __init__(
        self, k: int = 5, name: str = "top_k_categorical_accuracy", dtype: str | None = None
    ) -> None:
        super().__init__(top_k_categorical_accuracy, name, dtype, k=k)
        self.k = k


@metrics.register("SparseTopKCategoricalAccuracy")
class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the label is among the ``k`` highest predictions."""

    _direction = "up"

    def __init__(
        self, k: int = 5, name: str = "sparse_top_k_categorical_accuracy",
        dtype: str | None = None, from_sorted_ids: bool = False,
    ) -> None:
        super().__init__(sparse_top_k_categorical_accuracy, name, dtype, k=k,
                         from_sorted_ids=from_sorted_ids)
        self.k = k

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config.pop("from_sorted_ids")  # Keras does not keep it
        return config
