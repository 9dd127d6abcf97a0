"""What a beginner does wrong is answered by a sentence; importing computes nothing."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from playground import keras
from playground.keras import layers

X, Y = np.zeros((6, 4), "float32"), np.array([0, 1, 2, 0, 1, 2])


def compiled(loss="sparse_categorical_crossentropy", units=3):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(units, "softmax")])
    model.compile("sgd", loss)
    return model


@pytest.mark.parametrize(("mistake", "sentence"), [
    (lambda: layers.Dense(3, "rleu"), "Did you mean 'relu'"),
    (lambda: layers.Dense(0), "Dense expects 1 unit or more; got 0"),
    (lambda: layers.Dense("3"), "whole number of units; got '3'"),
    (lambda: layers.Dense(3, activaton="relu"), "Did you mean 'activation'"),
    (lambda: layers.Dropout(1.5), "Dropout expects a rate from 0 to 1; got 1.5"),
    (lambda: keras.Sequential(layers.Dense(3)), "expects a list of layers"),
    (lambda: keras.Sequential([layers.Dense]), "the class itself: write Dense"),
    (lambda: compiled("mean_sqared_error"), "Did you mean 'mean_squared_error'"),
    (lambda: keras.optimizers.get("adm"), "Did you mean 'Adam'"),
    (lambda: keras.optimizers.SGD("0.1"), "expects a number as learning_rate"),
    (lambda: keras.Sequential([layers.Dense(3)]).fit(X, Y), "call model.compile"),
    (lambda: compiled().fit(X, Y[:5]), "as many labels as samples"),
    (lambda: compiled().fit(X[:, :3], Y), "expects samples of shape (4,); got samples of"),
    (lambda: compiled().fit(X.reshape(6, 2, 2), Y), "x.reshape(-1, 4)"),
    (lambda: compiled().predict(X[0], verbose=0), "x[None]"),
    (lambda: compiled().fit(X, Y + 1), "labels from 0 to 2"),
    (lambda: compiled().fit(X, np.eye(3)[Y]), "One-hot labels go with categorical_crossentropy"),
    (lambda: compiled("categorical_crossentropy").fit(X, Y), "sparse_categorical_crossentropy"),
    (lambda: compiled().fit(X, np.array(list("abcabc"))), "Expected numbers"),
    (lambda: compiled().fit(X, Y, validation_split=2), "between 0 and 1"),
    (lambda: compiled().fit(X, Y, batch_size=0), "batch_size expects 1 or more"),
    (lambda: compiled().get_layer("nothing"), "It has: dense"),
    (lambda: compiled().layers[0].set_weights([1]), "expects 2 arrays of weights; got 1"),
    (lambda: layers.Dense(2).count_params(), "has no weights yet"),
    (lambda: keras.datasets.cifar10.load_data(), "not shipped"),
    (lambda: keras.initializers.get("gloro_uniform"), "Did you mean 'glorot_uniform'"),
    (lambda: keras.utils.to_categorical([0, 5], 3), "labels below 3; got 5"),
])
def test_a_mistake_is_answered_by_a_sentence(mistake, sentence):
    with pytest.raises((ValueError, TypeError, RuntimeError, FileNotFoundError)) as error:
        mistake()
    assert sentence in str(error.value)


def test_building_a_model_imports_no_jax():
    code = ("import sys\nfrom playground import keras\n"
            "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, 'relu'),"
            " keras.layers.Dropout(0.2), keras.layers.BatchNormalization(),"
            " keras.layers.Dense(1)])\n"
            "m.compile('adam', 'mse', metrics=['mae'])\n"
            "assert m.count_params() and 'jax' not in sys.modules, 'jax is there'\n")
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_module_is_imported_without_jax():
    code = ("import sys, pkgutil, importlib, playground.keras as k\n"
            "for m in pkgutil.walk_packages(k.__path__, 'playground.keras.'):\n"
            "    importlib.import_module(m.name)\n"
            "assert 'jax' not in sys.modules\n")
    subprocess.run([sys.executable, "-c", code], check=True)
