"""A progress bar, drawn as Keras draws it."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

import numpy as np

from playground.keras.messages import say


class Progbar:
    """A line like ``1688/1688 ━━━━━━━━━━━━━━━━━━━━ 3s 2ms/step - loss: 0.2571``.

    Args:
        target: the number of steps, or None when it is not known.
        width: the length of the bar, in letters.
        verbose: 1 draws it again and again, 2 writes one line at the end, 0 nothing.
        interval: the seconds between two drawings.
        stateful_metrics: the numbers shown as they come; of the rest the means over the steps.
        stateless_metrics: the other way round: those of which the means are shown.
    """

    def __init__(
        self,
        target: int | None,
        width: int = 20,
        verbose: int = 1,
        interval: float = 0.05,
        stateful_metrics: Collection[str] | None = None,
        stateless_metrics: Collection[str] | None = None,
        unit_name: str = "step",
    ) -> None:
        if stateful_metrics is not None and stateless_metrics is not None:
            raise ValueError("Progbar expects stateful_metrics or stateless_metrics; got both.")
        self.target, self.width, self.verbose = target, width, verbose
        self.interval, self.unit_name = interval, unit_name
        self._as_they_come, self._means = stateful_metrics, stateless_metrics
        self._sums: dict[str, tuple[Any, int]] = {}  # of each number, and of how many steps
        self._seen = 0
        self._began = time.time()
        self._drawn = 0.0
        self._letters = 0  # of the line that is there

    def update(self, current: int, values: Any = None, finalize: bool | None = None) -> None:
        """Draw it after ``current`` steps; ``values`` are pairs of a name and a number."""
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        self._take(current, values or (), finalize)
        now = time.time()
        if self.verbose == 1 and (finalize or now - self._drawn >= self.interval):
            self._draw(self._line(current, self._shown(), now, finalize), finalize)
            self._drawn = now
        elif self.verbose == 2 and finalize:
            say(self._plain_line(current, self._shown(), now))

    def add(self, n: int, values: Any = None) -> None:
        """Draw it after ``n`` more steps."""
        self.update(self._seen + n, values)

    def _take(self, current: int, values: Any, finalize: bool) -> None:
        steps = max(current - self._seen, 1)
        for name, value in values:
            averaged = name in self._means if self._means is not None else (
                name not in (self._as_they_come or ()))
            if averaged and not finalize:
                total, count = self._sums.get(name, (0, 0))
                self._sums[name] = total + value * steps, count + steps
            else:
                self._sums[name] = value, 1
        self._seen = current

    def _shown(self) -> dict[str, Any]:
        return {name: np.asarray(total) / count for name, (total, count) in self._sums.items()}

    def _draw(self, line: tuple[str, int], finalize: bool) -> None:
        text, width = line
        padding = " " * max(self._letters - width, 0)
        say("\b" * self._letters + "\r" + text + padding, end="\n" if finalize else "")
        self._letters = width

    def _line(
        self, current: int, values: dict[str, float], now: float, finalize: bool
    ) -> tuple[str, int]:
        """The line with its colours, and its width without them."""
        seconds = (now - self._began) / current if current else 0.0
        if self.target:
            count = f"{current:>{len(str(self.target))}}/{self.target}"
            done = int(self.width * current / self.target)
            green = f"\33[32m{'━' * done}\x1b[0m" if done else ""
            bar = f"\x1b[1m{count}\x1b[0m {green}\33[37m{'━' * (self.width - done)}\x1b[0m"
            width = len(count) + 1 + self.width
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
