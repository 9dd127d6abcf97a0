"""Operators and keras.ops in a graph show what the same graph of real Keras (3.15, JAX) gives."""

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from playground.experiment import change
from playground.share import link
from playground.training.arrays import responses
from playground.training.describing import describe
from playground.training.examples import ExampleProbes
from playground.training.feeding import scaled
from playground.training.looking import Look
from playground.training.slopes import Slopes
from tests.training.test_slices import begun, measured

CODE = """
import keras
from keras import ops

inputs = keras.Input((10,))
shared = keras.layers.Dense(6, activation="tanh")
twin = shared(inputs)
doubled = inputs * 2
first = shared(doubled)
turned = 1 - first
part = turned[:, :3]
apart = part[..., None]
whole = ops.squeeze(apart, -1)
squashed = ops.sigmoid(whole)
long = ops.concatenate([squashed, twin], axis=-1)
positive = long > 0.25
chosen = ops.where(positive, long, long * 0.1)
divided = chosen / 3
outputs = ops.sum(divided, axis=-1, keepdims=True)
model = keras.Model(inputs, outputs)
model.compile("sgd", "mse")
"""


@pytest.fixture(scope="module")
def both():
    """The course and what is known of its code; the names of real Keras's run of the same text."""
    text = link.write(change(link.read("data=diabetes&share=20").experiment, code=CODE))
    experiment, course = begun(text)
    measured(course)
    names = {}
    exec(CODE, names)
    names["model"].set_weights(course.state[0])
    lines = CODE.splitlines()
    boxes = {lines[call["line"] - 1].split()[0]: call["box"]
             for call in describe(experiment).calls if call["line"] != lines.index(
                 "chosen = ops.where(positive, long, long * 0.1)") + 1}
    return experiment, course, names, boxes


def example_of(course):
    material = course.material
    x, y = (each[3:4] for each in (material.x_test, material.y_test))
    return x, y, jnp.asarray(scaled(x))


def test_every_call_of_an_operation_is_a_box_of_the_graph(both):
    experiment, course, _, boxes = both
    described = describe(experiment)
    assert sorted(call["box"] for call in described.calls) == list(range(len(described.boxes)))
    assert [described.boxes[boxes[name]]["detail"] for name in (
        "doubled", "turned", "part", "apart", "long", "outputs")] == [
        "2", "1", "[:, :3]", "[…, None]", "axis -1", "axis -1, keepdims True"]
    assert len(course.trainer.boxes) == len(described.boxes)


def test_each_shows_what_it_gives_for_the_example(both):
    _, course, names, boxes = both
    x, _, values = example_of(course)
    given = responses(course.trainer, course.state, course.numbers, values)
    for name, place in boxes.items():
        theirs = keras.Model(names["inputs"], names[name])(np.asarray(values))
        np.testing.assert_allclose(given[place], theirs, rtol=1e-5, atol=1e-6, err_msg=name)


def with_more(name, shape):
    """Real Keras's model of the text, in which one tensor is that much more."""
    lines = CODE.splitlines()
    place = next(k for k, line in enumerate(lines) if line.startswith(f"{name} ="))
    lines.insert(place + 1, f"more = keras.Input({shape})")
    lines.insert(place + 2, f"{name} = ops.add({name}, more)")
    text = "\n".join(lines).replace("Model(inputs,", "Model([inputs, more],")
    names = {}
    exec(text, names)
    return names["model"]


def test_each_shows_the_gradient_of_the_loss_at_what_it_gives(both):
    _, course, names, boxes = both
    x, y, values = example_of(course)
    at_boxes, _ = Slopes(course.trainer).of(course.state, course.numbers, x, y)
    for name, place in boxes.items():
        if name in ("positive", "outputs"):  # of yes and no there is none; the other is by hand
            continue
        shape = names[name].shape[1:]
        model = with_more(name, shape)
        weights = course.state[0]

        def loss(more, model=model, weights=weights):
            return jnp.square(model.stateless_call(weights, [], [values, more])[0] - y).mean()

        np.testing.assert_allclose(
            at_boxes[place], jax.grad(loss)(jnp.zeros((1, *shape))), rtol=1e-3, atol=1e-7,
            err_msg=name)
    says = names["model"](np.asarray(values))
    np.testing.assert_allclose(at_boxes[boxes["outputs"]], 2 * (says - y), rtol=1e-3)


def test_a_frame_has_the_tiles_of_every_operation_and_its_range(both):
    experiment, course, _, boxes = both
    arrays, _ = ExampleProbes(course.trainer, experiment).example(
        course.state, course.numbers, course.material, Look())
    for name in ("doubled", "part", "apart", "positive", "divided"):
        assert f"example/{boxes[name]}" in arrays
    np.testing.assert_array_equal(arrays[f"example/{boxes['squashed']}/range"], [0, 1])
