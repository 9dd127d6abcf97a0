"""A model that is written as code trains as the same text does in real Keras (3.15, JAX)."""

import keras
import numpy as np
import pytest

from playground.code.asked import asked, reproduces
from playground.datasets.inputs import Inputs
from playground.experiment import change
from playground.share import link
from playground.templates import templates
from playground.training.describing import describe
from playground.training.material import material_of
from tests.training.test_slices import begun, one_epoch

TEXTS = {
    "a class with a layer of its own": ("data=iris&optimizer=Adam(0.01)&batch_size=16", """
import keras
from keras import layers, ops

class Gate(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units, activation="tanh")

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="scale")

    def call(self, x):
        return self.dense(x * self.scale) * ops.sigmoid(x[:, :1])

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.gates = [Gate(6) for _ in range(2)]
        self.last = layers.Dense(3, activation="softmax")

    def call(self, x):
        for gate in self.gates:
            x = gate(x)
        return self.last(x)

model = Net()
"""),
    "rows of pixels, and logits": ("data=digits&share=40&batch_size=32", """
from tensorflow import keras
from tensorflow.keras import layers
inputs = keras.Input(shape=(64,))
hidden = layers.Dense(12, activation="relu")(inputs)
model = keras.Model(inputs, layers.Dense(10)(hidden) + layers.Dense(10)(inputs))
model.compile(optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"],
              loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
"""),
    "an autoencoder": ("data=digits&share=40&batch_size=32", """
import keras
model = keras.Sequential([
    keras.Input((64,)),
    keras.layers.Dense(8, activation="relu"),
    keras.layers.Dense(64, activation="sigmoid"),
])
model.compile("adam", "mse")
model.fit(x_train, x_train, epochs=2)
"""),
    "two parts by name": ("data=digit_questions(count=1000)&batch_size=100", """
import keras
question = keras.Input((6,), name="question")
picture = keras.Input((784,), name="picture")
words = keras.layers.Flatten()(keras.layers.Embedding(22, 4)(question))
joined = keras.layers.Concatenate()([keras.layers.Dense(8)(picture), words])
hidden = keras.layers.Dense(8, activation="relu")(joined)
model = keras.Model([question, picture], keras.layers.Dense(1, activation="sigmoid")(hidden))
"""),
    "two parts in a list": ("data=same_digit(count=1000)&batch_size=100", """
import keras

class Apart(keras.Model):
    def __init__(self):
        super().__init__()
        self.flat, self.place = keras.layers.Flatten(), keras.layers.Dense(6)
        self.answer = keras.layers.Dense(1, activation="sigmoid")

    def call(self, pair):
        one, other = [self.place(self.flat(each)) for each in pair]
        return self.answer(one - 2 * other)

model = Apart()
model.compile("adam", "binary_crossentropy")
model.fit([x_train["second"], x_train["first"]], y_train, epochs=2)
"""),
}


def experiment_of(text, code):
    settings = {name: value for name, value in asked(code).items() if name != "loss"}
    return change(link.read(text).experiment, code=code, **settings)


def in_keras(code, experiment):
    """The text as Python runs it, with real Keras; what it does with data is left out."""
    text = code.replace("tensorflow.keras", "keras").replace("from tensorflow import", "import")
    lines = [line for line in text.splitlines() if not line.startswith("model.fit")]
    keras.utils.set_random_seed(experiment.seed)
    names = {"__name__": "text"}
    exec("\n".join(lines), names)
    model = names["model"]
    if not model.compiled:
        model.compile(keras.optimizers.Adam(experiment.optimizer.learning_rate),
                      experiment.loss.name)
    return model


TEXTS |= {name: (each.link, each.experiment.code) for name, each in templates.items()}


def examples_of(course, x, code):
    """The examples as a script has them: pixels from 0 to 1, two parts by name or in its list."""
    shapes = iter(course.trainer.feeding.shapes)
    if not isinstance(x, Inputs):
        return (x / (255 if x.dtype == np.uint8 else 1)).astype("float32").reshape(
            len(x), *next(shapes))
    parts = {name: each / np.float32(255) if each.ndim == 4 else each
             for name, each in x.arrays.items()}
    if "fit([" in code:
        return [parts["second"], parts["first"]]
    return parts | {"picture": parts["picture"].reshape(len(x), 784)}


@pytest.mark.parametrize("text, code", TEXTS.values(), ids=TEXTS)
def test_an_epoch_of_code_is_keras_s_epoch(text, code):
    experiment = experiment_of(text, code)
    _, course = begun(link.write(experiment))
    order, data = course.orders.of(0).copy(), course.material.data
    one_epoch(course)

    x, x_test = (examples_of(course, each, code) for each in (data.x_train, data.x_test))
    again = "fit(x_train, x_train" in code
    y, y_test = (x, x_test) if again else (data.y_train, data.y_test)
    model = in_keras(code, experiment)
    for first in range(0, len(order), experiment.batch_size):
        batch = order[first:first + experiment.batch_size]
        model.fit(keras.tree.map_structure(lambda each: each[batch], x), y[batch],
                  batch_size=len(batch), shuffle=False, verbose=0)

    for theirs, mine in zip(model.trainable_variables, course.state[0], strict=True):
        np.testing.assert_allclose(theirs.numpy(), mine, rtol=1e-3, atol=2e-5)
    if "train_step" in code:
        return  # what Keras evaluates then is not what it trains
    if not again:
        outputs = model.predict(x_test, verbose=0)
        if "logits" in code:
            outputs = np.asarray(keras.ops.softmax(outputs))
        np.testing.assert_allclose(outputs, course.outputs(), rtol=1e-3, atol=1e-5)
    loss = model.evaluate(x_test, y_test, verbose=0, return_dict=True)["loss"]
    assert course.measured[1, 0] == pytest.approx(loss, rel=1e-3)


def test_fitting_the_examples_to_themselves_is_seen_however_deep_the_rest_goes():
    assert reproduces("model.fit(x_train, x_train)") and reproduces("m.fit(y=a, x=a)")
    assert not reproduces("model.fit(x_train, y_train)") and not reproduces("model.fit(x_train)")
    for depth in (300, 500, 900, 3000):  # deeper than Python's own stack: no error, and no answer
        long = "a" + ".b" * depth
        assert reproduces(f"m.fit({long}, {long})") in (True, False)


def test_a_stack_and_a_code_on_the_same_data_have_each_their_own_examples():
    code = TEXTS["a class with a layer of its own"][1]
    stack = link.read("data=iris").experiment
    materials = [material_of(each) for each in (stack, change(stack, code=code), stack)]
    assert [len(each.x) for each in materials] == [1024, 120, 1024]


@pytest.mark.parametrize("code, line, word", [
    ("model = keras.Sequential()", 1, "keras"),
    ("import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dence(3)])", 2,
     "Dence"),
    ("import keras\nx = keras.Input((5,))\nmodel = keras.Model(x, keras.layers.Dense(3)(x))", 0,
     "keras.Input((4,))"),
    ("import keras\nmodel = keras.Sequential([keras.layers.Dense(7)])", 0, "Dense(3"),
    ("import keras\nclass Net(keras.Model):\n    pass", 0, "model = Net()"),
    ("x = 1", 0, "no model"),
    ("import keras\nclass Net(keras.Model):\n    def call(self, x):\n        return x @ 3\n"
     "model = Net()", 4, ""),
    ("import keras\nmodel = keras.Sequential([keras.layers.Dense(10**9)])", 2, ""),
    ("import keras\nfrom keras import layers\nx = keras.Input((4,))\n"
     "y = layers.Add()([layers.Dense(3)(x), layers.Dense(2)(x)])\n", 4, "Add"),
    ("model = (", 1, ""),
    ("import keras\nx = keras.Input((4,))\ny = keras.layers.RepeatVector(1000)(x)\n"
     "y = keras.layers.Dense(1000)(keras.layers.Dense(1000)(y))\n"
     "model = keras.Model(x, keras.layers.Dense(3)(y[:, 0]))", 0, "operations"),
    ("import keras\nx = keras.Input((4,))\ny = keras.layers.RepeatVector(100)(x)\n"
     "y = keras.layers.Dense(70_000)(y)\n"
     "model = keras.Model(x, keras.layers.Dense(3)(y[:, 0]))", 0, "array of"),
])
def test_what_is_wrong_with_code_is_said_at_its_line(code, line, word):
    problem = describe(experiment_of("data=iris", code)).problem
    assert (problem.line, word in problem.sentence) == (line, True), problem
