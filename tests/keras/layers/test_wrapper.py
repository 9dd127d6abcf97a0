"""TimeDistributed and Wrapper against Keras 3.15."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from playground import keras
from tests.keras.calls import Calls, case, numbers
from tests.keras.comparing import both

CLIP, VIDEO = numbers(2, 3, 4), numbers(2, 3, 4, 4, 2)
MASK = np.array([[True, True, False], [True, False, False]])


def block(k):
    return k.Sequential([k.Input((4,)), k.layers.Dense(3, "relu"), k.layers.Dense(2)])


CASES = {
    "TimeDistributed": case(lambda k: k.layers.TimeDistributed(
        k.layers.Dense(3, "tanh", kernel_regularizer="l2")), CLIP),
    "TimeDistributed with a mask": case(lambda k: k.layers.TimeDistributed(
        k.layers.Dense(3)), CLIP, mask=MASK),
    "TimeDistributed of frames": case(lambda k: k.layers.TimeDistributed(
        k.layers.Flatten()), VIDEO),
    "TimeDistributed softmax with masks": case(lambda k: k.layers.TimeDistributed(
        k.layers.Softmax()), CLIP, mask=numbers(2, 3, 4, seed=3) > 0),
    "TimeDistributed of a model": case(lambda k: k.layers.TimeDistributed(block(k)), CLIP),
    "TimeDistributed dropout": case(lambda k: k.layers.TimeDistributed(
        k.layers.Dropout(0.5, seed=1)), CLIP, training=True),
    "TimeDistributed moments": case(lambda k: k.layers.TimeDistributed(
        k.layers.BatchNormalization(momentum=0.5)), CLIP, training=True),
    "Wrapper of nothing": case(lambda k: passing(k), CLIP),
}


def passing(k):
    class Passing(k.layers.Wrapper):
        def call(self, inputs):
            return self.layer(inputs)

        def compute_output_shape(self, input_shape):
            return self.layer.compute_output_shape(input_shape)

    return Passing(k.layers.Dense(2), name="passing")


CALLS = Calls(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_layer_within_is_called_as_in_keras(name):
    CALLS.check(name)


def test_configurations_are_keras_s_and_are_read_back():
    CALLS.check_configuration("TimeDistributed")


def test_an_own_layer_sees_one_step_at_a_time_and_its_losses_count():
    def costs(k):
        class Costly(k.layers.Layer):
            def call(self, inputs):
                self.add_loss(jnp.sum(inputs))
                return inputs - jnp.mean(inputs, axis=0)

            def compute_output_shape(self, input_shape):
                return input_shape

        layer = k.layers.TimeDistributed(Costly())
        return layer(CLIP), layer.losses

    (ours, mine), (theirs, its) = both(costs)
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    np.testing.assert_allclose(mine, its, atol=1e-5)


@pytest.mark.parametrize(("act", "sentence"), [
    (lambda layers: layers.Wrapper("dense"), r"expects a layer, as Wrapper\(Dense\(3\)\)"),
    (lambda layers: layers.TimeDistributed(layers.Dense(2))(numbers(2, 3)), "3 axes or more"),
    (lambda layers: layers.TimeDistributed(layers.Dense(2))(CLIP, mask=MASK[:, :2]),
     r"mask of shape \(batch, time, …\), here \(2, 3\); got one of shape \(2, 2\)"),
])
def test_what_cannot_be_wrapped_is_said(act, sentence):
    with pytest.raises(ValueError, match=sentence):
        act(keras.layers)
