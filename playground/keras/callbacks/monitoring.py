"""What callbacks share that follow one number: is it better when it is smaller, or larger?"""

from __future__ import annotations

import warnings
from typing import Any

from playground.keras.callbacks.base import Callback


class Monitor(Callback):
    """Base of the callbacks with a ``monitor``: "val_loss" or the name of another number.

    Args:
        mode: "min" or "max" is better; "auto": losses smaller, metrics as the metric says.
        best: what must be beaten first, or None.
        min_delta: by how much it must become better to count.
    """

    def __init__(
        self, monitor: str = "val_loss", mode: str = "auto", best: float | None = None,
        min_delta: float = 0.0,
    ) -> None:
        super().__init__()
        if mode not in ("auto", "min", "max"):
            raise ValueError(f"{type(self).__name__} expects the mode 'auto', 'min' or 'max'; "
                             f"got {mode!r}.")
        self.monitor, self.mode, self.best = monitor, mode, best
        self.min_delta = abs(min_delta)
        self._sign: float | None = None  # 1: larger is better; -1: smaller; None: not asked yet

    def is_better(self, value: float, than: float | None) -> bool:
        """Whether a value beats another one, by more than ``min_delta``."""
        if than is None:
            return True
        if self._sign is None:
            self._sign = self._found_sign()
        return self._sign * (value - than) > self.min_delta

    def monitored(self, logs: Any) -> float | None:
        """The number among the logs; a warning says when it is not there."""
        value = (logs or {}).get(self.monitor)
        if value is None:
            warnings.warn(f"{type(self).__name__} expects {self.monitor!r} among what is measured: "
                          f"{', '.join(logs or {})}.", stacklevel=3)
        return value

    def _found_sign(self) -> float:
        if self.mode != "auto":
            return 1.0 if self.mode == "max" else -1.0
        name = self.monitor.removeprefix("val_")
        if name == "loss" or name.endswith("_loss"):
            return -1.0
        for metric in self._metrics():
            direction = getattr(metric, "_direction", None)
            if direction and (name == metric.name or name.endswith(f"_{metric.name}")):
                return 1.0 if direction == "up" else -1.0
        raise ValueError(f"{type(self).__name__} cannot tell whether more or less of "
                         f"{self.monitor!r} is better. Say mode='max' or mode='min'.")

    def _metrics(self) -> list[Any]:
        found: list[Any] = []
        for each in getattr(self.model, "metrics", ()):
            found += getattr(each, "metrics", [each])
        return sorted(found, key=lambda each: -len(each.name))
