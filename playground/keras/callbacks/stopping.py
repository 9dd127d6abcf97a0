"""Callbacks that stop the training: when nothing gets better, or nothing is a number any more."""

from __future__ import annotations

import math
from typing import Any

from playground.keras.callbacks.base import Callback, callbacks
from playground.keras.callbacks.monitoring import Monitor
from playground.keras.messages import say


@callbacks.register("EarlyStopping")
class EarlyStopping(Monitor):
    """Stops when ``monitor`` has not become better for ``patience`` epochs.

    Args:
        min_delta: by how much it must become better to count.
        mode: "min", "max", or "auto": as the metric says.
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
        super().__init__(monitor, mode, min_delta=min_delta)
        self.patience, self.verbose, self.baseline = patience, verbose, baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch
        self.on_train_begin()

    def on_train_begin(self, logs: Any = None) -> None:
        self.wait = self.stopped_epoch = self.best_epoch = 0
        self.best: float | None = None
        self.best_weights: Any = None

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        value = self.monitored(logs)
        if value is None or epoch < self.start_from_epoch:
            return
        if self.restore_best_weights and self.best_weights is None:
            self.best_weights, self.best_epoch = self.model.get_weights(), epoch
        self.wait += 1
        if self.is_better(value, self.best):
            self.best, self.best_epoch = value, epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            if self.is_better(value, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: Any = None) -> None:
        if self.stopped_epoch > 0 and self.verbose > 0:
            say(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.restore_best_weights and self.best_weights is not None:
            if self.verbose > 0:
                say("Restoring model weights from the end of the best epoch: "
                    f"{self.best_epoch + 1}.")
            self.model.set_weights(self.best_weights)


@callbacks.register("TerminateOnNaN")
class TerminateOnNaN(Callback):
    """Stops, or raises an error, as soon as the loss is not a finite number."""

    def __init__(self, raise_error: bool = False) -> None:
        super().__init__()
        self.raise_error = raise_error

    def on_batch_end(self, batch: int, logs: Any = None) -> None:
        loss = (logs or {}).get("loss")
        if loss is None or math.isfinite(loss):
            return
        if self.raise_error:
            raise RuntimeError(f"The loss of batch {batch} is {loss}. A smaller learning rate, or "
                               "inputs nearer to 0, may help.")
        say(f"Batch {batch}: Invalid loss, terminating training")
        self.model.stop_training = True
