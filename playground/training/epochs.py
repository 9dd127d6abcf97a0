"""Training whole epochs: the one loop, compiled once for a structure, many steps a dispatch.

A dispatch of a jitted step from Python costs a hundred times what a small network's step takes, so
whole epochs run inside one compiled program: a loop over epochs around a loop over batches around
the model's own pure ``update``.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from playground.experiment import Experiment
from playground.training.material import CAPACITY, Material, Orders, training_count
from playground.training.program import Program
from playground.training.trainer import State, Trainer

BLOCK = 128  # points evaluated at a time: the count of blocks is traced, their size is not


class EpochTrainer(Trainer):
    """Everything compiled for one structure over few examples; shared by all runs that have it.

    It holds no run's state: ``initial`` makes one, ``advance`` turns one into the next.
    """

    def __init__(self, model: Any, *, count: int, capacity: int | None = None, **more: Any) -> None:
        """Around a built and compiled model, as in ``Trainer``.

        Args:
            count: training examples; only ``count % batch_size`` shapes the program.
            capacity: rows that the arrays have, where that is more than ``count``.
        """
        super().__init__(model, count=count, **more)
        self.capacity = capacity or count
        self.most_epochs = max(1, 65536 // self.capacity)
        self._advance = Program(self._advanced)
        self._predict = Program(self._predicted)

    @staticmethod
    def room(experiment: Experiment) -> dict[str, int]:
        """The training examples, and the rows that there is room for."""
        return {"count": training_count(experiment), "capacity": CAPACITY}

    def advance(
        self, state: State, numbers: np.ndarray, material: Material, orders: Orders | None, *,
        epoch: int, step: int, epochs: int, until: int | None = None, evaluate: np.ndarray,
    ) -> tuple[State, jax.Array]:
        """Train from batch ``step`` of ``epoch`` to the end of ``epochs`` epochs.

        Args:
            orders: of the points; None where no batch is trained on.
            until: stop before this batch of the (then only) epoch instead of at its end.
            evaluate: (epochs,) whether to measure the losses after each epoch.

        Returns:
            The new state, and rows (most_epochs, 2, 3): training and test loss, metric and squared
            error after each epoch that was to be measured. Both may still be under way: reading
            them waits.
        """
        steps = -(-material.count // self.batch_size)
        order = np.zeros((self.most_epochs, self.capacity), np.int32)
        flags = np.zeros(self.most_epochs, bool)
        for row in range(epochs if orders else 0):
            order[row, : material.count] = orders.of(epoch + row)
        flags[:epochs] = evaluate
        first = np.zeros(self.most_epochs, np.int32)
        first[0] = step
        last = np.full(self.most_epochs, steps, np.int32)
        if until is not None:
            last[0] = until
        return self._advance(
            state, numbers, material.arrays(), order, first, last, flags, np.int32(epochs))

    def _advanced(
        self, state: State, numbers: jax.Array, data: tuple[Any, ...], orders: jax.Array,
        first: jax.Array, last: jax.Array, flags: jax.Array, epochs: jax.Array,
    ) -> tuple[State, jax.Array]:
        x, y, count = data[:3]
        size, full = self.batch_size, count // self.batch_size

        def step(state: State, rows: jax.Array) -> State:
            return self.model.update(*state, x[rows], y[rows])[1]

        def epoch(index: jax.Array, carried: tuple[State, jax.Array]) -> tuple[State, jax.Array]:
            state, measured = carried
            order = orders[index]
            state = lax.fori_loop(
                first[index], jnp.minimum(last[index], full),
                lambda batch, state: step(
                    state, lax.dynamic_slice(order, (batch * size,), (size,))),
                state)
            if self.remainder:  # the last, smaller batch of the epoch
                state = lax.cond(
                    last[index] > full,
                    lambda state: step(
                        state, lax.dynamic_slice(order, (full * size,), (self.remainder,))),
                    lambda state: state, state)
            measured = lax.cond(
                flags[index],
                lambda: measured.at[index].set(self._measured(state, data)), lambda: measured)
            return state, measured

        with self.bound(state, numbers) as state:
            rows = jnp.zeros((self.most_epochs, 2, 3), jnp.float32)
            return lax.fori_loop(0, epochs, epoch, (state, rows))

    def predict(self, state: State, numbers: np.ndarray, material: Material) -> np.ndarray:
        """What the model says of every test example (n, units)."""
        return np.asarray(self._predict(state, numbers, material.x_test))[: material.count_test]

    def _predicted(self, state: State, numbers: jax.Array, x: jax.Array) -> jax.Array:
        with self.bound(state, numbers) as state:
            return self.model.stateless_call(state[0], state[1], x, training=False)[0]

    # -- measuring ---------------------------------------------------------------------------

    def evaluate(self, state: State, numbers: np.ndarray, material: Material) -> np.ndarray:
        """Loss (with penalties, as Keras counts it), metric and mean squared error (2, 3).

        It is an epoch without batches: nothing else needs to be compiled.
        """
        _, rows = self.advance(state, numbers, material, None, epoch=0, step=0, until=0, epochs=1,
                               evaluate=np.ones(1, bool))
        return np.asarray(rows)[0]

    def _measured(self, state: State, data: tuple[Any, ...]) -> jax.Array:
        x, y, count, x_test, y_test, count_test = data
        size = min(BLOCK, x.shape[0])
        counts = jnp.stack([count, count_test])
        inputs, labels = jnp.stack([x, x_test]), jnp.stack([y, y_test])
        training_blocks = (count + size - 1) // size

        def block(index: jax.Array, sums: jax.Array) -> jax.Array:
            part = (index >= training_blocks).astype(jnp.int32)  # 0 training, 1 test
            first = (index - part * training_blocks) * size
            start = jnp.minimum(first, x.shape[0] - size)
            rows = start + jnp.arange(size)
            real = ((rows >= first) & (rows < counts[part])).astype(jnp.float32)
            x_block = lax.dynamic_slice_in_dim(inputs[part], start, size)
            y_block = lax.dynamic_slice_in_dim(labels[part], start, size)
            outputs, _, penalties = self.model.stateless_call(
                state[0], state[1], x_block, training=False, return_losses=True)
            loss = self.model.loss_of(y_block, outputs, sample_weight=real) * size
            metric, squared = self.metric(y_block, outputs)
            return sums.at[part].add(jnp.stack([
                loss + sum(penalties) * real.sum(), (metric * real).sum(), (squared * real).sum()]))

        blocks = training_blocks + (count_test + size - 1) // size
        sums = lax.fori_loop(0, blocks, block, jnp.zeros((2, 3), jnp.float32))
        return sums / counts[:, None]
