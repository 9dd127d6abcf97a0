"""A series drawn on: the model's own predictions fed back as if they had been seen."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from playground.training.looking import Look
from playground.training.material import Material
from playground.training.paced import Asked
from playground.training.program import Program
from playground.training.trainer import State, Trainer

WINDOWS = 2  # as many steps as this many windows are told in advance


class Forecast:
    """The compiled forecast of one structure."""

    def __init__(
        self, trainer: Trainer, row_of: Callable[[Look, Material], tuple[np.ndarray, str]]
    ) -> None:
        """
        Args:
            row_of: what finds the chosen window, as a batch of one.
        """
        self.trainer, self._row_of = trainer, row_of
        self._told = Program(self._fed_back)

    def __call__(self, asked: Asked) -> dict[str, np.ndarray]:
        """``forecast/seen``, ``true`` and ``told``, each with the steps that it is at, ``…_at``.

        Step 0 is the last value that was seen, and the true line and the told one begin there. Of
        a window of one's own, nobody knows how it goes on.
        """
        row, _ = self._row_of(asked.look, asked.material)
        seen = row[0, :, 0]
        told = np.asarray(self._told(asked.state, asked.numbers, row.astype(np.float32)))
        first = asked.look.index
        true = asked.material.data.y_test[first:first + len(told)]
        if asked.look.own is not None:
            true = true[:0]
        arrays = {"forecast/seen": seen, "forecast/seen_at": np.arange(1 - len(seen), 1)}
        for name, values in (("true", true), ("told", told)):
            arrays[f"forecast/{name}"] = np.concatenate([seen[-1:], values])
            arrays[f"forecast/{name}_at"] = np.arange(len(values) + 1)
        return arrays

    def _fed_back(self, state: State, numbers: jax.Array, window: jax.Array) -> jax.Array:
        """The next values (steps,), each told from the window that the one before ends."""
        with self.trainer.bound(state, numbers) as state:
            def step(window: jax.Array, _: None) -> tuple[jax.Array, jax.Array]:
                value = self.trainer.model.stateless_call(
                    state[0], state[1], window, training=False)[0]  # (1, 1)
                return jnp.concatenate([window[:, 1:], value[:, None]], axis=1), value[0, 0]

            return lax.scan(step, window, None, length=WINDOWS * window.shape[1])[1]
