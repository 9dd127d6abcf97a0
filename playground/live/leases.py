"""Who is looking: a run lives as long as a page holds it, and some seconds of grace after.

A tab's connection may drop and come back; a reload is a new session that looks for its old run. So
letting go starts a timer, and taking hold again stops it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

GRACE = 25.0  # seconds


class Leases:
    """How many pages hold each run.

    Args:
        end: called with the run's name when nobody has held it for ``grace`` seconds.
    """

    def __init__(self, end: Callable[[str], None], *, grace: float = GRACE) -> None:
        self._end, self._grace = end, grace
        self._holders: dict[str, int] = {}
        self._timers: dict[str, threading.Timer] = {}
        self._lock = threading.Lock()

    def hold(self, run: str) -> None:
        """One more page looks at this run."""
        with self._lock:
            timer = self._timers.pop(run, None)
            if timer is not None:
                timer.cancel()
            self._holders[run] = self._holders.get(run, 0) + 1

    def release(self, run: str) -> None:
        """One page less looks at it."""
        with self._lock:
            left = self._holders.get(run, 0) - 1
            if left > 0:
                self._holders[run] = left
                return
            self._holders.pop(run, None)
            timer = threading.Timer(self._grace, self._expire, (run,))
            timer.daemon = True
            self._timers[run] = timer
            timer.start()

    def held(self, run: str) -> bool:
        """Whether a page looks at this run now."""
        with self._lock:
            return run in self._holders

    def _expire(self, run: str) -> None:
        with self._lock:
            if self._timers.pop(run, None) is None or run in self._holders:
                return
        self._end(run)
