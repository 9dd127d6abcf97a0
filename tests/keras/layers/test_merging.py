"""Merging layers against Keras 3.15: outputs, gradients, masks, shapes, configurations, errors."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from playground import keras
from tests.keras.calls import Calls, case, numbers
from tests.keras.comparing import both

A, B, C = numbers(2, 3, 4), numbers(2, 3, 4, seed=1), numbers(2, 3, 4, seed=2)
ROW, ONE = numbers(2, 4, seed=3), numbers(2, 1, 4, seed=4)

CASES = {
    "Add": case(lambda k: k.layers.Add(), [A, B, C]),
    "Add of one": case(lambda k: k.layers.Add(), [A]),
    "Add stretched": case(lambda k: k.layers.Add(), [A, ONE]),
    "Add of fewer axes": case(lambda k: k.layers.Add(), [A, ROW]),
    "Subtract": case(lambda k: k.layers.Subtract(), [A, B]),
    "Multiply": case(lambda k: k.layers.Multiply(), [A, B, C]),
    "Average": case(lambda k: k.layers.Average(), [A, B, C]),
    "Maximum": case(lambda k: k.layers.Maximum(), [A, B, C]),
    "Minimum": case(lambda k: k.layers.Minimum(), [A, ONE]),
    "Concatenate": case(lambda k: k.layers.Concatenate(), [A, B]),
    "Concatenate in time": case(lambda k: k.layers.Concatenate(axis=1), [A, ONE, B]),
    "Concatenate from behind": case(lambda k: k.layers.Concatenate(axis=-2), [A, ONE]),
    "Dot of rows": case(lambda k: k.layers.Dot(axes=1), [ROW, numbers(2, 4, seed=5)]),
    "Dot": case(lambda k: k.layers.Dot(axes=(2, 2)), [A, B]),
    "Dot of a row": case(lambda k: k.layers.Dot(axes=(2, 1)), [A, ROW]),
    "Dot of cosines": case(lambda k: k.layers.Dot(axes=-1, normalize=True), [A, ONE]),
    "Dot of many axes": case(lambda k: k.layers.Dot(axes=(1, 2)), [
        numbers(2, 3, 2, 2), numbers(2, 4, 3, 2)]),
}
CALLS = Calls(CASES)


@pytest.mark.parametrize("name", CASES)
def test_layers_merge_as_in_keras(name):
    CALLS.check(name)


@pytest.mark.parametrize("name", CASES)
def test_configurations_are_keras_s_and_are_read_back(name):
    CALLS.check_configuration(name)


@pytest.mark.parametrize("name", ["Add", "Multiply", "Maximum", "Minimum", "Average", "Subtract",
                                  "Concatenate"])
@pytest.mark.parametrize("masked", [(True, True), (True, False)])
def test_masks_are_merged_as_in_keras(name, masked):
    x = numbers(2, 3, 2)
    x[0, 1:] = 0
    y = numbers(2, 3, 2, seed=1)
    y[:, 2] = y[1, 0] = 0

    def merged(k):
        inputs = [k.layers.Masking()(each) if given else jnp.asarray(each)
                  for each, given in zip((x, y), masked, strict=True)]
        output = getattr(k.layers, name)()(inputs)
        return output, getattr(output, "_keras_mask", None)

    (ours, mine), (theirs, its) = both(merged)
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    assert (mine is None) == (its is None)
    if its is not None:
        np.testing.assert_array_equal(mine, its)


@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "average", "maximum", "minimum",
                                  "concatenate", "dot"])
def test_the_lower_case_functions_are_the_layers(name):
    layer = getattr(keras.layers, name.capitalize())
    settings = {"axes": 1} if name == "dot" else {}
    x = [numbers(2, 3), numbers(2, 3, seed=1)]
    output = getattr(keras.layers, name)(x, name="merged", **settings)
    np.testing.assert_array_equal(output, layer(**settings)(x))
    assert getattr(keras.layers, name).__name__ == name


@pytest.mark.parametrize(("make", "inputs", "sentence"), [
    (lambda layers: layers.Add(), A, "add .* expects a list of inputs.*got one of shape"),
    (lambda layers: layers.Add(), [A, numbers(2, 3, 5)], r"one shape.*\(3, 4\) and \(3, 5\)"),
    (lambda layers: layers.Add(), [A, numbers(3, 3, 4)], "same number of samples"),
    (lambda layers: layers.Subtract(), [A, B, C], "expects 2 inputs.*got 3"),
    (lambda layers: layers.Concatenate(), [A, ROW], "differ along axis -1 at most"),
    (lambda layers: layers.Concatenate(axis=1), [A, numbers(2, 3, 5)], "differ along axis 1"),
    (lambda layers: layers.Concatenate(axis=3), [A, B], "an axis that its inputs have"),
    (lambda layers: layers.Dot(axes=1), [A, numbers(2, 4, 4)], "as many values along axis 1"),
    (lambda layers: layers.Dot(axes=0), [A, B], "axes behind the batch"),
    (lambda layers: layers.Dot(axes=(1, 2, 3)), [A, B], "pair of whole numbers"),
])
def test_what_cannot_be_merged_is_said(make, inputs, sentence):
    with pytest.raises(ValueError, match=sentence):
        make(keras.layers)(inputs)
