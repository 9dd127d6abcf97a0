"""Operations in a model's graph: written here and read by Keras 3.15, and the other way round."""

from __future__ import annotations

import keras as oracle
import numpy as np

from playground import keras


def test_a_graph_of_operations_goes_both_ways():
    ops = keras.ops
    x, y = keras.Input((6,)), keras.Input((6,))
    a = ops.clip(ops.matmul(x, ops.transpose(y)), -1.0, 1.0)
    b = ops.mean(ops.pad(a, ((0, 0), (1, 1)), constant_values=2.0), axis=-1, keepdims=True)
    c = ops.reshape(ops.expand_dims(ops.softmax(ops.concatenate([x, b], axis=-1)), 1), (-1, 7))
    d = ops.where(ops.greater(c, 0.1), c, ops.zeros_like(c))
    e = ops.stack([d, d * 2.0], axis=1)[:, 1]
    f = ops.one_hot(ops.argmax(e, axis=-1), 7) - 0.5
    ours = keras.Model([x, y], [ops.einsum("ij,ij->i", e, ops.relu(e)),
                                keras.activations.relu(f, negative_slope=0.2)])
    theirs = oracle.models.model_from_json(ours.to_json())
    again = keras.models.model_from_json(theirs.to_json())
    rng = np.random.default_rng(0)
    given = [rng.normal(size=(3, 6)).astype("float32") for _ in range(2)]
    for mine, its, mine_again in zip(ours(given), theirs(given), again(given), strict=True):
        np.testing.assert_allclose(mine, its, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(mine, mine_again, rtol=1e-6)
