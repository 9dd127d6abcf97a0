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

COLOURED = (4, 5, 3)
WITHIN = {"value_range": (-2, 3)}
CASES |= {
    "RandomShear": (IMAGE, lambda k: k.layers.RandomShear((0.2, 0.3), (0.1, 0.4))),
    "RandomHue": (COLOURED, lambda k: k.layers.RandomHue(0.4, **WITHIN)),
    "RandomHue first": ((3, 4, 5), lambda k: k.layers.RandomHue((0.1, 0.9), **WITHIN, **FIRST)),
    "RandomSaturation": (COLOURED, lambda k: k.layers.RandomSaturation(0.4, seed=2)),
    "RandomColorDegeneration": (COLOURED, lambda k: k.layers.RandomColorDegeneration(
        (0.2, 0.7), **WITHIN)),
    "RandomPosterization": (COLOURED, lambda k: k.layers.RandomPosterization((1, 5), (-9, 9))),
    "RandomPosterization 2": (COLOURED, lambda k: k.layers.RandomPosterization((2, 2), (-9, 9))),
    "RandomInvert": (COLOURED, lambda k: k.layers.RandomInvert(0.8, (0, 1))),
    "RandomGrayscale": (COLOURED, lambda k: k.layers.RandomGrayscale()),
    "RandomGrayscale first": ((3, 4, 5), lambda k: k.layers.RandomGrayscale(0.7, **FIRST)),
    "Solarization": (COLOURED, lambda k: k.layers.Solarization(0.2, (0.1, 0.9), (-9, 9))),
    "AutoContrast": (COLOURED, lambda k: k.layers.AutoContrast(**WITHIN)),
    "RandomColorJitter": (COLOURED, lambda k: k.layers.RandomColorJitter(
        (-3, 3), 0.2, 0.3, 0.4, 0.5)),
    "RandomSharpness": (COLOURED, lambda k: k.layers.RandomSharpness(0.8, (-3, 3))),
    "RandomGaussianBlur": (COLOURED, lambda k: k.layers.RandomGaussianBlur(
        0.9, (3, 5), value_range=(-3, 3))),
    "RandomErasing": (COLOURED, lambda k: k.layers.RandomErasing(0.9, (0.1, 0.9))),
    "RandomErasing filled": ((3, 4, 5), lambda k: k.layers.RandomErasing(
        1.0, (0.2, 0.6), fill_value=2.0, **FIRST)),
}

CASES |= {
    "RandomPerspective": (IMAGE, lambda k: k.layers.RandomPerspective(0.9, 0.4)),
    "RandomPerspective first": ((3, 6, 5), lambda k: k.layers.RandomPerspective(
        (0.8, 1.0), 0.3, "nearest", 2.0, seed=1, **FIRST)),
    "Equalization few": ((2, 4, 5), lambda k: k.layers.Equalization((-3, 2), bins=9, **FIRST)),
}
UNROLLED = {  # by Keras, 256 values one after the other: minutes to compile a gradient
    "Equalization": (COLOURED, lambda k: k.layers.Equalization((-3, 3))),
    "RandAugment": (COLOURED, lambda k: k.layers.RandAugment((-3, 3), seed=4)),
    "RandAugment once": (COLOURED, lambda k: k.layers.RandAugment((-3, 3), 3, 0.3, "nearest")),
}

COMPARED = Comparison(CASES, training=(True,))
OUTPUTS = Comparison(UNROLLED, training=(True,), gradients=False)


@pytest.mark.parametrize("case", CASES)
def test_the_images_and_their_gradients_are_those_of_keras(case):
    COMPARED.check(case)


@pytest.mark.parametrize("case", UNROLLED)
def test_the_images_of_what_takes_minutes_to_compile_are_those_of_keras(case):
    OUTPUTS.check(case)


@pytest.mark.parametrize("case", [*CASES, *UNROLLED, "RandomCrop"])
def test_configurations_are_keras_s_and_are_read_back(case):
    cases = {**CASES, **UNROLLED,
             "RandomCrop": (IMAGE, lambda k: k.layers.RandomCrop(3, 2, seed=3))}
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


@pytest.mark.parametrize("make", [lambda k: k.layers.MixUp(0.5, seed=3),
                                  lambda k: k.layers.CutMix(0.9, seed=1)])
def test_labels_are_mixed_as_the_images_are(make):
    Comparison({"mixed": (COLOURED, make)}).check_configuration("mixed")
    x = np.random.default_rng(0).normal(size=(4, 6, 6, 3)).astype("float32")
    y = np.eye(4, dtype="float32")
    ours, theirs = ({key: np.asarray(each) for key, each in make(k)(
        {"images": x, "labels": y}, training=True).items()} for k in (keras, oracle))
    for key in ("images", "labels"):
        np.testing.assert_allclose(ours[key], theirs[key], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(ours["labels"].sum(1), 1.0, rtol=1e-6)
    assert (ours["labels"] != y).any()
    np.testing.assert_array_equal(make(keras)({"images": x, "labels": y}, training=False)["labels"],
                                  y)
