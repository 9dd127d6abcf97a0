"""What real code needs is a small part of what a text may spend."""

from dataclasses import replace

import jax
import pytest

from playground.code.reader import Budget, Outcome, read
from playground.code.reader.data import Data
from playground.code.reader.jax_module import jax_modules
from playground.code.reader.keras_world import keras_world
from playground.templates import templates
from tests.code.tutorials import TUTORIALS

WORLD = keras_world(extra=jax_modules(jax))
TEXTS = {**{name: code for name, (_, code) in TUTORIALS.items()},
         **{name: each.experiment.code for name, each in templates.items()}}
USUAL = Budget()
GIVEN = {name: Data("mnist", name) for name in ("x_train", "y_train", "x_test", "y_test")}
PART = replace(USUAL, steps=USUAL.steps // 10, calls=USUAL.calls // 4, things=USUAL.things // 6,
               programs=USUAL.programs // 4)

RESNET = """
import keras
from keras import layers
def block(x, filters, strides=1, project=False):
    shortcut = x
    if project:
        shortcut = layers.Conv2D(4 * filters, 1, strides=strides)(x)
        shortcut = layers.BatchNormalization()(shortcut)
    for size, count, step in ((1, filters, strides), (3, filters, 1), (1, 4 * filters, 1)):
        x = layers.Conv2D(count, size, strides=step, padding="same")(x)
        x = layers.BatchNormalization()(x)
        if count == filters:
            x = layers.Activation("relu")(x)
    return layers.Activation("relu")(layers.Add()([x, shortcut]))
inputs = keras.Input((64, 64, 3))
x = layers.MaxPooling2D(2)(layers.Conv2D(16, 7, strides=2, padding="same")(inputs))
for place, (filters, count) in enumerate(((16, 3), (32, 4), (64, 6), (128, 3))):
    for each in range(count):
        x = block(x, filters, 2 if place and not each else 1, not each)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(1000, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy")
"""


RECURRENT = """
import keras
from keras import layers, ops
class Recurrent(layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 8))
        self.recurrent = self.add_weight(shape=(8, 8))
        self.bias = self.add_weight(shape=(8,), initializer="zeros")
    def call(self, x):
        state = ops.zeros((ops.shape(x)[0], 8))
        for step in range(x.shape[1]):
            state = ops.tanh(ops.matmul(x[:, step], self.kernel)
                             + ops.matmul(state, self.recurrent) + self.bias)
        return state
inputs = keras.Input((60, 4))
model = keras.Model(inputs, layers.Dense(1)(Recurrent()(inputs)))
"""


@pytest.mark.parametrize("name", TEXTS)
def test_tutorials_and_templates_spend_a_part_of_it(name):
    assert isinstance(read(TEXTS[name], WORLD, PART, GIVEN), Outcome)


def test_a_residual_network_of_fifty_layers_is_read():
    model = read(RESNET, WORLD).model
    assert len([each for each in model.layers if type(each).__name__ == "Conv2D"]) == 53


def test_a_loop_over_the_time_in_a_layer_of_ones_own_is_traced():
    assert read(RECURRENT, WORLD).model.output_shape == (None, 1)
