"""Masking, Lambda and EinsumDense against Keras 3.15."""

from __future__ import annotations

import json

import jax.numpy as jnp
import numpy as np
import pytest

from playground import keras
from tests.keras.calls import Calls, case, numbers
from tests.keras.comparing import both

X = numbers(2, 3, 4)
FILLED = np.where(np.arange(3)[:, None] < 2, X, 7).astype("float32")


def double(x, training=None, factor=2):
    return x * (factor if training else 1)


CASES = {
    "Masking": case(lambda k: k.layers.Masking(7.0), FILLED),
    "Lambda": case(lambda k: k.layers.Lambda(lambda x: x[..., :2] ** 2), X),
    "Lambda with arguments": case(lambda k: k.layers.Lambda(
        double, arguments={"factor": 3}), X, training=True),
    "Lambda of two": case(lambda k: k.layers.Lambda(
        lambda x: x[0] + x[1], output_shape=(3, 4)), [X, FILLED]),
    "EinsumDense": case(lambda k: k.layers.EinsumDense("abc,cd->abd", (None, 5)), X),
    "EinsumDense with a bias": case(lambda k: k.layers.EinsumDense(
        "abc,cde->abde", (3, 2, 5), "relu", "de", kernel_regularizer="l2",
        bias_initializer="ones"), X),
    "EinsumDense of any axes": case(lambda k: k.layers.EinsumDense(
        "...x,xy->...y", 5, bias_axes="y"), X),
    "EinsumDense from behind": case(lambda k: k.layers.EinsumDense(
        "ab...,bc->ac...", 5, bias_axes="c"), X),
}
CALLS = Calls(CASES)


@pytest.mark.parametrize("name", CASES)
def test_layers_give_what_they_give_in_keras(name):
    CALLS.check(name)


@pytest.mark.parametrize("name", list(CASES)[-4:])
def test_the_first_weights_are_those_of_keras(name):
    CALLS.check_first_weights(name)


@pytest.mark.parametrize("name", [name for name in CASES if "Lambda" not in name])
def test_configurations_are_keras_s_and_are_read_back(name):
    CALLS.check_configuration(name)


def test_a_mask_is_found_and_handed_on_as_in_keras():
    def masked(k):
        x = k.layers.Masking(7.0)(FILLED)
        y = k.layers.TimeDistributed(k.layers.Dense(2))(x)
        return x, x._keras_mask, y._keras_mask, k.layers.Lambda(
            jnp.abs, mask=lambda inputs, mask: ~mask)(x)._keras_mask

    ours, theirs = both(masked)
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_lambda_layer_is_copied_here_and_never_run_from_a_file():
    layer = keras.layers.Lambda(lambda x: x + 1, name="more")
    copy = keras.layers.Lambda.from_config(layer.get_config())
    np.testing.assert_array_equal(copy(X), X + 1)
    written = json.loads(json.dumps(layer.get_config()))
    its = CASES["Lambda"].make(__import__("keras")).get_config() | {"name": "more"}
    for config in (written, its):
        for safe_mode in (None, True, False):
            with pytest.raises(ValueError, match="never run.*custom_objects={'more'"):
                keras.layers.Lambda.from_config(config, safe_mode=safe_mode)
    known = keras.layers.Lambda.from_config(written, {"more": lambda x: x + 1})
    np.testing.assert_array_equal(known(X), X + 1)


def test_a_named_function_is_written_by_name_as_in_keras():
    ours, theirs = both(lambda k: k.layers.Lambda(double, output_shape=(3, 4)).get_config())
    assert ours == theirs
    written = json.loads(json.dumps(ours))
    with pytest.raises(ValueError, match="No function called 'double' is known"):
        keras.layers.Lambda.from_config(written)
    layer = keras.layers.Lambda.from_config(written, {"double": double})
    assert layer.function is double and layer.compute_output_shape((None, 2)) == (None, 3, 4)


@pytest.mark.parametrize(("act", "error", "sentence"), [
    (lambda layers: layers.Lambda("x + 1"), TypeError, "expects a function"),
    (lambda layers: layers.Lambda(lambda x: x @ x).compute_output_shape((None, 2, 3)),
     NotImplementedError, "cannot find the shape of its output"),
    (lambda layers: layers.EinsumDense("abc->ab", 3)(X), ValueError, "expects an equation"),
    (lambda layers: layers.EinsumDense("abc,cd->abe", (3, 3))(X), ValueError, "'e' of the output"),
    (lambda layers: layers.EinsumDense("abc,cx->abc", (3, 4))(X), ValueError, "'x' of the kernel"),
    (lambda layers: layers.EinsumDense("abc,cd->abd", (2, 3))(X), ValueError, "one size for 'b'"),
    (lambda layers: layers.EinsumDense("abc,cd->abd", (3, 3), bias_axes="z")(X), ValueError,
     "bias_axes of letters of the output"),
])
def test_what_cannot_be_is_said(act, error, sentence):
    with pytest.raises(error, match=sentence):
        act(keras.layers)
