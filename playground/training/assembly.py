"""An experiment as a Keras model, with the list of its numbers that may change while it trains.

What shapes the computation (layers, units, activations, the batch size) is *structure*; learning
rate, momentum, regularization and dropout rates are *numbers*. Equal structures share one compiled
program, and a number is an argument of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from playground import experiment as experiments
from playground.code.asked import compiles, essence
from playground.code.reader import Outcome
from playground.experiment import Experiment
from playground.keras import Sequential
from playground.keras.layers import Dense, Input, layers
from playground.keras.losses import losses
from playground.keras.naming import reset_names
from playground.keras.optimizers import optimizers
from playground.training.feeding import fed
from playground.training.making import Numbered, Numbers, made, made_with, shape_of
from playground.training.stages import first_problem, given
from playground.training.written import Written, written


def model_of(
    experiment: Experiment, *, template: bool = False
) -> tuple[Any, list[Numbered]]:
    """The compiled, built model of an experiment, and its numbers in a fixed order.

    A ``template`` is a model to trace: its numbers stand for any value.

    Raises:
        ValueError: a sentence, where a layer does not fit what comes before it.
    """
    numbers = Numbers(template)
    return assembled(experiment, numbers).model, numbers


def assembled(experiment: Experiment, numbers: Numbers) -> Written:
    """The same model, and how the examples and the true answers reach it.

    Its numbers are appended to ``numbers``.
    """
    if experiment.code:
        made = written(experiment)
    else:
        model = _stacked(experiment, numbers)
        made = Written(Outcome(), model, fed(model, experiment.dataset, experiment.form))
    ready(made.model, experiment, numbers)
    return made


def ready(model: Any, experiment: Experiment, numbers: Numbers) -> Any:
    """The model compiled, by the experiment's settings if not by its own code; with optimizer."""
    if not model.compiled:
        model.compile(**_compiling(experiment, numbers))
    model.optimizer.build(model.trainable_variables)
    return model


def numbers_of(experiment: Experiment) -> np.ndarray:
    """The experiment's numbers (n,) in the order in which its program takes them."""
    numbers = Numbers()
    if not experiment.code:
        numbers = model_of(experiment)[1]
    elif not compiles(experiment.code):
        _compiling(experiment, numbers)
    return np.array([each.value for each in numbers], np.float32)


def _stacked(experiment: Experiment, numbers: Numbers) -> Sequential:
    problem = first_problem(experiment)
    if problem:
        raise ValueError(problem)
    reset_names()  # a script that is run afresh calls its first Dense "dense", too
    head, form = experiment.head, experiment.form
    stack = [made(layers, part, numbers, **given(part, form)) for part in experiment.model]
    stack.append(made_with(
        Dense, experiments.outputs[experiment.output.name].fields, experiment.output, numbers,
        units=head.units, activation=head.activation))
    return Sequential([Input(form.shape, dtype="int32" if form.words else None), *stack])


def _compiling(experiment: Experiment, numbers: Numbers) -> dict[str, Any]:
    return {"optimizer": made(optimizers, experiment.optimizer, numbers),
            "loss": made(losses, experiment.loss, numbers)}


def structure(experiment: Experiment) -> tuple[Any, ...]:
    """All of an experiment that shapes its program: equal structures compile once."""
    form = experiment.form
    of_the_data: tuple[Any, ...] = (form, experiment.features)
    if form.kind == "points":  # there is room for any number of them
        count = experiment.dataset.training_count(experiment.points, experiment.share)
        of_the_data += (experiment.dataset.inputs, count % experiment.batch_size)
    else:
        of_the_data += (experiment.data, experiment.share)
    of_the_model: tuple[Any, ...] = (essence(experiment.code),) if experiment.code else (
        tuple(shape_of(layers, part) for part in experiment.model),
        shape_of(experiments.outputs, experiment.output))
    return (
        of_the_data,
        of_the_model,
        experiment.head.units, experiment.head.activation, experiment.head.labels,
        experiment.dataset.task,
        shape_of(losses, experiment.loss),
        shape_of(optimizers, experiment.optimizer),
        experiment.batch_size,
    )
