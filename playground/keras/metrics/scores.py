"""F scores: precision and recall in one number."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.config import epsilon
from playground.keras.metrics.base import Metric, metrics
from playground.keras.variable import Array

_AVERAGES = (None, "micro", "macro", "weighted")


@metrics.register("FBetaScore")
class FBetaScore(Metric):
    """(1 + β²) precision · recall / (β² precision + recall), for each class.

    Args:
        average: None: a score for each class; "macro": their mean; "weighted": by how often the
            classes occur; "micro": over all answers together.
        beta: how much more recall counts than precision.
        threshold: above it a prediction is a yes; None: the highest one of a sample is.
    """

    _direction = "up"

    def __init__(
        self, average: str | None = None, beta: float = 1.0, threshold: float | None = None,
        name: str | None = "fbeta_score", dtype: str | None = None,
    ) -> None:
        super().__init__(dtype, name)
        kind = type(self).__name__
        if average not in _AVERAGES:
            raise ValueError(f"{kind} expects an average of {', '.join(map(str, _AVERAGES))}; "
                             f"got {average!r}.")
        if not isinstance(beta, float) or beta <= 0:
            raise ValueError(f"{kind} expects a beta above 0, as 1.0; got {beta!r}.")
        if threshold is not None and (not isinstance(threshold, float) or not 0 < threshold <= 1):
            raise ValueError(f"{kind} expects a threshold above 0 and up to 1; got {threshold!r}.")
        self.average, self.beta, self.threshold = average, beta, threshold
        self._built = False

    def _build(self, y_true: Array, y_pred: Array) -> None:
        if y_true.ndim != 2 or y_pred.ndim != 2:
            raise ValueError(f"{type(self).__name__} expects labels and predictions of shape "
                             f"(batch, classes), so labels are one-hot; got {y_true.shape} and "
                             f"{y_pred.shape}. keras.utils.to_categorical makes them.")
        shape = () if self.average == "micro" else (y_pred.shape[-1],)
        self.true_positives = self.add_variable(shape, name="true_positives")
        self.false_positives = self.add_variable(shape, name="false_positives")
        self.false_negatives = self.add_variable(shape, name="false_negatives")
        self.intermediate_weights = self.add_variable(shape, name="intermediate_weights")
        self._built = True

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        y_true, y_pred = jnp.asarray(y_true, self.dtype), jnp.asarray(y_pred, self.dtype)
        if not self._built:
            self._build(y_true, y_pred)
        if self.threshold is None:
            highest = jnp.max(y_pred, -1, keepdims=True)
            said = (y_pred >= highest) & (jnp.abs(y_pred) > 1e-9)
        else:
            said = y_pred > self.threshold
        said = said.astype(self.dtype)
        weight = 1.0 if sample_weight is None else jnp.asarray(sample_weight, self.dtype)[:, None]
        axis = None if self.average == "micro" else 0
        for variable, counts in (
            (self.true_positives, said * y_true), (self.false_positives, said * (1 - y_true)),
            (self.false_negatives, (1 - said) * y_true), (self.intermediate_weights, y_true),
        ):
            variable.assign(variable.value + jnp.sum(counts * weight, axis))

    def result(self) -> Array:
        tp, fp = self.true_positives.value, self.false_positives.value
        precision = tp / (tp + fp + epsilon())
        recall = tp / (tp + self.false_negatives.value + epsilon())
        square = self.beta**2
        score = (1 + square) * precision * recall / (square * precision + recall + epsilon())
        if self.average == "weighted":
            often = self.intermediate_weights.value
            return jnp.sum(score * often / (jnp.sum(often) + epsilon()))
        return score if self.average is None else jnp.mean(score)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "average": self.average, "beta": self.beta,
                "threshold": self.threshold}


@metrics.register("F1Score")
class F1Score(FBetaScore):
    """2 precision · recall / (precision + recall): the harmonic mean of the two."""

    def __init__(
        self, average: str | None = None, threshold: float | None = None,
        name: str | None = "f1_score", dtype: str | None = None,
    ) -> None:
        super().__init__(average, 1.0, threshold, name, dtype)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config.pop("beta")
        return config
