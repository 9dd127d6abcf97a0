"""What a model makes that nobody showed it: the examples that its ``sample(count)`` gives."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from playground.training.arrays import as_bytes, in_state
from playground.training.description import ACROSS, DOWN
from playground.training.program import Program
from playground.training.trainer import State, Trainer

POINTS = 200
LIMITS = (-1.0, 1.0)  # of a picture's colours: 0 is in the middle


class Samples:
    """The compiled ``sample`` of one structure."""

    def __init__(self, trainer: Trainer, *, pictures: bool) -> None:
        self.trainer, self.pictures = trainer, pictures
        self._made = Program(self._traced)

    def __call__(self, state: State, numbers: np.ndarray) -> dict[str, np.ndarray]:
        """``samples/x`` and ``samples/y`` of points; or ``samples``, pictures side by side.

        Pictures are (1, height, width) int8, 127 for 1, with ``samples/range``.
        """
        made = np.asarray(self._made(state, numbers))
        if not self.pictures:
            return {"samples/x": made[:, 0], "samples/y": made[:, -1]}
        return {"samples": made[None], "samples/range": np.array([LIMITS], np.float32)}

    def _traced(self, state: State, numbers: Any) -> jax.Array:
        count = ACROSS * DOWN if self.pictures else POINTS
        with in_state(self.trainer, state, numbers):
            made = jnp.asarray(self.trainer.model.sample(count), jnp.float32)
        if not self.pictures:
            return made.reshape(count, -1)
        whole = made.reshape(*made.shape[:3], -1).mean(-1)
        whole = jnp.pad(whole, ((0, 0), (0, 1), (0, 1)))  # a gap to the next one
        _, height, width = whole.shape
        whole = whole.reshape(DOWN, ACROSS, height, width).swapaxes(1, 2)
        return as_bytes(whole.reshape(DOWN * height, ACROSS * width), LIMITS)
