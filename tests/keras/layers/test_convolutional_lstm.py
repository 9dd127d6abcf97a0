"""ConvLSTM against Keras 3.15: outputs, states, gradients, first weights, configurations."""

from __future__ import annotations

import pytest

from playground import keras
from tests.keras.calls import Calls, case, numbers

SIGNALS, FRAMES = numbers(2, 3, 5, 2), numbers(2, 3, 4, 5, 2)
CASES = {
    "1D": case(lambda k: k.layers.ConvLSTM1D(3, 2), SIGNALS),
    "1D strides": case(lambda k: k.layers.ConvLSTM1D(
        2, 3, strides=2, padding="same", activation="relu", use_bias=False, return_sequences=True,
        go_backwards=True), SIGNALS),
    "2D": case(lambda k: k.layers.ConvLSTM2D(
        2, (2, 3), return_sequences=True, return_state=True, unit_forget_bias=False), FRAMES),
    "2D channels first": case(lambda k: k.layers.ConvLSTM2D(
        2, 2, data_format="channels_first", return_state=True), FRAMES),
    "2D dropout": case(lambda k: k.layers.ConvLSTM2D(
        2, 2, padding="same", dropout=0.4, recurrent_dropout=0.3, kernel_regularizer="l2",
        recurrent_initializer="glorot_uniform"),
        FRAMES, training=True),
    "2D dilated": case(lambda k: k.layers.ConvLSTM2D(
        1, 2, dilation_rate=2, recurrent_activation="hard_sigmoid"), FRAMES),
    "3D": case(lambda k: k.layers.ConvLSTM3D(1, 1), numbers(1, 2, 2, 2, 2, 1)),
}
CALLS = Calls(CASES)


@pytest.mark.parametrize("name", CASES)
def test_films_give_what_they_give_in_keras(name):
    CALLS.check(name)


def test_the_first_weights_are_those_of_keras():
    CALLS.check_first_weights("2D dropout")


@pytest.mark.parametrize("name", CASES)
def test_configurations_are_keras_s_and_are_read_back(name):
    CALLS.check_configuration(name)


def test_what_has_no_size_is_said():
    with pytest.raises(ValueError, match=r"\(ConvLSTM2D\) expects steps of a known size"):
        keras.layers.ConvLSTM2D(2, 2)(keras.Input((3, None, 4, 1)))
    with pytest.raises(ValueError, match="strides or dilation_rate of 1; got 2 and 2"):
        keras.layers.ConvLSTM1D(2, 2, strides=2, dilation_rate=2)
