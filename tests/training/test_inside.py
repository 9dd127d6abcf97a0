"""What is found inside a model: its steps, and which is made of which."""

import jax
import pytest

from playground import keras
from playground.experiment import change
from playground.keras import layers, ops
from playground.share import link
from playground.training.inside import boxes_of

EXAMPLE = jax.ShapeDtypeStruct((2, 8), "float32")


class Twice(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(8, name="inner")
        self.dropout = layers.Dropout(0.5, name="dropout")

    def call(self, x, training=None):
        once = self.dropout(self.dense(x))
        return ops.softmax(self.dropout(self.dense(once)) + x)


def stack():
    return keras.Sequential([keras.Input((8,)), layers.Dense(3, name="a"), layers.Dense(2)])


def residual():
    start = keras.Input((8,))
    one = layers.Dense(4, name="one")(start)
    two = layers.Dense(4, name="two")(one)
    return keras.Model(start, layers.Dense(1, name="end")(layers.Add(name="add")([one, two]) * 2))


@pytest.mark.parametrize("model, found", [
    (stack(), [("a", (3,), (-1,)), ("dense", (2,), (0,))]),
    (residual(), [("one", (4,), (-1,)), ("two", (4,), (0,)), ("add", (4,), (0, 1)),
                  ("multiply", (4,), (2,)), ("end", (1,), (3,))]),
    (Twice(), [("inner", (8,), (-1,)), ("dropout", (8,), (0,)), ("inner", (8,), (1,)),
               ("dropout", (8,), (2,)), ("twice", (8,), (-1, 3))]),
], ids=["stack", "graph", "class"])
def test_every_step_is_a_box_with_what_it_is_made_of(model, found):
    model(keras.ops.zeros((2, 8)))
    boxes = [(box.layer.name, box.shape, box.inputs) for box in boxes_of(model, EXAMPLE)]
    assert [shape for _, shape, _ in boxes] == [shape for _, shape, _ in found]
    assert [inputs for *_, inputs in boxes] == [inputs for *_, inputs in found]
    assert [name.rstrip("_0123456789") for name, *_ in boxes] == [name for name, *_ in found]


class Autoencoder(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = keras.Sequential(
            [layers.Dropout(0.5, name="less"), layers.Dense(3, name="code")], name="encoder")
        self.skip = layers.Dense(8, name="skip")

    def call(self, x):
        return self.skip(self.encoder(x)) + x


def test_the_steps_of_a_nested_model_are_boxes_within_its_own():
    model = Autoencoder()
    model(ops.zeros((2, 8)))
    assert [(box.layer.name.rstrip("_0123456789"), box.inputs, box.within, box.ends)
            for box in boxes_of(model, EXAMPLE)] == [
        ("less", (-1,), 2, ()), ("code", (0,), 2, ()), ("encoder", (-1,), None, (1,)),
        ("skip", (2,), None, ()), ("autoencoder", (-1, 3), None, ())]


def test_what_a_step_hands_on_as_it_is_comes_from_that_step():
    start = keras.Input((8,))
    kept = layers.Dropout(0.5, name="kept")(start)
    model = keras.Model(start, layers.Add(name="both")([start, kept]))
    assert [box.inputs for box in boxes_of(model, EXAMPLE)] == [(-1,), (-1, 0)]


NESTED = """import keras
model = keras.Sequential([
    keras.Input((10,)),
    keras.Sequential([keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(3)]),
    keras.layers.Dense(1)])
model.compile("sgd", "mse")
"""


def test_a_frame_has_what_happens_in_a_nested_model_when_it_is_asked_for(desk):
    text = link.write(change(link.read("data=diabetes&share=20").experiment, code=NESTED))
    desk.open("nested", text)
    desk.until("nested", lambda now: now.val_loss is not None)

    def drawn(*fields):
        return {name.split("/")[1] for name in desk.now("nested", *fields).arrays
                if name.split("/")[0] == fields[0]} - {"input", "output"}

    assert drawn("example") == drawn("gradient") == {"2", "3"}
    assert drawn("example", "inside") == drawn("gradient", "inside") == {"0", "1", "2", "3"}
    seen = desk.now("nested", "example", "inside").arrays
    assert seen["example/1"].tobytes() == seen["example/2"].tobytes()  # it gives what its last does
