"""What ``compile`` makes of its arguments: one loss and the metrics, chosen by the shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import losses as losses_module
from playground.keras import metrics as metrics_module
from playground.keras.losses import Loss, LossFunctionWrapper
from playground.keras.metrics import MeanMetricWrapper, Metric
from playground.keras.naming import object_name
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


class CompiledLoss:
    """The loss of a model with one output.

    Args:
        loss: a name, a function of (y_true, y_pred), or an object; "crossentropy" chooses the
            right one by the shapes.
        loss_weights: a factor.
    """

    def __init__(self, loss: Any, loss_weights: Any = None) -> None:
        self.user_loss = loss
        self.weight = _only(loss_weights, "loss_weights")
        loss = _only(loss, "loss")
        self.by_shape = isinstance(loss, str) and loss.lower() in ("crossentropy", "ce")
        self.loss: Loss | None = None if self.by_shape else _as_loss(loss)

    def resolve(self, y_shape: Shape, y_pred_shape: Shape) -> None:
        if self.by_shape and self.loss is None:
            kind = _kind(y_shape, y_pred_shape)
            self.loss = _as_loss({"binary": "binary_crossentropy",
                                  "sparse": "sparse_categorical_crossentropy",
                                  "one-hot": "categorical_crossentropy"}[kind])

    def __call__(self, y: Any, y_pred: Any, sample_weight: Any = None) -> Array:
        self.resolve(y.shape, y_pred.shape)
        value = self.loss(y, y_pred, sample_weight)
        return value if self.weight is None else value * self.weight


class CompiledMetrics:
    """The metrics of a model with one output; "accuracy" is chosen by the shapes."""

    def __init__(self, metrics: Any, weighted_metrics: Any) -> None:
        self._given = (_listed(metrics, "metrics"), _listed(weighted_metrics, "weighted_metrics"))
        for each in (*self._given[0], *self._given[1]):
            if not _is_accuracy(each):
                metrics_module.get(each)  # an unknown name is told now, not in fit
        self.metrics: list[Metric] = []
        self._weighted: list[bool] = []
        self.built = False

    def resolve(self, y_shape: Shape, y_pred_shape: Shape) -> None:
        if self.built:
            return
        for weighted, given in enumerate(self._given):
            for each in given:
                self.metrics.append(_as_metric(each, y_shape, y_pred_shape))
                self._weighted.append(bool(weighted))
        self.built = True

    def update_state(self, y: Any, y_pred: Any, sample_weight: Any = None) -> None:
        for metric, weighted in zip(self.metrics, self._weighted, strict=True):
            if weighted:
                metric.update_state(y, y_pred, sample_weight)
            else:
                metric.update_state(y, y_pred)

    def result(self) -> dict[str, Any]:
        """The results by name; a name that comes again gets a number, or ``weighted_``."""
        results: dict[str, Any] = {}
        for metric, weighted in zip(self.metrics, self._weighted, strict=True):
            name = metric.name
            if name in results and weighted:
                name = f"weighted_{name}"
            count, first = 1, name
            while name in results:
                name, count = f"{first}_{count}", count + 1
            value = metric.result()
            results.update(value) if isinstance(value, dict) else results.update({name: value})
        return results


def _as_loss(loss: Any) -> Loss | None:
    found = losses_module.get(loss)
    if found is None or isinstance(found, Loss):
        return found
    if isinstance(loss, str):  # the object of the same loss: its settings can be changed
        return losses_module.losses[loss](name=loss)
    return LossFunctionWrapper(found, name=object_name(found))


def _as_metric(
    metric: Any, y_shape: Shape, y_pred_shape: Shape
) -> Metric:
    if _is_accuracy(metric):
        kind = {"binary": "BinaryAccuracy", "sparse": "SparseCategoricalAccuracy",
                "one-hot": "CategoricalAccuracy"}[_kind(y_shape, y_pred_shape)]
        return metrics_module.metrics[kind](name=metric)
    found = metrics_module.get(metric)
    name = metric if isinstance(metric, str) else object_name(found)
    if not isinstance(found, Metric):
        found = MeanMetricWrapper(found, name=name)
    found.name = name
    return found


def _is_accuracy(metric: Any) -> bool:
    return isinstance(metric, str) and metric.lower() in ("accuracy", "acc")


def _kind(y_shape: Shape, y_pred_shape: Shape) -> str:
    """How the labels are written: "binary", "sparse" (whole numbers) or "one-hot"."""
    if y_pred_shape[-1] == 1:
        return "binary"
    if len(y_shape) < len(y_pred_shape) or y_shape[-1] == 1:
        return "sparse"
    return "one-hot"


def _only(value: Any, name: str) -> Any:
    """The one entry of a list or dict: the models here have one output."""
    if isinstance(value, dict) and "class_name" not in value:
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        if len(value) != 1:
            raise ValueError(f"compile expects one {name} for the one output of the model; "
                             f"got {len(value)}.")
        return value[0]
    return value


def _listed(metrics: Any, name: str) -> Sequence[Any]:
    if metrics is None:
        return ()
    if isinstance(metrics, dict):
        metrics = [each for value in metrics.values() for each in _listed(
            value if isinstance(value, (list, tuple)) else [value], name)]
    if not isinstance(metrics, (list, tuple)):
        raise ValueError(f"compile expects {name} as a list, as [{metrics!r}]; got {metrics!r}.")
    return [each for value in metrics for each in (
        value if isinstance(value, (list, tuple)) else [value])]
