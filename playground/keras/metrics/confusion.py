"""Metrics that count right and wrong yes-or-no answers: precision, recall and their kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.keras.backend import jax, jnp
from playground.keras.losses.base import same_rank
from playground.keras.metrics.base import Metric, divide_no_nan, metrics
from playground.keras.variable import Array

KINDS = ("true_positives", "false_positives", "true_negatives", "false_negatives")


class Confusion(Metric):
    """Base of those that keep some of the four counts, for each of several thresholds.

    A prediction above the threshold is a yes; a label that is not 0 is one.
    """

    kept: tuple[str, ...] = KINDS
    evenly = False  # whether the thresholds lie evenly from 0 to 1

    def _keep(self, thresholds: Sequence[float], *more: int) -> None:
        """Make a variable for every count that is kept, (thresholds, …)."""
        self.thresholds = [float(each) for each in thresholds]
        for kind in self.kept:
            setattr(self, kind, self.add_variable((len(self.thresholds), *more), "zeros",
                                                  name=kind))

    def _count(self, y_true: Any, y_pred: Any, sample_weight: Any, **settings: Any) -> None:
        found = answers(y_true, y_pred, self.thresholds, sample_weight, evenly=self.evenly,
                        **settings)
        for kind in self.kept:
            variable = getattr(self, kind)
            variable.assign(variable.value + found[kind])

    def _one(self, values: Array) -> Array:
        """A number where there is one threshold, else one for each."""
        return values[0] if len(self.thresholds) == 1 else values


def answers(
    y_true: Any, y_pred: Any, thresholds: Sequence[float], sample_weight: Any = None, *,
    top_k: int | None = None, class_id: int | None = None, multi_label: bool = False,
    label_weights: Any = None, evenly: bool = False,
) -> dict[str, Array]:
    """The four counts, (thresholds,); with ``multi_label`` for each label, (thresholds, labels).

    Args:
        top_k: only the k highest predictions of a sample can be a yes.
        class_id: only this column counts.
        evenly: the thresholds lie evenly, so a prediction's place among them is its product with
            their number, rounded: what Keras computes.
    """
    y_pred = jnp.asarray(y_pred, "float32")
    y_true, y_pred = same_rank(jnp.asarray(y_true, "float32"), y_pred)
    if top_k is not None:
        _, highest = jax.lax.top_k(y_pred, top_k)
        chosen = jnp.sum(jax.nn.one_hot(highest, y_pred.shape[-1]), -2)
        y_pred = jnp.where(chosen > 0, y_pred, -jnp.inf)
    if class_id is not None:
        y_true, y_pred = y_true[..., class_id, None], y_pred[..., class_id, None]
    weight = _weights(y_pred.shape, sample_weight, label_weights)
    labels = y_pred.shape[-1] if multi_label else 1
    yes, p, weight = ((each.reshape(-1, labels)) for each in (y_true != 0, y_pred, weight))
    if evenly:
        last = len(thresholds) - 1
        place = jnp.ceil(jnp.clip(p, 0, 1) * last) - 1
        place = jnp.maximum(place, 0) if thresholds[0] < 0 else place
        said = place >= jnp.arange(last + 1)[:, None, None]  # (thresholds, samples, labels)
    else:
        said = p > jnp.asarray(np.asarray(thresholds, "float32"))[:, None, None]

    def sum_of(counted: Array) -> Array:
        return jnp.einsum("tsl,sl->tl", said.astype("float32"), jnp.where(counted, weight, 0),
                          precision="highest")

    tp, fp = sum_of(yes), sum_of(~yes)
    all_yes, all_no = jnp.sum(jnp.where(yes, weight, 0), 0), jnp.sum(jnp.where(yes, 0, weight), 0)
    found = dict(zip(KINDS, (tp, fp, all_no - fp, all_yes - tp), strict=True))
    return found if multi_label else {kind: each[:, 0] for kind, each in found.items()}


def _weights(shape: tuple[int, ...], sample_weight: Any, label_weights: Any) -> Array:
    weight = jnp.ones(shape, "float32")
    if sample_weight is not None:
        given = jnp.asarray(sample_weight, "float32")
        if given.ndim == len(shape) + 1 and given.shape[-1] == 1:
            given = given[..., 0]
        weight = weight * given.reshape(given.shape + (1,) * (len(shape) - given.ndim))
    if label_weights is not None:
        weight = weight * jnp.asarray(label_weights, "float32")
    return weight


class _Thresholded(Confusion):
    """Base of precision and recall."""

    _direction = "up"

    def __init__(
        self, thresholds: Any = None, top_k: int | None = None, class_id: int | None = None,
        name: str | None = None, dtype: str | None = None,
    ) -> None:
        super().__init__(dtype, name)
        self.init_thresholds, self.top_k, self.class_id = thresholds, top_k, class_id
        self._keep(_checked(thresholds, -1e10 if top_k is not None else 0.5, self))

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self._count(y_true, y_pred, sample_weight, top_k=self.top_k, class_id=self.class_id)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "thresholds": self.init_thresholds, "top_k": self.top_k,
                "class_id": self.class_id}


@metrics.register("Precision")
class Precision(_Thresholded):
    """TP / (TP + FP): how much of what was called yes is yes."""

    kept = ("true_positives", "false_positives")

    def result(self) -> Array:
        tp, fp = self.true_positives.value, self.false_positives.value
        return self._one(divide_no_nan(tp, tp + fp))


@metrics.register("Recall")
class Recall(_Thresholded):
    """TP / (TP + FN): how much of what is yes was called yes."""

    kept = ("true_positives", "false_negatives")

    def result(self) -> Array:
        tp, fn = self.true_positives.value, self.false_negatives.value
        return self._one(divide_no_nan(tp, tp + fn))


class _Count(Metric):
    """Base of the counts themselves."""

    which = ""

    def __init__(
        self, thresholds: Any = None, name: str | None = None, dtype: str | None = None
    ) -> None:
        super().__init__(dtype, name)
        self.init_thresholds, self.thresholds = thresholds, _checked(thresholds, 0.5, self)
        self.accumulator = self.add_variable((len(self.thresholds),), name="accumulator")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        found = answers(y_true, y_pred, self.thresholds, sample_weight)
        self.accumulator.assign(self.accumulator.value + found[self.which])

    def result(self) -> Array:
        values = self.accumulator.value
        return values[0] if len(self.thresholds) == 1 else values

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "thresholds": self.init_thresholds}


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


def _checked(thresholds: Any, default: float, owner: Metric) -> list[float]:
    """The thresholds in a list.

    Raises:
        ValueError: one of them is not from 0 to 1.
    """
    if thresholds is None:
        return [default]
    found = [float(each) for each in (
        thresholds if isinstance(thresholds, (Sequence, np.ndarray)) else [thresholds])]
    if any(not 0 <= each <= 1 for each in found):
        raise ValueError(f"{type(owner).__name__} expects thresholds from 0 to 1; "
                         f"got {thresholds!r}.")
    return found
