"""Every registered activation, initializer, loss, metric, optimizer, … against Keras 3.15."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.fields import One
from playground.keras import constraints, initializers, losses, optimizers, regularizers
from playground.keras.activations import activations

RNG = np.random.default_rng(1)


@pytest.mark.parametrize("name", activations)
def test_activations_and_their_slopes_are_keras_s(name):
    x = jnp.asarray(RNG.normal(size=(5, 6)) * 3, "float32")
    extra = (0.3, -1.0) if name == "threshold" else ()
    ours, theirs = keras.activations.get(name), oracle.activations.get(name)
    for function in (lambda f: f(x, *extra),
                     lambda f: jax.grad(lambda x: (f(x, *extra) ** 2).sum())(x)):
        np.testing.assert_allclose(function(ours), function(theirs), rtol=1e-5, atol=1e-6)


def test_no_activation_of_keras_is_missing_and_elementwise_ones_are():
    missing = set(oracle.src.activations.ALL_OBJECTS_DICT) - set(activations) - {
        "swish", "hard_swish"}
    assert not missing and "swish" in activations
    x = jnp.asarray(RNG.normal(size=(4, 6)), "float32")
    for name in keras.activations.elementwise:
        activation = activations[name]
        np.testing.assert_allclose(activation(x)[:, 2], activation(x[:, 2]), rtol=1e-6)


@pytest.mark.parametrize("shape", [(6, 5), (3, 3, 2, 4)])
@pytest.mark.parametrize("name", initializers.initializers)
def test_initializers_draw_exactly_keras_s_numbers(name, shape):
    if name == "identity" and len(shape) > 2:
        pytest.skip("only matrices")
    drawn = []
    for k in (keras, oracle):
        k.utils.set_random_seed(4)
        start = k.initializers.Constant(0.3) if name == "constant" else k.initializers.get(name)
        drawn.append(start(shape, "float32"))
    if name == "orthogonal":
        np.testing.assert_allclose(*drawn, atol=1e-6)
    else:
        np.testing.assert_array_equal(*drawn)


def test_an_initializer_takes_a_traced_seed():
    start = keras.initializers.GlorotUniform(seed=12)
    expected = start((4, 3))

    @jax.jit
    def draw(seed):
        start.seed = seed
        return start((4, 3))

    np.testing.assert_array_equal(draw(np.uint32(12)), expected)
    assert np.abs(draw(np.uint32(13)) - expected).max() > 0


@pytest.mark.parametrize("name", regularizers.regularizers)
def test_regularizers_cost_what_they_cost_in_keras(name):
    x = jnp.asarray(RNG.normal(size=(4, 3)), "float32")
    settings = {"l1": 0.1, "l2": 0.3} if name == "L1L2" else {}
    ours = regularizers.regularizers[name](**settings)
    theirs = getattr(oracle.regularizers, name)(**settings)
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-5)
    assert ours.get_config() == pytest.approx(theirs.get_config())


@pytest.mark.parametrize("name", constraints.constraints)
def test_constraints_are_keras_s(name):
    w = jnp.asarray(RNG.normal(size=(4, 3)) * 3, "float32")
    ours, theirs = constraints.constraints[name](), getattr(oracle.constraints, name)()
    np.testing.assert_allclose(ours(w), theirs(w), rtol=1e-6)
    assert ours.get_config() == theirs.get_config()


LOSS_SETTINGS = {
    "binary_crossentropy": [{}, {"from_logits": True}, {"label_smoothing": 0.2}],
    "categorical_crossentropy": [{}, {"from_logits": True}, {"label_smoothing": 0.2}],
    "sparse_categorical_crossentropy": [{}, {"from_logits": True}, {"ignore_class": 1}],
    "binary_focal_crossentropy": [{}, {"gamma": 1.5, "apply_class_balancing": True}],
    "categorical_focal_crossentropy": [{}, {"gamma": 1.5, "from_logits": True}],
    "huber": [{}, {"delta": 0.2}],
    "dice": [{}, {"axis": -1}], "tversky": [{"alpha": 0.3, "beta": 0.8}, {"axis": -1}],
    "circle": [{}, {"gamma": 4.0, "margin": 0.2, "remove_diagonal": False}],
    "categorical_generalized_cross_entropy": [{}, {"q": 0.8}],
}
CASES = [(name, settings) for name in losses.losses for settings in LOSS_SETTINGS.get(name, [{}])]


def labels_for(name, size=8, classes=4):
    rng = np.random.default_rng(2)
    scores = rng.uniform(0.05, 1, size=(size, classes)).astype("float32")
    if name == "ctc":
        labels = np.array([[1, 2, 2, 0], [3, 0, 0, 0], [1, 1, 3, 2]] * 3)[:size]
        return labels, rng.normal(size=(size, 9, classes)).astype("float32")
    if name == "circle":
        unit = rng.normal(size=(size, classes)).astype("float32")
        return rng.integers(0, 3, size), unit / np.linalg.norm(unit, axis=1, keepdims=True)
    if "sparse" in name or "generalized" in name:
        return rng.integers(0, classes, size), scores / scores.sum(1, keepdims=True)
    if "categorical" in name:
        one_hot = np.eye(classes, dtype="float32")[rng.integers(0, classes, size)]
        return one_hot, scores / scores.sum(1, keepdims=True)
    if "binary" in name or "hinge" in name:
        return rng.integers(0, 2, (size, classes)).astype("float32"), scores
    return rng.uniform(0.1, 2, (size, classes)).astype("float32"), scores


@pytest.mark.parametrize("reduction", ["sum_over_batch_size", "sum", "mean_with_sample_weight",
                                       None])
@pytest.mark.parametrize(("name", "settings"), CASES)
def test_losses_and_their_slopes_are_keras_s(name, settings, reduction):
    y, p = labels_for(name)
    weight = np.linspace(0, 2, len(p)).astype("float32")
    member = losses.losses[name]
    ours = member(reduction=reduction, **settings)
    theirs = getattr(oracle.losses, member.__name__)(reduction=reduction, **settings)
    assert ours.name == theirs.name
    for sample_weight in (None,) if np.ndim(ours(y, p)) == 0 and reduction is None else (
            None, weight):
        np.testing.assert_allclose(ours(y, p, sample_weight), theirs(y, p, sample_weight),
                                   rtol=2e-5, atol=1e-6)
    if reduction == "sum":
        slopes = [jax.jit(jax.grad(lambda p, f=f: f(y, p, weight)))(p) for f in (ours, theirs)]
        np.testing.assert_allclose(*slopes, rtol=2e-5, atol=1e-6)
    assert member.from_config(ours.get_config()).get_config() == ours.get_config()
    assert set(ours.get_config()) <= set(theirs.get_config()) | {"axis", "delta"}


FAMILIES = {"losses": losses.losses, "optimizers": optimizers.optimizers,
            "regularizers": regularizers.regularizers, "layers": keras.layers.layers}


@pytest.mark.parametrize(("family", "name"), [(f, name) for f, r in FAMILIES.items() for name in r])
def test_every_field_is_an_attribute_with_the_constructor_s_default_bounds(family, name):
    member = FAMILIES[family][name]
    given = {key: each.options[each.default](4) if isinstance(each, One) else each.default
             for key, each in member.fields.items() if each.default not in (None, "")}
    given |= dict.fromkeys(getattr(member, "given", ()), 10)
    made = member(**given) if given or family in ("losses", "regularizers") else None
    for key, each in member.fields.items():
        assert each.help and (hasattr(made, key) or isinstance(each, One))
        each.check(each.default, key)
