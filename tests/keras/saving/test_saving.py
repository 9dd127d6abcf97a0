"""Saving and loading as one writes it: endings, choices, and what is told when it cannot be."""

import numpy as np
import pytest

from playground import keras


@pytest.fixture
def model():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


def test_objects_can_be_left_out(model, tmp_path):
    path = tmp_path / "model.weights.h5"
    model.save_weights(path, objects_to_skip=[model.layers[0], model.optimizer])
    before = model.get_weights()
    model.set_weights([each + 1 for each in before])
    model.load_weights(path, objects_to_skip=[model.layers[0], model.optimizer])
    after = model.get_weights()
    np.testing.assert_array_equal(after[0], before[0] + 1)
    np.testing.assert_array_equal(after[2], before[2])


def test_exported_weights_are_arrays_with_names(model, tmp_path):
    model.export(tmp_path / "weights.npz", format="npz")
    arrays = np.load(tmp_path / "weights.npz", allow_pickle=False)
    assert list(arrays) == [each.path for each in model.weights]
    for variable in model.weights:
        np.testing.assert_array_equal(arrays[variable.path], variable.numpy())
    with pytest.raises(ValueError, match="npz"):
        model.export(tmp_path / "model", format="onnx")


def test_types_of_numbers_come_back(tmp_path):
    kinds = ["float32", "float16", "bfloat16", "int32", "uint8", "bool"]

    class Several(keras.layers.Layer):
        def build(self, input_shape):
            for kind in kinds:
                setattr(self, f"a_{kind}", self.add_weight(
                    (2,), "ones", dtype=kind, trainable=False, name=kind))

        def call(self, x):
            return x

    model = keras.Sequential([keras.Input((3,)), Several()])
    model.save_weights(tmp_path / "model.weights.h5")
    for variable in model.weights:
        variable.assign(np.zeros(2))
    model.load_weights(tmp_path / "model.weights.h5")
    for kind, variable in zip(kinds, model.weights, strict=True):
        assert variable.dtype == kind and np.asarray(variable.value).astype(float).sum() == 2
