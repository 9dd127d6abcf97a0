"""A file written by Keras 3.15 opens here, and one written here opens in Keras: the same model."""

import json
import warnings
import zipfile

import h5py
import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras as ours
from tests.keras.graphs import GRAPHS
from tests.keras.random_models import random_graph
from tests.keras.saving.models import MODELS, dense, nested

RNG = np.random.default_rng(3)


def inputs_of(model):
    shapes = model.input_shape if hasattr(model, "input_shape") else (None, 3)
    whole = hasattr(model, "inputs") and model.inputs and "int" in model.inputs[0].dtype

    def numbers(shape):
        if whole:
            return RNG.integers(0, 10, (5, *shape[1:]))
        return RNG.uniform(-1, 1, (5, *shape[1:])).astype("float32")

    if isinstance(shapes, dict):
        return {key: numbers(shape) for key, shape in shapes.items()}
    return [numbers(shape) for shape in shapes] if isinstance(shapes, list) else numbers(shapes)


def filled(model):
    """The model, compiled, every variable with numbers of its own."""
    model.compile("adam", "mse", metrics=["mae"])
    model.optimizer.build(model.trainable_variables)
    for variable in [*model.weights, *model.optimizer.variables[2:]]:
        variable.assign(RNG.uniform(0.1, 1, variable.shape).astype("float32"))
    model.optimizer.iterations.assign(7)
    model.optimizer.learning_rate = 0.25
    return model


def assert_same(a, b):
    for one, other in zip(np_leaves(a), np_leaves(b), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def np_leaves(value):
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in np_leaves(value[key])]
    if isinstance(value, (list, tuple)):
        return [leaf for each in value for leaf in np_leaves(each)]
    return [np.asarray(value)]


def state_of(model):
    return [*model.get_weights(), *(np.asarray(each.value) for each in model.optimizer.variables)]


def arrays_in(path):
    """The path of every array in a file, and its shape."""
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, thing: found.__setitem__(name, getattr(thing, "shape", None)))
    return {name: shape for name, shape in found.items() if shape is not None}


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("way", ["there", "back"])
def test_a_model_goes_both_ways(name, way, tmp_path):
    here, there = (ours, oracle) if way == "there" else (oracle, ours)
    model = filled(MODELS[name](here))
    MODELS[name](there)  # registers its own classes there
    model.save(tmp_path / "model.keras")
    opened = there.models.load_model(tmp_path / "model.keras")
    x = inputs_of(model)
    assert_same(state_of(opened), state_of(model))
    both = jax.jit(lambda x: (opened(x), model(x)))
    assert_same(*both(x))
    assert type(opened.optimizer).__name__ == "Adam" and opened.loss == "mse"
    if name != "subclassed":  # whose layers are given names when they are made
        assert [each.name for each in opened.layers] == [each.name for each in model.layers]
    assert opened.count_params() == model.count_params()


@pytest.mark.parametrize("name", MODELS)
def test_weights_lie_where_keras_has_them(name, tmp_path):
    files = []
    for keras in (ours, oracle):
        model = filled(MODELS[name](keras))
        model.save_weights(tmp_path / f"{len(files)}.weights.h5")
        files.append(model)
    assert arrays_in(tmp_path / "0.weights.h5") == arrays_in(tmp_path / "1.weights.h5")
    files[0].load_weights(tmp_path / "1.weights.h5")
    assert_same(state_of(files[0]), state_of(files[1]))


def test_training_goes_on_where_it_stopped(tmp_path):
    x, y = RNG.normal(size=(8, 3)).astype("float32"), RNG.normal(size=(8, 1)).astype("float32")
    model = ours.Sequential([ours.Input((3,)), ours.layers.Dense(4, "tanh"), ours.layers.Dense(1)])
    model.compile(ours.optimizers.Adam(0.1), "mse")
    model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    model.save(tmp_path / "model.keras")
    model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    for keras in (ours, oracle):
        opened = keras.models.load_model(tmp_path / "model.keras")
        opened.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
        np.testing.assert_allclose(opened.get_weights()[0], model.get_weights()[0], rtol=1e-4)
        assert int(opened.optimizer.iterations.numpy()) == 8


@pytest.mark.parametrize("graph", [*GRAPHS, *range(20)])
def test_a_graph_comes_back_from_keras_with_its_weights(graph, tmp_path):
    build = GRAPHS.get(graph) or random_graph(graph).build
    model = filled(build(ours))
    own = [{}, {}]
    if graph == "own_layers":
        own = [{"Mix": type(made.get_layer("mix"))} for made in (model, build(oracle))]
    model.save(tmp_path / "model.keras")
    there = oracle.models.load_model(tmp_path / "model.keras", custom_objects=own[1])
    there.save(tmp_path / "model.keras")
    again = ours.models.load_model(tmp_path / "model.keras", custom_objects=own[0])
    assert_same(state_of(there), state_of(model))
    assert_same(state_of(again), state_of(model))


@pytest.mark.parametrize("name", ours.optimizers.optimizers)
def test_what_an_optimizer_remembers_comes_back_from_keras(name, tmp_path):
    wraps = {"LossScaleOptimizer": lambda: ours.optimizers.LossScaleOptimizer(
        ours.optimizers.Adam())}
    model = ours.Sequential([ours.Input((3,)), ours.layers.Dense(2)])
    model.compile(wraps.get(name, getattr(ours.optimizers, name))(), "mse")
    model.optimizer.build(model.trainable_variables)
    for variable in model.optimizer.variables:
        variable.assign(RNG.uniform(1, 9, variable.shape).astype(variable.dtype))
    model.save(tmp_path / "model.keras")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # so Keras tells of one that does not fit
        there = oracle.models.load_model(tmp_path / "model.keras")
        there.save(tmp_path / "model.keras")
        again = ours.models.load_model(tmp_path / "model.keras")
    assert_same(state_of(there), state_of(model))
    assert_same(state_of(again), state_of(model))
    assert [each.dtype for each in again.optimizer.variables] == [
        each.dtype for each in model.optimizer.variables]


def test_a_layer_that_drops_goes_on_dropping_when_trained(tmp_path):
    x = oracle.Input((50,))
    oracle.Model(x, oracle.layers.Dropout(0.5)(x)).save(tmp_path / "model.keras")
    opened, ones = ours.models.load_model(tmp_path / "model.keras"), np.ones((2, 50), "float32")
    assert (np.asarray(opened(ones, training=True)) != 1).any()
    np.testing.assert_array_equal(opened(ones), ones)


COMPILED = {
    "objects": lambda k: {
        "optimizer": k.optimizers.SGD(k.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)),
        "loss": k.losses.MeanAbsoluteError(), "metrics": [k.metrics.MeanSquaredError(name="far")]},
    "for each output": lambda k: {
        "optimizer": "rmsprop", "loss": {"one": "mse", "two": k.losses.LogCosh()},
        "loss_weights": {"one": 1.0, "two": 2.0}, "metrics": {"two": ["mae"]}},
    "lists": lambda k: {"optimizer": k.optimizers.AdamW(0.1, weight_decay=0.2, clipnorm=1.0),
                        "loss": ["mse", "mae"], "weighted_metrics": [["mae"], ["mse"]]},
    "a function": lambda k: {"optimizer": "adam", "loss": own_loss(k), "metrics": [own_loss(k)]},
}


def own_loss(keras):
    @keras.saving.register_keras_serializable("both_ways")
    def distance(y, prediction):
        return keras.ops.mean(keras.ops.square(y - prediction), axis=-1)

    return distance


@pytest.mark.parametrize("case", COMPILED)
def test_how_a_model_is_trained_comes_back_from_keras(case, tmp_path):
    x = ours.Input((3,))
    outputs = [ours.layers.Dense(2, name="one")(x), ours.layers.Dense(1, name="two")(x)]
    model = ours.Model(x, outputs if case in ("for each output", "lists") else outputs[0])
    COMPILED[case](oracle)
    model.compile(**COMPILED[case](ours))
    model.save(tmp_path / "model.keras")
    there = oracle.models.load_model(tmp_path / "model.keras")
    there.save(tmp_path / "model.keras")
    again = ours.models.load_model(tmp_path / "model.keras")
    assert again.get_compile_config() == there.get_compile_config() == model.get_compile_config()


def test_a_file_has_the_parts_of_keras(tmp_path):
    model = filled(dense(ours))
    model.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as parts:
        assert parts.namelist() == ["metadata.json", "config.json", "model.weights.h5"]
        assert json.loads(parts.read("metadata.json"))["keras_version"] == "3.15.0"


def test_the_configuration_goes_both_ways_as_json():
    for here, there in ((ours, oracle), (oracle, ours)):
        model = nested(here)
        again = there.models.model_from_json(model.to_json())
        assert again.count_params() == model.count_params()
        assert json.loads(again.to_json())["config"]["name"] == model.name
