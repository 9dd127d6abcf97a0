"""Every function of ``keras.ops`` against Keras 3.15: outputs, types, slopes, symbolic shapes."""

from __future__ import annotations

import inspect

import jax
import jax.numpy as jnp
import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.keras import ops, tree
from playground.keras.ops.base import operations
from tests.keras.ops.examples import EXAMPLES, IMAGES, X, Y, of

MISSING: set[str] = set()
DIFFERENT = {"sparsemax"}  # Keras's does not sum to 1
# Functions of functions are compared in test_control_flow.py.
HIGHER = {"cond", "switch", "while_loop", "fori_loop", "scan", "associative_scan", "map",
          "vectorized_map", "vectorize", "custom_gradient", "jvp"}
# Functions whose arguments are known when a model is built.
NOT_SYMBOLIC = {"array", "convert_to_numpy", "is_tensor", "dtype", "shape", "size", "ndim",
                "unique"}


def names(module):
    return {name for name in dir(module) if inspect.isfunction(getattr(module, name))}


def examples(name):
    if name in EXAMPLES:
        return EXAMPLES[name]
    required = [each for each in inspect.signature(getattr(oracle.ops, name)).parameters.values()
                if each.default is inspect.Parameter.empty]
    return [of(*(X, Y)[:len(required)])]


COMPARED = sorted(names(oracle.ops) - MISSING - HIGHER - DIFFERENT)
CASES = [(oracle.ops, ops, name, *example) for name in COMPARED for example in examples(name)]
CASES += [(oracle.ops.image, ops.image, name, *example) for name, each in IMAGES.items()
          for example in each]
IDS = [f"{name}-{number}" for number, (_, _, name, _, _) in enumerate(CASES)]


def test_no_name_of_keras_is_missing_but_those_that_are_meant_to_be():
    assert names(oracle.ops) - set(dir(ops)) == MISSING
    assert names(oracle.ops.image) == set(IMAGES) <= set(dir(ops.image))
    for module in ("linalg", "nn", "numpy"):
        theirs, ours = getattr(oracle.ops, module), getattr(ops, module)
        assert names(theirs) - set(dir(ours)) <= MISSING


@pytest.mark.parametrize("name", sorted(names(oracle.ops) - MISSING))
def test_arguments_and_defaults_are_keras_s(name):
    theirs, ours = (list(inspect.signature(getattr(module, name)).parameters.values())
                    for module in (oracle.ops, ops))
    if name == "layer_normalization":  # it takes an old argument too
        theirs = theirs[:-1]
    assert [(each.name, each.default, each.kind) for each in ours] == [
        (each.name, each.default, each.kind) for each in theirs]


@pytest.mark.parametrize(("theirs", "ours", "name", "positional", "named"), CASES, ids=IDS)
def test_outputs_and_slopes_are_keras_s(theirs, ours, name, positional, named):
    """The same program, operation by operation; or, where it is another, the same numbers."""
    arrays = [each for each in jax.tree.leaves(positional) if isinstance(each, np.ndarray)]
    form = jax.tree.structure(positional)
    places = [place for place, each in enumerate(jax.tree.leaves(positional))
              if isinstance(each, np.ndarray)]

    def of_arrays(function):
        def run(*arrays):
            leaves = jax.tree.leaves(positional)
            for place, array in zip(places, arrays, strict=True):
                leaves[place] = array
            return function(*jax.tree.unflatten(form, leaves), **named)
        return run

    mine, its = of_arrays(getattr(ours, name)), of_arrays(getattr(theirs, name))
    try:
        programs = [jax.make_jaxpr(each)(*arrays) for each in (mine, its)]
    except (jax.errors.JAXTypeError, TypeError):  # its result is no array, or has no known shape
        same(mine(*arrays), its(*map(jnp.asarray, arrays)))
        return
    if name not in NOT_SYMBOLIC:
        tensors = [keras.KerasTensor(each.shape, each.dtype) for each in arrays]
        shapes = [(each.shape, each.dtype) for each in tree.flatten(mine(*tensors))]
        assert shapes == [(each.shape, str(each.dtype)) for each in programs[0].out_avals]
    if str(programs[0]) != str(programs[1]):
        same(*(jax.jit(with_slopes(each, arrays))(*arrays) for each in (mine, its)))


def with_slopes(function, arrays):
    """The outputs, and the slope of the sum of their sines in the first array, if all floats."""
    def run(*arrays):
        outputs = jax.tree.leaves(function(*arrays))
        if not all(each.dtype == "float32" for each in [*arrays, *outputs]):
            return outputs

        def total(*arrays):
            return sum(jnp.sum(jnp.sin(each)) for each in jax.tree.leaves(function(*arrays)))

        return outputs, jax.grad(total)(*arrays)

    return run


def same(mine, its):
    mine, its = jax.tree.leaves(mine), jax.tree.leaves(its)
    assert len(mine) == len(its)
    for a, b in zip(mine, its, strict=True):
        assert getattr(a, "dtype", None) == getattr(b, "dtype", None)
        assert np.shape(a) == np.shape(b)
        if hasattr(b, "dtype"):
            np.testing.assert_allclose(a, b, rtol=1e-5, atol=2e-6)
        else:
            assert a == b


def test_sparsemax_gives_the_nearest_probabilities():
    np.testing.assert_allclose(ops.sparsemax([[0.3, 0.1, -1.0]]), [[0.6, 0.4, 0.0]], rtol=1e-6)


def test_windows_lie_side_by_side_without_strides():
    assert ops.max_pool(jnp.zeros((1, 6, 6, 2)), 2).shape == (1, 3, 3, 2)
    assert ops.average_pool(jnp.zeros((1, 6, 6, 2)), 3, padding="same").shape == (1, 2, 2, 2)


@pytest.mark.parametrize("call", [
    lambda ops, x, y: ops.matmul(x, ops.ones((4, 5))),
    lambda ops, x, y: ops.reshape(x, (-1, 2, 2)),
    lambda ops, x, y: ops.concatenate([x, y], axis=-1),
    lambda ops, x, y: ops.stack([x, y], axis=1),
    lambda ops, x, y: ops.mean(x, axis=-1, keepdims=True),
    lambda ops, x, y: ops.expand_dims(x, 1),
    lambda ops, x, y: ops.transpose(x),
    lambda ops, x, y: ops.split(x, 2, axis=1),
    lambda ops, x, y: ops.einsum("ij,ij->i", x, y),
    lambda ops, x, y: ops.one_hot(ops.argmax(x, axis=-1), 4),
    lambda ops, x, y: ops.top_k(x, 2),
    lambda ops, x, y: ops.moments(x, axes=[0]),
    lambda ops, x, y: ops.where(ops.greater(x, 0), x, y),
    lambda ops, x, y: ops.conv(ops.expand_dims(x, -1), ops.ones((3, 1, 2))),
    lambda ops, x, y: ops.max_pool(ops.expand_dims(x, -1), 2, 2),
    lambda ops, x, y: ops.cast(ops.softmax(x), "int32"),
    lambda ops, x, y: x[:, 1:] * 2 - y[:, :3],
])
def test_a_batch_of_any_size_goes_through_as_in_keras(call):
    shapes = []
    for k in (keras, oracle):
        outputs = call(k.ops, k.KerasTensor((None, 4)), k.KerasTensor((None, 4)))
        shapes.append([(tuple(each.shape), each.dtype) for each in tree.flatten(outputs)])
    assert shapes[0] == shapes[1]


def test_operations_have_keras_s_names_and_settings():
    """A model written here with operations in it is read by Keras, which looks them up by name."""
    import importlib

    for name, function in operations.items():
        ours = function.operation
        theirs = getattr(importlib.import_module(ours.keras_module), ours.__name__)
        settings = {each.name for each in ours.signature.parameters.values()
                    if each.name not in ours.flows and each.kind is not each.VAR_KEYWORD}
        if name not in ("cond", "scale_and_translate"):  # functions cannot be written down
            assert settings <= set(inspect.signature(theirs.__init__).parameters), name


@pytest.mark.parametrize(("pattern", "sizes"), [
    ("b h w c -> b c h w", {}), ("b h w c -> (b h) w c", {}), ("b h w c -> b (c h w)", {}),
    ("b (h i) (w j) c -> b h w (c i j)", {"i": 2, "w": 5})])
def test_axes_are_rearranged_in_a_model_too(pattern, sizes):
    x = np.arange(180, dtype="float32").reshape(2, 6, 5, 3)
    expected = oracle.ops.rearrange(x, pattern, **sizes)
    np.testing.assert_array_equal(ops.rearrange(x, pattern, **sizes), expected)
    symbol = keras.Input((6, 5, 3))
    model = keras.Model(symbol, ops.rearrange(symbol, pattern, **sizes))
    np.testing.assert_array_equal(model(x), expected)


@pytest.mark.parametrize(("pattern", "sizes", "words"), [
    ("a b", {}, "one '->'"), ("a b -> a c", {}, "each name once on both sides"),
    ("a b c -> a b c", {}, "expects 3 axes"), ("(a b) c -> a b c", {}, "all but one of (a b)"),
    ("(a b) c -> a b c", {"a": 2}, "that make 3"), ("(a b c -> a b c", {}, "open and close")])
def test_a_pattern_that_does_not_fit_is_answered_by_a_sentence(pattern, sizes, words):
    with pytest.raises(ValueError) as error:
        ops.rearrange(X, pattern, **sizes)
    assert words in str(error.value)


def test_a_beam_search_is_answered_by_a_sentence():
    with pytest.raises(ValueError, match="expects strategy='greedy'.*got 'beam_search'"):
        ops.ctc_decode(np.ones((1, 2, 3)), np.array([2]), "beam_search")


@pytest.mark.parametrize("where", ["channels_last", "channels_first"])
def test_where_the_channels_lie_is_asked_whenever_shapes_are(where):
    shapes = []
    for k in (keras, oracle):
        before = k.ops.max_pool(k.KerasTensor((2, 8, 6, 4)), 2).shape
        k.config.set_image_data_format(where)
        try:
            shapes.append(tuple(k.ops.max_pool(k.KerasTensor((2, 8, 6, 4)), 2).shape))
        finally:
            k.config.set_image_data_format("channels_last")
        assert tuple(before) == (2, 4, 3, 4)
    assert shapes[0] == shapes[1]
