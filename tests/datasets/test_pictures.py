"""The pictures against scikit-learn, Keras's arrays and counts by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_digits

from playground.datasets import datasets, files, sample
from playground.keras import datasets as keras_datasets


def test_mnist_is_the_one_that_keras_loads():
    data = sample("mnist", {"train": 60_000}, 500, 50, 1)
    (x, y), (x_test, y_test) = keras_datasets.mnist.load_data()
    for ours, theirs in ((data.x_train[..., 0], x), (data.x_test[..., 0], x_test),
                         (data.y_train, y), (data.y_test, y_test)):
        np.testing.assert_array_equal(ours, theirs)
    # as its authors count them
    assert np.bincount(y_test).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_fewer_training_pictures_are_the_first_ones_and_the_test_stays():
    few, all_ = (sample("mnist", {"train": train}, 500, 50, 1) for train in (1000, 60_000))
    assert len(few.x_train) == len(few.y_train) == 1000 and len(few.x_test) == 10_000
    np.testing.assert_array_equal(few.x_train, all_.x_train[:1000])


def test_mnist_is_in_memory_once_whoever_asks():
    one, other = (sample("mnist", {"train": train}, 500, 50, 1) for train in (60_000, 5000))
    assert np.shares_memory(one.x_train, other.x_train)
    assert np.shares_memory(one.x_train, files.shipped("mnist.npz")["x_train"])
    with pytest.raises(ValueError, match="read-only"):
        one.x_train[0] = 0


def test_the_fashion_sample_is_balanced_and_says_that_it_is_a_sample():
    data = sample("fashion_mnist", {}, 500, 50, 1)
    assert np.bincount(data.y_train).tolist() == [1000] * 10
    assert np.bincount(data.y_test).tolist() == [200] * 10
    assert "not the official split" in datasets["fashion_mnist"].card.note
    assert "not the official split" in keras_datasets.fashion_mnist.__doc__


def test_the_small_digits_are_scikit_learns():
    data = sample("digits", {}, 500, 80, 1)
    x = np.concatenate([data.x_train, data.x_test])[..., 0]
    y = np.concatenate([data.y_train, data.y_test])
    theirs = load_digits()
    ours = sorted(zip(y.tolist(), (x / 255 * 16).round().astype(int).reshape(-1, 64).tolist()))
    wanted = sorted(zip(theirs.target.tolist(), theirs.data.astype(int).tolist()))
    assert ours == wanted and x.max() == 255


def test_keras_loads_both_as_whole_numbers_that_a_script_may_change():
    for shipped, count in ((keras_datasets.mnist, 60_000), (keras_datasets.fashion_mnist, 10_000)):
        (x, y), (x_test, _) = shipped.load_data()
        assert x.shape == (count, 28, 28) and x.dtype == y.dtype == x_test.dtype == np.uint8
        x[0] = 0
        assert shipped.load_data()[0][0][0].max() > 0
