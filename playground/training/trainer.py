"""The one training loop: compiled once for a structure, many steps a dispatch.

A dispatch of a jitted step from Python costs a hundred times what a small network's step takes, so
whole epochs run inside one compiled program: a loop over epochs around a loop over batches around
the model's own pure ``update``. It yields states; it never draws, sleeps or stores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from playground.datasets import training_points
from playground.experiment import Experiment
from playground.keras.random import seed_everything
from playground.training.assembly import Numbered, model_of, structure
from playground.training.material import CAPACITY, Material, Orders
from playground.training.program import Program

BLOCK = 128  # points evaluated at a time: the count of blocks is traced, their size is not

QUICK = {"xla_backend_optimization_level": 0}  # compiled in a third of the time, runs slower

State = tuple[Any, Any, Any]  # trainable, non-trainable and optimizer variables' values


class Trainer:
    """Everything compiled for one structure; shared by all runs that have it.

    It holds no run's state: ``initial`` makes one, ``advance`` turns one into the next.
    """

    def __init__(
        self, model: Any, *, task: str, labels: str, batch_size: int, count: int,
        capacity: int | None = None, numbers: Sequence[Numbered] = (),
    ) -> None:
        """Around a built and compiled model.

        Args:
            task: "binary", "classes" or "regression".
            labels: how the loss wants the answers: "number", "index" or "one_hot".
            count: training points; only ``count % batch_size`` shapes the program.
            capacity: rows that the arrays have, where that is more than ``count``.
            numbers: what is traced instead of compiled in.
        """
        self.model, self.task, self.labels = model, task, labels
        self.numbers = numbers
        self.batch_size, self.remainder = batch_size, count % batch_size
        self.capacity = capacity or count
        self.most_epochs = max(1, 65536 // self.capacity)
        self.parameters = model.count_params()
        last = getattr(model.layers[-1], "activation", None)
        self.threshold = 0.0 if getattr(last, "__name__", "") == "tanh" else 0.5
        self.structure: tuple[Any, ...] = ()
        self.features: tuple[str, ...] = ()
        self.inputs = 2
        # Drawing the initial weights runs once: compiling it quickly matters more than its speed.
        self._initial = Program(self._initial_values, compiler_options=QUICK)
        self._advance = Program(self._advanced)

    @classmethod
    def of(cls, experiment: Experiment) -> Trainer:
        """The trainer that an experiment's structure asks for."""
        model, numbers = model_of(experiment, template=True)
        trainer = cls(
            model, task=experiment.dataset.task, labels=experiment.head.labels,
            batch_size=experiment.batch_size,
            count=training_points(experiment.points, experiment.share),
            capacity=CAPACITY, numbers=numbers)
        trainer.structure = structure(experiment)
        trainer.features, trainer.inputs = experiment.features, experiment.dataset.inputs
        return trainer

    @property
    def variables(self) -> tuple[list[Any], list[Any]]:
        """The model's variables in the order of a state: trainable ones, then the others."""
        return self.model.trainable_variables, self.model.non_trainable_variables

    # -- state -------------------------------------------------------------------------------

    def initial(self, experiment: Experiment) -> State:
        """The state before the first step, drawn from the experiment's seed."""
        seed_everything(experiment.seed)
        drawn = _seeds_of(model_of(experiment)[0])
        mine = {id(variable): drawn[place] for place, variable in _places(self.model)}
        every = [each for variables in self.variables for each in variables]
        seeds = np.array([mine[id(each)] for each in every], np.uint32)
        return self._initial(seeds)

    def _initial_values(self, seeds: jax.Array) -> State:
        trainable, rest = self.variables
        values = [_initial_value(each, seed) for each, seed in zip(trainable + rest, seeds)]
        optimizer = [
            _initial_value(each, jnp.uint32(0)) for each in self.model.optimizer.variables]
        return values[: len(trainable)], values[len(trainable):], optimizer

    # -- training ----------------------------------------------------------------------------

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
            metric, squared = self._metric(y_block, outputs)
            return sums.at[part].add(jnp.stack([
                loss + sum(penalties) * real.sum(), (metric * real).sum(), (squared * real).sum()]))

        blocks = training_blocks + (count_test + size - 1) // size
        sums = lax.fori_loop(0, blocks, block, jnp.zeros((2, 3), jnp.float32))
        return sums / counts[:, None]

    def _metric(self, y: jax.Array, outputs: jax.Array) -> tuple[jax.Array, jax.Array]:
        """Per point: right or not (or the absolute error), and the squared error (0 of classes)."""
        if self.task == "regression":
            error = outputs[:, 0] - y[:, 0]
            return jnp.abs(error), jnp.square(error)
        return self.predicted_class(outputs) == self.true_class(y), jnp.zeros(len(y))

    def true_class(self, y: Any) -> Any:
        """The class (n,) that each label means, however the loss wants labels."""
        if self.labels == "index":
            return y
        return y.argmax(-1) if self.labels == "one_hot" else (y[:, 0] > 0.5).astype(np.int32)

    def predicted_class(self, outputs: Any) -> Any:
        """The class (n,) that each row of outputs says: the largest, or a side of the middle."""
        if outputs.shape[1] == 1:
            return (outputs[:, 0] > self.threshold).astype(np.int32)
        return outputs.argmax(-1)

    # -- numbers -----------------------------------------------------------------------------

    @contextmanager
    def bound(self, state: State, numbers: jax.Array) -> Iterator[State]:
        """While tracing: every number is the traced one, the learning rate in the state too."""
        trainable, non_trainable, optimizer = state
        optimizer, before = list(optimizer), []
        try:
            for each, value in zip(self.numbers, numbers):
                if each.owner is self.model.optimizer and each.attribute == "learning_rate":
                    optimizer[self._learning_rate_slot()] = value
                else:
                    before.append((each, getattr(each.owner, each.attribute)))
                    setattr(each.owner, each.attribute, value)
            yield trainable, non_trainable, optimizer
        finally:
            for each, value in before:
                setattr(each.owner, each.attribute, value)

    def _learning_rate_slot(self) -> int:
        names = [each.name for each in self.model.optimizer.variables]
        return names.index("learning_rate")


def numbers_of(experiment: Experiment) -> np.ndarray:
    """The experiment's numbers (n,) in the order in which its program takes them."""
    return np.array([each.value for each in model_of(experiment)[1]], np.float32)


def _places(model: Any) -> Iterator[tuple[tuple[int, int, str], Any]]:
    """Every variable with its layer's number, its own number in that layer and its name."""
    for index, layer in enumerate(model.layers):
        for number, variable in enumerate(layer.variables):
            yield (index, number, variable.name), variable


def _seeds_of(model: Any) -> dict[tuple[int, int, str], int]:
    """The seed of each variable's initializer.

    A Dropout that drops nothing has drawn none, as in Keras; it gets one from its place, in case
    it drops something later.
    """
    return {
        place: int(getattr(variable.initializer, "seed", 0) or 1 + 97 * place[0] + place[1])
        for place, variable in _places(model)}


def _initial_value(variable: Any, seed: jax.Array) -> jax.Array:
    initializer = variable.initializer
    if not hasattr(initializer, "seed"):
        return initializer(variable.shape, variable.dtype)
    before = initializer.seed
    try:
        initializer.seed = seed
        return initializer(variable.shape, variable.dtype)
    finally:
        initializer.seed = before
