"""Every number of every part is traced: it changes what is computed, and compiles nothing."""

import numpy as np
import pytest

from playground.experiment import (
    Experiment,
    change,
    fitting,
    fitting_losses,
    stackable,
    steppers,
)
from playground.fields import default_part
from playground.keras.regularizers import regularizers
from playground.training.assembly import numbers_of, structure
from playground.training.epochs import EpochTrainer
from playground.training.making import is_traced
from playground.training.material import Orders, material_of

PLACES = {
    "optimizer": steppers, "loss": fitting_losses,
    "model": fitting(Experiment().dataset)["model"],
    "regularizer": regularizers}


def cases():
    for place, registry in PLACES.items():
        for name, kind in registry.items():
            for setting, field in kind.fields.items():
                if is_traced(field):
                    yield f"{name} {setting}", place, default_part(registry, name), setting, field


def experiment_with(place, part):
    dense = default_part(stackable, "Dense").replace(units=3)
    first = Experiment(points=40, model=(dense,))
    if place == "model":
        return change(first, model=(dense, part, dense))
    if place == "regularizer":
        return change(first, model=(dense.replace(kernel_regularizer=part),))
    if place == "loss":
        for data in ("circle", "pinwheel", "plane"):
            try:
                return change(change(first, data=data), loss=part)
            except ValueError:
                continue
    return change(first, optimizer=part.replace(learning_rate=0.1))


CASES = list(cases())


@pytest.mark.parametrize(
    "place, part, setting, field", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_number_moves_without_a_compile_and_is_felt(place, part, setting, field):
    width = min(field.high, 2.0) - field.low
    low, high = field.low + 0.1 * width, field.low + 0.7 * width
    weights = []
    trainer = None
    for value in (low, high):
        experiment = experiment_with(place, part.replace(**{setting: value}))
        if setting == "learning_rate":
            experiment = change(experiment, optimizer=part.replace(learning_rate=value))
        if trainer is None:
            trainer, shape = EpochTrainer.of(experiment), structure(experiment)
        assert structure(experiment) == shape
        material = material_of(experiment)
        state, rows = trainer.advance(
            trainer.initial(experiment), numbers_of(experiment), material,
            Orders(1, material.count), epoch=0, step=0, epochs=15, evaluate=np.ones(15, bool))
        measured = np.concatenate([np.asarray(rows)[:15].ravel(), *(
            np.asarray(each).ravel() for each in state[0])])
        assert np.isfinite(measured).all()
        weights.append(measured)
    assert not np.array_equal(*weights)
