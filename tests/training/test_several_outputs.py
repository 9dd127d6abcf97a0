"""Models with several outputs train, and are measured, as in real Keras (3.15, JAX)."""

import keras
import numpy as np
import pytest

from playground.experiment import change
from playground.share import link
from playground.training.describing import describe
from playground.ui import charts
from tests.training.test_slices import begun, one_epoch

DIGITS = "data=digits&share=40&batch_size=32"
THREE = """
import keras
inputs = keras.Input((8, 8, 1))
hidden = keras.layers.Dense(12, activation="relu")(keras.layers.Flatten()(inputs))
parity = keras.layers.Dense(1, name="parity", kernel_regularizer="l2")(hidden)
digit = keras.layers.Dense(10, activation="softmax", name="digit")(hidden)
again = keras.layers.Reshape((8, 8, 1), name="again")(keras.layers.Dense(64)(hidden))
model = keras.Model(inputs, [parity, digit, again])
model.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss={"digit": "categorical_crossentropy", "again": "mse",
          "parity": keras.losses.BinaryCrossentropy(from_logits=True)},
    loss_weights={"digit": 1, "parity": 0.5, "again": 2})
model.fit(x_train, [y_train % 2, keras.utils.to_categorical(y_train, 10), x_train])
"""
TWICE = """
import keras
inputs = keras.Input((4,))
hidden = keras.layers.Dense(6, activation="tanh")(inputs)
early = keras.layers.Dense(3, activation="softmax")(hidden)
late = keras.layers.Dense(3, activation="softmax")(keras.layers.Dense(6)(hidden))
model = keras.Model(inputs, [early, late])
"""
NAMED = """
import keras

class Both(keras.Model):
    def __init__(self):
        super().__init__()
        self.flat = keras.layers.Flatten()
        self.large = keras.layers.Dense(1, activation="sigmoid")
        self.third = keras.layers.Dense(4, activation="softmax")

    def call(self, x):
        x = self.flat(x)
        return {"large": self.large(x), "third": self.third(x)}

model = Both()
model.compile("adam", {"large": "mse", "third": "sparse_categorical_crossentropy"})
model.fit(x_train, {"large": y_train > 4, "third": y_train // 3}, epochs=2)
"""


def experiment_of(text, code):
    return change(link.read(text).experiment, code=code)


def in_keras(code, experiment):
    names = {"__name__": "text"}
    keras.utils.set_random_seed(experiment.seed)
    exec("\n".join(line for line in code.splitlines() if not line.startswith("model.fit")), names)
    model = names["model"]
    if not model.compiled:
        model.compile(keras.optimizers.Adam(experiment.optimizer.learning_rate),
                      experiment.loss.name)
    return model


CASES = {  # text, code, the targets that fit names, the output that answers, those with accuracy
    "losses and weights of their own": (
        DIGITS, THREE, lambda x, y: [y % 2, np.eye(10, dtype="float32")[y], x], 1, [0, 1]),
    "one loss for both": (
        "data=iris&optimizer=Adam(0.01)&batch_size=16", TWICE, lambda x, y: [y, y], 0, [0, 1]),
    "a class that gives a dict": (
        DIGITS, NAMED, lambda x, y: {"large": (y > 4).astype("int32"), "third": y // 3}, None,
        [0, 1]),
}


@pytest.mark.parametrize("text, code, wanted, own, counted", CASES.values(), ids=CASES)
def test_an_epoch_is_keras_s_and_every_output_is_measured(text, code, wanted, own, counted):
    experiment = experiment_of(text, code)
    _, course = begun(link.write(experiment))
    order, data = course.orders.of(0).copy(), course.material.data
    answers = course.trainer.answers
    one_epoch(course)
    assert answers.place == own and answers.judged == (own is not None)
    assert [place for place, each in enumerate(answers.outputs) if each.metric_name] == counted

    scale = 255 if data.x_train.dtype == np.uint8 else 1
    x, x_test = ((each / scale).astype("float32") for each in (data.x_train, data.x_test))
    model = in_keras(code, experiment)
    model(x[:2])  # a model that is a class is built by a call
    for first in range(0, len(x), experiment.batch_size):
        batch = order[first:first + experiment.batch_size]
        model.fit(x[batch], wanted(x[batch], data.y_train[batch]), batch_size=len(batch),
                  shuffle=False, verbose=0)
    for theirs, mine in zip(model.trainable_variables, course.state[0], strict=True):
        np.testing.assert_allclose(theirs.numpy(), mine, rtol=1e-3, atol=2e-5)

    said = keras.tree.flatten(model.predict(x_test, verbose=0))
    true = keras.tree.flatten(wanted(x_test, data.y_test))
    results = model.evaluate(x_test, wanted(x_test, data.y_test), verbose=0, return_dict=True)
    measured = course.measured[1]
    assert measured[0] == pytest.approx(results["loss"], rel=1e-3)
    for place, each in enumerate(answers.outputs):
        if "compile" in code:  # else Keras tells the sum alone
            assert measured[3 + 2 * place] == pytest.approx(
                results[f"{each.name}_loss"], rel=1e-3), each
        if each.metric_name:
            labels = true[place].argmax(-1) if true[place].ndim > 1 else true[place]
            right = said[place].argmax(-1) if said[place].shape[-1] > 1 else (
                said[place][:, 0] > (0 if "from_logits" in code else 0.5))
            assert measured[4 + 2 * place] == pytest.approx((right == labels).mean(), abs=1e-6)
    if "compile" not in code:
        assert measured[0] == pytest.approx(measured[3] + measured[5], rel=1e-6)
    if own is not None:
        assert measured[1] == measured[4 + 2 * own]
        np.testing.assert_allclose(course.outputs(), said[own], rtol=1e-3, atol=1e-5)


def test_the_curves_of_every_output_are_in_the_history():
    _, course = begun(link.write(experiment_of(DIGITS, THREE)))
    assert not course.history.curves(None)["history/loss"].size
    one_epoch(course)
    curves = course.history.curves(None)
    weighted = 0.5 * curves["history/loss/0"] + curves["history/loss/1"] + 2 * (
        curves["history/loss/2"])
    assert (curves["history/loss"] > weighted).all()  # and the penalty
    np.testing.assert_allclose(curves["history/loss"], weighted, rtol=0.1)
    assert "history/val_metric/2" in curves and "history/loss/3" not in curves


def test_an_output_whose_loss_is_none_has_no_curve_of_it():
    code = THREE.replace('"again": "mse"', '"again": None').replace(', "again": 2', "")
    several = describe(experiment_of(DIGITS, code)).answers.outputs
    assert [each.has_loss for each in several] == [True, True, False]
    drawn = {key: [trace.name for trace in figure.figure.data if trace.name]
             for key, figure in charts._of_each(several)}
    assert drawn == {"losses": ["parity", "digit"], "metrics": ["parity", "digit"]}


@pytest.mark.parametrize("old, new, sentence", [
    ("[y_train % 2, keras.utils.to_categorical(y_train, 10), x_train]", "[y_train, y_train]",
     "has 3 outputs, parity, digit, again; fit is given y for 2"),
    ("y_train % 2", "y_train ** y_train", "parity is compared with is not understood"),
    ("y_train % 2", "y_train + 10**30", "parity is compared with is not understood"),
    ("y_train % 2", "keras.ops.sin(y_train)", "parity is compared with is not understood"),
    ("[y_train % 2, keras.utils.to_categorical(y_train, 10), x_train]",
     '{"parity": y_train, "figure": y_train}', "fit is given y for parity, figure"),
    ("model.fit(x_train", "model.predict(x_train", "output parity is compared with is not known"),
    ("keras.utils.to_categorical(y_train, 10)", "y_train", "categorical_crossentropy"),
    ("keras.utils.to_categorical(y_train, 10)", "x_train", "digit gives 10 for an example, and"),
])
def test_what_an_output_cannot_be_compared_with_is_told(old, new, sentence):
    problem = describe(experiment_of(DIGITS, THREE.replace(old, new))).problem
    assert problem and sentence in problem.sentence


PAIR = """
import keras
one, other = keras.Input((28, 28, 1), name="first"), keras.Input((28, 28, 1), name="second")
both = keras.layers.Flatten()(keras.layers.Concatenate()([one, other]))
again = keras.layers.Dense(784, activation="sigmoid", name="again")(both)
same = keras.layers.Dense(1, activation="sigmoid", name="same")(both)
model = keras.Model([one, other], [same, again])
model.compile("adam", ["binary_crossentropy", "mse"])
model.fit(x_train, [y_train, WANTED])
"""


def test_a_part_of_the_example_may_be_compared_with():
    text = "data=same_digit(count=1000)"
    answers = describe(experiment_of(text, PAIR.replace("WANTED", 'x_train["second"]'))).answers
    assert [each.wanted for each in answers.outputs] == ["y_train", 'x_train["second"]']
    problem = describe(experiment_of(text, PAIR.replace("WANTED", "x_train"))).problem
    assert 'Write x_train["first"] or x_train["second"].' in problem.sentence


@pytest.mark.parametrize("steps", ["y_train % 0", "y_train // 0", "1 / y_train", "5 - y_train / 0"])
def test_what_divides_by_nothing_stops_nobody(steps):
    _, course = begun(link.write(experiment_of(DIGITS, THREE.replace("y_train % 2", steps))))
    one_epoch(course)
    assert course.epoch == 1
