"""The features by hand, and their code by running it."""

import numpy as np
import pytest

from playground.datasets.features import columns, features

X = np.array([[2, -3], [0.5, 0]], np.float32)


@pytest.mark.parametrize(("name", "wanted"), [
    ("x1", [2, 0.5]), ("x2", [-3, 0]),
    ("x1_squared", [4, 0.25]), ("x2_squared", [9, 0]), ("x1x2", [-6, 0]),
    ("sin_x1", [0.9092974, 0.4794255]), ("sin_x2", [-0.1411200, 0]),
])
def test_a_feature_is_what_its_name_says(name, wanted):
    np.testing.assert_allclose(features[name](X), wanted, rtol=1e-6)


def test_columns_come_in_the_order_asked_for_as_float32():
    table = columns(["x1x2", "x1"], X)
    assert table.dtype == np.float32
    np.testing.assert_array_equal(table, [[-6, 2], [0, 0.5]])


@pytest.mark.parametrize("name", features)
def test_a_features_code_is_the_expression_it_computes(name):
    assert "x[" in features[name].code
    computed = eval(features[name].code, {"np": np, "x": X})  # our own text, not a visitor's
    np.testing.assert_array_equal(computed, features[name](X))


@pytest.mark.parametrize("name", features)
def test_a_feature_that_needs_one_input_works_with_one(name):
    if features[name].inputs == 1:
        assert columns([name], X[:, :1]).shape == (2, 1)
    else:
        with pytest.raises(IndexError):
            columns([name], X[:, :1])


@pytest.mark.parametrize("name", features)
def test_a_feature_has_a_label_and_a_tooltip(name):
    assert features[name].label.startswith(("X", "sin X")) and features[name].help.endswith(".")
