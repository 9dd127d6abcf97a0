"""What is found inside a model: its steps, and which is made of which."""

import jax
import pytest

from playground import keras
from playground.keras import layers, ops
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
