"""Layers that learn by ``adapt``: against Keras 3.15, or, where it needs TensorFlow, against the
examples of its documentation."""

from __future__ import annotations

import inspect

import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.keras.layers.preprocessing.fingerprints import fingerprint, keyed_fingerprint

RNG = np.random.default_rng(4)
X = RNG.normal(2, 3, (9, 4)).astype("float32")
IMAGES = RNG.normal(size=(5, 3, 2, 2)).astype("float32")
N = RNG.integers(0, 6, (5, 3)).astype("int32")
ABCD, PAIR = list("abcd"), [["a", "c", "d"], ["d", "z", "b"]]
FOUR = [["a", "c", "d", "d"], ["d", "z", "b", "z"]]

# what is adapted to, what it is called on, the layer
MEASURED = {
    "features": (X, X, lambda k: k.layers.Normalization()),
    "one for all": (X, X, lambda k: k.layers.Normalization(axis=None)),
    "images": (IMAGES, IMAGES, lambda k: k.layers.Normalization(axis=(1, -1))),
    "back": (X, X, lambda k: k.layers.Normalization(invert=True)),
    "batches": ([X[:4], X[4:6], X[6:]], X, lambda k: k.layers.Normalization()),
    "given": (None, X, lambda k: k.layers.Normalization(mean=[1, 2, 3, 4], variance=[1, 2, 2, 9])),
    "given one": (None, X, lambda k: k.layers.Normalization(axis=None, mean=2.0, variance=9.0)),
    "multi-hot": (None, N, lambda k: k.layers.CategoryEncoding(6)),
    "one-hot": (None, N[:, :1], lambda k: k.layers.CategoryEncoding(6, "one_hot")),
    "one-hot, more": (None, N, lambda k: k.layers.CategoryEncoding(6, "one_hot")),
    "count": (None, N, lambda k: k.layers.CategoryEncoding(6, output_mode="count")),
    "bins": (None, X, lambda k: k.layers.Discretization(bin_boundaries=[0.0, 1.0, 3.0])),
    "bins, rows": (None, X, lambda k: k.layers.Discretization([0.0, 2.0], output_mode="count")),
}


@pytest.mark.parametrize("case", MEASURED)
def test_measured_layers_are_keras_s(case):
    data, x, make = MEASURED[case]
    ours, theirs = make(keras), make(oracle)
    if data is not None:
        ours.adapt(data)
        theirs.adapt(np.concatenate(data) if isinstance(data, list) else data)
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-5, atol=1e-5)
    assert ours.compute_output_shape(x.shape) == np.shape(ours(x))
    assert [v.name for v in ours.weights] == [v.name for v in theirs.weights]
    mine, its = ours.get_config(), theirs.get_config()
    assert set(its) - set(mine) <= {"sparse"}
    again = type(ours).from_config(mine)
    if data is None:
        np.testing.assert_allclose(again(x), ours(x))


def test_bins_are_chosen_as_in_keras():
    for data, bins in ((np.arange(500.0) ** 2, 5), (X, 3)):
        ours, theirs = (k.layers.Discretization(num_bins=bins) for k in (keras, oracle))
        ours.adapt(data)
        theirs.update_state(data)  # its adapt asks TensorFlow
        theirs.finalize_state()
        np.testing.assert_allclose(ours.bin_boundaries, theirs.bin_boundaries, rtol=1e-6)
        again = keras.layers.Discretization.from_config(ours.get_config())
        np.testing.assert_array_equal(again(data), ours(data))


LOOKED_UP = [
    (lambda k: k.layers.StringLookup(vocabulary=ABCD), PAIR, [[1, 3, 4], [4, 0, 2]]),
    (lambda k: k.layers.StringLookup(vocabulary=ABCD, num_oov_indices=2),
     [["a", "c", "d"], ["m", "z", "b"]], [[2, 4, 5], [0, 1, 3]]),
    (lambda k: k.layers.StringLookup(vocabulary=ABCD, mask_token=""), ["", "a", "q"], [0, 2, 1]),
    (lambda k: k.layers.StringLookup(vocabulary=ABCD, output_mode="one_hot"), [*ABCD, "z"],
     np.eye(5)[[1, 2, 3, 4, 0]]),
    (lambda k: k.layers.StringLookup(vocabulary=ABCD, output_mode="multi_hot"), FOUR,
     [[0, 1, 0, 1, 1], [1, 0, 1, 0, 1]]),
    (lambda k: k.layers.StringLookup(vocabulary=ABCD, output_mode="count"), FOUR,
     [[0, 1, 0, 1, 2], [2, 0, 1, 0, 1]]),
    (lambda k: k.layers.StringLookup(vocabulary=ABCD, output_mode="tf_idf",
                                     idf_weights=[0.25, 0.75, 0.6, 0.4]), FOUR,
     [[0, 0.25, 0, 0.6, 0.8], [1, 0, 0.75, 0, 0.4]]),
    (lambda k: k.layers.StringLookup(vocabulary=["[UNK]", *ABCD], output_mode="tf_idf",
                                     idf_weights=[0.9, 0.25, 0.75, 0.6, 0.4]), FOUR,
     [[0, 0.25, 0, 0.6, 0.8], [1.8, 0, 0.75, 0, 0.4]]),
    (lambda k: k.layers.IntegerLookup(vocabulary=[12, 36, 1138, 42]),
     np.array([[12, 1138, 42], [42, 1000, 36]]), [[1, 3, 4], [4, 0, 2]]),
    (lambda k: k.layers.IntegerLookup(vocabulary=[12, 36, 1138, 42], num_oov_indices=2),
     np.array([[12, 1138, 42], [37, 1000, 36]]), [[2, 4, 5], [1, 0, 3]]),
    (lambda k: k.layers.IntegerLookup(vocabulary=[12, 36, 1138, 42], output_mode="multi_hot"),
     np.array([[12, 1138, 42, 42], [42, 7, 36, 7]]), [[0, 1, 0, 1, 1], [1, 0, 1, 0, 1]]),
    (lambda k: k.layers.IntegerLookup(vocabulary=[12, 36], mask_token=0), np.array([0, 12, 5]),
     [0, 2, 1]),
    (lambda k: k.layers.Hashing(3), [["A"], ["B"], ["C"], ["D"], ["E"]],
     [[1], [0], [1], [1], [2]]),
    (lambda k: k.layers.Hashing(3, mask_value=""), [["A"], ["B"], [""], ["C"], ["D"]],
     [[1], [1], [0], [2], [2]]),
    (lambda k: k.layers.Hashing(3, salt=[133, 137]), [["A"], ["B"], ["C"], ["D"], ["E"]],
     [[1], [2], [1], [0], [2]]),
    (lambda k: k.layers.TextVectorization(vocabulary=["earth", "wind", "and", "fire"],
                                          output_sequence_length=4), ["Earth, wind! Water"],
     [[2, 3, 1, 0]]),
    (lambda k: k.layers.TextVectorization(vocabulary=["a b", "b"], ngrams=(2,)), ["a b b"],
     [[2, 1]]),
    (lambda k: k.layers.TextVectorization(vocabulary=["a", "b"], split="character",
                                          output_mode="count"), ["aAb "], [[1, 2, 1]]),
]


@pytest.mark.parametrize(("make", "inputs", "expected"), LOOKED_UP)
def test_looked_up_layers_give_what_keras_s_documentation_says(make, inputs, expected):
    layer = make(keras)
    np.testing.assert_allclose(layer(inputs), expected, rtol=1e-6)
    again = type(layer).from_config(layer.get_config())
    np.testing.assert_array_equal(again(inputs), layer(inputs))
    shape = layer.compute_output_shape(np.shape(inputs))
    assert all(a in (b, None) for a, b in zip(shape, np.shape(expected), strict=True))


def test_vocabularies_are_learned_by_frequency_then_from_the_end_of_the_alphabet():
    words = keras.layers.StringLookup()
    words.adapt(PAIR)
    assert words.get_vocabulary() == ["[UNK]", "d", "z", "c", "b", "a"]
    np.testing.assert_array_equal(words(PAIR), [[5, 3, 1], [1, 2, 4]])
    numbers = keras.layers.IntegerLookup(max_tokens=4)
    numbers.adapt(np.array([[12, 1138, 42], [42, 1000, 36]]))
    assert numbers.get_vocabulary() == [-1, 42, 1138, 1000]
    text = keras.layers.TextVectorization(max_tokens=5000, output_sequence_length=4)
    text.adapt(["foo bar", "bar baz", "baz bada boom"])
    np.testing.assert_array_equal(text([["foo qux bar"], ["qux baz"]]), [[4, 1, 3, 0],
                                                                        [1, 2, 0, 0]])
    assert text.get_vocabulary(include_special_tokens=False)[:2] == ["baz", "bar"]


def test_rare_words_weigh_more():
    """log(1 + documents / (1 + documents with the word)), worked out by hand."""
    text = keras.layers.TextVectorization(output_mode="tf_idf")
    text.adapt(["a b", "a a", "a"])
    a, b = np.log(1 + 3 / 4), np.log(1 + 3 / 2)
    np.testing.assert_allclose(text(["a a c"]), [[(a + b) / 2, 2 * a, 0]], rtol=1e-6)


def test_the_way_back_gives_the_tokens():
    back = keras.layers.StringLookup(vocabulary=ABCD, invert=True)
    assert back([[1, 3, 4], [4, 0, 2]]).tolist() == [["a", "c", "d"], ["d", "[UNK]", "b"]]
    back = keras.layers.IntegerLookup(vocabulary=[12, 36], invert=True)
    assert back(np.array([2, 0])).tolist() == [36, -1]


@pytest.mark.parametrize("name", ["Normalization", "CategoryEncoding", "Discretization", "Hashing",
                                  "StringLookup", "IntegerLookup", "TextVectorization"])
def test_arguments_and_defaults_are_keras_s(name):
    theirs, ours = ([(each.name, each.default) for each in inspect.signature(
        getattr(k.layers, name).__init__).parameters.values() if each.kind is not each.VAR_KEYWORD]
        for k in (oracle, keras))
    assert ours[:len(theirs)] == theirs


def test_fingerprints_are_those_of_farmhash_and_siphash():
    """The numbers of google/farmhash, and the example in the paper on SipHash."""
    assert fingerprint(b"hello world, this is farmhash") == 11590004456407457126
    assert fingerprint(b"q" * 50) == 3380760338401532627
    assert fingerprint(b"ab" * 100) == 3793065838716207133
    key = tuple(int.from_bytes(bytes(range(at, at + 8)), "little") for at in (0, 8))
    assert keyed_fingerprint(bytes(range(15)), key) == 0xA129CA6149BE45E5


def test_they_stand_in_models_and_save_their_vocabulary(tmp_path):
    numbers = keras.layers.IntegerLookup()
    numbers.adapt(np.array([[3], [3], [7]]))
    inputs = keras.Input((1,), dtype="int32")
    model = keras.Model(inputs, keras.layers.Dense(2)(keras.layers.Rescaling(1.0)(
        keras.layers.CategoryEncoding(3, "one_hot")(numbers(inputs)))))
    assert model.predict(np.array([[3], [8]]), verbose=0).shape == (2, 2)
    jitted = jax.jit(lambda x: numbers(x))(np.array([[7], [3], [9]]))
    assert jitted.tolist() == [[2], [1], [0]]
    text = keras.layers.TextVectorization(output_sequence_length=3)
    text.adapt(["one two", "two"])
    words = keras.Sequential([keras.Input((1,), dtype="string"), text])
    assert words.output_shape == (None, 3)
    np.testing.assert_array_equal(words(np.array([["two one"]])), [[2, 3, 0]])
    text.save_assets(tmp_path)
    again = keras.layers.TextVectorization.from_config(text.get_config())
    again.load_assets(tmp_path)
    assert again.get_vocabulary() == text.get_vocabulary()


@pytest.mark.parametrize(("mistake", "sentence"), [
    (lambda k: k.Normalization(mean=1.0), "mean and variance together"),
    (lambda k: k.Normalization().adapt([]), "at least one batch"),
    (lambda k: k.CategoryEncoding(), "num_tokens of 1 or more"),
    (lambda k: k.CategoryEncoding(3, "binry"), "got 'binry'"),
    (lambda k: k.CategoryEncoding(3, sparse=True), "arrays here are dense"),
    (lambda k: k.Discretization(), "either bin_boundaries or num_bins"),
    (lambda k: k.Discretization(num_bins=3)(X), "adapt(data) first"),
    (lambda k: k.StringLookup(vocabulary=["a", "a"]), "every word once"),
    (lambda k: k.StringLookup(vocabulary=ABCD, max_tokens=3), "at most 3 tokens"),
    (lambda k: k.StringLookup(vocabulary=ABCD).adapt(PAIR), "nothing to adapt"),
    (lambda k: k.StringLookup(vocabulary=ABCD, num_oov_indices=0)(["z"]), "num_oov_indices=1"),
    (lambda k: k.StringLookup(output_mode="count")(PAIR), "has no vocabulary yet"),
    (lambda k: k.StringLookup(vocabulary=ABCD)(N), "IntegerLookup takes whole numbers"),
    (lambda k: k.StringLookup.from_config({"vocabulary": "/etc/passwd"}), "not the name of a file"),
    (lambda k: k.TextVectorization(split="words"), "got 'words'"),
    (lambda k: k.TextVectorization()(X), "expects texts"),
    (lambda k: k.Hashing(0), "num_bins of 1 or more"),
])
def test_a_mistake_is_answered_by_a_sentence(mistake, sentence):
    with pytest.raises((ValueError, TypeError, RuntimeError)) as error:
        mistake(keras.layers)
    assert sentence in str(error.value)


def test_features_are_crossed_as_in_keras():
    """The numbers of the example in Keras's documentation: there it runs on TensorFlow."""
    sexes, cities = np.array(["A", "B", "A", "B", "A"]), np.array([101, 101, 101, 102, 102])
    crossed = keras.layers.HashedCrossing(num_bins=5)
    assert np.asarray(crossed((sexes, cities))).tolist() == [1, 4, 1, 1, 3]
    rows = keras.layers.HashedCrossing(num_bins=5, output_mode="one_hot")((sexes, cities))
    np.testing.assert_array_equal(rows, np.eye(5)[[1, 4, 1, 1, 3]])
    columns = crossed([sexes[:, None], cities[:, None]])
    assert columns.shape == (5, 1)
    again = keras.layers.HashedCrossing.from_config(crossed.get_config())
    np.testing.assert_array_equal(again([sexes, cities]), [1, 4, 1, 1, 3])


@pytest.mark.parametrize(("inputs", "words"), [
    (np.array([1, 2]), "a list of two features or more"),
    ([np.array([1, 2]), np.array([1])], "of one shape"),
    ([np.array([0.5]), np.array([1])], "Discretization makes whole numbers"),
])
def test_what_cannot_be_crossed_is_answered_by_a_sentence(inputs, words):
    with pytest.raises(ValueError, match=words):
        keras.layers.HashedCrossing(3)(inputs)
