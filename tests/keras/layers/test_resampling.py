"""Layers that change sizes, against Keras 3.15: outputs, gradients, shapes, configurations."""

from __future__ import annotations

import keras as oracle
import numpy as np
import pytest

from playground import keras
from tests.keras.comparing import Comparison

SEQUENCE, IMAGE, VOLUME = (5, 2), (5, 6, 2), (3, 4, 3, 2)
FIRST = {"data_format": "channels_first"}

CASES = {
    "UpSampling1D": (SEQUENCE, lambda k: k.layers.UpSampling1D(3)),
    "UpSampling2D": (IMAGE, lambda k: k.layers.UpSampling2D()),
    "UpSampling2D bilinear": (IMAGE, lambda k: k.layers.UpSampling2D(
        (2, 3), interpolation="bilinear")),
    "UpSampling2D bicubic": (IMAGE, lambda k: k.layers.UpSampling2D(
        2, interpolation="bicubic", **FIRST)),
    "UpSampling3D": (VOLUME, lambda k: k.layers.UpSampling3D((1, 2, 2))),
    "UpSampling3D channels first": (VOLUME, lambda k: k.layers.UpSampling3D(2, **FIRST)),
    "ZeroPadding1D": (SEQUENCE, lambda k: k.layers.ZeroPadding1D((1, 2))),
    "ZeroPadding1D channels first": (SEQUENCE, lambda k: k.layers.ZeroPadding1D(**FIRST)),
    "ZeroPadding2D": (IMAGE, lambda k: k.layers.ZeroPadding2D(2)),
    "ZeroPadding2D by axis": (IMAGE, lambda k: k.layers.ZeroPadding2D((1, 2))),
    "ZeroPadding2D by side": (IMAGE, lambda k: k.layers.ZeroPadding2D(((1, 0), (0, 2)), **FIRST)),
    "ZeroPadding3D": (VOLUME, lambda k: k.layers.ZeroPadding3D()),
    "Cropping1D": (SEQUENCE, lambda k: k.layers.Cropping1D()),
    "Cropping1D at one end": (SEQUENCE, lambda k: k.layers.Cropping1D((2, 0))),
    "Cropping2D": (IMAGE, lambda k: k.layers.Cropping2D()),
    "Cropping2D by side": (IMAGE, lambda k: k.layers.Cropping2D(((1, 2), (0, 3)))),
    "Cropping2D channels first": ((2, 5, 6), lambda k: k.layers.Cropping2D((1, 2), **FIRST)),
    "Cropping3D": (VOLUME, lambda k: k.layers.Cropping3D(1)),
    "Resizing": (IMAGE, lambda k: k.layers.Resizing(7, 3)),
    "Resizing nearest": (IMAGE, lambda k: k.layers.Resizing(3, 4, "nearest", **FIRST)),
    "Resizing antialiased": (IMAGE, lambda k: k.layers.Resizing(2, 3, antialias=True)),
    "Resizing cropped": (IMAGE, lambda k: k.layers.Resizing(4, 3, crop_to_aspect_ratio=True)),
    "Resizing padded": (IMAGE, lambda k: k.layers.Resizing(
        6, 3, pad_to_aspect_ratio=True, fill_value=1.0)),
    "CenterCrop": (IMAGE, lambda k: k.layers.CenterCrop(2, 3)),
    "CenterCrop of a small image": (IMAGE, lambda k: k.layers.CenterCrop(8, 4)),
    "CenterCrop channels first": ((2, 5, 6), lambda k: k.layers.CenterCrop(4, 4, **FIRST)),
    "Permute": (VOLUME[:3], lambda k: k.layers.Permute((3, 1, 2))),
    "RepeatVector": ((4,), lambda k: k.layers.RepeatVector(3)),
}

COMPARED = Comparison(CASES)


@pytest.mark.parametrize("case", CASES)
def test_outputs_and_gradients_are_those_of_keras(case):
    COMPARED.check(case)


@pytest.mark.parametrize("case", CASES)
def test_configurations_are_keras_s_and_are_read_back(case):
    COMPARED.check_configuration(case)


def test_one_image_and_whole_numbers_are_resized_as_in_keras():
    x = np.random.default_rng(0).integers(0, 256, (5, 4, 1)).astype("uint8")
    ours, theirs = (np.asarray(k.layers.Resizing(7, 6)(x)) for k in (keras, oracle))
    assert ours.dtype == theirs.dtype == np.uint8 and ours.shape == (7, 6, 1)
    np.testing.assert_array_equal(ours, theirs)
    assert keras.layers.CenterCrop(2, 2)(x).shape == (2, 2, 1)


@pytest.mark.parametrize(("words", "shape", "make"), [
    ("would leave nothing", (4, 9, 1), lambda: keras.layers.Cropping2D(2)),
    ("expects an image (height, width, channels)", (28, 28, 28, 1),
     lambda: keras.layers.Resizing(2, 2)),
    ("expects sequences of shape (batch, steps, channels)", (7,),
     lambda: keras.layers.UpSampling1D()),
])
def test_a_shape_that_does_not_fit_is_answered_by_a_sentence(words, shape, make):
    layer = make()
    with pytest.raises(ValueError) as error:
        layer(keras.Input(shape))
    assert words in str(error.value) and layer.name in str(error.value)


@pytest.mark.parametrize(("words", "make"), [
    ("as size; got 0", lambda: keras.layers.UpSampling2D(0)),
    ("an interpolation of", lambda: keras.layers.UpSampling2D(interpolation="linear")),
    ("an interpolation of", lambda: keras.layers.Resizing(2, 2, interpolation="linear")),
    ("one cropping for all sizes, or 2 of them", lambda: keras.layers.Cropping2D((1, 1, 1))),
    ("0 or more or 2 of them as padding; got -1", lambda: keras.layers.ZeroPadding1D(-1)),
    ("not both", lambda: keras.layers.Resizing(
        2, 2, crop_to_aspect_ratio=True, pad_to_aspect_ratio=True)),
    ("every number from 1", lambda: keras.layers.Permute((0, 1))),
    ("an n of 1 or more; got 0", lambda: keras.layers.RepeatVector(0)),
])
def test_a_setting_that_means_nothing_is_answered_by_a_sentence(words, make):
    with pytest.raises(ValueError) as error:
        make()
    assert words in str(error.value)
