"""The same text, read here and executed by the test with real Keras 3.15, is the same model."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import numpy as np
import pytest

from playground.code.reader import read
from playground.code.reader.keras_world import keras_world
from tests.code.reader.test_reading import STACKS

WORLD = keras_world()

TEXTS = {
    **{name: text for name, text in STACKS.items()
       if "tensorflow" not in text and "playground" not in text},
    "two inputs, shared layers, operators": """
import keras
from keras import layers, ops
a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
shared = layers.Dense(6, activation="tanh")
x = ops.abs(shared(a) - shared(b)) ** 2
x = layers.Concatenate()([x[:, :3], 0.5 * x])
model = keras.Model([a, b], layers.Dense(1, activation="sigmoid")(x))
""",
    "a residual network": """
import keras
from keras import layers

def block(x, filters, *, stride=1):
    shortcut = x
    for i in range(2):
        x = layers.Conv2D(filters, 3, strides=stride if i == 0 else 1, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x) if i == 0 else x
    if stride != 1 or shortcut.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=stride)(shortcut)
    return layers.ReLU()(layers.add([x, shortcut]))

inputs = keras.Input(shape=(8, 8, 3))
x = inputs
for filters, stride in zip((4,), (2,)):
    x = block(x, filters, stride=stride)
model = keras.Model(inputs, layers.Dense(5)(layers.GlobalAveragePooling2D()(x)), name="resnet")
""",
    "attention within a layer, over words with gaps": """
import keras
from keras import layers

class Encoder(layers.Layer):
    def __init__(self, size):
        super().__init__()
        self.attention = layers.MultiHeadAttention(2, size // 2)
        self.supports_masking = True
    def call(self, x, mask=None):
        may_see = None if mask is None else mask[:, None, :]
        return x + self.attention(x, x, attention_mask=may_see)

words = keras.Input((12,), dtype="int32")
model = keras.Model(words, Encoder(4)(layers.Embedding(4, 4, mask_zero=True)(words)))
""",
    "a layer with weights, closures and super": """
import keras
from keras import ops

class Base(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
    def call(self, x):
        return ops.matmul(x, self.w)

class Scaled(Base):
    def __init__(self, units=3, scale=2.0, **kwargs):
        super(Scaled, self).__init__(units, **kwargs)
        self.scale = scale
        self.parts = [keras.layers.Dense(units) for _ in range(2)]
    def call(self, x, training=None):
        def through(y, *, times):
            for part in self.parts * times:
                y = part(y)
            return y
        x = super().call(x)
        return self.scale * through(x, times=2) if not training else x

model = keras.Sequential([keras.Input((4,)), Scaled(), keras.layers.Dense(2)])
""",
}


def inputs_of(model):
    rng = np.random.default_rng(0)
    parts = [(each.shape, each.dtype) for each in model.inputs] if hasattr(model, "inputs") else [
        ((None, 4), "float32")]
    arrays = [rng.integers(0, 4, (2, *shape[1:])) if dtype == "int32" else
              rng.normal(size=(2, *shape[1:])).astype("float32") for shape, dtype in parts]
    return arrays[0] if len(arrays) == 1 else arrays


def _value(layer, what):
    found = getattr(layer, what)
    return found() if callable(found) else found


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_gives_the_model_that_real_keras_makes_of_it(name):
    from keras.src.utils.naming import reset_uids

    reset_uids()
    theirs = {"__name__": "__main__"}
    exec(compile(TEXTS[name], "<text>", "exec"), theirs)  # the test's own text, on the oracle
    theirs, ours = theirs["model"], read(TEXTS[name], WORLD).model
    assert [each.shape for each in ours.weights] == [each.shape for each in theirs.weights]
    for what in ("name", "count_params", "trainable"):
        assert [_value(each, what) for each in ours.layers] == [
            _value(each, what) for each in theirs.layers]
    ours.set_weights(theirs.get_weights())
    x = inputs_of(theirs)
    np.testing.assert_allclose(np.asarray(ours(x)), np.asarray(theirs(x)), rtol=1e-5, atol=1e-6)
