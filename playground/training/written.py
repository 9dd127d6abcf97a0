"""A model that is written as code: read, built, and ready to be compiled."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import jax

from playground.code.reader import Outcome, World, read
from playground.code.reader.data import Data
from playground.code.reader.jax_module import jax_modules
from playground.code.reader.keras_world import keras_world
from playground.datasets import Form
from playground.experiment import Experiment
from playground.keras.layers.calling import mode
from playground.keras.naming import reset_names
from playground.keras.symbolic import KerasTensor, compute_output_spec
from playground.training.material import training_count


@dataclass(frozen=True, eq=False)
class Written:
    """What a text says, and the model in it, built for the data set's examples."""

    outcome: Outcome
    model: Any


def written(experiment: Experiment) -> Written:
    """Read an experiment's code and build its model.

    Raises:
        Refusal: with its line, where the code is not understood.
        ValueError: a sentence, where there is no model in it, or not one for these examples.
    """
    outcome = read_code(experiment)
    return Written(outcome, built(experiment, outcome))


def read_code(experiment: Experiment) -> Outcome:
    """What an experiment's code says.

    Raises:
        Refusal: with its line, where the code is not understood.
    """
    reset_names()
    return read(experiment.code, world(), given=_given(experiment))


def built(experiment: Experiment, outcome: Outcome) -> Any:
    """The model in a code, built for the data set's examples.

    Raises:
        ValueError: a sentence, where there is none, or not one for these examples.
    """
    model = outcome.model
    if model is None:
        raise ValueError(_no_model(outcome))
    form = experiment.form
    inputs = getattr(model, "inputs", None)
    if inputs:
        _check_inputs(inputs, experiment)
    elif not model.built or not model.weights:
        compute_output_spec(model, _example(form), **mode(model, False))
    return model


def world() -> World:
    """What code may reach: Keras's names, and of JAX what a training step is written with."""
    return keras_world(extra=jax_modules(jax))


def _given(experiment: Experiment) -> dict[str, Data]:
    """The page's data by the names that its scripts give them; their numbers are not there yet."""
    data, shape, count = experiment.data.name, experiment.form.shape, training_count(experiment)
    return {f"{letter}_{part}": Data(data, f"{letter}_{part}", (count, *sizes))
            for letter, sizes in (("x", shape), ("y", ())) for part in ("train", "test")}


def _example(form: Form) -> KerasTensor:
    return KerasTensor((None, *form.shape), "int32" if form.words else "float32")


def _check_inputs(inputs: list[Any], experiment: Experiment) -> None:
    shape, title = experiment.form.shape, experiment.dataset.title
    if len(inputs) > 1:
        raise ValueError(f"The model has {len(inputs)} inputs; {title} has one kind of example. "
                         "Leave one Input.")
    wanted = tuple(inputs[0].shape[1:])
    if None in wanted or math.prod(wanted) != math.prod(shape):
        raise ValueError(
            f"The model's Input is of shape {wanted}, and an example of {title} is of shape "
            f"{shape}. Write keras.Input({shape}).")


def _no_model(outcome: Outcome) -> str:
    if outcome.classes:
        name = list(outcome.classes)[-1]
        return (f"There is a class {name}, but no model yet. End with model = {name}(), or with a "
                "model that uses it.")
    return "There is no model in this code yet. Give one a name: model = keras.Sequential([…])."
