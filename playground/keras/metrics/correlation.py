"""Correlations: whether predictions rise and fall with the labels."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.config import epsilon
from playground.keras.losses.base import same_rank
from playground.keras.metrics.base import MeanMetricWrapper, metrics
from playground.keras.variable import Array


def pearson_correlation(y_true: Any, y_pred: Any, axis: int = -1) -> Array:
    """mean((y - ȳ)(p - p̄)) / (σ_y σ_p)"""
    y, p = _centred(y_true, y_pred, axis)
    y, p = (each / jnp.std(each, axis, keepdims=True) for each in (y, p))
    return jnp.mean(y * p, axis)


def concordance_correlation(y_true: Any, y_pred: Any, axis: int = -1) -> Array:
    """2 cov(y, p) / (σ²_y + σ²_p + (ȳ - p̄)²): near 1 only where p is near y itself.

    Source: L. Lin, "A concordance correlation coefficient to evaluate reproducibility", 1989.
    """
    y_pred = jnp.asarray(y_pred)
    y_true, y_pred = same_rank(jnp.asarray(y_true, y_pred.dtype), y_pred)
    mean_y, mean_p = (jnp.mean(each, axis, keepdims=True) for each in (y_true, y_pred))
    variances = jnp.var(y_true, axis, keepdims=True) + jnp.var(y_pred, axis, keepdims=True)
    apart = jnp.square(mean_y - mean_p)
    together = (y_true - mean_p) * (y_pred - mean_p)
    return jnp.mean(2 * together / (variances + apart + epsilon()), axis)


def _centred(y_true: Any, y_pred: Any, axis: int) -> tuple[Array, Array]:
    y_pred = jnp.asarray(y_pred)
    y_true, y_pred = same_rank(jnp.asarray(y_true, y_pred.dtype), y_pred)
    return (y_true - jnp.mean(y_true, axis, keepdims=True),
            y_pred - jnp.mean(y_pred, axis, keepdims=True))


@metrics.register("PearsonCorrelation")
class PearsonCorrelation(MeanMetricWrapper):
    """The mean of Pearson's correlation over the samples."""

    _direction = "up"

    def __init__(
        self, name: str = "pearson_correlation", dtype: str | None = None, axis: int = -1
    ) -> None:
        super().__init__(pearson_correlation, name, dtype, axis=axis)
        self.axis = axis


@metrics.register("ConcordanceCorrelation")
class ConcordanceCorrelation(MeanMetricWrapper):
    """The mean of Lin's concordance correlation over the samples."""

    _direction = "up"

    def __init__(
        self, name: str = "concordance_correlation", dtype: str | None = None, axis: int = -1
    ) -> None:
        super().__init__(concordance_correlation, name, dtype, axis=axis)
        self.axis = axis
