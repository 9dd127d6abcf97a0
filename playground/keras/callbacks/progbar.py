"""The progress bar of ``fit``, drawn as Keras draws it."""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np

from playground.keras.callbacks.base import Callback, callbacks

WIDTH = 20
INTERVAL = 0.05  # seconds between two drawings


class Progbar:
    """A line like ``1688/1688 ━━━━━━━━━━━━━━━━━━━━ 3s 2ms/step - loss: 0.2571``.

    Args:
        target: the number of steps, or None when it is not known.
        verbose: 1 draws it again and again, 2 writes one line at the end, 0 nothing.
    """

    def __init__(self, target: int | None, verbose: int = 1, unit_name: str = "step") -> None:
        self.target = target
        self.verbose = verbose
        self.unit_name = unit_name
        self._began = time.time()
        self._drawn = 0.0
        self._width = 0

    def update(self, current: int, values: Any = (), finalize: bool | None = None) -> None:
        """Draw it after ``current`` steps; ``values`` are pairs of a name and a number."""
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        now = time.time()
        if self.verbose == 1 and (finalize or now - self._drawn >= INTERVAL):
            self._draw(self._line(current, dict(values), now, finalize), finalize)
            self._drawn = now
        elif self.verbose == 2 and finalize:
            sys.stdout.write(self._plain_line(current, dict(values), now) + "\n")
            sys.stdout.flush()

    def _draw(self, line: tuple[str, int], finalize: bool) -> None:
        text, width = line
        padding = " " * max(self._width - width, 0)
        sys.stdout.write("\b" * self._width + "\r" + text + padding + ("\n" if finalize else ""))
        sys.stdout.flush()
        self._width = width

    def _line(
        self, current: int, values: dict[str, float], now: float, finalize: bool
    ) -> tuple[str, int]:
        """The line with its colours, and its width without them."""
        seconds = (now - self._began) / current if current else 0.0
        if self.target:
            count = f"{current:>{len(str(self.target))}}/{self.target}"
            done = int(WIDTH * current / self.target)
            green = f"\33[32m{'━' * done}\x1b[0m" if done else ""
            bar = f"\x1b[1m{count}\x1b[0m {green}\33[37m{'━' * (WIDTH - done)}\x1b[0m"
            width = len(count) + 1 + WIDTH
        else:
            bar = f"{current:>7}/Unknown"
            width = len(bar)
        if self.target and not finalize:
            took = _remaining(seconds * (self.target - current))
        else:
            took = f"{now - self._began:.0f}s"
        info = f"{_per_unit(seconds, self.unit_name)}{_values(values)}"
        return f"{bar} \x1b[1m{took}\x1b[0m{info}", width + 1 + len(took) + len(info)

    def _plain_line(self, current: int, values: dict[str, float], now: float) -> str:
        seconds = (now - self._began) / current if current else 0.0
        return (f"{current}/{self.target} - {now - self._began:.0f}s -"
                f"{_per_unit(seconds, self.unit_name)}{_values(values)}")


@callbacks.register("ProgbarLogger")
class ProgbarLogger(Callback):
    """Draws a progress bar for every epoch of ``fit``, and for ``evaluate`` and ``predict``."""

    hears_every_batch = False

    def __init__(self) -> None:
        super().__init__()
        self.progbar: Progbar | None = None
        self._in_fit = False
        self._target: int | None = None  # of a generator, known once it has ended
        self._seen = 0

    @property
    def _verbose(self) -> int:
        verbose = self.params.get("verbose", 1)
        return 1 if verbose == "auto" else int(verbose)

    def _begin(self) -> None:
        self._target = self.params.get("steps") or self._target
        self.progbar = Progbar(self._target, self._verbose)
        self._seen = 0

    def _batch(self, batch: int, logs: Any) -> None:
        self._seen = batch + 1
        if self._verbose == 1 and self.progbar is not None:
            self.progbar.update(batch + 1, (logs or {}).items(), finalize=False)

    def _end(self, logs: Any) -> None:
        if self.progbar is not None:
            self._target = self.progbar.target = self.progbar.target or self._seen
            self.progbar.update(self._target, (logs or {}).items(), finalize=True)

    def on_train_begin(self, logs: Any = None) -> None:
        self._in_fit = True  # the validation within is silent

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._begin()
        if self._verbose and self.params.get("epochs", 1) > 1:
            sys.stdout.write(f"Epoch {epoch + 1}/{self.params['epochs']}\n")

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._batch(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._end(logs)

    def on_test_begin(self, logs: Any = None) -> None:
        if not self._in_fit:
            self._begin()

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        if not self._in_fit:
            self._batch(batch, logs)

    def on_test_end(self, logs: Any = None) -> None:
        if not self._in_fit:
            self._end(logs)

    def on_predict_begin(self, logs: Any = None) -> None:
        self._begin()

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        self._batch(batch, None)

    def on_predict_end(self, logs: Any = None) -> None:
        self._end(None)


def _values(values: dict[str, Any]) -> str:
    """The numbers; of several in one, as a score for each class, the mean."""
    means = {name: float(np.mean(value)) for name, value in values.items()}
    return "".join(f" - {name}: {value:.4f}" if abs(value) > 1e-3 else f" - {name}: {value:.4e}"
                   for name, value in means.items())


def _per_unit(seconds: float, unit: str) -> str:
    if seconds >= 1 or seconds == 0:
        return f" {seconds:.0f}s/{unit}"
    if seconds >= 1e-3:
        return f" {seconds * 1e3:.0f}ms/{unit}"
    return f" {seconds * 1e6:.0f}us/{unit}"


def _remaining(seconds: float) -> str:
    if seconds > 3600:
        return f"{seconds // 3600:.0f}:{seconds % 3600 // 60:02.0f}:{seconds % 60:02.0f}"
    if seconds > 60:
        return f"{seconds // 60:.0f}:{seconds % 60:02.0f}"
    return f"{int(seconds)}s"
