"""Intersection over union: how far predicted and true regions overlap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.config import epsilon
from playground.keras.metrics.base import Metric, metrics
from playground.keras.variable import Array


@metrics.register("IoU")
class IoU(Metric):
    """TP / (TP + FP + FN) of each class in ``target_class_ids``; the mean over those that occur.

    The counts are in a matrix C of true class by predicted class.

    Args:
        ignore_class: samples of this true class do not count.
        sparse_y_true, sparse_y_pred: whether they are whole numbers; else the highest number
            along ``axis`` says the class.
    """

    _direction = "up"

    def __init__(
        self, num_classes: int, target_class_ids: Sequence[int], name: str | None = None,
        dtype: str | None = None, ignore_class: int | None = None, sparse_y_true: bool = True,
        sparse_y_pred: bool = True, axis: int = -1,
    ) -> None:
        super().__init__(dtype or "int32", name)
        if max(target_class_ids) >= num_classes:
            raise ValueError(f"{type(self).__name__} expects target_class_ids below {num_classes}; "
                             f"got {max(target_class_ids)}.")
        self.num_classes, self.target_class_ids = num_classes, list(target_class_ids)
        self.ignore_class, self.axis = ignore_class, axis
        self.sparse_y_true, self.sparse_y_pred = sparse_y_true, sparse_y_pred
        self.total_cm = self.add_variable((num_classes, num_classes), dtype=self.dtype,
                                          name="total_confusion_matrix")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        true, said = jnp.asarray(y_true), jnp.asarray(y_pred)
        true = true if self.sparse_y_true else jnp.argmax(true, self.axis)
        said = said if self.sparse_y_pred else jnp.argmax(said, self.axis)
        true, said = true.ravel().astype("int32"), said.ravel().astype("int32")
        weight = jnp.asarray(1 if sample_weight is None else sample_weight).astype(self.dtype)
        weight = jnp.broadcast_to(weight.ravel() if weight.ndim > 1 else weight, true.shape)
        known = (true >= 0) & (true < self.num_classes) & (said >= 0) & (said < self.num_classes)
        if self.ignore_class is not None:
            known &= true != self.ignore_class
        place = jnp.where(known, true * self.num_classes + said, 0)
        counts = jnp.zeros(self.num_classes**2, self.dtype).at[place].add(
            jnp.where(known, weight, 0))
        self.total_cm.assign(self.total_cm.value + counts.reshape(self.total_cm.shape))

    def result(self) -> Array:
        matrix = self.total_cm.value.astype("float32")
        right = jnp.diag(matrix)
        union = jnp.sum(matrix, 0) + jnp.sum(matrix, 1) - right
        wanted = jnp.asarray(self.target_class_ids)
        right, union = right[wanted], union[wanted]
        occurs = (union > 1e-9).astype("float32")
        ratio = jnp.where(occurs > 0, right / (union + epsilon()), 0.0)
        return jnp.sum(ratio) / (jnp.sum(occurs) + epsilon())

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "num_classes": self.num_classes,
                "target_class_ids": self.target_class_ids, "ignore_class": self.ignore_class,
                "sparse_y_true": self.sparse_y_true, "sparse_y_pred": self.sparse_y_pred,
                "axis": self.axis}

    def _config_without(self, *names: str) -> dict[str, Any]:
        return {key: value for key, value in IoU.get_config(self).items() if key not in names}


@metrics.register("BinaryIoU")
class BinaryIoU(IoU):
    """IoU of two classes; a prediction from ``threshold`` upwards is of class 1."""

    def __init__(
        self, target_class_ids: Sequence[int] = (0, 1), threshold: float = 0.5,
        name: str | None = None, dtype: str | None = None,
    ) -> None:
        super().__init__(2, target_class_ids, name, dtype)
        self.threshold = threshold

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        super().update_state(y_true, jnp.asarray(y_pred) >= self.threshold, sample_weight)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "dtype": self.dtype, "target_class_ids": self.target_class_ids,
                "threshold": self.threshold}


@metrics.register("MeanIoU")
class MeanIoU(IoU):
    """The mean of the IoU of all classes."""

    def __init__(
        self, num_classes: int, name: str | None = None, dtype: str | None = None,
        ignore_class: int | None = None, sparse_y_true: bool = True, sparse_y_pred: bool = True,
        axis: int = -1,
    ) -> None:
        super().__init__(num_classes, range(num_classes), name, dtype, ignore_class,
                         sparse_y_true, sparse_y_pred, axis)

    def get_config(self) -> dict[str, Any]:
        return self._config_without("target_class_ids")


@metrics.register("OneHotIoU")
class OneHotIoU(IoU):
    """IoU with one-hot labels."""

    def __init__(
        self, num_classes: int, target_class_ids: Sequence[int], name: str | None = None,
        dtype: str | None = None, ignore_class: int | None = None, sparse_y_pred: bool = False,
        axis: int = -1,
    ) -> None:
        super().__init__(num_classes, target_class_ids, name, dtype, ignore_class, False,
                         sparse_y_pred, axis)

    def get_config(self) -> dict[str, Any]:
        return self._config_without("sparse_y_true")


@metrics.register("OneHotMeanIoU")
class OneHotMeanIoU(MeanIoU):
    """The mean of the IoU of all classes, with one-hot labels."""

    def __init__(
        self, num_classes: int, name: str | None = None, dtype: str | None = None,
        ignore_class: int | None = None, sparse_y_pred: bool = False, axis: int = -1,
    ) -> None:
        super().__init__(num_classes, name, dtype, ignore_class, False, sparse_y_pred, axis)

    def get_config(self) -> dict[str, Any]:
        return self._config_without("target_class_ids", "sparse_y_true")
