"""What is measured of a block of examples: losses as Keras counts them, and what is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from playground.keras import tree
from playground.keras.layers.calling import mode
from playground.training.inside import first_of
from playground.training.targets import right, takes_logits
from playground.training.trainer import State, Trainer

Sums = Callable[[jax.Array], jax.Array]  # of weights (n,), 1 for each row that counts: (measures,)


def measures(trainer: Trainer) -> int:
    """How many numbers: loss, metric, squared error; of several outputs loss and metric of each."""
    return 3 + 2 * len(trainer.answers.outputs)


def judged(trainer: Trainer, state: State, x: Any, y: jax.Array) -> tuple[jax.Array, Sums]:
    """What the model says of a block (n, …), and the sums of its measures over rows of it.

    A loss of the model's own is one number for a block; each of its rows then has that.

    Args:
        x, y: examples and labels as the material has them.
    """
    batch, wanted = trainer.given(x, y)
    if trainer.answers.outputs:
        return _of_several(trainer, state, batch, wanted, y)
    says, loss_of, told = _of_one(trainer, state, batch, wanted)
    metric, squared = trainer.metric(y, says)
    metric = metric + told
    return says, lambda real: jnp.stack([
        loss_of(real), (metric * real).sum(), (squared * real).sum()])


def _of_one(
    trainer: Trainer, state: State, x: Any, wanted: Any
) -> tuple[jax.Array, Callable[[jax.Array], jax.Array], Any]:
    """Answers, the sum of the losses, and what a training step of the model's own tells beside."""
    model, answers = trainer.model, trainer.answers
    if answers.own_step:
        loss, told = _logs(trainer, state, x, wanted)
        says = first_of(_says(trainer, state, x)[0]) if answers.judged else jnp.zeros((len(x), 1))
        return says, lambda real: loss * real.sum(), told
    if answers.own_loss:
        _, (loss, says, _, _) = model.compute_loss_and_updates(
            state[0], state[1], [], x, wanted, None, training=False)
        return trainer.said(first_of(says)), lambda real: loss * real.sum(), 0.0
    outputs, penalties = _says(trainer, state, x)
    says = first_of(outputs)

    def loss_of(real: jax.Array) -> jax.Array:
        loss = model.loss_of(wanted, says, sample_weight=_weights(real, says))
        return loss * len(real) + sum(penalties) * real.sum()

    return trainer.said(says), loss_of, 0.0


def _of_several(
    trainer: Trainer, state: State, x: Any, wanted: Any, y: jax.Array
) -> tuple[jax.Array, Sums]:
    """The same of several outputs; the answer is the one to the data set's own question."""
    model, answers = trainer.model, trainer.answers
    outputs, penalties = _says(trainer, state, x)
    flat = tree.flatten(outputs)
    if answers.judged:
        says = trainer.said(flat[answers.place])
        metric, squared = trainer.metric(y, says)
    else:
        says, metric, squared = flat[0], jnp.zeros(len(y)), jnp.zeros(len(y))
    hits = [right(output, target, takes_logits(loss)) if each.metric_name else jnp.zeros(len(y))
            for output, target, loss, each in zip(
                flat, tree.flatten(wanted), model.output_losses, answers.outputs, strict=True)]

    def sums(real: jax.Array) -> jax.Array:
        weights = tree.map_structure(lambda each: _weights(real, each), outputs)
        loss = model.loss_of(wanted, outputs, sample_weight=weights) * len(real)
        alone = model.losses_of(wanted, outputs, sample_weight=weights)
        found = [loss + sum(penalties) * real.sum(), (metric * real).sum(), (squared * real).sum()]
        for value, hit in zip(alone, hits):
            found += [0.0 if value is None else value * len(real), (hit * real).sum()]
        return jnp.stack(found)

    return says, sums


def _weights(real: jax.Array, output: jax.Array) -> jax.Array:
    """With as many sizes as the losses of an output have."""
    return real.reshape(-1, *[1] * (output.ndim - 2))


def _says(trainer: Trainer, state: State, x: Any) -> tuple[Any, list[jax.Array]]:
    """The model's outputs as it predicts, and the penalties that its layers add."""
    model = trainer.model
    says, _, penalties = model.stateless_call(
        state[0], state[1], x, return_losses=True, **mode(model, False))
    return says, penalties


def _logs(trainer: Trainer, state: State, x: Any, y: Any) -> tuple[Any, Any]:
    """What a training step of the model's own would tell of a block: its loss, and more."""
    model, answers = trainer.model, trainer.answers
    metrics = [each.value for each in model.metrics_variables]
    logs = model.train_step((*state, metrics), (x, y))[0]
    told = 0.0 if answers.judged or not answers.metric_name else logs[answers.metric_name]
    return logs[answers.loss_name], told
