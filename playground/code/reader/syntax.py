"""What is read, as a list for the help: a word about it, and an example that is read as it stands.
"""

from __future__ import annotations

SYNTAX: tuple[tuple[str, str], ...] = (
    ("Imports, of Keras and what tutorials import beside it", """\
import os
os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np
import tensorflow as tf
from tensorflow import keras
from keras.layers import Dense, Input as I
from keras import layers, ops
from keras.layers import *
import matplotlib.pyplot as plt"""),
    ("Imports that may fail (an except is for them alone), blocks around what is not there", """\
try:
    import keras_of_old as keras
except ImportError as error:
    import keras
else:
    print("found")
finally:
    print(keras.__version__)
with open("notes.txt") as file:
    print(file.read())"""),
    ("Names, constants, several at once, a rest with a star", """\
units, rate = 8, 0.5
first, *others = [1, 2, 3]
depth: int = 2
depth += 1
del first
def count():
    global depth
    depth += 1
    def more():
        nonlocal step
        step += 1
    step = 1
    more()
if (n := len(others)) > 1:
    count()"""),
    ("Arithmetic, with / // % ** @ and bits", """\
size = (3 + 4 * 2 - 1) / 2
rest, half, square, bits = 7 % 3, 7 // 2, 3 ** 2, ~1 & 3 | 4 ^ 1 << 2 >> 1
import numpy as np
product = np.ones((2, 3)) @ np.ones((3,))"""),
    ("Comparisons in chains, and, or, not, in, is", """\
x = 3
small = 0 < x <= 5 and x != 4 or not x == 3
known = "relu" in ["relu", "tanh"] and "elu" not in {"a": 1}
nothing = None is None and x is not None and 1 >= 0 and 2 > 1"""),
    ("One value or another", 'activation = "relu" if 3 > 2 else None'),
    ("Lists, tuples, dicts, sets; places and slices of them", """\
sizes = [32, 64, *[128, 256]]
settings = {"units": 8, **{"activation": "relu"}}
last, some, kinds = sizes[-1], sizes[1:3:1], {"a", "b"}
sizes[0] = 16
settings["units"] += 1"""),
    ("Comprehensions", """\
squares = [n * n for n in range(5) if n % 2 == 0]
names = {n: f"layer_{n}" for n in squares}
lengths = {len(name) for name in names.values()}
total = sum(n for n in squares)"""),
    ("Texts with values in them, and a few formats", """\
loss = 0.1234
print(f"block_{3:02d}, loss {loss:.2f}, {'right':>10}, {loss:.1%}")
print("block_{}, loss {:.2f}, {name}".format(3, loss, name="right"))
print("block_%02d, loss %.2f, %s" % (3, loss, "right"), f"{loss=} {'right'!r}")"""),
    ("Methods of texts, lists, dicts and sets", """\
name = "-".join(["a", "b"]).upper().replace("A", "x")
found = []
found.append(3)
found.sort(reverse=True)
for key, value in {"a": 1}.items():
    print(key, value)"""),
    ("Python's own functions", """\
print(len([1, 2]), max(1, 2), abs(-1), round(1.26, 1), sorted([2, 1]), list(range(3)))
print(any([0, 1]), all([1]), isinstance(3, int), list(zip([1], [2])), list(enumerate("ab")))"""),
    ("Conditions and loops", """\
for i in range(5):
    if i == 1:
        continue
    elif i == 3:
        break
    else:
        pass
while i > 0:
    i -= 1"""),
    ("Functions, with defaults, *args, **kwargs, and functions in them", """\
import keras
def block(x, units: int = 8, *sizes, activation="relu", **settings):
    \"\"\"Dense layers, one after the other.\"\"\"
    def layer(count):
        return keras.layers.Dense(count, activation=activation, **settings)
    for count in (units, *sizes):
        x = layer(count)(x)
    return x
outputs = block(keras.Input((4,)), 8, 16, use_bias=False)
double = lambda x: 2 * x"""),
    ("Constants in a dataclass, functions with some arguments given, products and chains", """\
from dataclasses import dataclass, field
from functools import partial, reduce
from itertools import chain, product
import operator
import keras

@dataclass(frozen=True)
class Config:
    units: int = 8
    sizes: list = field(default_factory=list)

dense = partial(keras.layers.Dense, activation="relu")
outputs = dense(Config(units=4).units)(keras.Input((2,)))
print(reduce(operator.mul, [2, 3]), list(product([1, 2], [3])), list(chain([1], [2])))"""),
    ("A stack", """\
import keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu")])
model.add(keras.layers.Dense(1))
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
model.summary()"""),
    ("A graph: layers called on tensors, arithmetic on them, several inputs and outputs", """\
import keras
from keras import layers
a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
shared = layers.Dense(8)
x = shared(a) - shared(b)
joined = layers.Concatenate()([x ** 2, x[:, :2]])
model = keras.Model(inputs=[a, b], outputs={"same": layers.Dense(1, name="same")(joined)})"""),
    ("A layer of one's own", """\
import keras
from keras import ops

class Gate(keras.layers.Layer):
    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.openness = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

    def call(self, x, training=None):
        return x * ops.sigmoid(self.openness)

    def get_config(self):
        return {**super().get_config(), "units": self.units}

outputs = Gate()(keras.Input((4,)))"""),
    ("A model of one's own, with its training step as in Keras on JAX", """\
import keras

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(1)
        self.tracker = keras.metrics.Mean(name="size")

    def call(self, x):
        return self.dense(x)

    @property
    def metrics(self):
        return [*super().metrics, self.tracker]

    def train_step(self, state, data):
        logs, state = super().train_step(state, data)
        return {**logs, "twice": 2 * logs["loss"]}, state

model = Net()
model.compile("adam", "mse")"""),
    ("Losses, metrics, schedules and initializers of one's own", """\
import keras
from keras import ops

def distance(y_true, y_pred):
    return ops.mean(ops.abs(y_true - y_pred), axis=-1)

class Halved(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return 0.1 * ops.power(0.5, ops.cast(step, "float32") / 100)

@keras.saving.register_keras_serializable(package="own")
class Weighted(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return 2 * ops.square(y_true - y_pred)

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(Halved()), loss=Weighted(), metrics=[distance])"""),
    ("Data of tutorials: noted, and chosen on the page", """\
import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
y_train = keras.utils.to_categorical(y_train, 10)
inputs = keras.Input(shape=x_train.shape[1:])
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(inputs))
model.compile("adam", "categorical_crossentropy")
history = model.fit(x_train, y_train, epochs=5, batch_size=64, validation_split=0.1)
print(history.history["loss"][-1])"""),
    ("Several outputs: fit says what each is compared with", """\
import keras
(x_train, y_train), _ = keras.datasets.mnist.load_data()
inputs = keras.Input((28, 28, 1))
flat = keras.layers.Flatten()(inputs)
digit = keras.layers.Dense(10, activation="softmax", name="digit")(flat)
odd = keras.layers.Dense(1, activation="sigmoid", name="odd")(flat)
model = keras.Model(inputs, {"digit": digit, "odd": odd})
model.compile("adam", loss_weights={"digit": 1.0, "odd": 0.5}, loss={
    "digit": "sparse_categorical_crossentropy", "odd": "binary_crossentropy"})
model.fit(x_train, {"digit": y_train, "odd": y_train % 2}, epochs=5)"""),
    ("Callbacks: noted, and not run here; the run bar measures and stops", """\
import keras

class Noting(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(epoch, logs["loss"])

(x_train, y_train), _ = keras.datasets.mnist.load_data()
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(1)])
model.compile("adam", "mse")
early = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
model.fit(x_train, y_train, epochs=30, callbacks=[early, Noting()])"""),
    ("Checks, and errors with a sentence", """\
def layers_of(depth):
    assert depth > 0, "depth expects at least 1"
    if depth > 100:
        raise ValueError(f"depth is too large: {depth}")
    return depth
if __name__ == "__main__":
    layers_of(3)"""),
)
