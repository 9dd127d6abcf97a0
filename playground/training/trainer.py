"""What training a structure needs whatever its pace: states, numbers that move, what is right.

``epochs.py`` trains whole epochs in one dispatch, ``slices.py`` some steps of a long one. Both go
through the model's own pure ``update``; they yield states and never draw, sleep or store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from playground.experiment import Experiment
from playground.keras.random import seed_everything
from playground.training.answers import answers_of, place_of
from playground.training.assembly import assembled, model_of
from playground.training.description import Answers
from playground.training.feeding import Feeding, scaled
from playground.training.inside import boxes_of
from playground.training.making import Numbered, Numbers
from playground.training.program import Program
from playground.training.targets import Targets

QUICK = {"xla_backend_optimization_level": 0}  # compiled in a third of the time, runs slower

State = tuple[Any, Any, Any]  # trainable, non-trainable and optimizer variables' values


class Trainer:
    """Everything compiled for one structure; shared by all runs that have it.

    It holds no run's state: ``initial`` makes one, ``advance`` turns one into the next.
    """

    def __init__(
        self, model: Any, *, task: str, labels: str, batch_size: int, count: int,
        feeding: Feeding, targets: Targets | None = None, place: int | None = None,
        numbers: Sequence[Numbered] = (),
    ) -> None:
        """Around a built and compiled model.

        Args:
            task: "binary", "classes" or "regression".
            labels: how the loss wants the answers: "number", "index" or "one_hot".
            count: training examples.
            feeding: how the examples reach the model.
            targets: what each of its outputs is compared with, where there are several.
            place: which of them answers the question of the task.
            numbers: what is traced instead of compiled in.
        """
        self.answers = Answers()
        self.model, self.task, self.labels = model, task, labels
        self.numbers = numbers
        self.batch_size, self.remainder = batch_size, count % batch_size
        self.parameters = model.count_params()
        self.feeding, self.targets = feeding, targets
        self.boxes = boxes_of(model, feeding.like, place)
        last = getattr(self.boxes[-1].layer, "activation", None)
        self.threshold = 0.0 if getattr(last, "__name__", "") == "tanh" else 0.5
        # Drawing the initial weights runs once: compiling it quickly matters more than its speed.
        self._initial = Program(self._initial_values, compiler_options=QUICK)

    @classmethod
    def of(cls, experiment: Experiment) -> Trainer:
        """The trainer that an experiment's structure asks for.

        Raises:
            ValueError: a sentence, where the model cannot be built.
        """
        numbers = Numbers(template=True)
        made = assembled(experiment, numbers)
        trainer = cls(
            made.model, task=experiment.dataset.task, labels=experiment.head.labels,
            batch_size=experiment.batch_size, numbers=numbers,
            feeding=made.feeding, targets=made.targets, place=place_of(made, experiment),
            **cls.room(experiment))
        if experiment.code:
            trainer.answers = answers_of(experiment, made, trainer.boxes)
        return trainer

    @staticmethod
    def room(experiment: Experiment) -> dict[str, int]:
        """How many training examples there are: ``count``, and what else a trainer must know."""
        raise NotImplementedError

    @property
    def variables(self) -> tuple[list[Any], list[Any]]:
        """The model's variables in the order of a state: trainable ones, then the others."""
        return self.model.trainable_variables, self.model.non_trainable_variables

    # -- state -------------------------------------------------------------------------------

    def initial(self, experiment: Experiment) -> State:
        """The state before the first step, drawn from the experiment's seed."""
        seed_everything(experiment.seed)
        model = model_of(experiment)[0]
        if experiment.code:  # it may draw its numbers in ways of its own
            slots = self.model.optimizer.variables  # with room for what numbers may become
            return (*_values_of(model.trainable_variables, model.non_trainable_variables),
                    [each.value for each in slots])
        drawn = _seeds_of(model)
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

    def stepped(self, state: State, x: Any, y: Any) -> State:
        """The state after one batch, in the model's own way of training where it has one."""
        if not self.answers.own_step:
            return self.model.update(*state, x, y)[1]
        start = [each.value for each in self.model.metrics_variables]
        after = self.model.train_step((*state, start), (x, y))[1]
        return tuple([jnp.asarray(new, old.dtype) for new, old in zip(now, before, strict=True)]
                     for now, before in zip(after[:3], state))

    def given(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Examples as the model gets them, and what its answers are compared with."""
        x = scaled(x)
        batch = self.feeding.arranged(x)
        if self.targets:
            return batch, self.targets.of(x, self._true(y))
        if self.answers.own_step and self.labels == "number":
            y = y[:, 0]  # as Keras's fit hands them on: what a loss expects is the step's affair
        return batch, batch if self.answers.reproduces else y

    def _true(self, y: Any) -> Any:
        """The true answers (n,), as the data set has them."""
        return y[:, 0] if self.task == "regression" else self.true_class(y)

    # -- measuring ---------------------------------------------------------------------------

    def said(self, outputs: Any) -> Any:
        """The model's outputs (n, units) as probabilities, or as they are, if they are none."""
        if not self.answers.logits:
            return outputs
        return jax.nn.sigmoid(outputs) if outputs.shape[-1] == 1 else jax.nn.softmax(outputs)

    def metric(self, y: jax.Array, outputs: jax.Array) -> tuple[jax.Array, jax.Array]:
        """Per example: right or not (or the absolute error), and the squared error, if any."""
        if not self.answers.judged:
            return jnp.zeros(len(y)), jnp.zeros(len(y))
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

    def probability(self, outputs: Any, classes: Any) -> Any:
        """How probable each row of outputs makes a class (n,): one for all, or one for each."""
        if outputs.shape[1] > 1:
            return outputs[np.arange(len(outputs)), classes]
        high = outputs[:, 0] if self.threshold else (outputs[:, 0] + 1) / 2  # tanh: -1 to 1
        return np.where(np.equal(classes, 1), high, 1 - high)

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


def _values_of(*kinds: Sequence[Any]) -> list[list[Any]]:
    """The values of variables; those that are not drawn yet are all drawn by one program."""
    fresh = [each for kind in kinds for each in kind if each.is_fresh]
    drawn = Program(lambda: [each.first_value() for each in fresh], compiler_options=QUICK)()
    values = dict(zip(map(id, fresh), drawn))
    return [[values[id(each)] if id(each) in values else each.value for each in kind]
            for kind in kinds]


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
