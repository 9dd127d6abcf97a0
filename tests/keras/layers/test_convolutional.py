"""Convolutions against Keras 3.15: weights, outputs, gradients, shapes, configurations, errors."""

from __future__ import annotations

import jax
import numpy as np
import pytest

from playground import keras
from playground.keras import convolution, windows
from tests.keras.comparing import Comparison, both

SEQUENCE, IMAGE, VOLUME = (9, 4), (6, 7, 4), (4, 5, 4, 2)
FIRST = {"data_format": "channels_first"}

CASES = {
    "Conv1D": (SEQUENCE, lambda k: k.layers.Conv1D(4, 3)),
    "Conv1D same": (SEQUENCE, lambda k: k.layers.Conv1D(4, 3, 2, "same", activation="relu")),
    "Conv1D causal": (SEQUENCE, lambda k: k.layers.Conv1D(4, 3, padding="causal")),
    "Conv1D causal and dilated": (SEQUENCE, lambda k: k.layers.Conv1D(
        4, 3, padding="causal", dilation_rate=2, use_bias=False)),
    "Conv1D in groups": (SEQUENCE, lambda k: k.layers.Conv1D(4, 3, groups=2)),
    "Conv2D": (IMAGE, lambda k: k.layers.Conv2D(4, 3)),
    "Conv2D same": (IMAGE, lambda k: k.layers.Conv2D(
        4, (3, 3), padding="SAME", bias_initializer="ones", activation="tanh")),
    "Conv2D with strides": (IMAGE, lambda k: k.layers.Conv2D(4, 3, strides=(2, 1))),
    "Conv2D same with strides": (IMAGE, lambda k: k.layers.Conv2D(4, 3, 2, "same")),
    "Conv2D same with a long stride": (IMAGE, lambda k: k.layers.Conv2D(4, 1, 3, "same")),
    "Conv2D with an even kernel": (IMAGE, lambda k: k.layers.Conv2D(4, (2, 4), padding="same")),
    "Conv2D dilated": (IMAGE, lambda k: k.layers.Conv2D(4, 3, dilation_rate=2)),
    "Conv2D same and dilated": (IMAGE, lambda k: k.layers.Conv2D(
        4, 3, padding="same", dilation_rate=(1, 2))),
    "Conv2D in groups": (IMAGE, lambda k: k.layers.Conv2D(4, 3, padding="same", groups=2)),
    "Conv2D channels first": ((4, 6, 7), lambda k: k.layers.Conv2D(4, 3, padding="same", **FIRST)),
    "Conv2D with regularizers": (IMAGE, lambda k: k.layers.Conv2D(
        4, 3, kernel_regularizer="l2", bias_regularizer="l1", kernel_constraint="non_neg")),
    "Conv3D": (VOLUME, lambda k: k.layers.Conv3D(4, (2, 3, 2))),
    "Conv3D same": (VOLUME, lambda k: k.layers.Conv3D(4, 2, strides=2, padding="same")),
    "Conv1DTranspose": (SEQUENCE, lambda k: k.layers.Conv1DTranspose(4, 3)),
    "Conv1DTranspose with strides": (SEQUENCE, lambda k: k.layers.Conv1DTranspose(
        4, 3, strides=2, padding="same", output_padding=0)),
    "Conv2DTranspose": (IMAGE, lambda k: k.layers.Conv2DTranspose(4, 3, activation="relu")),
    "Conv2DTranspose with strides": (IMAGE, lambda k: k.layers.Conv2DTranspose(4, 3, 2)),
    "Conv2DTranspose with long strides": (IMAGE, lambda k: k.layers.Conv2DTranspose(4, 1, 3)),
    "Conv2DTranspose same": (IMAGE, lambda k: k.layers.Conv2DTranspose(4, 3, 2, "same")),
    "Conv2DTranspose same with long strides": (IMAGE, lambda k: k.layers.Conv2DTranspose(
        4, (1, 2), 3, "same")),
    "Conv2DTranspose with output padding": (IMAGE, lambda k: k.layers.Conv2DTranspose(
        4, 3, (2, 3), output_padding=(1, 2), use_bias=False)),
    "Conv2DTranspose same with output padding": (IMAGE, lambda k: k.layers.Conv2DTranspose(
        4, 3, 2, "same", output_padding=1)),
    "Conv2DTranspose dilated": (IMAGE, lambda k: k.layers.Conv2DTranspose(
        4, 3, dilation_rate=2, padding="same")),
    "Conv2DTranspose channels first": ((4, 6, 7), lambda k: k.layers.Conv2DTranspose(
        4, 3, 2, **FIRST)),
    "Conv3DTranspose": (VOLUME, lambda k: k.layers.Conv3DTranspose(3, 2, 2, "same")),
    "DepthwiseConv1D": (SEQUENCE, lambda k: k.layers.DepthwiseConv1D(3, 2)),
    "DepthwiseConv2D": (IMAGE, lambda k: k.layers.DepthwiseConv2D(3, depth_multiplier=2)),
    "DepthwiseConv2D same": (IMAGE, lambda k: k.layers.DepthwiseConv2D(
        3, 2, "same", activation="relu", depthwise_regularizer="l2", use_bias=False)),
    "DepthwiseConv2D channels first": ((4, 6, 7), lambda k: k.layers.DepthwiseConv2D(
        3, dilation_rate=2, **FIRST)),
    "SeparableConv1D": (SEQUENCE, lambda k: k.layers.SeparableConv1D(4, 3)),
    "SeparableConv2D": (IMAGE, lambda k: k.layers.SeparableConv2D(
        4, 3, depth_multiplier=2, pointwise_regularizer="l1")),
    "SeparableConv2D same": (IMAGE, lambda k: k.layers.SeparableConv2D(
        4, 3, strides=2, padding="same", use_bias=False)),
    "SeparableConv2D dilated": (IMAGE, lambda k: k.layers.SeparableConv2D(4, 3, dilation_rate=2)),
}

COMPARED = Comparison(CASES)


@pytest.mark.parametrize("case", CASES)
def test_convolutions_give_the_outputs_and_gradients_of_keras(case):
    COMPARED.check(case)


@pytest.mark.parametrize("case", [
    "Conv2D", "DepthwiseConv2D", "SeparableConv2D"])
def test_the_first_weights_are_those_of_keras(case):
    COMPARED.check_first_weights(case)


@pytest.mark.parametrize("case", CASES)
def test_configurations_are_keras_s_and_are_read_back(case):
    COMPARED.check_configuration(case)


@pytest.mark.parametrize(("words", "shape", "make"), [
    ("the kernel is larger than the input", (None, 2, 9, 1), lambda: keras.layers.Conv2D(4, 3)),
    ("lays a kernel 5 long on a size of 4", (None, 4, 1),
     lambda: keras.layers.Conv1D(4, 3, dilation_rate=2)),
    ("x[..., None]", (None, 28, 28), lambda: keras.layers.Conv2D(4, 3)),
    ("A Reshape layer before it", (None, 784), lambda: keras.layers.Conv2D(4, 3)),
    ("x[:, None]", (None, 28, 28), lambda: keras.layers.Conv2D(4, 3, **FIRST)),
    ("2 groups and 3 channels", (None, 8, 8, 3), lambda: keras.layers.Conv2D(4, 3, groups=2)),
    ("known number of channels", (None, 8, 8, None), lambda: keras.layers.Conv2D(4, 3)),
])
def test_a_shape_that_does_not_fit_is_answered_by_a_sentence(words, shape, make):
    layer = make()
    with pytest.raises(ValueError) as error:
        layer(keras.Input(shape[1:]))
    assert words in str(error.value) and layer.name in str(error.value)


@pytest.mark.parametrize(("words", "make"), [
    ("Conv2D expects a whole number of 1 or more as filters; got 0",
     lambda: keras.layers.Conv2D(0, 3)),
    ("or 2 of them as kernel_size; got (3, 3, 3)", lambda: keras.layers.Conv2D(4, (3, 3, 3))),
    ("as strides; got '2'", lambda: keras.layers.Conv2D(4, 3, "2")),
    ("a padding of 'valid' or 'same'; got 'causal'",
     lambda: keras.layers.Conv2D(4, 3, padding="causal")),
    ("strides of 1 or a dilation_rate of 1",
     lambda: keras.layers.Conv2D(4, 3, strides=2, dilation_rate=2)),
    ("groups to divide the number of filters", lambda: keras.layers.Conv2D(3, 3, groups=2)),
    ("'channels_last' or 'channels_first'", lambda: keras.layers.Conv2D(3, 3, data_format="x")),
    ("output_padding smaller than its strides",
     lambda: keras.layers.Conv2DTranspose(3, 3, output_padding=1)),
])
def test_a_setting_that_means_nothing_is_answered_by_a_sentence(words, make):
    with pytest.raises(ValueError) as error:
        make()
    assert words in str(error.value)


def test_an_input_that_turns_out_too_small_names_the_layer():
    layer = keras.layers.Conv2D(4, 3, name="eyes")
    layer(keras.Input((None, None, 1)))
    with pytest.raises(ValueError, match=r"eyes \(Conv2D\) lays a kernel 3 long on a size of 2"):
        layer(np.zeros((1, 2, 5, 1), "float32"))


def test_a_subclass_lays_another_kernel_as_in_keras():
    def laid(k):
        class Centred(k.layers.Conv2D):
            def convolution_op(self, inputs, kernel):
                kernel = k.ops.convert_to_tensor(kernel)
                mean, variance = k.ops.moments(kernel, axes=(0, 1, 2), keepdims=True)
                return super().convolution_op(inputs, (kernel - mean) / k.ops.sqrt(variance))

        k.utils.set_random_seed(2)
        x = np.random.default_rng(0).normal(size=(2, 6, 5, 3)).astype("float32")
        return Centred(4, 3, padding="same", activation="relu")(x)

    np.testing.assert_allclose(*both(laid), rtol=1e-4, atol=1e-5)


@pytest.fixture
def anew(monkeypatch):
    """The module of convolutions, computed anew at every call whatever was compiled before."""
    for name in ("convolve", "convolve_each", "convolve_transposed"):
        monkeypatch.setattr(convolution, name, getattr(convolution, name).__wrapped__)


def test_a_convolution_called_by_itself_is_one_program(compilations):
    x = np.zeros((2, 9, 11, 3), "float32")
    layer = keras.layers.Conv2D(5, (4, 3), padding="same", use_bias=False)
    layer.build(x.shape)
    assert layer.kernel.numpy().any()
    compilations.clear()
    layer(x)
    assert len(compilations) == 1


@pytest.mark.usefixtures("anew")
def test_every_way_of_computing_a_convolution_gives_the_same(monkeypatch):
    rng = np.random.default_rng(0)
    x, kernel, single = (rng.normal(size=shape).astype("float32") for shape in (
        (2, 7, 6, 4), (3, 2, 4, 6), (3, 2, 4, 3)))

    def outputs(*_):
        whole = convolution.convolve(x, kernel, (2, 1), "same", (1, 1))
        groups = convolution.convolve(x, kernel[:, :, :2], (1, 1), "valid", (1, 2), 2)
        spread = convolution.convolve_transposed(
            x, kernel.swapaxes(2, 3), (2, 2), "same", (1, None), (1, 1))
        return whole, groups, spread, convolution.convolve_each(x, single, (1, 2), "same", (1, 1))

    expected = outputs()
    monkeypatch.setattr(convolution, "LARGEST", 0)
    for a, b in zip(expected, outputs(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5)
    monkeypatch.setattr(convolution, "_as_slices", lambda window: False)
    for a, b in zip(expected, outputs(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5)


@pytest.mark.usefixtures("anew")
def test_a_large_batch_goes_piece_by_piece_and_gives_the_same(monkeypatch):
    rng = np.random.default_rng(0)
    x, kernel = (rng.normal(size=shape).astype("float32") for shape in ((7, 6, 5, 4), (3, 2, 4, 6)))

    def step():
        def loss(x, kernel):
            outputs = convolution.convolve(x, kernel, (1, 1), "same", (1, 1))
            return (outputs ** 2).mean(), outputs

        return jax.value_and_grad(loss, (0, 1), has_aux=True)

    whole = step()(x, kernel)
    assert "scan" not in str(jax.make_jaxpr(step())(x, kernel))
    monkeypatch.setattr(convolution, "PIECE", 6 * 5 * 24 * 3)  # three samples, three, and one
    pieces = step()
    assert "scan" in str(jax.make_jaxpr(pieces)(x, kernel))
    for a, b in zip(jax.tree.leaves(whole), jax.tree.leaves(pieces(x, kernel)), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
    assert convolution.convolve(x[:0], kernel, (1, 1), "same", (1, 1)).shape == (0, 6, 5, 6)


def test_a_convolution_on_a_cpu_is_a_matrix_product():
    x, kernel = np.zeros((2, 8, 8, 3), "float32"), np.zeros((3, 3, 3, 4), "float32")
    assert windows.output_size(8, 3, 1, "valid") == 6
    program = str(jax.make_jaxpr(jax.grad(lambda kernel: convolution.convolve(
        x, kernel, (1, 1), "valid", (1, 1)).sum()))(kernel))
    assert ("conv_general_dilated" in program) == (jax.default_backend() != "cpu")


def network(k):
    return k.Sequential([
        k.Input((8, 8, 1)),
        k.layers.Conv2D(4, 3, activation="relu"),
        k.layers.MaxPooling2D(),
        k.layers.SeparableConv2D(3, 2, padding="same", activation="relu"),
        k.layers.GlobalAveragePooling2D(),
        k.layers.Dense(2, "softmax"),
    ])


def test_a_convolution_network_trains_as_in_keras():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(24, 8, 8, 1)).astype("float32"), rng.integers(0, 2, 24)
    results = []
    for model in both(network):
        model.compile("sgd", "sparse_categorical_crossentropy")
        history = model.fit(x, y, batch_size=8, epochs=2, verbose=0).history["loss"]
        results.append((history, model.get_weights()))
    np.testing.assert_allclose(results[0][0], results[1][0], rtol=1e-4)
    for a, b in zip(results[0][1], results[1][1], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-5)


def test_a_convolution_computes_in_the_type_of_its_policy():
    layer = keras.layers.Conv2D(2, 3, dtype="mixed_bfloat16")
    y = layer(np.ones((1, 4, 4, 1), "float32"))
    assert y.dtype == "bfloat16" and layer.kernel.dtype == "float32"


def test_images_of_whole_numbers_are_convolved_as_if_they_were_floats():
    x = np.arange(16, dtype="uint8").reshape(1, 4, 4, 1)
    for layer in (keras.layers.Conv2D(2, 2), keras.layers.Conv2DTranspose(2, 2)):
        np.testing.assert_array_equal(layer(x), layer(x.astype("float32")))
