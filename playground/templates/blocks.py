"""Layers and blocks of one's own."""

from __future__ import annotations

from playground.presets import Preset

_BUMPS = '''\
import keras
from keras import layers, ops


class Bumps(layers.Layer):
    """Each unit has a place of its own: there it answers 1, and less the farther away."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.centres = self.add_weight(
            shape=(self.units, input_shape[-1]), name="centres",
            initializer=keras.initializers.RandomUniform(-4, 4))
        self.widths = self.add_weight(shape=(self.units,), initializer="ones", name="widths")

    def call(self, x):
        way = ops.expand_dims(x, 1) - self.centres  # (points, units, 2)
        return ops.exp(-ops.sum(way**2, axis=-1) / (2 * self.widths**2))


model = keras.Sequential([
    keras.Input((2,)),
    Bumps(8),
    layers.Dense(1, activation="sigmoid"),
])
'''

_RESIDUAL = '''\
import keras
from keras import layers


class Residual(layers.Layer):
    """What comes in goes on, and two layers add what they have learned to it."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.first = layers.Dense(units, activation="relu")
        self.second = layers.Dense(units)
        self.scale = layers.LayerNormalization()

    def call(self, x):
        return x + self.second(self.first(self.scale(x)))


inputs = keras.Input((2,))
x = layers.Dense(16)(inputs)
for _ in range(4):  # try 20: without x + ... so deep a network hardly learns
    x = Residual(16)(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
'''

_EXPERTS = '''\
import keras
from keras import layers, ops


class Experts(keras.Model):
    """Small networks, and a gate that says for every point which of them to listen to."""

    def __init__(self, count, classes):
        super().__init__()
        self.gate = layers.Dense(count, activation="softmax", name="gate")
        self.experts = [
            keras.Sequential([
                layers.Dense(6, activation="tanh"),
                layers.Dense(classes, activation="softmax"),
            ], name=f"expert_{number}")
            for number in range(1, count + 1)
        ]

    def call(self, x):
        trust = self.gate(x)  # (points, experts)
        answers = ops.stack([expert(x) for expert in self.experts], axis=1)
        return ops.sum(ops.expand_dims(trust, -1) * answers, axis=1)


model = Experts(count=3, classes=3)
'''

_TWICE = '''\
import keras
from keras import layers, ops


class LookTwice(keras.Model):
    """It answers, and then answers again, knowing its first answer."""

    def __init__(self):
        super().__init__()
        self.see = layers.Dense(12, activation="tanh", name="see")
        self.answer = layers.Dense(1, activation="sigmoid", name="answer")

    def call(self, x):
        nothing = 0.5 + 0 * x[:, :1]
        first = self.answer(self.see(ops.concatenate([x, nothing], axis=1)))
        return self.answer(self.see(ops.concatenate([x, first], axis=1)))


model = LookTwice()
'''

_AUTOENCODER = '''\
import keras
from keras import layers

inputs = keras.Input((8, 8, 1))
x = layers.Flatten()(inputs)
x = layers.Dense(32, activation="relu")(x)
code = layers.Dense(6, name="code")(x)  # six numbers must hold the whole digit
encoder = keras.Model(inputs, code, name="encoder")

codes = keras.Input((6,))
x = layers.Dense(32, activation="relu")(codes)
x = layers.Dense(64, activation="sigmoid")(x)
decoder = keras.Model(codes, layers.Reshape((8, 8, 1))(x), name="decoder")

model = keras.Model(inputs, decoder(encoder(inputs)))
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="mse")
model.fit(x_train, x_train)
'''


TEMPLATES = (
    Preset.of_code("bumps", "A layer with its own weights",
        "Each unit of this layer has a place that it learns: under Layers, watch the bumps move to "
        "where they are of use.",
        "data=xor&optimizer=Adam(0.03)", _BUMPS),
    Preset.of_code("residual", "A residual block",
        "Every block adds to what comes in. Make the blocks twenty, then take the x + away: so "
        "deep a network learns with it and hardly without.",
        "data=spiral&optimizer=Adam(0.003)", _RESIDUAL),
    Preset.of_code("experts", "A mixture of experts",
        "Three small networks share the plane among themselves; the gate's three maps show who "
        "answers where.",
        "data=pinwheel&optimizer=Adam(0.01)", _EXPERTS),
    Preset.of_code("twice", "A model that looks twice",
        "The same two layers are called twice: the second time they know the first answer. Shared "
        "layers are marked in the diagram.",
        "data=circle&optimizer=Adam(0.01)", _TWICE),
    Preset.of_code("autoencoder", "An autoencoder",
        "It is fitted to the pictures themselves, through six numbers. The last box shows what it "
        "makes of the chosen digit.",
        "data=digits&batch_size=32", _AUTOENCODER),
)
