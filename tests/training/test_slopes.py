"""The gradient at every box and weight is the one of real Keras (3.15, JAX), piece by piece."""

import jax
import keras
import numpy as np
import pytest

from playground.experiment import change
from playground.share import link
from playground.training.examples import ExampleProbes
from playground.training.looking import Look
from playground.training.paced import Asked
from playground.training.slopes import Slopes
from tests.training.test_slices import begun, measured

LAYERS = keras.layers
STACKS = {
    "pictures": ("data=digits&share=20&model=[Conv2D(3,3,tanh),Flatten,Dense(5,sigmoid)]",
                 lambda: [LAYERS.Conv2D(3, 3, activation="tanh"), LAYERS.Flatten(),
                          LAYERS.Dense(5, activation="sigmoid"),
                          LAYERS.Dense(10, activation="softmax")], (8, 8, 1),
                 keras.losses.sparse_categorical_crossentropy),
    "code": ("data=diabetes&share=20&code=", lambda: [
        LAYERS.Dense(6, activation="tanh"), LAYERS.Dense(1)], (10,),
        keras.losses.mean_squared_error),
}
CODE = """import keras
model = keras.Sequential([
    keras.Input((10,)), keras.layers.Dense(6, activation="tanh"), keras.layers.Dense(1)])
model.compile("sgd", "mse")
"""


@pytest.mark.parametrize("name", STACKS)
def test_every_gradient_is_keras_s(name):
    text, made, shape, loss_of = STACKS[name]
    if text.endswith("code="):
        text = link.write(change(link.read(text.removesuffix("&code=")).experiment, code=CODE))
    _, course = begun(text)
    measured(course)
    material, index = course.material, 3
    x, y = (each[index:index + 1] for each in (material.x_test, material.y_test))
    at_boxes, norms = Slopes(course.trainer).of(course.state, course.numbers, x, y)

    stack = made()
    keras.Sequential([keras.Input(shape), *stack]).set_weights(course.state[0])
    values = np.asarray(x, np.float32).reshape(1, *shape) / (255 if x.dtype == np.uint8 else 1)
    weights = [[each.value for each in layer.trainable_variables] for layer in stack]

    def loss(value, weights, first):
        for layer, its in zip(stack[first:], weights[first:]):
            value = layer.stateless_call(its, [], value)[0]
        return loss_of(y, value).mean()

    steps = [values]
    for layer, its in zip(stack, weights):
        steps.append(layer.stateless_call(its, [], steps[-1])[0])
    assert len(at_boxes) == len(stack)
    for place, mine in enumerate(at_boxes):
        theirs = jax.grad(loss)(steps[place + 1], weights, place + 1)
        np.testing.assert_allclose(mine, theirs, rtol=1e-3, atol=1e-6)
    expected = jax.tree.leaves(jax.grad(loss, 1)(values, weights, 0))
    np.testing.assert_allclose(norms, [np.linalg.norm(each) for each in expected], rtol=1e-3)


def test_a_frame_has_the_gradient_of_the_example_that_is_looked_at(desk):
    run = "slopes"
    desk.open(run, "data=iris&model=[Dense(5,relu)]")
    desk.until(run, lambda now: now.val_loss is not None)
    desk.do(run, "example", index=2)
    arrays = desk.now(run, "gradient").arrays
    assert {name for name in arrays if name.startswith("gradient/")} == {
        f"gradient/{box}{rest}" for box in (0, 1)
        for rest in ("", "/range", "/norm/kernel", "/norm/bias")}
    assert arrays["gradient/0"].shape == (5, 1, 1) and arrays["gradient/0/norm/bias"].shape == (1,)


def test_of_an_example_of_ones_own_there_is_no_gradient():
    experiment, course = begun("data=digits&share=20&model=[Flatten]")
    look = Look(own=bytes(64))
    asked = Asked(course.state, course.numbers, course.material, look)
    assert ExampleProbes(course.trainer, experiment).gradient(asked) == {}
