"""A graph as text: real Keras 3.15 runs it and has the model that was meant."""

import ast

import keras
import numpy as np
import pytest

from playground.code.graph import NOTHING, Graph, Node, Row
from playground.code.graph_writer import write
from playground.code.layout import WIDTH
from tests.code.graphs import EVERY, at, entry, one, residual, twins


def model_of(text):
    names = {}
    exec(compile(text, "model.py", "exec"), names)
    return names["model"]


@pytest.mark.parametrize("name", EVERY)
def test_the_text_is_the_intended_model_in_keras(name):
    graph, intended = EVERY[name]
    model, expected = model_of(write(graph())), intended(keras)
    assert [each.shape for each in model.outputs] == [each.shape for each in expected.outputs]
    assert [each.shape for each in model.weights] == [each.shape for each in expected.weights]
    expected.set_weights(model.get_weights())
    rng = np.random.default_rng(1)
    given = [rng.integers(0, 20, (2, *each.shape[1:])) if each.dtype == "int32"
             else rng.normal(size=(2, *each.shape[1:])).astype("float32") for each in model.inputs]
    given = given[0] if len(given) == 1 else given
    for one_of, other in zip(*(each.predict(given, verbose=0) if len(each.outputs) > 1 else
                               [each.predict(given, verbose=0)] for each in (model, expected))):
        np.testing.assert_allclose(one_of, other, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", EVERY)
def test_its_lines_are_short(name):
    text = write(EVERY[name][0]())
    ast.parse(text)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert not any(line != line.rstrip() for line in text.splitlines())
    assert "\n\n\n\n" not in text and text.endswith("\n")


def test_it_reads_like_a_tutorial():
    assert write(residual()) == '''\
import keras

inputs = keras.Input((8, 8, 3))
x = keras.layers.Conv2D(4, 3, padding="same", activation="relu")(inputs)
y = keras.layers.Conv2D(4, 3, padding="same")(x)
added = keras.layers.Add()([x, y])
activated = keras.ops.relu(added)
pooled = keras.layers.GlobalAveragePooling2D()(activated)
outputs = keras.layers.Dense(
    2,
    activation="softmax",
    kernel_regularizer=keras.regularizers.L2(0.01),
)(pooled)
model = keras.Model(inputs, outputs)
'''


def test_a_shared_layer_is_made_once_and_called_twice():
    text = write(twins())
    assert "tower = keras.layers.Dense(3)\none = tower(left)\nother = tower(right)\n" in text
    assert "difference = one - other\nsquared = difference ** 2\n" in text
    assert "first = one[..., :1]\nmodel = keras.Model([left, right], [distance, first])" in text


def test_what_is_not_connected_is_none_in_the_text():
    graph = Graph((
        entry("inputs", 4), one("x", "Dense", "inputs", units=2),
        Node("added", "Add", (), (("", Row((at("x"), NOTHING))),)),
        Node("y", "Dense", (("units", 3),), (("", NOTHING),)),
    ), ("inputs",), (NOTHING,))
    text = write(graph)
    assert "added = keras.layers.Add()([x, None])\ny = keras.layers.Dense(3)(None)\n" in text
    assert "keras.Model(inputs, None)" in text


def test_texts_and_numbers_keep_their_meaning():
    graph = Graph((
        entry("inputs", 4),
        one("x", "Activation", "inputs", activation='say "hi"\n\\'),
        Node("y", "**", (), (("", -2.0), ("", at("x")))),
    ), ("inputs",), (at("y"),))
    text = write(graph)
    tree = ast.parse(text)
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert 'say "hi"\n\\' in values
    assert "y = (-2.0) ** x" in text
