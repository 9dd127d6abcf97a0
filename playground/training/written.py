"""A model that is written as code: read, built, and ready to be compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax

from playground.code.reader import Outcome, World, read
from playground.code.reader.data import Data
from playground.code.reader.jax_module import jax_modules
from playground.code.reader.keras_world import keras_world
from playground.experiment import Experiment
from playground.keras.layers.calling import mode
from playground.keras.naming import reset_names
from playground.keras.symbolic import compute_output_spec
from playground.training.feeding import Feeding, fed
from playground.training.material import training_count
from playground.training.targets import Targets, targets_of


@dataclass(frozen=True, eq=False)
class Written:
    """What a text says, the model in it, built for the data, and what it takes and gives.

    Args:
        targets: what each of its outputs is compared with, where there are several.
    """

    outcome: Outcome
    model: Any
    feeding: Feeding
    targets: Targets | None = None


def written(experiment: Experiment) -> Written:
    """Read an experiment's code and build its model.

    Raises:
        Refusal: with its line, where the code is not understood.
        ValueError: a sentence, where there is no model in it, or not one for these examples.
    """
    outcome = read_code(experiment)
    return built(experiment, outcome)


def read_code(experiment: Experiment) -> Outcome:
    """What an experiment's code says.

    Raises:
        Refusal: with its line, where the code is not understood.
    """
    reset_names()
    return read(experiment.code, world(), given=_given(experiment))


def built(experiment: Experiment, outcome: Outcome) -> Written:
    """The model in a code, built for the data set's examples.

    Raises:
        ValueError: a sentence, where there is none, or not one for these examples.
    """
    model = outcome.model
    if model is None:
        raise ValueError(_no_model(outcome))
    feeding = fed(model, experiment.dataset, experiment.form, outcome)
    if not getattr(model, "inputs", None) and (not model.built or not model.weights):
        compute_output_spec(model, feeding.symbols(), **mode(model, False))
    return Written(outcome, model, feeding, targets_of(model, feeding, outcome, experiment))


def world() -> World:
    """What code may reach: Keras's names, and of JAX what a training step is written with."""
    return keras_world(extra=jax_modules(jax))


def _given(experiment: Experiment) -> dict[str, Data]:
    """The page's data by the names that its scripts give them; their numbers are not there yet."""
    name, count, form = experiment.data.name, training_count(experiment), experiment.form
    given = {}
    for part in ("train", "test"):
        x = f"x_{part}"
        given[x] = Data(name, x, (count, *form.shape)) if not form.parts else Data(
            name, x, keys=tuple(key for key, _ in form.parts), parts=tuple(
                Data(name, x, (count, *each.shape), key=key) for key, each in form.parts))
        given[f"y_{part}"] = Data(name, f"y_{part}", (count,))
    return given


def _no_model(outcome: Outcome) -> str:
    if outcome.classes:
        name = list(outcome.classes)[-1]
        return (f"There is a class {name}, but no model yet. End with model = {name}(), or with a "
                "model that uses it.")
    return "There is no model in this code yet. Give one a name: model = keras.Sequential([…])."
