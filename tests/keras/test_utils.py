"""``keras.utils`` against Keras 3.15; where Keras needs TensorFlow, against its documentation."""

from __future__ import annotations

import zlib

import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.keras import utils

X = np.arange(24, dtype="float32").reshape(8, 3)


@pytest.mark.parametrize(("sequences", "settings"), [
    ([[1], [2, 3], [4, 5, 6]], {}),
    ([[1], [2, 3], [4, 5, 6]], {"value": -1, "padding": "post"}),
    ([[1], [2, 3], [4, 5, 6]], {"maxlen": 2, "truncating": "post", "dtype": "float32"}),
    ([[[1, 2]], [], [[3, 4], [5, 6]]], {"maxlen": 4}),
    ([["a"], ["b", "c"]], {"dtype": object, "value": "-"}),
])
def test_sequences_are_padded_as_in_keras(sequences, settings):
    ours, theirs = (k.utils.pad_sequences(sequences, **settings) for k in (keras, oracle))
    np.testing.assert_array_equal(ours, theirs)
    assert ours.dtype == theirs.dtype
    assert keras.preprocessing.sequence.pad_sequences is utils.pad_sequences


def test_labels_and_lengths_are_keras_s():
    for x, settings in ((X, {}), (X, {"axis": 1, "order": 1}), (np.zeros((2, 2)), {})):
        np.testing.assert_allclose(*(k.utils.normalize(x, **settings) for k in (keras, oracle)),
                                   rtol=1e-6)
    for labels in ([0, 2, 1], [[0], [3]]):
        np.testing.assert_array_equal(*(k.utils.to_categorical(labels) for k in (keras, oracle)))


def test_a_data_set_is_split_in_the_form_in_which_it_was_given():
    (x, y), (x_test, y_test) = utils.split_dataset((X, X[:, 0]), left_size=0.7)
    assert len(x) == 6 and len(x_test) == 2
    np.testing.assert_array_equal(np.concatenate([y, y_test]), X[:, 0])
    left, right = utils.split_dataset(X, right_size=3, shuffle=True, seed=1)
    assert len(left) == 5 and sorted(np.concatenate([left, right])[:, 0]) == sorted(X[:, 0])
    again, _ = utils.split_dataset(X, right_size=3, shuffle=True, seed=1)
    np.testing.assert_array_equal(left, again)
    both = utils.split_dataset({"a": X}, left_size=2, right_size=4)
    assert [part["a"].shape[0] for part in both] == [2, 4]


def test_windows_of_a_series_are_those_of_keras_s_documentation():
    """The example there: sequence_length 10, sampling_rate 2, sequence_stride 3, 100 steps."""
    windows = list(utils.timeseries_dataset_from_array(
        np.arange(100), None, sequence_length=10, sampling_rate=2, sequence_stride=3))
    assert windows[0][0].tolist() == [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]
    assert windows[0][1].tolist() == [3, 5, 7, 9, 11, 13, 15, 17, 19, 21]
    assert windows[0][-1].tolist() == [81, 83, 85, 87, 89, 91, 93, 95, 97, 99]
    batches = utils.timeseries_dataset_from_array(
        np.arange(20), np.arange(20) * 2, 4, batch_size=5, start_index=2, end_index=15)
    assert len(batches) == 2 and [len(x) for x, _ in batches] == [5, 5]
    for x, y in batches:
        np.testing.assert_array_equal(x[:, 0] * 2, y)
    assert batches[0][0][0].tolist() == [2, 3, 4, 5]
    mixed = utils.timeseries_dataset_from_array(np.arange(20), None, 4, shuffle=True, seed=3)
    assert sorted(mixed[0][:, 0]) == list(range(17)) != mixed[0][:, 0].tolist()


def test_windows_are_taken_and_asked_for_numbers_as_those_of_tensorflow_are():
    batches = utils.timeseries_dataset_from_array(
        np.arange(20.0), np.arange(20.0)[:, None], 4, batch_size=5)
    (x, y), (later, _) = batches.take(2)
    assert type(x.numpy()) is np.ndarray and x.numpy().shape == (5, 4)
    assert (x[0][1:].numpy().tolist(), y[3].numpy().tolist()) == ([1, 2, 3], [3])
    assert later[0, 0] == 5 and [len(batches.take(9)), len(batches.take(0))] == [len(batches), 0]
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    assert len(model.fit(batches, validation_data=batches.take(1), verbose=0).history) == 2


def test_a_picture_is_written_as_png(tmp_path):
    x = np.random.default_rng(0).integers(0, 256, (5, 4, 3))
    utils.save_img(tmp_path / "x.png", x, scale=False)
    data = (tmp_path / "x.png").read_bytes()
    at = data.index(b"IDAT")
    rows = zlib.decompress(data[at + 4:at + 4 + int.from_bytes(data[at - 4:at])])
    pixels = np.frombuffer(rows, "uint8").reshape(5, 13)[:, 1:].reshape(5, 4, 3)
    np.testing.assert_array_equal(pixels, x)
    for k in (keras, oracle):
        assert k.utils.img_to_array(x[..., 0]).shape == (5, 4, 1)


@pytest.mark.parametrize(("mistake", "sentence"), [
    (lambda: utils.pad_sequences([1, 2]), "expects a list of lists"),
    (lambda: utils.pad_sequences([[1]], padding="left"), "'pre' or 'post'; got 'left'"),
    (lambda: utils.pad_sequences([["a"]], value="x"), "dtype=object"),
    (lambda: utils.split_dataset(X), "left_size, right_size or both"),
    (lambda: utils.split_dataset(X, 9), "below 8 or a share"),
    (lambda: utils.split_dataset((X, X[:3]), 2), "arrays of one length; got [3, 8]"),
    (lambda: utils.split_dataset("abc", 2), "expects an array"),
    (lambda: utils.timeseries_dataset_from_array(X, None, 2, sampling_rate=9), "fits a series"),
    (lambda: utils.get_file("x", "http://x"), "downloads nothing"),
    (lambda: utils.image_dataset_from_directory("x"), "keras.utils.PyDataset"),
    (lambda: utils.load_img("x.png"), "Use Pillow"),
    (lambda: utils.array_to_img(X), "save_img"),
    (lambda: utils.save_img("x.jpg", X), "ends in .png"),
    (lambda: keras.config.set_floatx("float33"), "set_floatx expects one of"),
    (lambda: keras.config.set_image_data_format("last"), "'channels_last' or 'channels_first'"),
    (lambda: keras.utils.plot_model(keras.Sequential([keras.layers.Dense(1)])), "is not built"),
    (lambda: keras.datasets.imdb.load_data(), "Shipped: mnist, fashion_mnist"),
])
def test_a_mistake_is_answered_by_a_sentence(mistake, sentence):
    with pytest.raises((ValueError, TypeError, NotImplementedError, FileNotFoundError)) as error:
        mistake()
    assert sentence in str(error.value)


def test_settings_of_the_package_have_keras_s_names():
    assert keras.version() == keras.__version__ and oracle.version().startswith("3.15")
    for name in ("backend", "floatx", "epsilon", "image_data_format"):
        ours, theirs = (getattr(k.config, name)() for k in (keras, oracle))
        assert ours == theirs
        assert getattr(keras.backend, name)() == ours
    keras.backend.clear_session()
    assert keras.layers.Dense(1).name == "dense"
    assert keras.utils.is_keras_tensor(keras.Input((2,))) and not keras.utils.is_keras_tensor(X)
    x = keras.Input((2,))
    assert keras.utils.get_source_inputs(keras.layers.Dense(3)(keras.layers.Dense(2)(x))) == [x]
