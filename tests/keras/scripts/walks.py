"""Sequences: states handed on and asked for step by step, own cells, a net of roads."""

import tempfile
from pathlib import Path

import numpy as np

import keras
from keras import layers, ops

keras.utils.set_random_seed(10)
rng = np.random.default_rng(0)
checks = {}

# one sequence read, another written; then the trained layers, from a file, write by themselves
read = keras.Input(shape=(None, 5))
_, *states = layers.LSTM(4, return_state=True)(read)
write = keras.Input(shape=(None, 6))
written, _, _ = layers.LSTM(4, return_sequences=True, return_state=True)(
    write, initial_state=states)
model = keras.Model([read, write], layers.Dense(6, activation="softmax")(written))
model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])
a, b = rng.random((16, 7, 5)).astype("float32"), rng.random((16, 3, 6)).astype("float32")
goal = np.eye(6, dtype="float32")[rng.integers(6, size=(16, 3))]
checks["one into another"] = model.fit([a, b], goal, batch_size=8, epochs=2, verbose=0,
                                       validation_split=0.25).history
with tempfile.TemporaryDirectory() as folder:
    model.save(Path(folder) / "walks.keras")
    model = keras.models.load_model(Path(folder) / "walks.keras")
reader = keras.Model(model.input[0], model.layers[2].output[1:])
before = [keras.Input(shape=(4,)), keras.Input(shape=(4,))]
out, *after = model.layers[3](model.input[1], initial_state=before)
writer = keras.Model([model.input[1], *before], [model.layers[4](out), *after])
states, sign, said = reader.predict(a[:1], verbose=0), np.zeros((1, 1, 6)), []
for _ in range(3):
    chances, *states = writer.predict([sign, *states], verbose=0)
    said.append(chances[0, -1])
    sign = np.eye(6)[[[np.argmax(chances[0, -1])]]]
checks["said"] = said


@keras.saving.register_keras_serializable("scripts")
class Plain(keras.Layer):
    """h ← x K + h R."""

    def __init__(self, units, **settings):
        super().__init__(**settings)
        self.units = self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel",
                                      initializer="uniform")
        self.recurrent = self.add_weight(shape=(self.units, self.units), name="recurrent_kernel",
                                         initializer="uniform")

    def call(self, inputs, states):
        output = ops.matmul(inputs, self.kernel) + ops.matmul(states[0], self.recurrent)
        return output, [output]

    def get_config(self):
        return {**super().get_config(), "units": self.units}


start = keras.Input((None, 5))
model = keras.Model(start, layers.RNN([Plain(3), Plain(4)], return_sequences=True)(start))
checks["own cells"] = model(a)
checks["own cells, weights"] = [weight.path for weight in model.weights]


class Roads(layers.Layer):
    """What a place is, beside the sum, the mean or the greatest of what its neighbours are."""

    def __init__(self, size, edges, places, how, **settings):
        super().__init__(**settings)
        self.size, self.edges, self.places, self.how = size, edges, places, how

    def build(self, input_shape):
        self.matrix = self.add_weight(shape=(input_shape[-1], self.size),
                                      initializer=keras.initializers.GlorotUniform())

    def call(self, x):
        there = ops.take(x, self.edges[1], axis=0)
        gather = ops.segment_max if self.how == "max" else ops.segment_sum
        near = gather(there, self.edges[0], num_segments=self.places)
        if self.how == "mean":
            near = near / ops.maximum(ops.segment_sum(
                ops.ones_like(there), self.edges[0], num_segments=self.places), 1.0)
        return ops.relu(ops.concatenate([ops.matmul(x, self.matrix),
                                         ops.matmul(near, self.matrix)], axis=-1))


edges = np.array([[0, 0, 1, 2, 3, 3], [1, 2, 2, 3, 0, 1]])
traffic = rng.normal(size=(4, 8, 5, 3)).astype("float32")  # (places, batch, time, features)
for how in ("mean", "max"):
    checks[f"roads, {how}"] = Roads(2, edges, 4, how)(traffic)
