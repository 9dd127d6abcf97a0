"""Noise and normalization against Keras 3.15: outputs, states, gradients, configurations."""

from __future__ import annotations

import keras as oracle
import numpy as np
import pytest

from playground import keras
from tests.keras.comparing import Comparison

SEQUENCE, IMAGE, VOLUME = (5, 4), (3, 4, 6), (2, 3, 2, 4)

CASES = {
    "SpatialDropout1D": (SEQUENCE, lambda k: k.layers.SpatialDropout1D(0.5, seed=3)),
    "SpatialDropout2D": (IMAGE, lambda k: k.layers.SpatialDropout2D(0.5)),
    "SpatialDropout2D channels first": (IMAGE, lambda k: k.layers.SpatialDropout2D(
        0.5, "channels_first")),
    "SpatialDropout3D": (VOLUME, lambda k: k.layers.SpatialDropout3D(0.5)),
    "GaussianDropout": (SEQUENCE, lambda k: k.layers.GaussianDropout(0.3)),
    "AlphaDropout": (SEQUENCE, lambda k: k.layers.AlphaDropout(0.3, seed=5)),
    "AlphaDropout with a noise shape": (SEQUENCE, lambda k: k.layers.AlphaDropout(
        0.3, (None, 1, None))),
    "GroupNormalization": (IMAGE, lambda k: k.layers.GroupNormalization(3)),
    "GroupNormalization of each channel": (IMAGE, lambda k: k.layers.GroupNormalization(
        -1, epsilon=0.1, center=False)),
    "GroupNormalization of the first axis": (IMAGE, lambda k: k.layers.GroupNormalization(
        1, axis=1, scale=False)),
    "GroupNormalization of vectors": ((6,), lambda k: k.layers.GroupNormalization(2)),
    "RMSNormalization": (SEQUENCE, lambda k: k.layers.RMSNormalization()),
    "UnitNormalization": (SEQUENCE, lambda k: k.layers.UnitNormalization()),
    "UnitNormalization over two axes": (SEQUENCE, lambda k: k.layers.UnitNormalization([1, 2])),
}

COMPARED = Comparison(CASES, training=(False, True))


@pytest.mark.parametrize("case", CASES)
def test_outputs_states_and_gradients_are_those_of_keras(case):
    COMPARED.check(case)


@pytest.mark.parametrize("case", CASES)
def test_configurations_are_keras_s_and_are_read_back(case):
    COMPARED.check_configuration(case)


def test_what_an_activity_costs_is_what_it_costs_in_keras():
    x = np.array([[1.0, -2.0], [0.5, 3.0]], "float32")
    losses = []
    for k in (keras, oracle):
        layer = k.layers.ActivityRegularization(l1=0.1, l2=0.01)
        np.testing.assert_array_equal(layer(x), x)
        losses.append([float(each) for each in layer.losses])
    assert losses[0] == pytest.approx(losses[1])
    ours, theirs = (k.layers.ActivityRegularization(0.1, 0.2, name="a").get_config()
                    for k in (keras, oracle))
    assert {**ours, "dtype": 0} == {**theirs, "dtype": 0}


@pytest.mark.parametrize(("words", "make"), [
    ("4 groups and 6 channels", lambda: keras.layers.GroupNormalization(4)(keras.Input((5, 6)))),
    ("1 group or more, or -1; got 0", lambda: keras.layers.GroupNormalization(0)),
    ("SpatialDropout2D expects a rate from 0 to 1", lambda: keras.layers.SpatialDropout2D(2)),
    ("4 axes", lambda: keras.layers.SpatialDropout2D(0.2)(keras.Input((5, 6)))),
])
def test_a_mistake_is_answered_by_a_sentence(words, make):
    with pytest.raises(ValueError) as error:
        make()
    assert words in str(error.value)
