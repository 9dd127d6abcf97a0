"""Pooling against Keras 3.15: outputs, gradients, shapes, configurations, masks, errors."""

from __future__ import annotations

import jax
import keras as oracle
import numpy as np
import pytest
from jax import lax

from playground import keras
from playground.keras import windows
from tests.keras.comparing import Comparison

SEQUENCE, IMAGE, VOLUME = (9, 2), (7, 6, 2), (4, 5, 4, 2)
FIRST = {"data_format": "channels_first"}

CASES = {
    "MaxPooling1D": (SEQUENCE, lambda k: k.layers.MaxPooling1D(2)),
    "MaxPooling1D same": (SEQUENCE, lambda k: k.layers.MaxPooling1D(3, 2, "same")),
    "MaxPooling1D long": ((40, 1), lambda k: k.layers.MaxPooling1D(20, 5)),
    "MaxPooling2D": (IMAGE, lambda k: k.layers.MaxPooling2D()),
    "MaxPooling2D same": (IMAGE, lambda k: k.layers.MaxPooling2D((2, 2), padding="same")),
    "MaxPooling2D overlapping": (IMAGE, lambda k: k.layers.MaxPooling2D(3, strides=(2, 1))),
    "MaxPooling2D same and overlapping": (IMAGE, lambda k: k.layers.MaxPooling2D(3, 2, "same")),
    "MaxPooling2D channels first": ((2, 6, 7), lambda k: k.layers.MaxPooling2D((3, 2), **FIRST)),
    "MaxPooling3D": (VOLUME, lambda k: k.layers.MaxPooling3D()),
    "AveragePooling1D": (SEQUENCE, lambda k: k.layers.AveragePooling1D(2)),
    "AveragePooling1D long": ((40, 1), lambda k: k.layers.AveragePooling1D(20, 5, "same")),
    "AveragePooling2D": (IMAGE, lambda k: k.layers.AveragePooling2D((3, 2), name="calm")),
    "AveragePooling2D same": (IMAGE, lambda k: k.layers.AveragePooling2D(3, 2, "same")),
    "AveragePooling2D channels first": ((2, 6, 7), lambda k: k.layers.AveragePooling2D(
        2, 1, "same", **FIRST)),
    "AveragePooling3D": (VOLUME, lambda k: k.layers.AveragePooling3D(2, padding="same")),
    "GlobalMaxPooling1D": (SEQUENCE, lambda k: k.layers.GlobalMaxPooling1D()),
    "GlobalMaxPooling2D": (IMAGE, lambda k: k.layers.GlobalMaxPooling2D(keepdims=True)),
    "GlobalMaxPooling3D": (VOLUME, lambda k: k.layers.GlobalMaxPooling3D(**FIRST)),
    "GlobalAveragePooling1D": (SEQUENCE, lambda k: k.layers.GlobalAveragePooling1D()),
    "GlobalAveragePooling2D": (IMAGE, lambda k: k.layers.GlobalAveragePooling2D()),
    "GlobalAveragePooling2D kept": (IMAGE, lambda k: k.layers.GlobalAveragePooling2D(
        keepdims=True, **FIRST)),
    "GlobalAveragePooling3D": (VOLUME, lambda k: k.layers.GlobalAveragePooling3D()),
    "AdaptiveMaxPooling1D": (SEQUENCE, lambda k: k.layers.AdaptiveMaxPooling1D(4)),
    "AdaptiveMaxPooling2D": (IMAGE, lambda k: k.layers.AdaptiveMaxPooling2D((3, 2))),
    "AdaptiveMaxPooling3D": (VOLUME, lambda k: k.layers.AdaptiveMaxPooling3D(2)),
    "AdaptiveAveragePooling1D": (SEQUENCE, lambda k: k.layers.AdaptiveAveragePooling1D(4)),
    "AdaptiveAveragePooling2D": (IMAGE, lambda k: k.layers.AdaptiveAveragePooling2D(3)),
    "AdaptiveAveragePooling2D channels first": ((2, 7, 6), lambda k: (
        k.layers.AdaptiveAveragePooling2D((5, 2), **FIRST))),
    "AdaptiveAveragePooling3D": (VOLUME, lambda k: k.layers.AdaptiveAveragePooling3D((2, 2, 3))),
}

COMPARED = Comparison(CASES)


@pytest.mark.parametrize("case", CASES)
def test_pooling_gives_the_outputs_and_gradients_of_keras(case):
    COMPARED.check(case)


@pytest.mark.parametrize("case", CASES)
def test_configurations_are_keras_s_and_are_read_back(case):
    COMPARED.check_configuration(case)


@pytest.mark.parametrize("keepdims", [False, True])
def test_what_is_masked_does_not_count_in_the_mean_of_a_sequence(keepdims):
    x = np.arange(12, dtype="float32").reshape(2, 3, 2)
    mask = np.array([[True, True, False], [False, True, True]])
    results = [np.asarray(k.layers.GlobalAveragePooling1D(keepdims=keepdims)(x, mask=mask))
               for k in (keras, oracle)]
    np.testing.assert_allclose(*results, rtol=1e-6)
    np.testing.assert_allclose(results[0].reshape(2, 2), [[1, 2], [9, 10]])


@pytest.mark.parametrize(("window", "stride"), [(2, 2), (3, 2), (3, 3)])
def test_of_equal_numbers_the_first_has_the_gradient_and_no_number_is_lost(window, stride):
    """As in XLA's own pooling, whichever way it is folded."""
    x = np.random.default_rng(0).integers(0, 2, (2, 7, 8, 2)).astype("float32")
    x[0, 3, 3, 0] = np.nan

    def ours(x):
        return windows.greatest(x, (window, window), (stride, stride), "valid")

    def theirs(x):
        return lax.reduce_window(x, -np.inf, lax.max, (1, window, window, 1),
                                 (1, stride, stride, 1), "VALID")

    np.testing.assert_array_equal(ours(x), theirs(x))
    x[0, 3, 3, 0] = 0
    slopes = [jax.grad(lambda x, pool=pool: (pool(x) * 2).sum())(x) for pool in (ours, theirs)]
    np.testing.assert_array_equal(*slopes)


@pytest.mark.parametrize("rank", [1, 2])
def test_of_equal_numbers_in_a_part_the_first_has_the_gradient_too(rank):
    x = np.random.default_rng(0).integers(0, 2, (2, 5, 5, 2)[:rank + 2]).astype("float32")
    x = x.reshape(x.shape[:rank + 1] + (-1,))
    mine, its = (jax.grad(lambda x, k=k: (getattr(k.layers, f"AdaptiveMaxPooling{rank}D")(2)(x)
                                          * np.arange(1, 3)[:, None]).sum())(x)
                 for k in (keras, oracle))
    np.testing.assert_array_equal(mine, its)


def test_whole_numbers_are_pooled_too():
    x = np.array([[[-3], [-5], [-7]]], "int32")
    assert np.asarray(windows.greatest(x, (2,), (2,), "same")).ravel().tolist() == [-3, -7]


def test_keras_s_second_names_are_there():
    assert keras.layers.MaxPool2D is keras.layers.MaxPooling2D
    assert keras.layers.GlobalAvgPool1D is keras.layers.GlobalAveragePooling1D
    assert keras.layers.Convolution2D is keras.layers.Conv2D
    with pytest.raises(AttributeError, match="Did you mean 'Conv2D'"):
        _ = keras.layers.Conf2D


@pytest.mark.parametrize(("words", "shape", "make"), [
    ("sizes of 3 or more, as its window is", (None, 2, 9, 1), lambda: keras.layers.MaxPooling2D(3)),
    ("x[..., None]", (None, 28, 28), lambda: keras.layers.AveragePooling2D()),
    ("expects images of shape (batch, height, width, channels)", (None, 28, 28),
     lambda: keras.layers.GlobalAveragePooling2D()),
])
def test_a_shape_that_does_not_fit_is_answered_by_a_sentence(words, shape, make):
    layer = make()
    with pytest.raises(ValueError) as error:
        layer(keras.Input(shape[1:]))
    assert words in str(error.value) and layer.name in str(error.value)


@pytest.mark.parametrize(("words", "make"), [
    ("as pool_size; got 0", lambda: keras.layers.MaxPooling2D(0)),
    ("a padding of 'valid' or 'same'; got 'full'",
     lambda: keras.layers.MaxPooling2D(padding="full")),
    ("or 2 of them as output_size", lambda: keras.layers.AdaptiveMaxPooling2D((1, 2, 3))),
])
def test_a_setting_that_means_nothing_is_answered_by_a_sentence(words, make):
    with pytest.raises(ValueError) as error:
        make()
    assert words in str(error.value)
