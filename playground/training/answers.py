"""What a model's outputs are, and what becomes of them: probabilities, numbers, something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import jax
import numpy as np

from playground.code.asked import reproduces
from playground.datasets.inputs import Inputs
from playground.experiment import Experiment, Head
from playground.training.cost import checked
from playground.training.description import Answers
from playground.training.feeding import batch_like
from playground.training.stages import by
from playground.training.targets import has_own_loss, has_own_step, measured, takes_logits
from playground.training.written import Written


def answers_of(
    experiment: Experiment, made: Written, boxes: Sequence[Any]
) -> Answers:
    """What a compiled model that is written as code answers.

    It is taken through one training step without numbers, so that what is wrong with that is known
    before anything is compiled.

    Raises:
        ValueError: a sentence, where its outputs cannot answer what the data set asks, or its
            training step does not work.
    """
    if made.targets:
        return _of_each(experiment, made)
    model, feeding = made.model, made.feeding
    own_step, own_loss = has_own_step(model), has_own_loss(model)
    head, shape = experiment.head, boxes[-1].shape
    again = reproduces(experiment.code)
    judged = shape == (head.units,) and boxes[-1].outputs == 1 and not again
    if not (judged or again or own_loss):
        raise ValueError(
            f"The model gives {by(shape)} for an example, and {experiment.dataset.title} asks for "
            f"{head.units}. Let it end in Dense({head.units}, activation={head.activation!r}), or "
            "fit it to the examples themselves: model.fit(x_train, x_train).")
    batch = feeding.batch(experiment.batch_size)
    wanted = batch if again else _labels(head, own_step, experiment.batch_size)
    logs = list(_one_step(model, batch, wanted))
    if own_step and not logs:
        raise ValueError("train_step gives no logs. Let it give what the charts show, and the "
                         'state: return {"loss": loss}, state.')
    loss_name = "loss" if "loss" in logs or not logs else logs[0]
    return Answers(
        judged=judged, reproduces=again, own_step=own_step, own_loss=own_loss,
        loss_name=loss_name, samples=callable(getattr(model, "sample", None)),
        metric_name=next((each for each in logs if own_step and each != loss_name), ""),
        logits=judged and experiment.dataset.task != "regression" and takes_logits(model.loss))


def place_of(made: Written, experiment: Experiment) -> int | None:
    """Which of several outputs answers the data set's question; None where there is one."""
    return measured(made.targets, experiment)[1] if made.targets else None


def _of_each(experiment: Experiment, made: Written) -> Answers:
    """What a model with several outputs answers: one of them may be the data set's own question."""
    outputs, place = measured(made.targets, experiment)
    count = experiment.batch_size
    parts = dict(experiment.form.parts) or {"": experiment.form}
    x = {name: batch_like(form, count) for name, form in parts.items()}
    number = np.float32 if experiment.dataset.task == "regression" else np.int32
    wanted = jax.eval_shape(
        made.targets.of, x[""] if "" in x else Inputs(x), jax.ShapeDtypeStruct((count,), number))
    _one_step(made.model, made.feeding.batch(count), wanted)
    losses = made.model.output_losses
    outputs = tuple(replace(each, has_loss=loss is not None)
                    for each, loss in zip(outputs, losses, strict=True))
    return Answers(judged=place is not None, outputs=outputs, place=place, logits=(
        place is not None and experiment.dataset.task != "regression"
        and takes_logits(losses[place])))


def _one_step(model: Any, x: Any, y: Any) -> dict[str, Any]:
    """The logs of one training step, traced without numbers."""
    own = has_own_step(model)
    if own:
        model.build_metrics(x, y)
    state = tuple([jax.ShapeDtypeStruct(each.shape, each.dtype) for each in kind] for kind in (
        model.trainable_variables, model.non_trainable_variables, model.optimizer.variables,
        model.metrics_variables))
    if not own:
        checked(model.update, *state[:3], x, y)
        return {}
    logs, after = checked(model.train_step, state, (x, y))
    if not isinstance(logs, dict) or len(after) != 4:
        raise ValueError("train_step expects to give the logs by name and the state of four parts: "
                         "return logs, (trainable, non_trainable, optimizer, metrics).")
    return logs


def _labels(head: Head, own_step: bool, count: int) -> jax.ShapeDtypeStruct:
    """The shape and type of a batch's labels."""
    if own_step and head.labels == "number":
        return jax.ShapeDtypeStruct((count,), np.float32)
    if head.labels == "index":
        return jax.ShapeDtypeStruct((count,), np.int32)
    return jax.ShapeDtypeStruct((count, head.units), np.float32)
