"""Tutorials that are pasted train as their exported scripts do in real Keras (3.15, JAX)."""

import sys
from types import ModuleType
from unittest.mock import MagicMock

import keras
import numpy as np
import pytest

from playground.code.asked import asked
from playground.code.writer import Ends, keras_code
from playground.experiment import change, fitting
from playground.share import link
from playground.training.describing import describe
from playground.training.feeding import scaled
from tests.code.tutorials import TUTORIALS
from tests.training.test_slices import begun, one_epoch

TF = "tensor_flow"  # what stands for TensorFlow: Keras on JAX would look into a false one
SMALL = {"mnist": "mnist(1000)", "fashion_mnist": "fashion_mnist(1000)", **dict.fromkeys(
    ("digits", "breast_cancer", "diabetes"), "{}&share=20")}


def pasted(name):
    """The experiment that the page has when the tutorial is pasted, over fewer pictures."""
    data, code = TUTORIALS[name]
    told = asked(code)
    assert told.pop("data").name == data if "load_" in code else "data" not in told
    experiment = change(link.read(
        "data=" + SMALL.get(data, data).format(data)).experiment, code=code)
    for key, value in told.items():
        if key != "loss" or value.name in fitting(experiment.dataset)["loss"]:
            experiment = change(experiment, **{key: value})
    return experiment


class Fitted(Exception):
    """The script has come to its training."""


@pytest.fixture
def in_keras(monkeypatch, tmp_path):
    """in_keras(script) runs a script with real Keras: its model, and the data it would train on."""
    stand_in = ModuleType(TF)
    stand_in.keras, stand_in.__version__, stand_in.matmul = keras, "2", keras.ops.matmul
    stand_ins = {TF: stand_in, f"{TF}.keras": keras,
                 **{f"{TF}.keras.{each}": getattr(keras, each) for each in (
                     "datasets", "layers", "models", "optimizers", "utils")}}
    for name, module in stand_ins.items():
        monkeypatch.setitem(sys.modules, name, module)
    for name in ("matplotlib", "matplotlib.pyplot"):
        monkeypatch.setitem(sys.modules, name, MagicMock())
    shapes = ((1000, 28, 28), (1000,)), ((100, 28, 28), (100,))
    for each in (keras.datasets.mnist, keras.datasets.fashion_mnist):
        monkeypatch.setattr(each, "load_data", lambda: tuple(
            tuple(np.zeros(shape, np.uint8) for shape in part) for part in shapes))
    np.savez(tmp_path / "fashion_mnist.npz", **{
        f"{name}_{part}": np.zeros(shape, np.uint8)
        for part, both in zip(("train", "test"), shapes) for name, shape in zip("xy", both)})
    monkeypatch.chdir(tmp_path)

    def run(script):
        found = []

        def fit(model, x=None, y=None, **settings):
            found.extend((model, np.asarray(x), np.asarray(y)))
            raise Fitted

        with monkeypatch.context() as patch, pytest.raises(Fitted):
            patch.setattr(keras.Model, "fit", fit)
            exec(script.replace("tensorflow", TF), {"__name__": "__main__"})
        return found

    return run


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_pasted_tutorial_trains_as_its_script_does_in_keras(name, in_keras):
    experiment = pasted(name)
    said = describe(experiment)
    assert said.problem is None
    script = keras_code(experiment, ends=Ends(said.takes, said.listed))
    model, x_of_the_script, y_of_the_script = in_keras(script)
    _, course = begun(link.write(experiment))
    order, data = course.orders.of(0).copy(), course.material.data
    one_epoch(course)

    x = keras.tree.flatten(course.trainer.feeding.arranged(scaled(data.x_train)))[0]
    y = np.asarray(course.material.y)
    y = x if course.trainer.answers.reproduces else y
    assert (x_of_the_script.shape[1:], y_of_the_script.shape[1:]) == (
        x.shape[1:], y.shape[1:] if y.shape[1:] != (1,) else ())
    for first in range(0, len(order), experiment.batch_size):
        batch = order[first:first + experiment.batch_size]
        model.fit(x[batch], y[batch], batch_size=len(batch), shuffle=False, verbose=0)
    assert len(model.trainable_variables) == len(course.state[0])
    for theirs, mine in zip(model.trainable_variables, course.state[0]):
        np.testing.assert_allclose(theirs.numpy(), mine, rtol=1e-3, atol=1e-4)
