"""The text of a script, for everything that can be chosen."""

import ast

import pytest

from playground.code.layout import WIDTH
from playground.code.writer import keras_code
from playground.experiment import FIELDS, Experiment, change
from playground.fields import default_part
from tests.code.examples import DENSE, TRAINED, every_choice, opened

EVERY = every_choice()


@pytest.mark.parametrize("name", EVERY)
def test_a_script_is_python_in_short_lines(name):
    text = keras_code(EVERY[name])
    ast.parse(text)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert not any(line != line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize("name", EVERY)
def test_one_line_differs_between_the_libraries(name):
    theirs = keras_code(EVERY[name], library="keras").splitlines()
    ours = keras_code(EVERY[name], library="playground").splitlines()
    differing = [(one, other) for one, other in zip(theirs, ours, strict=True) if one != other]
    assert differing == [("import keras", "from playground import keras")]


def test_the_first_experiments_model_reads_like_a_tutorial():
    assert '''
model = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(4, activation="tanh"),
    keras.layers.Dense(2, activation="tanh"),
    keras.layers.Dense(1, activation="sigmoid"),
])
''' in keras_code(Experiment())


def test_only_what_differs_from_the_constructor_is_written():
    plain = DENSE.replace(activation="linear")
    assert "Dense(4)" in keras_code(Experiment(model=(plain,)))
    without = plain.replace(use_bias=False, bias_initializer="ones")
    assert 'Dense(4, use_bias=False, bias_initializer="ones")' in keras_code(
        Experiment(model=(without,)))


def test_a_rate_is_written_even_where_it_is_the_usual_one():
    text = keras_code(opened("model=[Dense(3,relu,kernel_regularizer=L2)]&optimizer=Adam"))
    assert "optimizer=keras.optimizers.Adam(learning_rate=0.001)" in text
    assert "kernel_regularizer=keras.regularizers.L2(l2=0.01)" in text


def test_a_loss_is_named_unless_it_has_settings():
    assert 'loss="huber"' in keras_code(opened("data=sine&loss=huber"))
    assert "loss=keras.losses.Huber(delta=0.5)" in keras_code(
        opened("data=sine&loss=huber(delta=0.5)"))


@pytest.mark.parametrize(("loss", "labels"), [
    ("sparse_categorical_crossentropy", ""),
    ("categorical_crossentropy", "y = keras.utils.to_categorical(y, 3)"),
    ("mean_squared_error", "y = keras.utils.to_categorical(y, 3)"),
])
def test_labels_become_what_the_loss_needs(loss, labels):
    text = keras_code(opened(f"data=pinwheel&loss={loss}"))
    assert labels in text
    assert bool(labels) == ("to_categorical" in text)
    assert 'Dense(3, activation="softmax")' in text


def test_the_inputs_themselves_need_no_table_of_features():
    assert "np.stack(" not in keras_code(opened("data=sine")).split("x, y =")[1]
    text = keras_code(opened("features=[x2,x1_squared]"))
    assert "\n# X₂, X₁²\nx = np.stack([x[:, 1], x[:, 0] ** 2], axis=1)\n" in text


def test_the_data_sets_function_is_in_the_script_without_its_decorator():
    for name, dataset in FIELDS["data"].options.items():
        if dataset.kind != "points" or "points" not in dataset.adjusts:
            continue
        data = default_part(FIELDS["data"].options, name).replace(noise=15)
        text = keras_code(Experiment(data=data, data_seed=7, points=300, share=70))
        assert f"\ndef {name}(\n" in text and "@" not in text
        assert f"x, y = {name}(np.random.default_rng(7), points=300, noise=15)\n" in text
        assert "border = round(len(x) * 70 / 100)" in text


def test_the_epochs_are_the_experiments_own_or_those_asked_for():
    assert "epochs=250" in keras_code(Experiment(epochs=250), epochs=9)
    assert "epochs=9" in keras_code(Experiment(), epochs=9)
    assert "batch_size=32" in keras_code(change(Experiment(), batch_size=32))


def test_regression_is_measured_by_its_error_and_classes_by_their_share():
    assert 'metrics=["mean_absolute_error"]' in keras_code(opened(TRAINED["regression"]))
    assert 'metrics=["accuracy"]' in keras_code(opened(TRAINED["classes"]))
    assert "def accuracy(y_true, y_pred):" in keras_code(opened(TRAINED["hinge"]))


def test_a_notebook_s_code_becomes_a_script_that_python_runs():
    code = ("!pip install keras\nimport keras\n%time model = keras.Sequential([\n"
            "    keras.Input((2,)), keras.layers.Dense(1, activation=\"sigmoid\")])\n")
    script = keras_code(Experiment(code=code))
    ast.parse(script)
    assert "\n# !pip install keras\nimport keras\nmodel = keras.Sequential([" in script


def test_another_library_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match="one of keras, playground; got 'torch'"):
        keras_code(Experiment(), library="torch")
