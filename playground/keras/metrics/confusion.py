"""Metrics that count right and wrong yes-or-no answers: precision, recall and their kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.losses.base import same_rank
from playground.keras.metrics.base import Metric, divide_no_nan, metrics
from playground.keras.variable import Array


class _Counts(Metric):
    """Base: the counts of the four kinds of answer, for each threshold."""

    def __init__(
        self, thresholds: Any = None, class_id: int | None = None, name: str | None = None,
        dtype: str | None = None,
    ) -> None:
        super().__init__(dtype, name)
        self.init_thresholds = thresholds
        given = 0.5 if thresholds is None else thresholds
        self.thresholds = [float(each) for each in (
            given if isinstance(given, Sequence) else [given])]
        if any(not 0 <= each <= 1 for each in self.thresholds):
            raise ValueError(f"{type(self).__name__} expects thresholds from 0 to 1; "
                             f"got {thresholds!r}.")
        self.class_id = class_id
        shape = (len(self.thresholds),)
        self.true_positives = self.add_variable(shape, "zeros", name="true_positives")
        self.false_positives = self.add_variable(shape, "zeros", name="false_positives")
        self.true_negatives = self.add_variable(shape, "zeros", name="true_negatives")
        self.false_negatives = self.add_variable(shape, "zeros", name="false_negatives")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        y_pred = jnp.asarray(y_pred, self.dtype)
        y_true, y_pred = same_rank(jnp.asarray(y_true, self.dtype), y_pred)
        if self.class_id is not None:
            y_true, y_pred = y_true[..., self.class_id], y_pred[..., self.class_id]
        weight = jnp.ones(y_true.shape, self.dtype)
        if sample_weight is not None:
            given = jnp.asarray(sample_weight, self.dtype)
            weight = weight * given.reshape(given.shape + (1,) * (y_true.ndim - given.ndim))
        yes, weight = y_true.ravel() != 0, weight.ravel()
        said = y_pred.ravel() > jnp.asarray(self.thresholds)[:, None]  # (thresholds, samples)
        for variable, where in (
            (self.true_positives, yes & said), (self.false_positives, ~yes & said),
            (self.true_negatives, ~yes & ~said), (self.false_negatives, yes & ~said),
        ):
            variable.assign(variable.value + jnp.sum(jnp.where(where, weight, 0.0), -1))

    def one(self, values: Array) -> Array:
        """A number where there is one threshold, else one for each."""
        return values[0] if len(self.thresholds) == 1 else values

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(), "thresholds": self.init_thresholds}
        return config if self.class_id is None else {**config, "class_id": self.class_id}


@metrics.register("Precision")
class Precision(_Counts):
    """TP / (TP + FP): how much of what was called yes is yes."""

    def __init__(
        self, thresholds: Any = None, top_k: None = None, class_id: int | None = None,
        name: str = "precision", dtype: str | None = None,
    ) -> None:
        super().__init__(thresholds, class_id, name, dtype)

    def result(self) -> Array:
        tp, fp = self.true_positives.value, self.false_positives.value
        return self.one(divide_no_nan(tp, tp + fp))


@metrics.register("Recall")
class Recall(_Counts):
    """TP / (TP + FN): how much of what is yes was called yes."""

    def __init__(
        self, thresholds: Any = None, top_k: None = None, class_id: int | None = None,
        name: str = "recall", dtype: str | None = None,
    ) -> None:
        super().__init__(thresholds, class_id, name, dtype)

    def result(self) -> Array:
        tp, fn = self.true_positives.value, self.false_negatives.value
        return self.one(divide_no_nan(tp, tp + fn))


class _Count(_Counts):
    """Base of the counts themselves."""

    which = ""

    def __init__(
        self, thresholds: Any = None, name: str | None = None, dtype: str | None = None
    ) -> None:
        super().__init__(thresholds, None, name or self.which, dtype)

    def result(self) -> Array:
        return self.one(getattr(self, self.which).value)


@metrics.register("TruePositives")
class TruePositives(_Count):
    """How many yes were called yes."""

    which = "true_positives"


@metrics.register("FalsePositives")
class FalsePositives(_Count):
    """How many no were called yes."""

    which = "false_positives"


@metrics.register("TrueNegatives")
class TrueNegatives(_Count):
    """How many no were called no."""

    which = "true_negatives"


@metrics.register("FalseNegatives")
class FalseNegatives(_Count):
    """How many yes were called no."""

    which = "false_negatives"
