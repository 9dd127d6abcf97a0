"""Callbacks that stop the training: when nothing gets better, or nothing is a number any more."""

from __future__ import annotations

import math
import warnings
from typing import Any

from playground.keras.callbacks.base import Callback, callbacks

_HIGHER = ("accuracy", "acc", "auc", "precision", "recall", "r2_score", "f1_score")


@callbacks.register("EarlyStopping")
class EarlyStopping(Callback):
    """Stops when ``monitor`` has not become better for ``patience`` epochs.

    Args:
        min_delta: by how much it must become better to count.
        mode: "min", "max", or "auto": by the name, more is better for accuracies.
        baseline: it must also be better than this.
        restore_best_weights: whether the weights of the best epoch come back at the end.
        start_from_epoch: how many epochs are left alone first.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__()
        if mode not in ("auto", "min", "max"):
            raise ValueError("EarlyStopping expects the mode 'auto', 'min' or 'max'; "
                             f"got {mode!r}.")
        name = monitor.removeprefix("val_")
        higher = mode == "max" or mode == "auto" and name.endswith(_HIGHER)
        self._sign = 1.0 if higher else -1.0
        self.monitor, self.patience, self.verbose = monitor, patience, verbose
        self.min_delta, self.baseline = abs(min_delta), baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch
        self.on_train_begin()

    def on_train_begin(self, logs: Any = None) -> None:
        self.wait = self.stopped_epoch = self.best_epoch = 0
        self.best: float | None = None
        self.best_weights: Any = None

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        value = self.get_monitor_value(logs)
        if value is None or epoch < self.start_from_epoch:
            return
        if self.restore_best_weights and self.best_weights is None:
            self.best_weights, self.best_epoch = self.model.get_weights(), epoch
        self.wait += 1
        if self._is_better(value, self.best):
            self.best, self.best_epoch = value, epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            if self.baseline is None or self._is_better(value, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: Any = None) -> None:
        if self.stopped_epoch > 0 and self.verbose > 0:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.restore_best_weights and self.best_weights is not None:
            if self.verbose > 0:
                print("Restoring model weights from the end of the best epoch: "
                      f"{self.best_epoch + 1}.")
            self.model.set_weights(self.best_weights)

    def get_monitor_value(self, logs: Any) -> float | None:
        value = (logs or {}).get(self.monitor)
        if value is None:
            warnings.warn(f"EarlyStopping expects {self.monitor!r} among what is measured: "
                          f"{', '.join(logs or {})}.", stacklevel=2)
        return value

    def _is_better(self, value: float, than: float | None) -> bool:
        return than is None or self._sign * (value - than) > self.min_delta


@callbacks.register("TerminateOnNaN")
class TerminateOnNaN(Callback):
    """Stops as soon as the loss is not a finite number."""

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        loss = (logs or {}).get("loss")
        if loss is not None and not math.isfinite(loss):
            print(f"Batch {batch}: Invalid loss, terminating training")
            self.model.stop_training = True
