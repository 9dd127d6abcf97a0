"""What takes longer than a frame may: worked out beside the frames, seldom, and only when asked."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.training.looking import Look
from playground.training.material import Material

log = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two answers, at least
SOONEST = 0.1  # seconds after which an answer about another example may follow
REST = 4  # times as long as an answer took is rested after it
LONGEST_REST = 2.0  # seconds

Answer = Callable[["Asked"], dict[str, np.ndarray]]


@dataclass(frozen=True, eq=False)
class Asked:
    """What an answer is about: a state, and the example that is looked at."""

    state: Any
    numbers: np.ndarray
    material: Material
    look: Look

    def is_about(self, other: Asked) -> bool:
        """Whether both are about the same example."""
        return self.material is other.material and (
            (self.look.index, self.look.own) == (other.look.index, other.look.own))

    def is_as(self, other: Asked) -> bool:
        """Whether both have the same answer."""
        return self.is_about(other) and self.state is other.state and np.array_equal(
            self.numbers, other.numbers)


class Paced:
    """One slow question of one run: the newest answer at once, a newer one soon after.

    It is worked out in a thread of its own, which lives as long as somebody asks, and mostly rests.
    """

    def __init__(self, answer: Answer, done: Callable[[], None]) -> None:
        """Around what answers, and what is called whenever there is a new answer."""
        self._answer, self._done = answer, done
        self._lock = threading.Lock()
        self._hurry = threading.Event()  # another example is looked at
        self._of: Asked | None = None
        self._wanted: Asked | None = None
        self._found: dict[str, np.ndarray] = {}
        self._working = False

    def newest(self, asked: Asked) -> dict[str, np.ndarray]:
        """The latest answer about this example, maybe of a moment before; none at first."""
        with self._lock:
            if self._of is not None and asked.is_as(self._of):
                return self._found
            self._wanted = asked
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, name="paced", daemon=True).start()
            if self._of is None or not asked.is_about(self._of):
                self._hurry.set()
                return {}
            return self._found

    def _work(self) -> None:
        while True:
            with self._lock:
                asked, self._wanted = self._wanted, None
                if asked is None or self._of is not None and asked.is_as(self._of):
                    self._working = False
                    return
                self._hurry.clear()
            began = time.perf_counter()
            try:
                found = self._answer(asked)
            except Exception:
                log.exception("a question of a run could not be answered")
                found = {}
            took = time.perf_counter() - began
            with self._lock:
                self._found, self._of = found, asked
            self._done()
            self._rest(took)

    def _rest(self, took: float) -> None:
        rest = min(LONGEST_REST, max(PAUSE, REST * took))
        least = min(rest, max(SOONEST, took))
        time.sleep(least)
        self._hurry.wait(rest - least)


def alone(slow: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that the runs of one structure share, one at a time: none is traced twice."""
    one = threading.Lock()

    def locked(answer: Answer) -> Answer:
        def answered(asked: Asked) -> dict[str, np.ndarray]:
            with one:
                return answer(asked)

        return answered

    return {name: locked(answer) for name, answer in slow.items()}


def paced(slow: Mapping[str, Answer], done: Callable[[], None]) -> dict[str, Paced]:
    """A run's own pace for every slow group of fields that its probes have."""
    return {name: Paced(answer, done) for name, answer in slow.items()}
