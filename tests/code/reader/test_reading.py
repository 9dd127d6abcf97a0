"""What the reader reads: models in the styles of tutorials, over the real world."""

import subprocess
import sys

import numpy as np
import pytest

from playground import keras
from playground.code.reader import Refusal, read
from playground.code.reader.data import Data
from playground.code.reader.keras_world import keras_world
from tests.test_architecture import ROOT

WORLD = keras_world()


def model_of(text):
    return read(text, WORLD).model


def shapes(model):
    return [tuple(each.shape) for each in model.weights]


STACKS = {
    "a list": """
import keras
from keras import layers
model = keras.Sequential([keras.Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(3)])
""",
    "add, with input_shape": """
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense
model = Sequential()
model.add(Dense(8, activation="relu", input_shape=(4,)))
model.add(Dense(3))
""",
    "a loop and a constant": """
import tensorflow as tf
SIZES = [8, 3]
model = tf.keras.Sequential()
model.add(tf.keras.Input(shape=(4,)))
for i, units in enumerate(SIZES):
    model.add(tf.keras.layers.Dense(units, name=f"dense_{i:02d}",
                                    activation="relu" if i < len(SIZES) - 1 else None))
""",
    "functional": """
from keras import Input, Model
from keras.layers import Dense as D
inputs = Input(shape=(4,))
outputs = D(3)(D(8, activation="relu")(inputs))
model = Model(inputs=inputs, outputs=outputs)
""",
    "a helper that returns a tensor": """
import keras
def block(x, *sizes, activation="relu"):
    for units in sizes:
        x = keras.layers.Dense(units, activation=activation)(x)
    return x
def build():
    inputs = keras.layers.Input((4,))
    return keras.models.Model(inputs, block(block(inputs, 8), *[3], activation=None))
if __name__ == "__main__":
    model = build()
""",
    "a subclass": """
from playground import keras
class Net(keras.Model):
    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.first = keras.layers.Dense(units, activation="relu")
        self.second = keras.layers.Dense(3)
    def call(self, inputs, training=None):
        return self.second(self.first(inputs))
model = Net(name="net")
model.build((None, 4))
""",
}


@pytest.mark.parametrize("style", STACKS)
def test_every_style_gives_the_same_layers(style):
    model = model_of(STACKS[style])
    assert shapes(model) == [(4, 8), (8,), (8, 3), (3,)]
    assert model(np.ones((2, 4), "float32")).shape == (2, 3)


def test_what_the_text_compiles_is_the_model_and_what_it_fits_is_noted():
    outcome = read("""
import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
model = keras.Sequential([keras.Input(x_train.shape[1:]), keras.layers.Dense(10)])
other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
def loss(y_true, y_pred):
    return keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)
model.compile("adam", loss=loss)
history = model.fit(x_train, y_train, epochs=3, batch_size=64)
print(f"loss {history.history['loss'][-1]:.3f}", 2)
""", WORLD)
    assert outcome.model is outcome.names["model"] and outcome.data_set == "mnist"
    fit, = outcome.fits
    assert (fit.method, fit.line) == ("fit", 10)
    assert fit.arguments["epochs"] == 3 and fit.arguments["x"].part == "x_train"
    assert outcome.printed == [(11, "loss … 2")]
    assert isinstance(outcome.model.optimizer, keras.optimizers.Adam)


def test_calls_are_noted_in_their_order_with_their_places():
    outcome = read("""
import keras
a = keras.Input((4,))
dense = keras.layers.Dense(4)
b = dense(dense(a)) * 2 + a
c = b[:, :2]
""", WORLD)
    names = outcome.names
    assert [(each.line, each.callee) for each in outcome.calls] == [
        (5, names["dense"]), (5, names["dense"]), (5, "*"), (5, "+"), (6, "[]")]
    assert outcome.calls[0].inputs == (names["a"],) and outcome.calls[3].outputs == (names["b"],)


def test_a_refusal_keeps_what_came_before_it():
    with pytest.raises(Refusal) as refused:
        read("import keras\na = keras.Input((4,))\nb = keras.layers.Dense(4)(a)\n"
             "c = keras.layers.Dense(0)(b)\n", WORLD)
    refusal = refused.value
    assert refusal.line == 4 and refusal.sentence.startswith("Dense expects")
    assert len(refusal.outcome.calls) == 1 and "b" in refusal.outcome.names


def test_an_error_in_call_is_at_its_line_when_it_is_traced_later():
    outcome = read("""
import keras
class Wrong(keras.layers.Layer):
    def call(self, x):
        x = x * 2
        return x + keras.ops.ones((7,))
layer = Wrong()
""", WORLD)
    with pytest.raises(Refusal) as refused:
        outcome.names["layer"](np.ones((2, 3), "float32"))
    assert refused.value.line == 6


@pytest.mark.parametrize(("text", "sentence"), {
    "keras.layers.ReLU().gamma": "re_lu has no gamma yet. Give it one before it is read.",
    "keras.Sequential().output_shape":
        "sequential has no output shape yet: begin it with an Input, or call it on data.",
    "keras.ops.ones((2, 3))[0, 0, 0]":
        "Too many indices: array is 2-dimensional, but 3 were indexed.",
}.items())
def test_an_attribute_or_a_place_that_is_not_there_is_a_sentence(text, sentence):
    with pytest.raises(Refusal) as refused:
        read(f"import keras\n{text}", WORLD)
    assert refused.value.sentence == sentence and refused.value.line == 2


def test_reading_does_not_import_jax():
    code = ("import sys; from playground.code.reader import read, World; "
            "read('x = [i for i in range(3)]', World({}, [])); "
            "sys.exit('jax' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_of_a_callback_of_ones_own_nothing_is_run():
    outcome = read("""
import keras
class Noting(keras.callbacks.CSVLogger):
    def __init__(self, path):
        super().__init__(path)
        print("never")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
model.compile("adam", "mse")
noting = Noting("/tmp/of_a_visitor.csv")
history = model.fit(None, None, callbacks=[noting])
for epoch in range(len(noting.losses)):
    print(epoch, history.history["loss"][epoch])
""", WORLD)
    assert [each.text for each in outcome.printed] == ["… …"] and shapes(outcome.model)


def test_of_scikit_learn_s_data_the_shapes_are_known():
    outcome = read("""
from sklearn import datasets
from sklearn.datasets import load_iris as iris
from sklearn.model_selection import train_test_split as split
from sklearn.preprocessing import MinMaxScaler
import numpy as np
X, y = iris(return_X_y=True)
x_train, x_test, y_train, y_test = split(X, y, test_size=0.3)
x_train = MinMaxScaler().fit_transform(x_train)
digits = datasets.load_digits()
print(x_train.shape, y_test.shape, len(np.unique(y_train)), digits["images"].shape[1:])
print(len(datasets.load_wine().target_names), np.expand_dims(digits.images, -1).shape)
""", WORLD)
    assert [each.text for each in outcome.printed] == ["(105, 4) (45,) 3 (8, 8)",
                                                      "3 (1797, 8, 8, 1)"]


@pytest.mark.parametrize("text", ["keras.Input((len(words),))", "keras.layers.Dense(words)",
                                  "[keras.layers.Dense(3) for _ in range(len(words))]"])
def test_no_model_is_made_of_a_number_that_is_not_known(text):
    with pytest.raises(Refusal, match="not there while the code is read"):
        read(f"import keras, pandas\nwords = pandas.read_csv('words')\nx = {text}", WORLD)


@pytest.mark.parametrize(("text", "wanted"), {
    "try:\n    import ctypes\nexcept (ImportError, E) as e:\n    found = 2\nelse:\n    found = 1":
        2,
    "try:\n    import keras\nexcept ImportError:\n    found = 1\nelse:\n    found = 2\n"
    "finally:\n    found = found + 1": 3,
    "def f():\n    try:\n        return 1\n    finally:\n        g.append(2)\ng = []\n"
    "found = f(), g": (1, [2]),
    "with open('/etc/passwd') as file:\n    found = str(file.read())": "…",
    "n = 1\ndef f():\n    global n\n    n += 1\nf()\nfound = n": 2,
    "def f():\n    n = 1\n    def g():\n        nonlocal n\n        n += 1\n    g()\n    return n\n"
    "found = f()": 2,
    "found = [y := 3 * x for x in range(3)], y": ([0, 3, 6], 6),
    "def f():\n    [y := x for x in range(3)]\n    return y\nfound = f()": 2,
    "x, y = [1, 2, 3], {'a': 1, 'b': 2}\ndel x[0], y['a']\nfound = x, y": ([2, 3], {"b": 2}),
    "found = '%s: %5.2f of %03d%%, %r' % ('a', 1 / 3, 7, 'b')": "a:  0.33 of 007%, 'b'",
    "found = '%(a)s-%(b)d' % {'a': 1, 'b': 2.7}": "1-2",
    "x = 'a'\nfound = f'{x=} {x!r:>5}', repr([x])": ("x='a'   'a'", "['a']"),
    "from math import *\nfound = sqrt(4)": 2.0,
    "from functools import partial\nfound = partial(max, 3, key=abs)(-4)": -4,
    "from functools import reduce\nimport operator\nfound = reduce(operator.mul, [2, 3], 4)": 24,
    "from itertools import chain, product, pairwise\n"
    "found = list(chain('ab', [1])), list(product([1, 2], 'a')), list(pairwise('abc'))":
        (["a", "b", 1], [(1, "a"), (2, "a")], [("a", "b"), ("b", "c")]),
    "from dataclasses import dataclass, field\n@dataclass(frozen=True)\nclass A:\n    x: int\n"
    "    y: float = 2.5\n    z: list = field(default_factory=list)\n    def sum(self):\n"
    "        return self.x + self.y\na, b = A(1), A(x=2, y=3)\na.z.append(7)\n"
    "found = a.sum(), b.sum(), a.z, b.z, A.y": (3.5, 5, [7], [], 2.5),
    "import os\nif not os.path.exists('logs'):\n    found = os.path.isdir('logs')": False,
}.items())
def test_what_scripts_have_around_their_model_means_what_it_means_in_python(text, wanted):
    assert read(text, WORLD).names["found"] == wanted


def test_a_condition_on_what_training_gives_is_passed_over_with_a_note():
    found = read("""
import keras
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
if model.evaluate(x_test, y_test) < 0.1:
    print("good")
""", WORLD, given={"x_test": Data("page", "x_test"), "y_test": Data("page", "y_test")})
    assert [each.line for each in found.printed] == [5] and found.model is not None
