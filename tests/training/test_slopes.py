"""The gradient at every box and weight is the one of real Keras (3.15, JAX), piece by piece."""

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from playground.experiment import change
from playground.share import link
from playground.training.assembly import numbers_of
from playground.training.examples import ExampleProbes
from playground.training.kinds import probes_of, trainer_of
from playground.training.looking import Look
from playground.training.material import material_of
from playground.training.paced import Asked
from playground.training.probes import plane
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
    np.testing.assert_allclose(
        np.concatenate(list(norms.values())), [np.linalg.norm(each) for each in expected],
        rtol=1e-3)


@pytest.mark.parametrize("data, last, loss_of", [
    ("circle", (1, "sigmoid"), keras.losses.binary_crossentropy),
    ("pinwheel", (3, "softmax"), keras.losses.sparse_categorical_crossentropy),
])
def test_over_the_plane_it_is_the_answer_s_and_of_the_weights_the_training_loss_s(
        data, last, loss_of):
    experiment = link.read(f"data={data}&points=90&model=[Dense(5,tanh),Dense(3,relu)]").experiment
    trainer, material = trainer_of(experiment), material_of(experiment)
    state, numbers = trainer.initial(experiment), numbers_of(experiment)
    probes = probes_of(experiment, trainer)
    stack = [LAYERS.Dense(5, activation="tanh"), LAYERS.Dense(3, activation="relu"),
             LAYERS.Dense(last[0], activation=last[1])]
    keras.Sequential([keras.Input((2,)), *stack]).set_weights(state[0])
    weights = [[each.value for each in layer.trainable_variables] for layer in stack]

    def says(value, weights, first=0):
        for layer, its in zip(stack[first:], weights[first:]):
            value = layer.stateless_call(its, [], value)[0]
        return value

    found = probes.gradient(Asked(state, numbers, material, Look()))
    value = plane(2, 24)
    for place, layer in enumerate(stack):
        value = layer(value)
        theirs = np.asarray(jax.grad(
            lambda unit: says(unit, weights, place + 1).max(axis=-1).sum())(jnp.asarray(value))).T
        most = max(np.percentile(np.abs(theirs), 98), np.abs(theirs).max() / 8)
        np.testing.assert_allclose(found[f"gradient/{place}/range"], [[-most, most]] * len(theirs),
                                   rtol=1e-4)
        np.testing.assert_allclose(found[f"gradient/{place}"].reshape(theirs.shape) / 127 * most,
                                   np.clip(theirs, -most, most), atol=0.51 / 127 * most)
    x, y = (np.asarray(each[:material.count]) for each in (material.x, material.y))
    expected = jax.grad(lambda weights: loss_of(y, says(x, weights)).mean())(weights)
    for place, its in enumerate(expected):
        for name, each in zip(("kernel", "bias"), its):
            np.testing.assert_allclose(
                found[f"gradient/{place}/norm/{name}"], [np.linalg.norm(each)], rtol=1e-3)


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


def test_over_the_plane_an_answer_that_no_layer_gives_changes_as_itself():
    text = link.write(change(link.read("data=circle&points=60").experiment, code="""import keras
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(1)
    def call(self, x):
        return keras.ops.sigmoid(self.dense(x))
model = Net()
"""))
    experiment = link.read(text).experiment
    trainer, material = trainer_of(experiment), material_of(experiment)
    state, numbers = trainer.initial(experiment), numbers_of(experiment)
    at_dense, at_answer = Slopes(trainer).of_answer(state, numbers, plane(2, 24))
    kernel, bias = state[0]
    said = 1 / (1 + np.exp(-(plane(2, 24) @ np.asarray(kernel) + np.asarray(bias))))
    np.testing.assert_allclose(at_answer, np.ones((576, 1)))
    np.testing.assert_allclose(at_dense, said * (1 - said), rtol=1e-4, atol=1e-7)
    assert "gradient/0/norm/kernel" in probes_of(experiment, trainer).gradient(
        Asked(state, numbers, material, Look()))
