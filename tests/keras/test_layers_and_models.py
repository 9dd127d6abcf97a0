"""Layers and models against Keras 3.15: weights, outputs, gradients, tables, training."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras
from tests.keras.comparing import Comparison, both

CASES = {
    "Dense": ((4,), lambda k: k.layers.Dense(3, activation="tanh", kernel_regularizer="l2")),
    "Dense on sequences": ((5, 4), lambda k: k.layers.Dense(3, "relu", use_bias=False)),
    "Activation": ((4,), lambda k: k.layers.Activation("gelu")),
    "Flatten": ((2, 3), lambda k: k.layers.Flatten()),
    "Reshape": ((6,), lambda k: k.layers.Reshape((3, -1))),
    "Dropout": ((4,), lambda k: k.layers.Dropout(0.4, seed=3)),
    "Dropout drawing its own seed": ((4,), lambda k: k.layers.Dropout(0.4)),
    "Dropout with a noise shape": ((5, 4), lambda k: k.layers.Dropout(
        0.4, noise_shape=(None, 1, 4))),
    "GaussianNoise": ((4,), lambda k: k.layers.GaussianNoise(0.3)),
    "BatchNormalization": ((4,), lambda k: k.layers.BatchNormalization(momentum=0.7)),
    "BatchNormalization of images": ((5, 5, 3), lambda k: k.layers.BatchNormalization(
        center=False, epsilon=0.01)),
    "LayerNormalization": ((4,), lambda k: k.layers.LayerNormalization()),
    "LayerNormalization over two axes": ((3, 4), lambda k: k.layers.LayerNormalization(
        axis=[1, 2])),
    "ReLU": ((4,), lambda k: k.layers.ReLU(max_value=1.0, negative_slope=0.1, threshold=0.2)),
    "LeakyReLU": ((4,), lambda k: k.layers.LeakyReLU(0.2)),
    "ELU": ((4,), lambda k: k.layers.ELU(0.7)),
    "PReLU": ((3, 4), lambda k: k.layers.PReLU("random_normal", shared_axes=[1])),
    "Softmax": ((4,), lambda k: k.layers.Softmax()),
    "Rescaling": ((4,), lambda k: k.layers.Rescaling(1 / 255, offset=-0.5)),
    "Identity": ((4,), lambda k: k.layers.Identity()),
}


COMPARED = Comparison(CASES, training=(False, True))


@pytest.mark.parametrize("case", CASES)
def test_layers_give_the_outputs_states_and_gradients_of_keras(case):
    COMPARED.check(case)


@pytest.mark.parametrize("case", ["Dense", "PReLU"])
def test_the_first_weights_of_a_layer_are_those_of_keras(case):
    COMPARED.check_first_weights(case)


@pytest.mark.parametrize("case", CASES)
def test_configurations_are_keras_s_and_are_read_back(case):
    COMPARED.check_configuration(case)


def test_every_layer_is_compared_with_keras():
    text = "".join(path.read_text() for path in Path(__file__).parent.rglob("test_*.py"))
    known = keras.layers.layers
    # Keras's HashedCrossing needs TensorFlow: it is compared with the numbers that Keras documents
    named = set(re.findall(r"\bk\.layers\.(\w+)", text)) | {"InputLayer", "HashedCrossing"}
    assert set(known) <= {known.name_of(each) for each in named if each in known}


def network(k):
    return k.Sequential([
        k.Input((4,)),
        k.layers.Dense(8, activation="tanh", kernel_initializer="he_normal"),
        k.layers.BatchNormalization(),
        k.layers.Dropout(0.3),
        k.layers.Dense(5, "relu", kernel_regularizer=k.regularizers.L1L2(1e-3, 1e-2)),
        k.layers.Dense(3, "softmax"),
    ])


def some_data(size=90):
    rng = np.random.default_rng(5)
    x = rng.normal(size=(size, 4)).astype("float32")
    return x, (x.sum(1) > 0).astype("int32") + (x[:, 0] > 1)


def test_the_initial_weights_are_exactly_those_of_keras():
    ours, theirs = both(network)
    for a, b in zip(ours.variables, theirs.variables, strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
        assert a.shape == b.shape and a.trainable == b.trainable and a.name == b.name
    assert [v.path for v in ours.weights] == [v.path for v in theirs.weights]
    assert [layer.name for layer in ours.layers] == [layer.name for layer in theirs.layers]


@pytest.mark.parametrize("show_trainable", [False, True])
def test_the_summary_is_the_same_table(show_trainable):
    texts = []
    for model in both(network):
        model.layers[0].trainable = False
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(*some_data(), verbose=0)
        lines = []
        model.summary(print_fn=lines.append, show_trainable=show_trainable)
        texts.append("".join(lines))
    assert texts[0].split("\n") == texts[1].split("\n")


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_training_follows_keras_batch_for_batch(optimizer):
    """Also the order of the batches, the dropout masks and the validation are Keras's."""
    x, y = some_data()
    histories, weights, results = [], [], []
    for model in both(network):
        model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
        history = model.fit(x, y, batch_size=16, epochs=4, validation_split=0.2, verbose=0)
        histories.append(history.history)
        weights.append(model.get_weights())
        results.append((model.evaluate(x, y, verbose=0), model.predict(x, verbose=0)))
    assert list(histories[0]) == list(histories[1])
    for key in histories[0]:
        np.testing.assert_allclose(histories[0][key], histories[1][key], rtol=2e-4, atol=1e-5)
    for a, b in zip(*weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(results[0][0], results[1][0], rtol=2e-4)
    np.testing.assert_allclose(results[0][1], results[1][1], rtol=1e-3, atol=1e-4)


def test_sample_and_class_weights_and_weighted_metrics_are_keras_s():
    x, y = some_data()
    weight = np.linspace(0, 2, len(x)).astype("float32")
    logs = []
    for model in both(network):
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"],
                      weighted_metrics=["accuracy", "sparse_categorical_crossentropy"])
        one = model.fit(x, y, sample_weight=weight, epochs=2, verbose=0).history
        two = model.fit(x, y, class_weight={0: 1.0, 1: 3.0, 2: 0.5}, verbose=0).history
        logs.append((one, two))
    for mine, its in zip(*logs, strict=True):
        assert list(mine) == list(its)
        for key in mine:
            np.testing.assert_allclose(mine[key], its[key], rtol=1e-4)


@pytest.mark.parametrize("form", ["input_shape", "deferred", "add"])
def test_sequential_is_built_in_every_way(form):
    def build(k):
        if form == "input_shape":
            return k.Sequential([k.layers.Dense(3, input_shape=(4,)), k.layers.Dense(2)])
        if form == "deferred":
            model = k.Sequential([k.layers.Dense(3), k.layers.Dense(2)])
            model(np.zeros((1, 4), "float32"))
            return model
        model = k.Sequential()
        model.add(k.Input((4,)))
        model.add(k.layers.Dense(3))
        model.add(k.layers.Dense(7))
        model.pop()
        model.add(k.layers.Dense(2))
        return model

    ours, theirs = both(build)
    for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    assert ours.input_shape == theirs.input_shape and ours.output_shape == theirs.output_shape
    if form != "deferred":  # there Keras takes the first batch's size for the model's
        assert theirs.input_shape == (None, 4) and theirs.output_shape == (None, 2)
    assert len(ours.layers) == len(theirs.layers) == 2


def test_a_subclassed_model_trains_like_in_keras():
    def build(k):
        class Net(k.Model):
            def __init__(self):
                super().__init__()
                self.hidden = [k.layers.Dense(6, "relu"), k.layers.Dropout(0.2)]
                self.out = k.layers.Dense(1)

            def call(self, x, training=False):
                for layer in self.hidden:
                    x = layer(x) if isinstance(layer, k.layers.Dense) else layer(
                        x, training=training)
                self.add_loss(1e-3 * (x**2).mean())
                return self.out(x)

        return Net()

    x, y = some_data()
    results = []
    for model in both(build):
        model.compile("adam", "mse", metrics=["mae"])
        history = model.fit(x, y, epochs=3, verbose=0).history
        results.append((history, model.get_weights()))
    for key in results[1][0]:
        np.testing.assert_allclose(results[0][0][key], results[1][0][key], rtol=1e-3)
    for a, b in zip(results[0][1], results[1][1], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-4)


def test_an_own_train_step_is_used_by_fit():
    class Counting(keras.Sequential):
        def train_step(self, state, data):
            logs, state = super().train_step(state, data)
            return {**logs, "double": 2 * logs["loss"]}, state

    model = Counting([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    history = model.fit(*some_data(), verbose=0).history
    assert history["double"][0] == pytest.approx(2 * history["loss"][0], rel=1e-6)


def test_an_own_update_is_used_by_fit():
    class Frozen(keras.Sequential):
        def update(self, trainable, non_trainable, optimizer, x, y, sample_weight=None):
            loss, _ = super().update(trainable, non_trainable, optimizer, x, y, sample_weight)
            return loss, (trainable, non_trainable, optimizer)

    model = Frozen([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    before = model.get_weights()
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(*some_data(), verbose=0)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_update_is_train_step_without_metrics_and_changes_nothing():
    x, y = some_data()
    model, _ = both(network)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model._prepare(keras.models.batches.batches_of(x, y))
    t, n, o, m = (  [v.value for v in part] for part in model._training_variables())
    loss, (t1, n1, o1) = jax.jit(model.update)(t, n, o, x, y)
    logs, (t2, n2, o2, _) = jax.jit(model.train_step)((t, n, o, m), (x, y))
    assert float(loss) == pytest.approx(float(logs["loss"]), rel=1e-6)
    for a, b in zip(jax.tree.leaves((t1, n1, o1)), jax.tree.leaves((t2, n2, o2)), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-7)
    for variable, value in zip(model.trainable_variables, t, strict=True):
        assert variable.value is value


def test_fit_compiles_once(monkeypatch):
    model, _ = both(network)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    traced = []
    step = model.train_step
    monkeypatch.setattr(model, "train_step", lambda *a: (traced.append(1), step(*a))[1])
    x, y = some_data()
    model.fit(x, y, batch_size=16, epochs=2, verbose=0, validation_split=0.2)
    count = len(traced)
    model.fit(x, y, batch_size=16, epochs=2, verbose=0, validation_split=0.2)
    assert count and len(traced) == count


def test_callbacks_hear_of_every_batch_that_they_ask_for():
    heard = []

    class Listener(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            heard.append((batch, logs["loss"]))

    x, y = some_data()
    model, _ = both(network)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(x, y, batch_size=16, epochs=2, verbose=0, callbacks=[Listener()])
    assert [batch for batch, _ in heard] == [0, 1, 2, 3, 4, 5] * 2


def test_early_stopping_stops_and_restores_as_in_keras():
    x, y = some_data()
    results = []
    for k, model in zip((keras, oracle), both(network), strict=True):
        model.compile(k.optimizers.SGD(0.9), "sparse_categorical_crossentropy")
        stop = k.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
        history = model.fit(x, y, epochs=15, batch_size=64, validation_split=0.3, verbose=0,
                            callbacks=[stop])
        results.append((len(history.epoch), stop.best_epoch, stop.stopped_epoch))
    assert results[0] == results[1]


def test_a_traced_setting_moves_without_compiling_again():
    model, _ = both(lambda k: k.Sequential([
        k.Input((4,)), k.layers.Dense(3, "tanh", kernel_regularizer="l2"), k.layers.Dropout(0.5),
        k.layers.BatchNormalization(), k.layers.Dense(1)]))
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), keras.losses.Huber())
    model._prepare(keras.models.batches.batches_of(*some_data()))
    x, y = some_data()
    dense, dropout, norm, _ = model.layers
    traced = []

    @jax.jit
    def step(t, n, o, settings):
        traced.append(1)
        (dense.kernel_regularizer.l2, dropout.rate, norm.momentum, norm.epsilon,
         model.optimizer.momentum, model._compiled_loss.loss.delta) = settings
        return model.update(t, n, o, x, y)[0]

    t, n, o, _ = ([v.value for v in part] for part in model._training_variables())
    losses = {float(step(t, n, o, settings)) for settings in (
        (0.1, 0.5, 0.9, 1e-3, 0.9, 1.0), (0.2, 0.5, 0.9, 1e-3, 0.9, 1.0),
        (0.1, 0.1, 0.9, 1e-3, 0.9, 1.0), (0.1, 0.5, 0.9, 0.1, 0.9, 1.0),
        (0.1, 0.5, 0.9, 1e-3, 0.9, 0.1))}
    assert len(traced) == 1 and len(losses) == 5


def test_the_progress_bar_looks_like_keras_s():
    texts = []
    for model in both(network):
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            model.fit(*some_data(), epochs=2, validation_split=0.2)
        texts.append(out.getvalue())
    def last_line(text):
        line = text.strip().split("\n")[-1].split("\r")[-1]
        return re.sub(r"\d+(ms|us|s)/step|\x1b\[1m\d+s|\b0\.\d{4}|\d\.\d{4}", "#", line).strip()

    assert last_line(texts[0]) == last_line(texts[1])
    assert texts[0].startswith("Epoch 1/2\n") and texts[1].startswith("Epoch 1/2\n")
