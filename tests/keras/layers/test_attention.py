"""Attention layers against Keras 3.15: outputs, scores, masks, gradients, configurations."""

from __future__ import annotations

import numpy as np
import pytest

from playground import keras
from tests.keras.calls import Calls, case, numbers
from tests.keras.comparing import both

Q, V, K = numbers(2, 3, 4), numbers(2, 5, 4, seed=1), numbers(2, 5, 6, seed=2)
IMAGE = numbers(2, 3, 2, 4)
MAY_SEE = np.random.default_rng(0).random((2, 3, 5)) > 0.4
MAY_SEE[0, 1] = False
PLACES = numbers(2, 3, 2, 2, seed=3) > 0
MASK = np.array([[True, True, False], [False, True, True]])
NEAR = np.array([[True, False, True, True, False], [False, True, True, True, False]])

CASES = {
    "MultiHeadAttention": case(lambda k: k.layers.MultiHeadAttention(2, 3), Q, V),
    "MultiHeadAttention with a key": case(lambda k: k.layers.MultiHeadAttention(
        2, 3, use_bias=False, kernel_regularizer="l2"), Q, V, K),
    "MultiHeadAttention of values of another size": case(lambda k: k.layers.MultiHeadAttention(
        2, 3, value_dim=5, output_shape=7), Q, V, return_attention_scores=True),
    "MultiHeadAttention with a mask": case(lambda k: k.layers.MultiHeadAttention(
        2, 3), Q, V, attention_mask=MAY_SEE),
    "MultiHeadAttention with a mask and scores": case(lambda k: k.layers.MultiHeadAttention(
        2, 3), Q, V, attention_mask=MAY_SEE, return_attention_scores=True),
    "MultiHeadAttention with many masks": case(lambda k: k.layers.MultiHeadAttention(
        2, 3), Q, V, value_mask=NEAR, key_mask=~NEAR | (NEAR.cumsum(1) > 1)),
    "MultiHeadAttention never forward": case(lambda k: k.layers.MultiHeadAttention(
        2, 3), Q, Q, use_causal_mask=True),
    "MultiHeadAttention in a window": case(lambda k: k.layers.MultiHeadAttention(
        2, 3, sliding_window=2), Q, Q, use_causal_mask=True, return_attention_scores=True),
    "MultiHeadAttention dropout": case(lambda k: k.layers.MultiHeadAttention(
        2, 3, dropout=0.5, seed=1), Q, V, training=True),
    "MultiHeadAttention with a gate": case(lambda k: k.layers.MultiHeadAttention(
        2, 3, use_gate=True, bias_initializer="ones"), Q, V),
    "MultiHeadAttention over an image": case(lambda k: k.layers.MultiHeadAttention(
        2, 3, output_shape=(2, 2)), IMAGE, IMAGE),
    "MultiHeadAttention along an axis": case(lambda k: k.layers.MultiHeadAttention(
        2, 3, attention_axes=(2,)), IMAGE, IMAGE, attention_mask=PLACES),
    "MultiHeadAttention along two axes": case(lambda k: k.layers.MultiHeadAttention(
        2, 3, attention_axes=(-3, -2)), IMAGE, IMAGE),
    "GroupQueryAttention": case(lambda k: k.layers.GroupQueryAttention(3, 4, 2), Q, V),
    "GroupQueryAttention never forward": case(lambda k: k.layers.GroupQueryAttention(
        3, 4, 1, dropout=0.3, seed=2, use_gate=True), Q, Q, use_causal_mask=True, training=True),
    "GroupQueryAttention with a mask": case(lambda k: k.layers.GroupQueryAttention(
        3, 2, 2), Q, V, V, attention_mask=MAY_SEE, query_mask=MASK, return_attention_scores=True),
    "Attention": case(lambda k: k.layers.Attention(), [Q, V]),
    "Attention scaled": case(lambda k: k.layers.Attention(
        use_scale=True), [Q, V, K[..., :4]], return_attention_scores=True),
    "Attention of sums": case(lambda k: k.layers.Attention(
        True, "concat"), [Q, V], use_causal_mask=True),
    "Attention with masks": case(lambda k: k.layers.Attention(
        dropout=0.5, seed=3), [Q, V], mask=[MASK, NEAR], training=True),
    "AdditiveAttention": case(lambda k: k.layers.AdditiveAttention(), [Q, V]),
    "AdditiveAttention with masks": case(lambda k: k.layers.AdditiveAttention(
        use_scale=False), [Q, V], mask=[MASK, NEAR], use_causal_mask=True),
}
CALLS = Calls(CASES, sloping=(
    "MultiHeadAttention with a key", "MultiHeadAttention with a mask", "MultiHeadAttention dropout",
    "MultiHeadAttention with a gate", "MultiHeadAttention along an axis", "Attention of sums",
    "Attention with masks", "AdditiveAttention", "GroupQueryAttention with a mask"))


@pytest.mark.parametrize("name", CASES)
def test_who_looks_at_whom_sees_what_it_sees_in_keras(name):
    CALLS.check(name)


@pytest.mark.parametrize("name", ["MultiHeadAttention with a gate"])
def test_the_first_weights_are_those_of_keras(name):
    CALLS.check_first_weights(name)


@pytest.mark.parametrize("name", CASES)
def test_configurations_are_keras_s_and_are_read_back(name):
    CALLS.check_configuration(name)


def test_masks_that_arrays_carry_are_heeded_and_handed_on_as_in_keras():
    words = np.array([[1, 2, 0, 0], [3, 1, 2, 0]])

    def looked(k, make):
        x = k.layers.Embedding(4, 4, mask_zero=True)(words)
        y = make(k)(*([x, x] if "Heads" in make.__name__ else [[x, x]]))
        return y, y._keras_mask, getattr(x, "_keras_mask", None) is None

    def severalHeads(k):  # noqa: N802
        return k.layers.MultiHeadAttention(2, 3)

    for make in (severalHeads, lambda k: k.layers.Attention()):
        (y, mask, taken), (its_y, its_mask, its_taken) = both(
            lambda k, make=make: looked(k, make))
        np.testing.assert_allclose(y, its_y, rtol=1e-5, atol=1e-6)
        np.testing.assert_array_equal(mask, its_mask)
        assert taken == its_taken


def test_what_the_projections_give_may_cost_something_as_in_keras():
    def losses(k):
        layer = k.layers.MultiHeadAttention(2, 3, activity_regularizer="l2")
        layer(Q, V)
        return layer.losses

    ours, theirs = both(losses)
    np.testing.assert_allclose(ours, theirs, rtol=1e-5)
    assert len(ours) == 4


def test_names_count_on_behind_an_attention_layer_as_in_keras():
    def names(k):
        k.layers.MultiHeadAttention(2, 3)(Q, V)
        return k.layers.Dropout(0.5).name, k.layers.Softmax().name

    assert len(set(both(names))) == 1


@pytest.mark.parametrize("scores", [False, True])
def test_small_numbers_are_large_enough_for_masks(scores):
    x = Q.astype("float16")
    nobody = np.zeros((2, 3, 3), bool)
    several = keras.layers.MultiHeadAttention(2, 3, dtype="float16")
    one = keras.layers.Attention(dtype="float16")
    for output in (several(x, x, attention_mask=nobody, return_attention_scores=scores),
                   one([x, x], mask=[None, nobody[0, :2]], return_attention_scores=scores)):
        for each in output if scores else [output]:
            assert each.dtype == np.float16 and np.isfinite(np.asarray(each)).all()


@pytest.mark.parametrize(("act", "sentence"), [
    (lambda layers: layers.MultiHeadAttention(0, 3), "num_heads as a whole number of 1 or more"),
    (lambda layers: layers.MultiHeadAttention(2, 3.5), "key_dim as a whole number of 1 or more"),
    (lambda layers: layers.MultiHeadAttention(2, 3, sliding_window=0), "sliding_window as a whole"),
    (lambda layers: layers.MultiHeadAttention(2, 3, attention_axes="1"), "attention_axes"),
    (lambda layers: layers.MultiHeadAttention(2, 3)(Q, V, K[:, :2]), "as many steps of the key"),
    (lambda layers: layers.GroupQueryAttention(3, 4, 3), "num_key_value_heads to divide"),
    (lambda layers: layers.GroupQueryAttention(3, 4, 2).compute_output_shape(
        Q.shape, K.shape), "as many features of the"),
    (lambda layers: layers.Attention(score_mode="sum"), "'dot' or 'concat'; got 'sum'"),
    (lambda layers: layers.Attention()(Q), r"a list of 2 or 3 inputs, as layer\(\[query, value"),
    (lambda layers: layers.AdditiveAttention()([Q]), "2 or 3 inputs.*got 1"),
])
def test_what_cannot_be_looked_at_is_said(act, sentence):
    with pytest.raises(ValueError, match=sentence):
        act(keras.layers)
