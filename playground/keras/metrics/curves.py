"""Metrics over all thresholds: the area under a curve, and one rate where another is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.config import epsilon
from playground.keras.metrics.base import divide_no_nan, metrics
from playground.keras.metrics.confusion import Confusion
from playground.keras.variable import Array

_METHODS = ("interpolation", "minoring", "majoring")


@metrics.register("AUC")
class AUC(Confusion):
    """The area under a curve of two rates, added up over the thresholds.

    Args:
        curve: "ROC" (recall over false-positive rate), "PR" (precision over recall) or "PRGAIN".
        summation_method: "interpolation", or the "minoring" or "majoring" rectangles.
        multi_label: an area for each label, and their mean; ``num_labels`` says how many.
        label_weights: how much each label counts.
        from_logits: predictions go through a sigmoid first.

    Source: J. Davis and M. Goadrich, "The relationship between precision-recall and ROC curves",
    ICML 2006; P. Flach and M. Kull, "Precision-recall-gain curves", NeurIPS 2015.
    """

    _direction = "up"
    evenly = True

    def __init__(
        self, num_thresholds: int = 200, curve: str = "ROC",
        summation_method: str = "interpolation", name: str | None = None,
        dtype: str | None = None, thresholds: Sequence[float] | None = None,
        multi_label: bool = False, num_labels: int | None = None,
        label_weights: Sequence[float] | None = None, from_logits: bool = False,
    ) -> None:
        super().__init__(dtype, name)
        self.curve, self.summation_method = str(curve).upper(), str(summation_method).lower()
        if self.curve not in ("ROC", "PR", "PRGAIN"):
            raise ValueError(f"AUC expects the curve 'ROC', 'PR' or 'PRGAIN'; got {curve!r}.")
        if self.summation_method not in _METHODS:
            raise ValueError(f"AUC expects a summation_method of {', '.join(_METHODS)}; "
                             f"got {summation_method!r}.")
        if num_labels and not multi_label:
            raise ValueError("AUC expects num_labels only with multi_label=True.")
        self._given = None if thresholds is None else sorted(thresholds)
        inner = _evenly(num_thresholds) if self._given is None else self._given
        self.num_thresholds = len(inner) + 2
        self.evenly = self._given is None or _is_even(inner)
        self._between = [-epsilon(), *inner, 1 + epsilon()]
        self.multi_label, self.num_labels = multi_label, num_labels
        self.label_weights = None if label_weights is None else list(label_weights)
        self.from_logits = from_logits
        self._is_built = False
        if num_labels or not multi_label:
            self._build(num_labels)

    def _build(self, labels: int | None) -> None:
        self._keep(self._between, *([labels] if self.multi_label else []))
        self._is_built = True

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        y_pred = jnp.asarray(y_pred)
        if not self._is_built:
            if y_pred.ndim != 2:
                raise ValueError("AUC with multi_label expects predictions of shape (batch, "
                                 f"labels); got {y_pred.shape}.")
            self._build(y_pred.shape[-1])
        if self.from_logits:
            y_pred = jax.nn.sigmoid(y_pred)
        self._count(y_true, y_pred, sample_weight, multi_label=self.multi_label,
                    label_weights=None if self.multi_label else self.label_weights)

    def result(self) -> Array:
        by_label = jnp.sum(self._pieces(), 0)
        if not self.multi_label:
            return by_label
        weights = jnp.asarray(1.0 if self.label_weights is None else self.label_weights, "float32")
        weights = jnp.broadcast_to(weights, by_label.shape)
        return divide_no_nan(jnp.sum(by_label * weights), jnp.sum(weights))

    def _pieces(self) -> Array:
        """The area between each threshold and the next."""
        if self.curve == "PR" and self.summation_method == "interpolation":
            return self._interpolated()
        x, y = self._points()
        if self.summation_method == "interpolation":
            height = (y[:-1] + y[1:]) / 2
        else:
            height = (jnp.minimum if self.summation_method == "minoring" else jnp.maximum)(
                y[:-1], y[1:])
        return (x[:-1] - x[1:]) * height

    def _points(self) -> tuple[Array, Array]:
        tp, fp = self.true_positives.value, self.false_positives.value
        tn, fn = self.true_negatives.value, self.false_negatives.value
        recall = divide_no_nan(tp, tp + fn)
        if self.curve == "ROC":
            return divide_no_nan(fp, fp + tn), recall
        if self.curve == "PR":
            return recall, divide_no_nan(tp, tp + fp)
        odds = divide_no_nan(tp + fn, tn + fp)
        recall_gain = jnp.where(tp == 0, 0.0, 1 - odds * divide_no_nan(fn, tp))
        precision_gain = jnp.where(tp == 0, 1.0, 1 - odds * divide_no_nan(fp, tp))
        return jnp.maximum(recall_gain, 0), precision_gain

    def _interpolated(self) -> Array:
        """Between two thresholds, true positives grow in a line with all positives p."""
        tp, fn = self.true_positives.value, self.false_negatives.value
        p = tp + self.false_positives.value
        more, more_p = tp[:-1] - tp[1:], p[:-1] - p[1:]
        slope = divide_no_nan(more, jnp.maximum(more_p, 0))
        offset = tp[1:] - slope * p[1:]
        both = (p[:-1] > 0) & (p[1:] > 0)
        ratio = jnp.where(both, divide_no_nan(p[:-1], jnp.maximum(p[1:], 0)), 1.0)
        area = slope * (more + offset * jnp.log(ratio))
        return divide_no_nan(area, jnp.maximum(tp[1:] + fn[1:], 0))

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(), "num_thresholds": self.num_thresholds,
                  "curve": self.curve, "summation_method": self.summation_method,
                  "multi_label": self.multi_label, "num_labels": self.num_labels,
                  "label_weights": self.label_weights, "from_logits": self.from_logits}
        return config if self._given is None else {**config, "thresholds": self._given}


class _AtRate(Confusion):
    """Base: the best of one rate over all thresholds at which another is at least ``value``."""

    _direction = "up"
    evenly = True
    given = ""  # the argument's name

    def __init__(
        self, value: float, num_thresholds: int = 200, class_id: int | None = None,
        name: str | None = None, dtype: str | None = None,
    ) -> None:
        super().__init__(dtype, name)
        if not 0 <= value <= 1:
            raise ValueError(f"{type(self).__name__} expects a {self.given} from 0 to 1; "
                             f"got {value}.")
        if num_thresholds <= 0:
            raise ValueError(f"{type(self).__name__} expects num_thresholds above 0; "
                             f"got {num_thresholds}.")
        setattr(self, self.given, value)
        self.value, self.num_thresholds, self.class_id = value, num_thresholds, class_id
        self.evenly = num_thresholds > 1
        self._keep([0.0, *_evenly(num_thresholds), 1.0] if self.evenly else [0.5])

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self._count(y_true, y_pred, sample_weight, class_id=self.class_id)

    def _best(self, of: Array, where: Array) -> Array:
        return jnp.max(jnp.where(where >= self.value, of, 0.0), initial=0.0)

    def _rates(self) -> tuple[Array, Array, Array]:
        """Precision, recall (which is sensitivity) and specificity, (thresholds,)."""
        tp, fp = self.true_positives.value, self.false_positives.value
        tn, fn = self.true_negatives.value, self.false_negatives.value
        return (divide_no_nan(tp, tp + fp), divide_no_nan(tp, tp + fn),
                divide_no_nan(tn, tn + fp))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "class_id": self.class_id,
                "num_thresholds": self.num_thresholds, self.given: self.value}


@metrics.register("SensitivityAtSpecificity")
class SensitivityAtSpecificity(_AtRate):
    """The best TP / (TP + FN) where TN / (TN + FP) is at least ``specificity``."""

    given = "specificity"

    def __init__(self, specificity: float, *args: Any, **settings: Any) -> None:
        super().__init__(specificity, *args, **settings)

    def result(self) -> Array:
        _, sensitivity, specificity = self._rates()
        return self._best(sensitivity, specificity)


@metrics.register("SpecificityAtSensitivity")
class SpecificityAtSensitivity(_AtRate):
    """The best TN / (TN + FP) where TP / (TP + FN) is at least ``sensitivity``."""

    given = "sensitivity"

    def __init__(self, sensitivity: float, *args: Any, **settings: Any) -> None:
        super().__init__(sensitivity, *args, **settings)

    def result(self) -> Array:
        _, sensitivity, specificity = self._rates()
        return self._best(specificity, sensitivity)


@metrics.register("PrecisionAtRecall")
class PrecisionAtRecall(_AtRate):
    """The best precision where the recall is at least ``recall``."""

    given = "recall"

    def __init__(self, recall: float, *args: Any, **settings: Any) -> None:
        super().__init__(recall, *args, **settings)

    def result(self) -> Array:
        precision, recall, _ = self._rates()
        return self._best(precision, recall)


@metrics.register("RecallAtPrecision")
class RecallAtPrecision(_AtRate):
    """The best recall where the precision is at least ``precision``."""

    given = "precision"

    def __init__(self, precision: float, *args: Any, **settings: Any) -> None:
        super().__init__(precision, *args, **settings)

    def result(self) -> Array:
        precision, recall, _ = self._rates()
        return self._best(recall, precision)


def _evenly(count: int) -> list[float]:
    """The thresholds between 0 and 1, those two not included."""
    if count <= 1:
        raise ValueError(f"Expected num_thresholds of 2 or more; got {count}.")
    return [(index + 1) / (count - 1) for index in range(count - 2)]


def _is_even(inner: Sequence[float]) -> bool:
    return len(inner) > 0 and all(
        abs(one - other) <= epsilon() for one, other in zip(inner, _evenly(len(inner) + 2),
                                                            strict=True))
