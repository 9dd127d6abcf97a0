"""What a model's outputs are, and what becomes of them: probabilities, numbers, something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.code.asked import reproduces
from playground.experiment import Experiment
from playground.keras import Model


@dataclass(frozen=True)
class Answers:
    """How the outputs of a model are to be taken.

    Args:
        judged: they answer the data set's question, so that they can be right or wrong.
        logits: they are numbers before softmax or sigmoid.
        reproduces: they are compared with the examples themselves: an autoencoder.
        own_step: the model has a ``train_step`` of its own.
        own_loss: its loss is one of its own, one number for a batch.
        loss_name: what ``train_step`` calls its loss.
    """

    judged: bool = True
    logits: bool = False
    reproduces: bool = False
    own_step: bool = False
    own_loss: bool = False
    loss_name: str = "loss"


def answers_of(experiment: Experiment, model: Any, boxes: Sequence[Any]) -> Answers:
    """What a model that is written as code answers.

    Raises:
        ValueError: a sentence, where its outputs cannot answer what the data set asks.
    """
    own_step = type(model).train_step is not Model.train_step
    own_loss = (own_step or type(model).compute_loss is not Model.compute_loss
                or model.loss is None)
    head, shape = experiment.head, boxes[-1].shape
    again = reproduces(experiment.code)
    judged = shape == (head.units,) and not again
    if not (judged or again or own_loss):
        raise ValueError(
            f"The model gives {_by(shape)} for an example, and {experiment.dataset.title} asks for "
            f"{head.units}. Let it end in Dense({head.units}, activation={head.activation!r}), or "
            "fit it to the examples themselves: model.fit(x_train, x_train).")
    logits = judged and experiment.dataset.task != "regression" and bool(
        getattr(model.loss, "from_logits", False))
    return Answers(judged=judged, logits=logits, reproduces=again, own_step=own_step,
                   own_loss=own_loss)


def _by(shape: Sequence[int]) -> str:
    return " × ".join(map(str, shape)) or "one number"
