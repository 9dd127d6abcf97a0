"""Training a long epoch in slices: some steps a dispatch, and measuring some blocks a dispatch.

An epoch over thousands of pictures takes seconds. In one dispatch nobody else's run would move
meanwhile, nor this one's picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from playground.experiment import Experiment
from playground.keras.layers.calling import mode
from playground.training.inside import first_of
from playground.training.material import Material, training_count
from playground.training.program import Program
from playground.training.trainer import State, Trainer

BLOCK = 200  # examples that are measured at a time


@dataclass
class Measuring:
    """A measurement under way.

    Args:
        block: the next block of examples.
        sums: (2, 3) so far: training and test; loss, metric, squared error.
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
            batch = self.prepared(x[rows])
            return self.stepped(state, batch, self.wanted(batch, y[rows]))

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
            so_far.sums = np.zeros((2, 3), np.float32)
            so_far.outputs = np.zeros((len(material.x_test), units), np.float32)
        until = min(so_far.block + blocks, every)
        so_far.sums, so_far.outputs = self._measure(
            state, numbers, material.x_test, material.y_test, np.int32(material.count_test),
            so_far.sums, so_far.outputs, np.int32(so_far.block), np.int32(until))
        so_far.block = until
        return until == every

    @staticmethod
    def rows_of(so_far: Measuring, material: Material) -> np.ndarray:
        """Loss (with penalties, as Keras counts it), metric and mean squared error (2, 3)."""
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
            y_block = lax.dynamic_slice_in_dim(y, start, size)
            says, loss_of, told = self._judged(
                state, self.prepared(jax.tree.map(
                    lambda each: lax.dynamic_slice_in_dim(each, start, size), x)), y_block)
            metric, squared = self._metric(y_block, says)
            metric = metric + told
            parts = []
            for part in (rows >= count_test, rows < count_test):
                real = (part & fresh).astype(jnp.float32)
                parts.append(jnp.stack([
                    loss_of(real), (metric * real).sum(), (squared * real).sum()]))
            kept = says.reshape(size, -1)[:, :outputs.shape[1]]
            return (sums + jnp.stack(parts),
                    lax.dynamic_update_slice_in_dim(outputs, kept, start, 0))

        with self.bound(state, numbers) as state:
            return lax.fori_loop(first, last, block, (sums, outputs))

    def _judged(
        self, state: State, x: jax.Array, y: jax.Array
    ) -> tuple[jax.Array, Callable[[jax.Array], jax.Array], Any]:
        """What the model says of a block, the sum of its losses over the rows that are real, and
        what its own training step tells beside the loss, where the answers are not judged.

        A loss of the model's own is one number for a block; each of its rows then has that.
        """
        wanted = self.wanted(x, y)
        if self.answers.own_step:
            loss, told = self._logs(state, x, wanted)
            says = self._says(state, x)[0] if self.answers.judged else jnp.zeros((len(x), 1))
            return says, lambda real: loss * real.sum(), told
        if self.answers.own_loss:
            _, (loss, says, _, _) = self.model.compute_loss_and_updates(
                state[0], state[1], [], x, wanted, None, training=False)
            return self.said(first_of(says)), lambda real: loss * real.sum(), 0.0
        says, penalties = self._says(state, x)

        def loss_of(real: jax.Array) -> jax.Array:
            weights = real.reshape(-1, *[1] * (says.ndim - 2))  # as many sizes as losses have
            loss = self.model.loss_of(wanted, says, sample_weight=weights)
            return loss * len(real) + sum(penalties) * real.sum()

        return self.said(says), loss_of, 0.0

    def _says(self, state: State, x: jax.Array) -> tuple[jax.Array, list[jax.Array]]:
        """The model's outputs as it predicts, and the penalties that its layers add."""
        says, _, penalties = self.model.stateless_call(
            state[0], state[1], x, return_losses=True, **mode(self.model, False))
        return first_of(says), penalties

    def _logs(self, state: State, x: jax.Array, y: jax.Array) -> tuple[Any, Any]:
        """What a training step of the model's own would tell of a block: its loss, and more."""
        metrics = [each.value for each in self.model.metrics_variables]
        logs = self.model.train_step((*state, metrics), (x, y))[0]
        told = 0.0 if self.answers.judged or not self.answers.metric_name else (
            logs[self.answers.metric_name])
        return logs[self.answers.loss_name], told
