"""SpectralNormalization against Keras 3.15."""

from __future__ import annotations

import numpy as np
import pytest

from playground import keras
from tests.keras.calls import Calls, case, numbers

CASES = {
    "SpectralNormalization": case(lambda k: k.layers.SpectralNormalization(
        k.layers.Dense(3)), numbers(2, 4), training=True),
    "SpectralNormalization of a convolution": case(lambda k: k.layers.SpectralNormalization(
        k.layers.Conv1D(3, 2), power_iterations=3), numbers(2, 5, 4), training=True),
    "SpectralNormalization outside training": case(lambda k: k.layers.SpectralNormalization(
        k.layers.Dense(3)), numbers(2, 4), training=False),
}

CALLS = Calls(CASES)


@pytest.mark.parametrize("name", CASES)
def test_outputs_states_and_gradients_are_those_of_keras(name):
    CALLS.check(name)


def test_configurations_are_keras_s_and_are_read_back():
    CALLS.check_configuration("SpectralNormalization")


def test_the_kernel_stretches_nothing_by_more_than_1():
    layer = keras.layers.SpectralNormalization(keras.layers.Dense(3), power_iterations=50)
    layer(np.ones((1, 4), "float32"), training=True)
    assert np.linalg.norm(np.asarray(layer.kernel), 2) == pytest.approx(1, rel=1e-3)


@pytest.mark.parametrize(("words", "make"), [
    ("1 power iteration or more", lambda: keras.layers.SpectralNormalization(
        keras.layers.Dense(2), power_iterations=0)),
    ("a layer with a kernel", lambda: keras.layers.SpectralNormalization(
        keras.layers.Flatten())(np.ones((1, 4), "float32"))),
])
def test_a_mistake_is_answered_by_a_sentence(words, make):
    with pytest.raises(ValueError) as error:
        make()
    assert words in str(error.value)
