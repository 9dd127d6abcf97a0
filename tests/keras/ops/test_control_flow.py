"""Functions of functions, and what operations take besides arrays, against Keras 3.15."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.keras import ops

X = jnp.arange(6.0).reshape(3, 2) - 2


def everything(ops):
    def steps(x):
        @ops.custom_gradient
        def doubled(x):
            return x * 2, lambda upstream: upstream * 7

        return {
            "cond": ops.cond(x[0, 0] > 0, lambda: x * 2, lambda: x + 1),
            "switch": ops.switch(1, [ops.sin, ops.cos], x),
            "while": ops.while_loop(lambda i, x: i < 5, lambda i, x: (i + 1, x * 1.5), (0, x)),
            "while, stopped": ops.while_loop(lambda x: ops.sum(x) < 99, lambda x: x + 1, x,
                                             maximum_iterations=3),
            "fori": ops.fori_loop(0, 4, lambda i, x: x + i, x),
            "scan": ops.scan(lambda carry, x: (carry + x, carry * x), x[0], x),
            "scan, reversed": ops.scan(lambda carry, x: (carry * x, carry), x[0], x, reverse=True),
            "associative": ops.associative_scan(ops.add, x),
            "map": ops.map(lambda row: ops.sum(row) * row, x),
            "vectorized": ops.vectorized_map(lambda row: ops.dot(row, row), x),
            "vectorize": ops.vectorize(lambda a, b: a @ b, signature="(n),(n)->()")(x, x),
            "jvp": ops.jvp(ops.square, (x,), (x,)),
            "slope": jax.grad(lambda x: doubled(x).sum())(x),
            "stop": jax.grad(lambda x: (ops.stop_gradient(x) * x).sum())(x),
        }

    return steps


def test_loops_and_branches_are_keras_s():
    """The operations there, as programs of ``jit``; the slopes through them come from JAX."""
    ours, theirs = (jax.jit(everything(k.ops))(X) for k in (keras, oracle))
    for name in theirs:
        for a, b in zip(jax.tree.leaves(ours[name]), jax.tree.leaves(theirs[name]), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-6, err_msg=name)


def test_variables_lists_and_numbers_are_arrays_too():
    variable = keras.Variable(X)
    np.testing.assert_allclose(ops.matmul(variable, [[1.0], [2.0]]), X @ jnp.array([[1.0], [2.0]]))
    np.testing.assert_allclose(ops.concatenate([variable, np.ones((1, 2))]).shape, (4, 2))
    np.testing.assert_allclose(ops.convert_to_numpy(variable), X)
    assert ops.shape(variable) == (3, 2) and ops.dtype(variable) == "float32"
    assert ops.fori_loop(0, 3, lambda i, x: x + 1, variable)[0, 0] == 1
    assert ops.add(1, 2.5).dtype == "float32" and ops.mean([1, 2]).dtype == "float32"


@pytest.mark.parametrize(("mistake", "sentence"), [
    (lambda: ops.reshape(X, (4, 2)), "for 6 numbers, those of (3, 2); got (4, 2)"),
    (lambda: ops.segment_sum(X, [0, 0, 1]), "expects num_segments"),
    (lambda: ops.one_hot([1], 2, sparse=True), "arrays here are dense"),
    (lambda: ops.conv(X[None], jnp.ones((2, 3, 4))), "multiple of the kernel's 3; got 2"),
    (lambda: ops.conv(X[None], jnp.ones((5, 2, 4))), "Use padding='same'"),
    (lambda: ops.max_pool(X[None], 2, padding="full"), "'valid' or 'same'; got 'full'"),
    (lambda: ops.binary_crossentropy([1.0], [[0.5]]), "of one shape; got (1,) and (1, 1)"),
    (lambda: ops.sparse_categorical_crossentropy([1], X), "one target for every row"),
    (lambda: ops.image.resize(X, (2, 2)), "expects a picture"),
    (lambda: ops.image.resize(X[None], (2, 2), "cubic"), "one of bilinear"),
    (lambda: ops.det(X[0]), "det expects a matrix"),
    (lambda: ops.cholesky(-jnp.eye(2)), "positive definite"),
    (lambda: ops.stft(X[:, 0], 4, 2, 2), "fft_length of at least"),
    (lambda: ops.scatter_update(X, [[0, 0]], [1.0], "mean"), "got 'mean'"),
])
def test_a_mistake_is_answered_by_a_sentence(mistake, sentence):
    with pytest.raises((ValueError, TypeError)) as error:
        mistake()
    assert sentence in str(error.value)


def test_activations_are_operations_of_a_model():
    x = keras.Input((4,))
    hidden = keras.activations.gelu(keras.layers.Dense(3)(x))
    outputs = keras.activations.mish(keras.activations.relu(hidden, negative_slope=0.1))
    model = keras.Model(x, outputs)
    given = np.random.default_rng(0).normal(size=(2, 4)).astype("float32")
    dense = model.layers[1]
    expected = oracle.activations.mish(oracle.activations.relu(
        oracle.activations.gelu(dense(given)), negative_slope=0.1))
    np.testing.assert_allclose(model(given), expected, rtol=1e-5, atol=1e-6)
    assert [type(each).__name__ for each in model.operations][2:4] == ["Gelu", "ReLU"]
    np.testing.assert_allclose(keras.activations.relu([-1.0, 2.0]), [0, 2])


@pytest.mark.parametrize("family", ["activations", "initializers", "constraints", "regularizers"])
def test_configurations_are_read_back_by_name_too(family):
    ours, theirs = getattr(keras, family), getattr(oracle, family)
    name = {"activations": "relu", "initializers": "he_normal", "constraints": "max_norm",
            "regularizers": "l2"}[family]
    assert type(ours.deserialize(name)).__name__ == type(theirs.deserialize(name)).__name__
    config = ours.serialize(ours.get(name))
    assert ours.serialize(ours.deserialize(config)) == config
