"""What a beginner does wrong is answered by a sentence; importing computes nothing.

Each mistake is made beside Keras 3.15 too: there it is an error as well, or it goes wrong in
silence.
"""

from __future__ import annotations

import subprocess
import sys
import warnings

import keras as oracle
import numpy as np
import pytest

from playground import keras

X, Y = np.zeros((6, 4), "float32"), np.array([0, 1, 2, 0, 1, 2])
IMAGES = np.zeros((2, 8, 8, 1), "float32")
SPARSE = "sparse_categorical_crossentropy"


def stack(k, shape, *layers):
    return k.Sequential([k.Input(shape), *layers])


def compiled(k, loss=SPARSE, units=3, activation="softmax", **settings):
    model = stack(k, (4,), k.layers.Dense(units, activation))
    model.compile("sgd", loss, **settings)
    return model


def fit(k, x, y, loss=SPARSE, units=3, activation="softmax", **settings):
    return compiled(k, loss, units, activation).fit(x, y, verbose=0, **settings)


def two_inputs(k):
    a, b = k.Input((4,), name="a"), k.Input((4,), name="b")
    model = k.Model([a, b], k.layers.Dense(1)(k.layers.Concatenate()([a, b])))
    model.compile("sgd", "mse")
    return model


def two_outputs(k, loss="mse", **settings):
    inputs = k.Input((4,))
    model = k.Model(inputs, {name: k.layers.Dense(1, name=name)(inputs) for name in "pq"})
    model.compile("sgd", loss, **settings)
    return model.fit(X, {name: X[:, :1] for name in "pq"}, verbose=0)


MISTAKES = {  # what ours says, and the mistake
    "expects numbers as loss_weights, its third argument; got 'accuracy'. Give metrics by name":
        lambda k: compiled(k, loss_weights=["accuracy"]).fit(X, Y, verbose=0),
    "(Conv2D) expects build to be given the shape of its input, the batch first":
        lambda k: k.layers.Conv2D(2, 3).build(None),
    "as build((None, 784)); got 784.": lambda k: k.layers.Dense(3).build(784),
    "as build((None, 784)); got ().": lambda k: k.layers.BatchNormalization().build(()),
    "expects a list of 2 arrays of weights, as get_weights() gives it; got 'None' (NoneType)":
        lambda k: stack(k, (4,), k.layers.Dense(3)).set_weights(None),
    "Conv2D expects Conv2D(filters, kernel_size, …): missing a required argument":
        lambda k: k.layers.Conv2D(8),
    "Did you mean 'relu'": lambda k: k.layers.Dense(3, "rleu"),
    "keras.layers has no 'Dence'. Did you mean 'Dense'": lambda k: k.layers.Dence(3),
    "No regularizer is called 'l3'. There are: L1": lambda k: k.layers.Dense(
        3, kernel_regularizer="l3"),
    "Did you mean 'glorot_uniform'": lambda k: k.initializers.get("gloro_uniform"),
    "Did you mean 'mean_squared_error'": lambda k: fit(k, X, Y, "mean_sqared_error"),
    "No metric is called 'acuracy'. Did you mean": lambda k: compiled(
        k, metrics=["acuracy"]).fit(X, Y, verbose=0),
    "metrics as a list, as ['accuracy']": lambda k: compiled(k, metrics="accuracy").fit(
        X, Y, verbose=0),
    "Did you mean 'Adam'": lambda k: k.optimizers.get("adm"),
    "Dense expects 1 unit or more; got 0": lambda k: k.layers.Dense(0),
    "whole number of units; got '3'": lambda k: k.layers.Dense("3"),
    "whole number of units; got 2.5": lambda k: k.layers.Dense(2.5),
    "Did you mean 'activation'": lambda k: k.layers.Dense(3, activaton="relu"),
    "Dropout expects a rate from 0 to 1; got 1.5": lambda k: k.layers.Dropout(1.5),
    "number from 0 to 1 as rate; got '0.5'": lambda k: k.layers.Dropout("0.5"),
    "1 or more as filters; got -3": lambda k: k.layers.Conv2D(-3, 3),
    "padding of 'valid' or 'same'; got 'sane'": lambda k: k.layers.Conv2D(3, 3, padding="sane"),
    "expects a number as learning_rate": lambda k: k.optimizers.SGD("0.1"),
    "Adam has no argument 'lr'": lambda k: k.optimizers.Adam(lr=0.1),
    "expects a list of layers": lambda k: k.Sequential(k.layers.Dense(3)),
    "Sequential expects layers; got 'relu' (str)": lambda k: k.Sequential(["relu"]),
    "the class itself: write Dense": lambda k: k.Sequential([k.layers.Dense]),
    "already has a layer called 'a'": lambda k: k.Sequential(
        [k.layers.Dense(3, name="a"), k.layers.Dense(3, name="a")]),
    "a recurrent layer as layer": lambda k: k.layers.Bidirectional(k.layers.Dense(3)),
    "(Conv2D) expects images of shape (batch, height, width, channels); got (None, 8, 8)":
        lambda k: stack(k, (8, 8), k.layers.Conv2D(4, 3)),
    "A Reshape layer before it gives a row of numbers its height": lambda k: stack(
        k, (8, 8, 1), k.layers.Flatten(), k.layers.Conv2D(4, 3)),
    "less pooling before it fits": lambda k: stack(
        k, (4, 4, 1), k.layers.MaxPooling2D(), k.layers.Conv2D(4, 3)),
    "gives every step with return_sequences=True": lambda k: stack(
        k, (5, 4), k.layers.LSTM(2), k.layers.LSTM(2)),
    "(GRU) expects an input of 3 axes": lambda k: k.layers.GRU(3)(X),
    "give it as Input(batch_shape=": lambda k: stack(k, (5, 4), k.layers.LSTM(3, stateful=True)),
    "(Reshape) expects 12 numbers a sample for (3, 4); got 10": lambda k: stack(
        k, (10,), k.layers.Reshape((3, 4))),
    "Dense or Reshape layer before one of them makes them equal": lambda k: k.layers.add(
        [k.Input((3,)), k.Input((4,))]),
    "Another axis, or a Reshape": lambda k: k.layers.concatenate(
        [k.Input((3, 2)), k.Input((4, 2))]),
    "(Concatenate) expects a list of inputs": lambda k: k.layers.Concatenate()(k.Input((3,))),
    "inputs and outputs, or neither; got inputs without outputs": lambda k: k.Model(
        inputs=k.Input((4,))),
    "made by keras.Input or by layers called on one": lambda k: k.Model(
        k.Input((4,)), k.layers.Dense(3)),
    "no input leads to it. Add the Input": lambda k: k.Model(
        k.Input((4,)), k.layers.Dense(3)(k.Input((4,)))),
    "Use keras.ops or a layer on it": lambda k: np.mean(k.Input((3,))),
    "call model.compile": lambda k: stack(k, (4,), k.layers.Dense(3)).fit(X, Y, verbose=0),
    "expects labels; got no y. Call fit(x, y)": lambda k: fit(k, X, None),
    "as many labels as samples": lambda k: fit(k, X, Y[:5]),
    "expects samples of shape (4,); got samples of": lambda k: fit(k, X[:, :3], Y),
    "x.reshape(-1, 4)": lambda k: fit(k, X.reshape(6, 2, 2), Y),
    "x[None]": lambda k: compiled(k).predict(X[0], verbose=0),
    "One-hot labels go with categorical_crossentropy": lambda k: fit(k, X, np.eye(3)[Y]),
    "Whole-number labels go with sparse_categorical_crossentropy": lambda k: fit(
        k, X, Y, "categorical_crossentropy"),
    "End the model with Dense(1, activation='sigmoid')": lambda k: fit(
        k, X, Y % 2, "binary_crossentropy", 2),
    "Check the units of the last layer": lambda k: fit(k, X, X[:, :2], "mse"),
    "turned into numbers first": lambda k: fit(k, X, np.array(list("abcabc"))),
    "rows of different length": lambda k: fit(k, [[1, 2], [3]], [0, 1]),
    "a share between 0 and 1": lambda k: fit(k, X, Y, validation_split=2),
    "whole number of epochs; got '3'": lambda k: fit(k, X, Y, epochs="3"),
    "a dict from each class to its weight": lambda k: fit(k, X, Y, class_weight=[1, 2, 3]),
    "callbacks expects a list of callbacks": lambda k: fit(
        k, X, Y, callbacks=[k.callbacks.EarlyStopping]),
    "Let it return the loss of every sample": lambda k: fit(k, X, Y, lambda y, y_pred: None),
    "with the keys 'a', 'c'": lambda k: two_inputs(k).fit({"a": X, "c": X}, Y, verbose=0),
    "expects 2 arrays, for its inputs ['a', 'b']; got 1": lambda k: two_inputs(k).fit(
        X, Y, verbose=0),
    "loss has the key 'z', but no output is called so": lambda k: two_outputs(
        k, {"p": "mse", "z": "mse"}),
    "metrics has the key 'z', but no output is called so": lambda k: two_outputs(
        k, metrics={"z": "mae"}),
    "It has: dense": lambda k: compiled(k).get_layer("nothing"),
    "expects 2 arrays of weights; got 1": lambda k: compiled(k).layers[0].set_weights([1]),
    "has no weights yet": lambda k: k.layers.Dense(2).count_params(),
    "has no weights to save yet": lambda k: k.Sequential([k.layers.Dense(2)]).save_weights(
        "unbuilt.weights.h5"),
    "There is no file 'nothing.keras'": lambda k: k.models.load_model("nothing.keras"),
    "There is no file 'nothing.weights.h5'": lambda k: compiled(k).load_weights(
        "nothing.weights.h5"),
    "a file name that ends with '.keras'; got 'model'": lambda k: compiled(k).save("model"),
    "labels below 3; got 5": lambda k: k.utils.to_categorical([0, 5], 3),
    "to_categorical expects whole numbers": lambda k: k.utils.to_categorical(["a", "b"]),
}
IN_SILENCE = {  # Keras goes on, and what comes is of no use
    "batch_size expects 1 or more": lambda k: fit(k, X, Y, batch_size=0),
    "labels from 0 to 2": lambda k: fit(k, X, Y + 1),
    "learning_rate of 0 or more; got -0.1": lambda k: k.optimizers.Adam(-0.1),
    "labels from 0; got -1": lambda k: k.utils.to_categorical([-1, 0, 1]),
}
WARNED = {
    "softmax over one unit": lambda k: fit(k, X, Y % 2, "binary_crossentropy", 1),
    "expects labels from 0 to 1": lambda k: fit(k, X, Y, "binary_crossentropy", 1, "sigmoid"),
    "expects probabilities, but dense has no activation": lambda k: fit(
        k, X, Y, activation=None),
    "has activation='softmax': it would act twice": lambda k: fit(
        k, X, Y, k.losses.SparseCategoricalCrossentropy(from_logits=True)),
    "with 24 NaN": lambda k: fit(k, X * np.nan, Y),
}
ERRORS = (ValueError, TypeError, RuntimeError, AttributeError, FileNotFoundError)


@pytest.mark.parametrize("sentence", MISTAKES | IN_SILENCE)
def test_a_mistake_is_answered_by_a_sentence(sentence):
    with pytest.raises(ERRORS) as error:
        (MISTAKES | IN_SILENCE)[sentence](keras)
    assert sentence in str(error.value)


@pytest.mark.parametrize("sentence", MISTAKES)
def test_keras_takes_it_for_a_mistake_too(sentence):
    with pytest.raises(Exception):  # noqa: B017  (of any kind: it names arguments, not ways out)
        MISTAKES[sentence](oracle)


@pytest.mark.parametrize("sentence", IN_SILENCE)
def test_what_keras_does_in_silence_is_an_error_here(sentence):
    IN_SILENCE[sentence](oracle)


@pytest.mark.parametrize("sentence", WARNED)
def test_what_trains_but_learns_nothing_is_told_once(sentence):
    with pytest.warns(UserWarning) as told:
        WARNED[sentence](keras)
    assert [sentence in str(each.message) for each in told] == [True]


def test_what_fits_is_not_warned_of():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit(keras, X, Y)
        fit(keras, X, Y, keras.losses.SparseCategoricalCrossentropy(from_logits=True), 3, None)


def test_what_is_not_shipped_is_said():
    with pytest.raises(FileNotFoundError, match="not shipped"):
        keras.datasets.cifar10.load_data()
    from playground.keras.datasets.mnist import load_data

    assert load_data == keras.datasets.mnist.load_data


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
