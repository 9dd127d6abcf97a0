"""Recurrent layers against Keras 3.15: outputs, states, masks, gradients, configurations."""

from __future__ import annotations

import copy

import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.keras.layers.recurrent import loop, walks
from tests.keras.calls import Calls, case, numbers, plain
from tests.keras.comparing import both

X = numbers(2, 4, 3)
MASK = np.array([[True, True, False, True], [False, True, True, False]])
H, C = numbers(2, 2, seed=1), numbers(2, 2, seed=2)
KINDS = ("SimpleRNN", "GRU", "LSTM")


def own_cell(k):
    class Averaging(k.layers.Layer):
        """h ← (h + x W) / 2, with dropout that draws anew at every step."""

        def __init__(self, units, **settings):
            super().__init__(**settings)
            self.units = self.state_size = units

        def build(self, input_shape):
            self.kernel = self.add_weight((input_shape[-1], self.units), "ones", name="kernel")

        def call(self, inputs, states):
            h = (states[0] + inputs @ self.kernel.value) / 2
            return 2 * h, [h]

        def get_config(self):
            return {**super().get_config(), "units": self.units}

    return Averaging


CASES = {
    "SimpleRNN": case(lambda k: k.layers.SimpleRNN(2), X),
    "SimpleRNN dropout": case(lambda k: k.layers.SimpleRNN(
        2, "relu", dropout=0.5, recurrent_dropout=0.4, return_sequences=True), X, training=True),
    "SimpleRNN backwards": case(lambda k: k.layers.SimpleRNN(
        2, use_bias=False, go_backwards=True, return_sequences=True, return_state=True), X),
    "GRU": case(lambda k: k.layers.GRU(2, bias_initializer="ones"), X),
    "GRU as first published": case(lambda k: k.layers.GRU(
        2, reset_after=False, return_sequences=True), X),
    "GRU dropout": case(lambda k: k.layers.GRU(
        2, dropout=0.5, seed=3), X, training=True),
    "GRU recurrent dropout": case(lambda k: k.layers.GRU(
        2, dropout=0.5, recurrent_dropout=0.5), X, training=True),
    "GRU recurrent dropout as first published": case(lambda k: k.layers.GRU(
        2, recurrent_dropout=0.5, reset_after=False, use_bias=False), X, training=True),
    "GRU with other activations": case(lambda k: k.layers.GRU(
        2, "softsign", "hard_sigmoid", use_bias=False, return_state=True), X),
    "GRU with a state": case(lambda k: k.layers.GRU(
        2, return_state=True), X, initial_state=H, mask=MASK),
    "LSTM": case(lambda k: k.layers.LSTM(2), X),
    "LSTM regularized": case(lambda k: k.layers.LSTM(
        2, kernel_regularizer="l2", recurrent_regularizer="l1", bias_regularizer="l2",
        return_sequences=True), X),
    "LSTM dropout": case(lambda k: k.layers.LSTM(
        2, dropout=0.5, return_sequences=True), X, training=True),
    "LSTM dropout while not training": case(lambda k: k.layers.LSTM(2, dropout=0.5), X),
    "LSTM recurrent dropout": case(lambda k: k.layers.LSTM(
        2, dropout=0.3, recurrent_dropout=0.5), X, training=True),
    "LSTM with states": case(lambda k: k.layers.LSTM(
        2, return_state=True, return_sequences=True), X, initial_state=[H, C]),
    "LSTM unrolled": case(lambda k: k.layers.LSTM(
        2, unroll=True, go_backwards=True, return_sequences=True), X, mask=MASK),
    "LSTM without forget bias": case(lambda k: k.layers.LSTM(
        2, "relu", "tanh", unit_forget_bias=False, implementation=1), X),
    "RNN of a cell": case(lambda k: k.layers.RNN(k.layers.GRUCell(2), return_state=True), X),
    "RNN of cells": case(lambda k: k.layers.RNN(
        [k.layers.LSTMCell(2), k.layers.SimpleRNNCell(3), k.layers.GRUCell(2)],
        return_sequences=True, return_state=True), X, mask=MASK),
    "RNN of cells with dropout": case(lambda k: k.layers.RNN(
        [k.layers.LSTMCell(2, dropout=0.5), k.layers.GRUCell(2, recurrent_dropout=0.5)]),
        X, training=True),
    "RNN of an own cell": case(lambda k: k.layers.RNN(
        own_cell(k)(2), return_sequences=True, go_backwards=True), X, mask=MASK),
    "RNN with zeros": case(lambda k: k.layers.RNN(
        k.layers.LSTMCell(2), return_sequences=True, zero_output_for_mask=True), X, mask=MASK),
    "SimpleRNNCell": case(lambda k: k.layers.SimpleRNNCell(2), X[:, 0], [H]),
    "GRUCell": case(lambda k: k.layers.GRUCell(2), X[:, 0], H),
    "LSTMCell": case(lambda k: k.layers.LSTMCell(2), X[:, 0], [H, C]),
    "StackedRNNCells": case(lambda k: k.layers.StackedRNNCells(
        [k.layers.GRUCell(2), k.layers.LSTMCell(2)]), X[:, 0], [H, [H, C]]),
    **{f"{kind} with a mask {'backwards' * back}": case(
        lambda k, kind=kind, back=back: getattr(k.layers, kind)(
            2, return_sequences=True, return_state=True, go_backwards=back), X, mask=MASK)
       for kind in KINDS for back in (False, True)},
    **{f"Bidirectional {mode}": case(lambda k, mode=mode: k.layers.Bidirectional(
        k.layers.SimpleRNN(2, return_sequences=True), merge_mode=mode), X, mask=MASK)
       for mode in ("concat", "sum", "ave", "mul", None)},
    "Bidirectional last": case(lambda k: k.layers.Bidirectional(k.layers.LSTM(2)), X),
    "Bidirectional with states": case(lambda k: k.layers.Bidirectional(
        k.layers.LSTM(2, return_state=True)), X, initial_state=[H, C, C, H]),
    "Bidirectional of two": case(lambda k: k.layers.Bidirectional(
        k.layers.SimpleRNN(2, return_state=True),
        backward_layer=k.layers.GRU(2, return_state=True, go_backwards=True), merge_mode=None), X),
    "TimeDistributed of a layer": case(lambda k: k.layers.TimeDistributed(
        k.layers.LSTM(2)), numbers(2, 3, 2, 4)),
    "Bidirectional RNN": case(lambda k: k.layers.Bidirectional(
        k.layers.RNN(k.layers.LSTMCell(2))), X),
}
CALLS = Calls(CASES, sloping=(
    "SimpleRNN dropout", "GRU", "GRU recurrent dropout as first published", "LSTM regularized",
    "LSTM recurrent dropout", "LSTM with a mask backwards", "RNN of an own cell"))


@pytest.mark.parametrize("name", CASES)
def test_sequences_give_what_they_give_in_keras(name):
    CALLS.check(name)


@pytest.mark.parametrize("name", ["SimpleRNN", "GRU as first published", "Bidirectional last"])
def test_the_first_weights_are_those_of_keras(name):
    CALLS.check_first_weights(name)


@pytest.mark.parametrize("name", [name for name in CASES if " " not in name or "of" in name
                                  and "own" not in name])
def test_configurations_are_keras_s_and_are_read_back(name):
    CALLS.check_configuration(name)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stateful_layer_goes_on_until_it_is_reset_as_in_keras(kind):
    def outputs(k):
        layer = getattr(k.layers, kind)(2, stateful=True, kernel_initializer="ones")
        weights = [layer(X), layer(X)]
        layer.reset_state()
        return [*weights, layer(X)], layer

    (ours, layer), (theirs, _) = both(outputs)
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
    assert np.abs(ours[0] - ours[1]).max() > 1e-3
    assert [each.name for each in layer.weights] == ["kernel", "recurrent_kernel", "bias"]
    assert {each.name for each in layer.variables} > {"rnn_state"}
    with pytest.raises(ValueError, match="batches of 2 samples.*got 1. Give fit"):
        layer(X[:1])


def test_a_stateful_layer_goes_on_in_a_pure_call():
    layer = keras.layers.GRU(2, stateful=True)
    layer.build(X.shape)
    weights = [each.value for each in layer.trainable_variables]
    state = [each.value for each in layer.non_trainable_variables]
    pure = jax.jit(layer.stateless_call)
    first, state = pure(weights, state, X)
    second, _ = pure(weights, state, X)
    np.testing.assert_allclose(layer(X), first, rtol=1e-5)
    np.testing.assert_allclose(layer(X), second, rtol=1e-5)


def test_a_stateful_layer_goes_on_from_batch_to_batch_of_a_model():
    model = keras.Sequential([keras.Input(batch_shape=(1, 4, 3)), keras.layers.GRU(
        2, stateful=True)])
    layer = model.layers[0]
    predicted = [model.predict(X, batch_size=1, verbose=0) for _ in range(2)]
    layer.reset_state()
    one_by_one = [layer(x[None])[0] for x in (*X, *X)]
    np.testing.assert_allclose(np.concatenate(predicted), one_by_one, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_output_costs_is_as_in_keras(kind):
    def losses(k):
        layer = getattr(k.layers, kind)(2, activity_regularizer="l2")
        layer(X)
        return layer.losses

    ours, theirs = both(losses)
    np.testing.assert_allclose(ours, theirs if kind != "SimpleRNN" else ours, rtol=1e-5)
    assert len(ours) == 1 and (kind != "SimpleRNN" or theirs == [])  # there Keras forgets it


def test_masks_come_from_the_layer_before_as_in_keras():
    words = np.array([[1, 2, 0, 0], [3, 1, 2, 0]])

    def read(k):
        model = k.Sequential([
            k.layers.Embedding(4, 3, mask_zero=True),
            k.layers.Bidirectional(k.layers.LSTM(2, return_sequences=True)),
            k.layers.GRU(2)])
        return model(words)

    np.testing.assert_allclose(*both(read), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("make", [
    lambda: keras.layers.LSTM(3, recurrent_dropout=0.5, seed=1, return_sequences=True),
    lambda: keras.layers.GRU(3, go_backwards=True),
    lambda: keras.layers.RNN([keras.layers.SimpleRNNCell(3), keras.layers.LSTMCell(2)]),
], ids=["LSTM", "GRU", "stacked"])
def test_a_gradient_whose_steps_are_computed_again_is_the_same(make, monkeypatch):
    rng = np.random.default_rng(0)
    x, mask = rng.normal(size=(2, 5, 4)).astype("float32"), rng.random((2, 5)) > 0.3
    layer = make()
    layer.build(x.shape)
    state = [each.value for each in layer.non_trainable_variables]

    def step():
        def loss(weights):
            outputs, new = layer.stateless_call(weights, state, x, mask=mask, training=True)
            return (outputs ** 2).mean(), (outputs, new)

        return jax.value_and_grad(loss, has_aux=True)

    weights = [each.value for each in layer.trainable_variables]
    kept = step()(weights)
    assert "remat" not in str(jax.make_jaxpr(step())(weights))
    monkeypatch.setattr(loop, "MUCH", 0)
    assert "remat" in str(jax.make_jaxpr(step())(weights))
    for a, b in zip(jax.tree.leaves(kept), jax.tree.leaves(step()(weights)), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


WALKS = {
    "LSTM": lambda k: k.layers.LSTM(3, dropout=0.5, return_state=True),
    "GRU": lambda k: k.layers.Bidirectional(k.layers.GRU(2, stateful=True)),
    "cells": lambda k: k.layers.RNN([k.layers.SimpleRNNCell(2), k.layers.LSTMCell(3)]),
}


@pytest.mark.parametrize("make", WALKS.values(), ids=WALKS)
def test_a_layer_called_by_itself_is_compiled_once_and_sees_what_changed(make, compilations):
    def walked(k):
        k.utils.set_random_seed(2)
        layer, found = make(k), []
        layer(X)

        def cost(weights, x):
            given = layer.stateless_call(
                weights, [each.value for each in layer.non_trainable_variables], x)[0]
            return sum((each ** 2).sum() for each in jax.tree.leaves(given))

        for rate in (1.0, 0.5):
            layer.set_weights([each * rate for each in layer.get_weights()])
            compilations.clear()
            found += jax.tree.leaves((layer(X, training=True), layer(X, mask=MASK), jax.grad(cost)(
                [each.value for each in layer.trainable_variables], X)))
        return found

    given = walked(keras)
    assert not compilations
    for a, b in zip(given, walked(oracle), strict=True):
        np.testing.assert_allclose(np.asarray(a), np.asarray(b), rtol=1e-4, atol=1e-6)


def test_what_an_own_activation_reads_may_change():
    rate = keras.Variable(1.0)
    layer = keras.layers.LSTM(2, activation=lambda x: keras.ops.tanh(x) * rate.value)
    before = np.asarray(layer(X))
    rate.assign(0.0)
    assert before.any() and not np.asarray(layer(X)).any()


def test_of_many_lengths_the_programs_used_last_are_kept(monkeypatch):
    monkeypatch.setattr(walks, "MOST", 2)
    layer = keras.layers.SimpleRNN(1)
    for length in (1, 2, 3, 2, 4):
        layer(X[:, :length])
    kept = layer._memory.walks._programs
    assert len(kept) == 2
    assert np.allclose(layer(X[:, :2]), copy.deepcopy(layer)(X[:, :2]))


def test_an_own_cell_may_draw_at_every_step():
    class Noisy(keras.layers.Layer):
        state_size = 1

        def __init__(self):
            super().__init__()
            self.dropout = keras.layers.Dropout(0.5, seed=1)

        def call(self, inputs, states, training=False):
            return self.dropout(inputs, training=training), states

    layer = keras.layers.RNN(Noisy(), return_sequences=True)
    drawn = np.asarray(layer(np.ones((1, 32, 1)), training=True))
    assert 4 < (drawn == 0).sum() < 28
    assert np.asarray(layer.cell.dropout.seed_generator.state.value)[1] >= 32
    assert (np.asarray(layer(np.ones((1, 32, 1)))) == 1).all()


def test_a_subclass_of_a_cell_is_called_and_copied():
    class Halved(keras.layers.GRUCell):
        def call(self, inputs, states, training=False):
            h, states = super().call(inputs, states, training)
            return h / 2, states

    def last(cell):
        return np.asarray(keras.layers.RNN(cell, return_sequences=True)(X))[:, 0]

    plain_cell, halved = both_seeded(lambda kind: kind(2), keras.layers.GRUCell, Halved)
    np.testing.assert_allclose(last(halved), last(plain_cell) / 2, rtol=1e-5)
    copied = keras.layers.Bidirectional(keras.layers.RNN(Halved(2)))
    assert type(copied.forward_layer.cell) is Halved is type(copied.backward_layer.cell)


def both_seeded(make, *kinds):
    made = []
    for kind in kinds:
        keras.utils.set_random_seed(5)
        made.append(make(kind))
    return made


def test_a_layer_has_the_settings_of_its_cell():
    layer = keras.layers.LSTM(3, "relu", dropout=0.25, kernel_regularizer="l2")
    assert (layer.units, layer.dropout, layer.unit_forget_bias) == (3, 0.25, True)
    assert layer.activation is keras.activations.relu
    assert layer.kernel_regularizer is layer.cell.kernel_regularizer
    assert plain(layer.cell.get_config()).items() <= {
        **plain(layer.get_config()), **plain(keras.layers.LSTMCell(1, name="lstm_cell").get_config(
        )), **{"units": 3, "activation": "relu", "dropout": 0.25,
               "kernel_regularizer": plain(layer.get_config())["kernel_regularizer"]}}.items()


@pytest.mark.parametrize(("act", "error", "sentence"), [
    (lambda k: k.layers.LSTM(0), ValueError, "LSTM expects 1 unit or more; got 0"),
    (lambda k: k.layers.GRU("8"), TypeError, "GRU expects a whole number of units; got '8'"),
    (lambda k: k.layers.LSTM(2)(X[0]), ValueError, "lstm .* expects an input of 3 axes"),
    (lambda k: k.layers.RNN(k.layers.Dense(2)), ValueError, "expects a cell"),
    (lambda k: k.layers.StackedRNNCells([k.layers.Dense(2)]), ValueError, "expects cells"),
    (lambda k: k.layers.GRU(2, stateful=True)(k.Input((4, 3))), ValueError,
     r"stateful.*batch_shape=\(batch, time, features\)"),
    (lambda k: k.layers.Bidirectional(3), ValueError, r"expects a recurrent layer"),
    (lambda k: k.layers.Bidirectional(k.layers.GRU(2), "add"), ValueError, "merge_mode 'concat'"),
    (lambda k: k.layers.Bidirectional(k.layers.GRU(2), backward_layer=k.layers.GRU(2)),
     ValueError, "reads forwards and one that reads backwards"),
    (lambda k: k.layers.Bidirectional(k.layers.GRU(2), backward_layer=k.layers.GRU(
        2, go_backwards=True, return_sequences=True)), ValueError, "the same return_sequences"),
])
def test_what_cannot_be_read_is_said(act, error, sentence):
    with pytest.raises(error, match=sentence):
        act(keras)
