"""Models of inputs and outputs against Keras 3.15: outputs, gradients, tables, configurations."""

from __future__ import annotations

import json

import jax
import keras as oracle
import numpy as np
import pytest
from keras.src.utils.naming import reset_uids

from playground import keras
from tests.keras.graphs import GRAPHS, samples


def both(build):
    """The same model built by both, from fresh names, with the same weights."""
    made = []
    for k, reset in ((keras, keras.utils.clear_session), (oracle, reset_uids)):
        reset()
        made.append(build(k))
    copy_weights(*made)
    return made


def copy_weights(source, target):
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=each.shape, scale=0.5).astype("float32") for each in source.weights]
    assert [each.shape for each in source.weights] == [tuple(v.shape) for v in target.weights]
    for model in (source, target):
        model.set_weights(weights)


def close(mine, its):
    mine, its = jax.tree.leaves(mine), jax.tree.leaves(its)
    for a, b in zip(mine, its, strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5 * max(1, np.abs(b).max()))


def computed(models, xs):
    """The outputs of models, and the gradients of their sums of squares; compiled in one go."""
    def total(weights, real, whole):
        outputs = []
        for model, own, x, n in zip(models, weights, real, whole, strict=True):
            state = [v.value for v in model.non_trainable_variables]
            outputs.append(model.stateless_call(own, state, n if x is None else x)[0])
        return sum((each.astype("float32")**2).sum() for each in jax.tree.leaves(outputs)), outputs

    weights = [[v.value for v in model.trainable_variables] for model in models]
    is_real = [all(each.dtype.kind == "f" for each in jax.tree.leaves(x)) for x in xs]
    real = [x if yes else None for x, yes in zip(xs, is_real, strict=True)]
    whole = [None if yes else x for x, yes in zip(xs, is_real, strict=True)]
    compute = jax.jit(jax.value_and_grad(total, (0, 1), has_aux=True))
    (_, outputs), (by_weights, by_inputs) = compute(weights, real, whole)
    return list(zip(outputs, by_weights, by_inputs, strict=True))


def table(model, **settings):
    lines = []
    model.summary(print_fn=lambda text, **kwargs: lines.append(text), **settings)
    return "".join(lines)


def without_marks(config):
    """A configuration as plain JSON, without what Keras adds for things that are not here."""
    if isinstance(config, dict):
        left_out = {"quantization_config", "build_config", "compile_config", "axis", "rms_scaling",
                    "renorm", "renorm_clipping", "renorm_momentum"}
        return {key: without_marks(value) for key, value in config.items()
                if key not in left_out and not (key == "mask" and value is None)
                and not (key == "training" and value is True)}  # CenterCrop: it crops either way
    if isinstance(config, float):
        return float(np.float32(config))
    return [without_marks(each) for each in config] if isinstance(config, list) else config


@pytest.fixture(scope="module")
def results():
    pairs = [both(build) for build in GRAPHS.values()]
    xs = [samples(ours) for ours, _ in pairs]
    sides = [computed(models, xs) for models in zip(*pairs, strict=True)]
    return dict(zip(GRAPHS, zip(*sides, strict=True), strict=True))


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_computes_what_it_does_in_keras(name, results):
    close(*results[name])


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_is_made_of_what_it_is_in_keras(name):
    ours, theirs = both(GRAPHS[name])
    assert ours.name == theirs.name
    assert [layer.name for layer in ours.layers] == [layer.name for layer in theirs.layers]
    assert [v.path for v in ours.variables] == [v.path for v in theirs.variables]
    assert ours.input_shape == theirs.input_shape and ours.output_shape == theirs.output_shape
    assert ours.output_names == theirs.output_names
    assert ours.count_params() == theirs.count_params()


@pytest.mark.parametrize("name", GRAPHS)
def test_the_summary_is_the_same_table(name):
    ours, theirs = both(GRAPHS[name])
    if name == "of_inner_tensors":  # named after a tensor, and those are counted otherwise
        for model in (ours, theirs):
            model.layers[0].name = "cut"
    assert table(ours) == table(theirs)
    settings = {"expand_nested": True, "show_trainable": True, "line_length": 70}
    assert table(ours, **settings) == table(theirs, **settings)


@pytest.mark.parametrize("name", [
    name for name in GRAPHS if name not in ("own_layers", "of_inner_tensors")])
def test_the_configuration_is_keras_s_and_both_read_it(name):
    ours, theirs = both(GRAPHS[name])
    mine, its = ours.to_json(), theirs.to_json()
    assert without_marks(json.loads(mine)) == without_marks(json.loads(its))
    x = samples(ours)
    for again in (keras.models.model_from_json(its), oracle.models.model_from_json(mine)):
        again.set_weights(ours.get_weights())
        close(ours(x), again(x))


@pytest.mark.parametrize("form", [lambda y: [y], lambda y: (y,), lambda y: {"y": y},
                                  lambda y: [[y]], lambda y: [y, y]])
def test_outputs_have_the_form_that_they_have_in_keras(form):
    """A list of one is given as the one."""
    def forms(k):
        x = k.Input((2,))
        model = k.Model(x, form(k.layers.Dense(1)(x)))
        model.compile()
        data = np.ones((2, 2), "float32")
        return [jax.tree.structure(jax.tree.map(lambda each: 0, given)) for given in (
            model(data), model.predict(data, verbose=0),
            jax.tree.map(lambda x: 0, model(k.Input((2,)))))]

    assert forms(keras) == forms(oracle)


def test_inputs_are_given_in_any_form_that_keras_takes():
    ours, theirs = both(GRAPHS["two_inputs_and_outputs"])
    a, b = samples(ours)
    for given in ([a, b], (a, b), {"a": a, "b": b}, [a, b[..., None]],
                  [keras.ops.add(a, 0), b.tolist()]):
        close(ours(given), theirs([a, b]))
    ours, theirs = both(GRAPHS["dicts"])
    x = samples(ours)
    close(ours({**x, "more": a}), theirs(x))
    ours, theirs = both(GRAPHS["stack"])
    close(ours({"x": a}), theirs({"x": a}))
    close(ours(a.tolist()), theirs(a))


def test_the_layers_are_shared_and_found_by_name():
    model = GRAPHS["of_inner_tensors"](keras)
    assert model.get_layer("second").trainable
    whole = GRAPHS["nested"](keras)
    inner = whole.get_layer("inner")
    assert inner.layers[1].weights[0] is whole.weights[0]
    assert whole.get_layer(index=0) is whole.layers[0]
    part = keras.Model(whole.input, inner(whole.input)[0])
    assert part.weights[0] is whole.weights[0] and len(part.weights) == 2


def test_the_batch_of_a_nested_model_keeps_other_sizes_unknown():
    x = keras.Input((None, 4))
    inner = keras.Model(x, keras.layers.Dense(3)(x))
    assert inner(keras.Input((7, 4))).shape == (None, 7, 3)
    assert inner.compute_output_shape((2, 5, 4)) == (2, 5, 3)
    assert keras.Sequential([inner, keras.layers.Dense(2)])(keras.Input((7, 4))).shape == (
        None, 7, 2)


def test_training_and_losses_reach_every_layer():
    class Costs(keras.layers.Layer):
        def call(self, x):
            self.add_loss(keras.ops.add(x, 0).sum() * 0.1)
            return x

    x = keras.Input((4,))
    y = keras.layers.Dropout(0.5, seed=1)(Costs()(x))
    model = keras.Model(x, keras.Model(x, y)(x))
    data = np.ones((2, 4), "float32")
    np.testing.assert_array_equal(model(data), data)
    assert (np.asarray(model(data, training=True)) == 0).any()
    np.testing.assert_allclose(model.losses, [0.8], rtol=1e-6)


def test_a_subclass_may_be_a_model_of_inputs_and_outputs():
    class Classifier(keras.Model):
        def __init__(self, width=3, **settings):
            x = keras.Input((4,))
            super().__init__(inputs=x, outputs=keras.layers.Dense(width)(x), **settings)
            self.width = width

        def get_config(self):
            return {"width": self.width, "name": self.name}

    model = Classifier(2, name="mine")
    assert isinstance(model, keras.models.Functional) and model.name == "mine"
    assert model(np.ones((1, 4))).shape == (1, 2) and model.count_params() == 10
    assert Classifier.from_config(model.get_config()).width == 2
    assert Classifier().name == "classifier"


def test_what_cannot_be_a_model_is_told():
    a, b = keras.Input((2,), name="a"), keras.Input((2,), name="b")
    with pytest.raises(ValueError, match="output of b .* Add the Input"):
        keras.Model(a, keras.layers.Dense(1)(a) + keras.layers.Dense(1)(b))
    with pytest.raises(ValueError, match="not connected to the inputs"):
        keras.Model(a, b)
    with pytest.raises(ValueError, match="made by keras.Input .* got .*ndarray"):
        keras.Model(np.ones((2, 2)), a)
    with pytest.raises(ValueError, match="name 'same' is used 2 times"):
        keras.Model(a, keras.layers.Dense(1, name="same")(keras.layers.Dense(1, name="same")(a)))
    with pytest.raises(ValueError, match=r"2 arrays, for its inputs \['a', 'b'\]; got 1"):
        keras.Model([a, b], a + b)(np.ones((1, 2)))
    with pytest.raises(ValueError, match=r"samples of shape \(2,\).* as 'b'.*got .*\(3,\)"):
        keras.Model([a, b], a + b)([np.ones((1, 2)), np.ones((1, 3))])
    with pytest.raises(TypeError, match="no numbers yet"):
        bool(a > 0)
    with pytest.raises(ValueError, match="Use keras.ops"):
        np.sin(a)
    with pytest.raises(ValueError, match="a loop or a gap"):
        config = keras.Model(a, keras.layers.Dense(1, name="d")(a)).get_config()
        config["layers"][1]["inbound_nodes"][0]["args"][0]["config"]["keras_history"] = ["d", 0, 0]
        keras.Model.from_config(config)
