"""Embedding against Keras 3.15: outputs, gradients, masks, first weights, what is out of range."""

from __future__ import annotations

import keras as oracle
import numpy as np
import pytest

from playground import keras
from tests.keras.calls import Calls, case
from tests.keras.comparing import both

WORDS = np.array([[1, 2, 0], [4, 0, 0]], "int32")

CASES = {
    "Embedding": case(lambda k: k.layers.Embedding(5, 3), WORDS),
    "Embedding with a cost": case(lambda k: k.layers.Embedding(
        5, 3, "he_normal", embeddings_regularizer="l2", embeddings_constraint="non_neg",
        mask_zero=True), WORDS),
    "Embedding of a row": case(lambda k: k.layers.Embedding(5, 2), WORDS[0]),
    "Embedding of numbers with a point": case(
        lambda k: k.layers.Embedding(5, 2), WORDS.astype("float32")),
}
CALLS = Calls(CASES)


@pytest.mark.parametrize("name", CASES)
def test_words_become_the_vectors_of_keras(name):
    CALLS.check(name)


@pytest.mark.parametrize("name", list(CASES)[:2])
def test_the_first_vectors_are_those_of_keras(name):
    CALLS.check_first_weights(name)


@pytest.mark.parametrize("name", CASES)
def test_configurations_are_keras_s_and_are_read_back(name):
    CALLS.check_configuration(name)


def test_zero_is_masked_and_what_is_out_of_range_is_not_a_number_as_in_keras():
    def looked_up(k):
        output = k.layers.Embedding(5, 2, mask_zero=True)(np.array([[0, 5, -1, -7, 3]]))
        return np.asarray(output), np.asarray(output._keras_mask)

    (ours, mine), (theirs, its) = both(looked_up)
    np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(mine, its)
    assert np.isnan(ours[0, 1]).all() and not mine[0, 0]


@pytest.mark.parametrize("listed", [False, True])
def test_the_first_vectors_may_be_given(listed):
    given = np.arange(10.0).reshape(5, 2)
    layer = keras.layers.Embedding(5, 2, weights=[given] if listed else given)
    np.testing.assert_array_equal(layer(np.array([[3]])), given[3][None, None])
    np.testing.assert_array_equal(layer.embeddings, given)


def test_the_old_argument_input_length_is_taken_with_a_warning():
    with pytest.warns(UserWarning, match="input_length"):
        keras.layers.Embedding(5, 2, input_length=10)


@pytest.mark.parametrize(("settings", "sentence"), [
    ((0, 2), "input_dim as a whole number of 1 or more; got 0"),
    ((5, 2.5), "output_dim as a whole number of 1 or more; got 2.5"),
    ((5, True), "output_dim as a whole number"),
])
def test_what_cannot_be_embedded_is_said(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        keras.layers.Embedding(*settings)


@pytest.mark.parametrize("settings", [
    {}, {"tie_weights": False, "mask_zero": True}, {"logit_soft_cap": 2.0}])
def test_an_embedding_is_reversed_as_in_keras(settings):
    words, vectors = np.array([[1, 0, 3]]), np.random.default_rng(0).normal(size=(2, 3, 4))
    pairs = []
    for k in (keras, oracle):
        layer = k.layers.ReversibleEmbedding(5, 4, **settings)
        layer.build((None, 3))
        layer.set_weights([np.arange(each.size).reshape(each.shape) / 10 - 1
                           for each in map(np.asarray, layer.weights)])
        pairs.append((layer(words), layer(vectors.astype("float32"), reverse=True)))
        assert layer(k.Input((3, 4)), reverse=True).shape == (None, 3, 5)
        again = type(layer).from_config(layer.get_config())
        assert again.get_config() == layer.get_config()
    for ours, theirs in zip(*pairs, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def test_a_pipeline_calls_one_layer_after_the_other():
    x = np.random.default_rng(0).normal(size=(2, 4, 4, 3)).astype("float32")
    results = []
    for k in (keras, oracle):
        layer = k.layers.Pipeline([k.layers.RandomFlip(seed=2), k.layers.Rescaling(0.5)])
        again = k.layers.Pipeline.from_config(layer.get_config())
        given = layer(x), again(x), layer(x, training=False)
        results.append([np.asarray(each) for each in given])
    for ours, theirs in zip(*results, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    with pytest.raises(TypeError, match="Pipeline expects a list of layers; got 1 in it"):
        keras.layers.Pipeline([1])
