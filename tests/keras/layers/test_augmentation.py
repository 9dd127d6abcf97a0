"""Image augmentation against Keras 3.15: from the same seed come the same images."""

from __future__ import annotations

import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras
from tests.keras.comparing import Comparison

IMAGE = (5, 6, 2)
FIRST = {"data_format": "channels_first"}

CASES = {
    "RandomFlip": (IMAGE, lambda k: k.layers.RandomFlip()),
    "RandomFlip horizontal": (IMAGE, lambda k: k.layers.RandomFlip("horizontal", seed=4)),
    "RandomFlip vertical": ((2, 5, 6), lambda k: k.layers.RandomFlip("vertical", **FIRST)),
    "RandomRotation": (IMAGE, lambda k: k.layers.RandomRotation(0.3)),
    "RandomRotation constant": (IMAGE, lambda k: k.layers.RandomRotation(
        (0.1, 0.2), fill_mode="constant", fill_value=2.0, seed=1)),
    "RandomTranslation": (IMAGE, lambda k: k.layers.RandomTranslation(0.4, (-0.3, 0.1))),
    "RandomTranslation wrapped": (IMAGE, lambda k: k.layers.RandomTranslation(
        0.4, 0.2, fill_mode="wrap", interpolation="nearest")),
    "RandomZoom": (IMAGE, lambda k: k.layers.RandomZoom(0.4)),
    "RandomZoom by axis": ((2, 5, 6), lambda k: k.layers.RandomZoom(
        0.3, (-0.5, 0.0), fill_mode="nearest", **FIRST)),
    "RandomContrast": (IMAGE, lambda k: k.layers.RandomContrast(0.5, value_range=(-1, 1))),
    "RandomContrast between": (IMAGE, lambda k: k.layers.RandomContrast((0.2, 0.6), seed=2)),
    "RandomBrightness": (IMAGE, lambda k: k.layers.RandomBrightness(0.3, value_range=(-2, 2))),
}

COMPARED = Comparison(CASES, training=(True,))


@pytest.mark.parametrize("case", CASES)
def test_the_images_and_their_gradients_are_those_of_keras(case):
    COMPARED.check(case)


@pytest.mark.parametrize("case", [*CASES, "RandomCrop"])
def test_configurations_are_keras_s_and_are_read_back(case):
    cases = {**CASES, "RandomCrop": (IMAGE, lambda k: k.layers.RandomCrop(3, 2, seed=3))}
    Comparison(cases).check_configuration(case)


@pytest.mark.parametrize(("height", "width"), [(3, 4), (8, 4), (5, 3)])
def test_crops_are_those_of_keras(height, width):
    x = np.random.default_rng(0).normal(size=(2, *IMAGE)).astype("float32")
    results = []
    for k in (keras, oracle):
        k.utils.set_random_seed(3)
        layer = k.layers.RandomCrop(height, width)
        results.append([np.asarray(layer(x, training=True)) for _ in range(2)])
        assert layer.compute_output_shape((None, *IMAGE)) == (None, height, width, 2)
        np.testing.assert_array_equal(layer(x, training=False), x)
    np.testing.assert_allclose(*results, rtol=1e-5)


def test_a_crop_is_drawn_anew_inside_a_compiled_function():
    layer = keras.layers.RandomCrop(2, 2, seed=1)
    x = np.arange(32, dtype="float32").reshape(1, 4, 8, 1)
    crop = jax.jit(lambda state: layer.stateless_call([], state, x, training=True))
    state, seen = [layer.generator.state.value], set()
    for _ in range(8):
        y, state = crop(state)
        seen.add(float(y[0, 0, 0, 0]))
    assert len(seen) > 1


@pytest.mark.parametrize("make", [
    lambda k: k.layers.RandomFlip(seed=1), lambda k: k.layers.RandomZoom(0.5, seed=1)])
def test_one_image_is_changed_too_and_nothing_outside_training(make):
    x = np.random.default_rng(0).normal(size=IMAGE).astype("float32")
    ours, theirs = make(keras), make(oracle)
    np.testing.assert_allclose(ours(x, training=True), theirs(x, training=True), rtol=1e-4,
                               atol=1e-5)
    np.testing.assert_array_equal(ours(x, training=False), x)


@pytest.mark.parametrize(("words", "make"), [
    ("a mode of horizontal", lambda: keras.layers.RandomFlip("diagonal")),
    ("a fill_mode of reflect", lambda: keras.layers.RandomRotation(0.1, fill_mode="mirror")),
    ("RandomRotation expects a factor between -1 and 1", lambda: keras.layers.RandomRotation(90)),
    ("RandomContrast expects a factor between 0 and 1",
     lambda: keras.layers.RandomContrast((-0.1, 0.1))),
    ("a value_range of two numbers", lambda: keras.layers.RandomBrightness(0.1, value_range=1)),
    ("as height; got 0", lambda: keras.layers.RandomCrop(0, 2)),
])
def test_a_setting_that_means_nothing_is_answered_by_a_sentence(words, make):
    with pytest.raises(ValueError) as error:
        make()
    assert words in str(error.value)
