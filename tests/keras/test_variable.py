"""Variables and trees beside Keras 3.15."""

from __future__ import annotations

from collections import OrderedDict

import keras as oracle
import numpy as np
import pytest

from playground import keras


def of_arithmetic(k):
    v = k.Variable([1.0, 2.0], name="v")
    yield from (v + 1, 2 * v, v @ v, v / 2, 1 - v, v**2, 2**v, v // 2, v % 2, -v, abs(v), v[0],
                v > 1, v != 1, k.ops.sum(v), k.ops.add(v, v), np.asarray(v).sum())
    yield v.shape, v.ndim, v.dtype, v.name, v.path, v.trainable


def of_assigning(k):
    v = k.Variable(np.ones((2,), "float32"))
    yield from (v.assign([3, 4]), v.assign_add([1, 1]), v.assign_sub(np.ones(2)), v.numpy())
    with k.StatelessScope(state_mapping=[(v, np.array([9.0, 9.0], "float32"))]) as scope:
        yield v + 0
        v.assign([7.0, 7.0])
        yield v.value
    yield from (v.value, scope.get_current_value(v))
    v.trainable = False
    yield v.trainable


def of_first_values(k):
    yield k.Variable(initializer="ones", shape=(2,), dtype="float32").value
    count = k.Variable(0, dtype="int32", trainable=False)
    count.assign_add(2)
    yield int(count), count.dtype, count.trainable, float(k.Variable(1.5))
    k.utils.set_random_seed(3)
    yield k.Variable(k.initializers.RandomNormal(), shape=(2, 2)).value


def of_trees(k):
    nested = {"b": [1, (2, 3)], "a": 4, "c": OrderedDict(z=5, y=None)}
    tree = k.tree
    yield tree.flatten(nested), tree.is_nested((1,)), tree.is_nested(1)
    yield str(tree.map_structure(lambda x: None if x is None else x + 1, nested))
    yield str(tree.pack_sequence_as(nested, [10, 20, 30, 40, 50, 60]))
    yield str(tree.map_structure(lambda a, b: (a, b), [1, {"k": 2}], [3, {"k": 4}]))
    yield str(tree.map_shape_structure(len, [(1, 2), {"k": (None, 3, 4)}]))
    yield str(tree.flatten_with_path({"a": [1, 2], "b": 3})), str(tree.lists_to_tuples([1, [2]]))
    yield str(tree.traverse(lambda x: x * 2 if isinstance(x, int) else None, nested))


@pytest.mark.parametrize("experiment", [of_arithmetic, of_assigning, of_first_values, of_trees])
def test_it_is_so_in_keras(experiment):
    for mine, its in zip(experiment(keras), experiment(oracle), strict=True):
        if hasattr(its, "shape"):
            np.testing.assert_allclose(mine, its, rtol=1e-6)
        else:
            assert mine == its


def test_what_does_not_fit_a_variable_is_told():
    v = keras.Variable([1.0, 2.0], name="v")
    with pytest.raises(ValueError, match=r"'v' expects a value of shape \(2,\); got .*\(3,\)"):
        v.assign([1, 2, 3])
    with pytest.raises(ValueError, match="expects a shape beside its initializer"):
        keras.Variable(initializer="ones")
    with pytest.raises(ValueError, match="same form"):
        keras.tree.map_structure(lambda a, b: a, [1], (1,))
    with pytest.raises(ValueError, match="3 leaves; got 2"):
        keras.tree.pack_sequence_as([1, [2, 3]], [1, 2])
