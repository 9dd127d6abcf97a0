"""Training a long epoch in slices: some steps a dispatch, and measuring some blocks a dispatch.

An epoch over thousands of pictures takes seconds. In one dispatch nobody else's run would move
meanwhile, nor this one's picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from playground.experiment import Experiment
from playground.training.judgement import judged, measures
from playground.training.material import Material, training_count
from playground.training.program import Program
from playground.training.trainer import State, Trainer

BLOCK = 200  # examples that are measured at a time


@dataclass
class Measuring:
    """A measurement under way.

    Args:
        block: the next block of examples.
        sums: (2, measures) so far, training and test: see ``judgement.measures``.
        outputs: what the model says of every measured example.
    """

    block: int = 0
    sums: Any = None
    outputs: Any = None


class SliceTrainer(Trainer):
    """Everything compiled for one structure over many examples; shared by all runs that have it."""

    def __init__(self, model: Any, **more: Any) -> None:
        super().__init__(model, **more)
        self._advance = Program(self._advanced)
        self._measure = Program(self._measured)

    @staticmethod
    def room(experiment: Experiment) -> dict[str, int]:
        """The training examples."""
        return {"count": training_count(experiment)}

    def advance(
        self, state: State, numbers: np.ndarray, material: Material, order: Any, *,
        step: int, until: int,
    ) -> State:
        """Train from batch ``step`` of an epoch to before batch ``until``.

        Args:
            order: of the examples in this epoch.
        """
        return self._advance(state, numbers, material.x, material.y, order,
                             np.int32(step), np.int32(until))

    def _advanced(
        self, state: State, numbers: jax.Array, x: jax.Array, y: jax.Array, order: jax.Array,
        first: jax.Array, last: jax.Array,
    ) -> State:
        size, full = self.batch_size, len(x) // self.batch_size

        def step(at: jax.Array, state: State, count: int) -> State:
            rows = lax.dynamic_slice(order, (at,), (count,))
            return self.stepped(state, *self.given(x[rows], y[rows]))

        with self.bound(state, numbers) as state:
            if full:  # a batch may be more than there are
                state = lax.fori_loop(
                    first, jnp.minimum(last, full),
                    lambda batch, state: step(batch * size, state, size), state)
            if self.remainder:  # the last, smaller batch of the epoch
                state = lax.cond(
                    last > full, lambda state: step(full * size, state, self.remainder),
                    lambda state: state, state)
        return state

    # -- measuring ---------------------------------------------------------------------------

    def measure(
        self, state: State, numbers: np.ndarray, material: Material, so_far: Measuring, blocks: int
    ) -> bool:
        """Measure some more blocks; whether that was the last one.

        ``so_far`` then has the sums; ``rows_of`` makes measures of them.
        """
        every = -(-len(material.x_test) // BLOCK)
        if so_far.sums is None:
            units = self.boxes[-1].shape[0] if self.answers.judged else 0
            so_far.sums = np.zeros((2, measures(self)), np.float32)
            so_far.outputs = np.zeros((len(material.x_test), units), np.float32)
        until = min(so_far.block + blocks, every)
        so_far.sums, so_far.outputs = self._measure(
            state, numbers, material.x_test, material.y_test, np.int32(material.count_test),
            so_far.sums, so_far.outputs, np.int32(so_far.block), np.int32(until))
        so_far.block = until
        return until == every

    @staticmethod
    def rows_of(so_far: Measuring, material: Material) -> np.ndarray:
        """Loss (with penalties, as Keras counts it), metric and mean squared error, and the loss
        and the metric of each of several outputs: (2, measures)."""
        counts = np.array([[material.count_sample], [material.count_test]], np.float32)
        return np.asarray(so_far.sums) / counts

    def _measured(
        self, state: State, numbers: jax.Array, x: jax.Array, y: jax.Array, count_test: jax.Array,
        sums: jax.Array, outputs: jax.Array, first: jax.Array, last: jax.Array,
    ) -> tuple[jax.Array, jax.Array]:
        size = min(BLOCK, len(x))

        def block(index: jax.Array, carried: tuple[Any, Any]) -> tuple[Any, Any]:
            sums, outputs = carried
            start = jnp.minimum(index * size, len(x) - size)
            rows = start + jnp.arange(size)
            fresh = rows >= index * size  # the last block overlaps with the one before
            says, sums_of = judged(self, state, *jax.tree.map(
                lambda each: lax.dynamic_slice_in_dim(each, start, size), (x, y)))
            parts = [sums_of((part & fresh).astype(jnp.float32))
                     for part in (rows >= count_test, rows < count_test)]
            kept = says.reshape(size, -1)[:, :outputs.shape[1]]
            return (sums + jnp.stack(parts),
                    lax.dynamic_update_slice_in_dim(outputs, kept, start, 0))

        with self.bound(state, numbers) as state:
            return lax.fori_loop(first, last, block, (sums, outputs))
