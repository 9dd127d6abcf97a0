"""Callbacks that change the learning rate between epochs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from playground.keras.callbacks.base import Callback, callbacks
from playground.keras.callbacks.monitoring import Monitor
from playground.keras.messages import say


@callbacks.register("LearningRateScheduler")
class LearningRateScheduler(Callback):
    """Before every epoch the learning rate becomes ``schedule(epoch, learning_rate)``."""

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        super().__init__()
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        try:
            rate = self.schedule(epoch, _rate(self.model))
        except TypeError:  # a schedule of the epoch alone
            rate = self.schedule(epoch)
        if np.ndim(rate) or not isinstance(rate, (float, np.floating)) and not hasattr(
                rate, "dtype"):
            raise ValueError("LearningRateScheduler expects a schedule that gives a number with "
                             f"decimals, as 0.001; it gave {rate!r}.")
        self.model.optimizer.learning_rate = float(rate)
        if self.verbose > 0:
            say(f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}.")

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if logs is not None:
            logs["learning_rate"] = _rate(self.model)


@callbacks.register("ReduceLROnPlateau")
class ReduceLROnPlateau(Monitor):
    """Multiplies the learning rate by ``factor`` when nothing has improved for ``patience`` epochs.

    Args:
        factor: below 1.
        cooldown: how many epochs are not counted after it.
        min_lr: the learning rate does not go below.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        super().__init__(monitor, mode, min_delta=min_delta)
        if factor >= 1:
            raise ValueError(f"ReduceLROnPlateau expects a factor below 1; got {factor}.")
        self.factor, self.patience, self.verbose = factor, patience, verbose
        self.cooldown, self.min_lr = cooldown, min_lr
        self.cooldown_counter = self.wait = 0

    def on_train_begin(self, logs: Any = None) -> None:
        self.best = None
        self.cooldown_counter = self.wait = 0

    def in_cooldown(self) -> bool:
        return self.cooldown_counter > 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        logs = logs if logs is not None else {}
        logs["learning_rate"] = _rate(self.model)
        value = self.monitored(logs)
        if value is None:
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self.is_better(value, self.best):
            self.best, self.wait = value, 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience and logs["learning_rate"] > np.float32(self.min_lr):
                rate = max(logs["learning_rate"] * self.factor, self.min_lr)
                self.model.optimizer.learning_rate = rate
                self.cooldown_counter, self.wait = self.cooldown, 0
                if self.verbose > 0:
                    say(f"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to "
                        f"{rate}.")


def _rate(model: Any) -> float:
    return float(np.asarray(model.optimizer.learning_rate))
