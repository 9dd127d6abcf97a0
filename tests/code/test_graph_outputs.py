"""What a graph's outputs are compared with, by which losses and weights: read and changed."""

import keras
import pytest

from playground.code.graph_outputs import Taught, taught, teach
from playground.code.graph_reader import graph_of
from playground.code.graph_writer import write

TWO = """import keras

inputs = keras.Input((4,))
one = keras.layers.Dense(3, activation="softmax", name="kind")(inputs)
other = keras.layers.Dense(1, name="size")(inputs)
model = keras.Model(inputs, [one, other])
"""
USUAL = (Taught("y_train", '"mse"'), Taught("y_train", '"mse"'))
PLAIN = (Taught("y_train", '"sparse_categorical_crossentropy"'),
         Taught("y_train % 2", '"mae"', 0.5))


@pytest.mark.parametrize("ending", [
    'model.compile("adam", ["sparse_categorical_crossentropy", "mae"], loss_weights=[1, 0.5])\n'
    "model.fit(x_train, [y_train, y_train % 2])",
    "model.compile(loss={'size': 'mae', 'kind': 'sparse_categorical_crossentropy'},\n"
    "    optimizer='adam', loss_weights={'size': 0.5})\n"
    "done = model.fit(x_train, y={'kind': y_train, 'size': y_train%2}, epochs=3)",
])
def test_lists_and_dicts_say_the_same(ending):
    assert taught(graph_of(TWO + ending), USUAL) == PLAIN


def test_what_is_not_said_is_as_usual_and_one_loss_is_for_all():
    assert taught(graph_of(TWO), USUAL) == USUAL
    both = taught(graph_of(TWO + "model.compile('sgd', 'mae')"), USUAL)
    assert [each.loss for each in both] == ['"mae"', '"mae"']


def losses_in_keras(text):
    """What real Keras 3.15 makes of compile."""
    names = {}
    exec("\n".join(line for line in text.splitlines() if ".fit(" not in line), names)
    config = names["model"]._compile_config.config
    return config["loss"], config["loss_weights"], names["model"].optimizer.learning_rate


def test_a_change_writes_what_keras_reads():
    graph = graph_of(TWO)
    graph = teach(graph, 1, USUAL, "keras.optimizers.Adam(0.01)", wanted="y_train > 1")
    assert graph.ending.splitlines()[-1] == "model.fit(x_train, [y_train, y_train > 1])"
    graph = teach(graph, 1, USUAL, "", loss='"mae"', weight=0.25)
    loss, weights, rate = losses_in_keras(write(graph))
    assert loss == ["mse", "mae"] and weights == [1, 0.25]
    assert float(rate) == pytest.approx(0.01)
    assert "loss_weights" not in teach(graph, 1, USUAL, "", weight=1.0).ending
    assert taught(graph_of(write(graph)), USUAL) == (
        USUAL[0], Taught("y_train > 1", '"mae"', 0.25))


def test_what_else_compile_and_fit_say_stays():
    ending = ("rate = keras.optimizers.schedules.CosineDecay(0.1, 9)\n"
              "model.compile(keras.optimizers.SGD(rate), loss='mse', metrics=None)\n\n"
              "history = model.fit(x_train, [y_train, y_train], batch_size=8, epochs=2)  # soon")
    graph = teach(graph_of(TWO + ending), 0, USUAL, "", loss="keras.losses.Huber(0.5)")
    assert graph.ending == (
        "rate = keras.optimizers.schedules.CosineDecay(0.1, 9)\n"
        "model.compile(\n    keras.optimizers.SGD(rate),\n"
        '    loss=[keras.losses.Huber(0.5), "mse"],\n    metrics=None,\n)\n\n'
        "history = model.fit(x_train, [y_train, y_train], batch_size=8, epochs=2)  # soon")
    assert isinstance(losses_in_keras(write(graph))[0][0], keras.losses.Huber)
