"""A script loads the data that the page trains on, and Keras trains on them as the page's does."""

from dataclasses import replace

import numpy as np
import pytest

from playground.code.writer import Ends, keras_code
from playground.datasets import built_in
from playground.datasets.registry import PAIR
from playground.training.material import chosen, data_of
from tests.code.examples import opened
from tests.code.running import both_ran

OTHERS = [name for name, dataset in built_in.items() if dataset.kind not in ("points", PAIR)]
PAIRS = [name for name, dataset in built_in.items() if dataset.kind == PAIR]
LINKS = {name: f"data={name}" for name in OTHERS} | {
    "mnist": "data=mnist(train=1000)", "some columns": "data=wine&features=[hue,alcohol]&share=60",
    "other words": "data=sms_spam(words=300,length=12)&data_seed=9&loss=hinge",
    "digits as rows": "data=digits&model=[Reshape([8,8]),Bidirectional(GRU(6)),Dense(12,relu)]"
                      "&epochs=2&loss=categorical_crossentropy",
    "convolutions": "data=digits&model=[Conv2D(6,3,relu),MaxPooling2D,Flatten]&epochs=2&share=40",
}
LEARNED = ("convolutions", "digits as rows")
FETCHED = ("mnist",)  # by Keras from another host: only ours is run
EXPERIMENTS = {name: opened(text) for name, text in LINKS.items()}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    here = {name: each for name, each in EXPERIMENTS.items() if name not in FETCHED}
    return both_ran(here, LEARNED, tmp_path_factory.mktemp("loading"))


@pytest.mark.parametrize("library", ["keras", "playground"])
@pytest.mark.parametrize("name", [name for name in LINKS if name not in FETCHED])
def test_a_scripts_examples_are_the_pages(ran, name, library):
    found, experiment = ran[library][name], EXPERIMENTS[name]
    assert "error" not in found, str(found["error"])
    data = data_of(experiment)
    x = chosen(experiment, data.x_train)
    x = x / np.float32(255) if x.dtype == np.uint8 else x
    np.testing.assert_allclose(found["x_train"], x, rtol=1e-5, atol=1e-6)
    y = found["y_test"]
    if experiment.head.labels == "one_hot":
        y = y.argmax(axis=1)
    elif experiment.head.activation == "tanh":
        y = y[:, 0] > 0
    np.testing.assert_allclose(y, data.y_test, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", PAIRS)
def test_a_script_draws_the_pages_pairs(name):
    experiment = opened(f"data={name}(count=2000)&data_seed=7")
    script = keras_code(experiment, library="playground")  # Keras would fetch the digits
    space = {"__name__": "script"}
    exec(compile(script.split("\nmodel.compile(")[0], name, "exec"), space)
    data = data_of(experiment)
    for part in ("train", "test"):
        x = getattr(data, f"x_{part}").arrays
        assert list(space[f"x_{part}"]) == list(x)
        for key, rows in space[f"x_{part}"].items():
            np.testing.assert_allclose(rows, x[key] / np.float32(255 if x[key].ndim == 4 else 1))
        np.testing.assert_array_equal(space[f"y_{part}"], getattr(data, f"y_{part}"))
    assert space["model"].predict(
        {key: rows[:3] for key, rows in space["x_test"].items()}, verbose=0).shape == (3, 1)


def test_parts_that_a_model_does_not_name_are_given_in_its_order():
    code = "import keras\n\na = keras.Input((784,))\nb = keras.Input((28, 28, 1))\n"
    experiment = replace(opened("data=same_digit(count=1000)"), code=code)
    script = keras_code(experiment, ends=Ends(listed=True, takes=(
        ("first", (784,)), ("second", (28, 28, 1)))))
    assert 'x_test["first"] = x_test["first"].reshape(-1, 784)\n' in script
    assert 'x_train = [x_train["first"], x_train["second"]]\n' in script
    assert 'x_train["second"].reshape' not in script


@pytest.mark.parametrize("name", LEARNED)
def test_both_libraries_learn_the_same_from_them(ran, name):
    theirs, ours = (ran[library][name] for library in ("keras", "playground"))
    for curve in ("curve loss", "curve val_loss"):
        np.testing.assert_allclose(ours[curve], theirs[curve], rtol=2e-3)
    assert theirs["curve loss"][-1] < 0.9 * theirs["curve loss"][0]  # and it learned
