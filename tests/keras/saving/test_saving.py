"""Saving and loading as one writes it: endings, choices, and what is told when it cannot be."""

import io
import os
import zipfile

import numpy as np
import pytest

from playground import keras


@pytest.fixture
def model():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


@pytest.mark.parametrize("ending", ["model", "model.h5", "model.hdf5", "model.zip", "model.pkl"])
def test_other_endings_are_told_what_to_do(ending, model, tmp_path):
    with pytest.raises(ValueError, match=r"\.keras"):
        model.save(tmp_path / ending)
    with pytest.raises(ValueError, match=r"\.keras"):
        keras.models.load_model(tmp_path / ending)
    with pytest.raises(ValueError, match=r"\.weights\.h5"):
        model.save_weights(tmp_path / ending)
    with pytest.raises(ValueError, match=r"\.weights\.h5"):
        model.load_weights(tmp_path / ending)
    assert os.listdir(tmp_path) == []


def test_a_file_that_is_not_there_is_said_to_be_missing(model, tmp_path):
    with pytest.raises(ValueError, match="no file"):
        keras.models.load_model(tmp_path / "model.keras")
    with pytest.raises(FileNotFoundError, match="no file"):
        model.load_weights(tmp_path / "model.weights.h5")
    with pytest.raises(FileNotFoundError, match="Make it first"):
        model.save(tmp_path / "no" / "model.keras")


def test_a_file_is_written_as_a_whole_or_not_at_all(model, tmp_path):
    path = tmp_path / "model.keras"
    model.save(path)
    before = path.read_bytes()

    class Broken(keras.layers.Dense):
        def save_own_variables(self, store):
            raise RuntimeError("no")

    broken = keras.Sequential([keras.Input((3,)), Broken(1)])
    for save in (lambda: broken.save(path), lambda: broken.save_weights(tmp_path / "a.weights.h5")):
        with pytest.raises(RuntimeError):
            save()
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["model.keras"]


def test_what_exists_is_kept_when_told_so(model, tmp_path):
    model.save(tmp_path / "model.keras")
    model.save(tmp_path / "model.keras")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        model.save(tmp_path / "model.keras", overwrite=False)
    model.save_weights(tmp_path / "model.weights.h5", overwrite=False)
    with pytest.raises(FileExistsError, match="overwrite=True"):
        model.save_weights(tmp_path / "model.weights.h5", overwrite=False)


def test_a_model_can_be_saved_and_opened_without_its_training(model, tmp_path):
    model.save(tmp_path / "model.keras")
    assert keras.models.load_model(tmp_path / "model.keras").compiled
    assert not keras.models.load_model(tmp_path / "model.keras", compile=False).compiled
    model.save(tmp_path / "model.keras", include_optimizer=False)
    assert not keras.models.load_model(tmp_path / "model.keras").compiled


def test_an_open_file_will_do(model):
    file = io.BytesIO()
    model.save(file)
    opened = keras.models.load_model(io.BytesIO(file.getvalue()))
    np.testing.assert_array_equal(opened.get_weights()[0], model.get_weights()[0])


def test_a_model_without_weights_says_so(tmp_path):
    model = keras.Sequential([keras.layers.Dense(1)])
    with pytest.raises(ValueError, match="Call it on data"):
        model.save_weights(tmp_path / "model.weights.h5")
    with pytest.raises(ValueError, match="Call it on data"):
        model.load_weights(tmp_path / "model.weights.h5")
    with pytest.warns(UserWarning, match="before it has weights"):
        model.save(tmp_path / "model.keras")


def test_weights_are_read_from_a_whole_model_too(model, tmp_path):
    model.save(tmp_path / "model.keras")
    other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dense(1)])
    other.load_weights(tmp_path / "model.keras")
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])


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
    before = model.get_weights()
    model.set_weights([each + 1 for each in before])
    model.save(tmp_path / "model.keras")
    for each in (model, keras.models.load_model(tmp_path / "model.keras")):  # with other paths
        each.load_weights(tmp_path / "weights.npz")
        assert all((a == b).all() for a, b in zip(before, each.get_weights(), strict=True))
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


def test_own_ways_of_saving_are_followed(tmp_path):
    @keras.saving.register_keras_serializable("own")
    class Words(keras.layers.Layer):
        words = ()

        def call(self, x):
            return x

        def save_own_variables(self, store):
            store["length"] = np.array(len(self.words))

        def load_own_variables(self, store):
            self.length = int(store["length"])

        def save_assets(self, folder):
            with open(os.path.join(folder, "words.txt"), "w") as file:
                file.write("\n".join(self.words))

        def load_assets(self, folder):
            with open(os.path.join(folder, "words.txt")) as file:
                self.words = tuple(file.read().split("\n"))

    layer = Words(name="words")
    layer.words = ("one", "two")
    keras.Sequential([keras.Input((3,)), layer]).save(tmp_path / "model.keras")
    opened = keras.models.load_model(tmp_path / "model.keras")
    assert opened.layers[0].words == ("one", "two") and opened.layers[0].length == 2


@pytest.mark.parametrize(("arrays", "word"), [
    ({}, "0 arrays"), ({"kernel": np.ones(1)}, "1 arrays"),
    (lambda good: {**good, "sequential/dense/bias": np.ones((2, 1))}, "shape"),
    (lambda good: {**good, "sequential/dense/bias": np.array([None, {}])}, "object"),
    (lambda good: {**good, "sequential/dense/bias": np.array(["a", "b"])}, "numbers"),
], ids=["empty", "others", "another shape", "objects", "texts"])
def test_strange_npz_files_are_refused_and_change_nothing(arrays, word, model, tmp_path):
    path = tmp_path / "weights.npz"
    model.export(path)
    before = model.get_weights()
    np.savez(path, **(arrays(dict(np.load(path))) if callable(arrays) else arrays))
    with pytest.raises(ValueError, match=word) as error:
        model.load_weights(path)
    assert "weights.npz" in str(error.value)
    assert all((a == b).all() for a, b in zip(before, model.get_weights(), strict=True))


def test_a_damaged_npz_file_is_refused(model, tmp_path):
    path = tmp_path / "weights.npz"
    model.export(path)
    content = path.read_bytes()
    for damaged in (b"", content[:200], content[:-30], b"x" * 40 + content[40:]):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match="weights.npz"):
            model.load_weights(path)


def test_what_a_layer_learned_by_adapt_is_in_the_file(tmp_path):
    path = tmp_path / "model.keras"
    words = keras.layers.TextVectorization(output_mode="tf_idf")
    words.adapt(["the cat", "the dog", "a mouse"])
    keras.Sequential([keras.Input((1,), dtype="string"), words]).save(path)
    with zipfile.ZipFile(path) as parts:
        name = "assets/layers/text_vectorization/vocabulary.txt"
        assert parts.read(name).decode().splitlines()[:2] == words.get_vocabulary()[:2]
    opened = keras.models.load_model(path).layers[0]
    assert opened.get_vocabulary() == words.get_vocabulary()
    texts = np.array([["a dog"], ["no cat"]])
    np.testing.assert_array_equal(opened(texts), words(texts))


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["none", "no text"])
def test_a_vocabulary_that_cannot_be_read_is_told(content, tmp_path):
    path = tmp_path / "model.keras"
    words = keras.layers.StringLookup()
    words.adapt(["a", "b"])
    keras.Sequential([keras.Input((1,), dtype="string"), words]).save(path)
    with zipfile.ZipFile(path) as parts:
        kept = {name: parts.read(name) for name in parts.namelist() if "vocabulary" not in name}
    with zipfile.ZipFile(path, "w") as parts:
        name = "assets/layers/string_lookup/vocabulary.txt"
        for each, text in {**kept, **({} if content is None else {name: content})}.items():
            parts.writestr(each, text)
    with pytest.raises(ValueError, match="model.keras.*string_lookup"):
        keras.models.load_model(path)
