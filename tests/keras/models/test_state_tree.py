"""The whole state as one tree, against Keras 3.15."""

from __future__ import annotations

import keras as oracle
import numpy as np
import pytest

from playground import keras

X = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")


def trained(k, **fitting):
    k.utils.set_random_seed(4)
    model = k.Sequential([k.Input((3,)), k.layers.Dense(2, name="a"), k.layers.Dropout(0.5),
                          k.layers.BatchNormalization(name="b")], name="m")
    model.compile(k.optimizers.Adam(name="adam"), "mse")
    model.fit(X, X[:, :2], verbose=0, shuffle=False, **fitting)
    return model


@pytest.mark.parametrize("value_format", ["backend_tensor", "numpy_array"])
def test_a_state_is_the_tree_that_keras_gives(value_format):
    given, expected = (oracle.tree.flatten_with_path(
        trained(k).get_state_tree(value_format)) for k in (keras, oracle))
    assert [path for path, _ in given] == [path for path, _ in expected]
    for (path, one), (_, other) in zip(given, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5, err_msg=str(path))


def test_a_tree_is_taken_back_and_a_wrong_one_told():
    model = trained(keras)
    state, expected = model.get_state_tree(), model.predict(X, verbose=0)
    model.fit(X, X[:, :2], verbose=0)
    assert not np.array_equal(expected, model.predict(X, verbose=0))
    model.set_state_tree(state)
    assert np.array_equal(expected, model.predict(X, verbose=0))
    part = {"trainable_variables": {"m": {"a": {"bias": np.array([1.0, 2.0])}}}}
    model.set_state_tree(part)
    assert model.get_layer("a").bias.numpy().tolist() == [1, 2]
    with pytest.raises(ValueError, match="paths of variables: m/a/kernel.*got 'm/c'"):
        model.set_state_tree({"trainable_variables": {"m": {"c": 1.0}}})
    with pytest.raises(ValueError, match="got 'weights'"):
        model.set_state_tree({"weights": {}})


def test_a_callback_sees_the_weights_after_every_batch_as_in_keras():
    def seen(k):
        class Looking(k.callbacks.Callback):
            def on_train_batch_end(self, batch, logs=None):
                self.model.jax_state_sync()
                found.append(self.model.get_layer("a").kernel.numpy())

        found = []
        trained(k, batch_size=2, callbacks=[Looking()])
        return found

    np.testing.assert_allclose(seen(keras), seen(oracle), rtol=1e-4)


def test_a_nested_model_that_was_not_called_shows_its_shapes_as_in_keras():
    def summary(k):
        entry = k.Input((3,))
        inner = k.Model(entry, [k.layers.Dense(2)(entry), k.layers.Dense(1)(entry)], name="two")

        class Outer(k.Model):
            def __init__(self):
                super().__init__(name="outer")
                self.inner = inner

            def call(self, x):
                return self.inner(x)[0]

        model, lines = Outer(), []
        model(X)
        model.summary(print_fn=lambda text, **_: lines.append(text))
        return "\n".join(lines).strip()

    assert summary(keras) == summary(oracle)
