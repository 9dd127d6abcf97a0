"""A model in a file becomes code, and the code is the model that Keras 3.15 has written."""

import io
import json
import zipfile

import keras
import numpy as np
import pytest
from keras import layers

from playground.code import model_files
from playground.code.graph_reader import graph_of
from playground.code.model_files import code_of_file
from tests.code.graphs import EVERY
from tests.code.test_graph_writer import model_of


def a_stack():
    model = keras.Sequential([
        keras.Input((8, 8, 1)), layers.Conv2D(4, 3, padding="same", activation="relu"),
        layers.BatchNormalization(momentum=0.9), layers.MaxPooling2D((2, 2)), layers.Flatten(),
        layers.Dropout(0.25), layers.Dense(
            3, "softmax", kernel_initializer=keras.initializers.HeNormal(seed=3),
            kernel_regularizer=keras.regularizers.L2(0.001), name="answer")])
    model.compile(
        keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9),
                             momentum=0.9),
        keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return model


def words():
    return keras.Sequential([
        keras.Input((12,), dtype="int32"), layers.Embedding(50, 4),
        layers.Bidirectional(layers.LSTM(3, return_sequences=True)),
        layers.TimeDistributed(layers.Dense(2, "tanh")), layers.GlobalMaxPooling1D()])


def operators():
    x = keras.Input((6, 4), name="left")
    shared = layers.Dense(4, activation="gelu")
    y = shared(x) * 0.5 + keras.ops.relu(shared(-x)) ** 2
    y = layers.MultiHeadAttention(2, 2)(y, y, use_causal_mask=True)
    y = keras.ops.concatenate([y[:, 0], keras.ops.mean(y, axis=1)], axis=-1)
    inner = keras.Sequential([layers.Dense(3), layers.ReLU(max_value=6.0)])
    model = keras.Model(x, {"out": inner(y), "other": y / 2})
    return model


MODELS = {"a stack": a_stack, "words": words, "operators and a model in it": operators,
          **{name: (lambda intended=intended: intended(keras))
             for name, (_, intended) in EVERY.items() if name != "own"}}


@pytest.mark.parametrize("name", MODELS)
def test_the_code_of_a_file_is_the_model_in_it(name, tmp_path):
    model = MODELS[name]()
    model.save(tmp_path / "model.keras")
    for text in (code_of_file("model.keras", (tmp_path / "model.keras").read_bytes()),
                 code_of_file("model.json", model.to_json().encode())):
        made = model_of(text)
        made.set_weights(model.get_weights())
        rng = np.random.default_rng(0)
        x = [rng.integers(0, 50, (2, *each.shape[1:])) if each.dtype == "int32" else
             rng.normal(size=(2, *each.shape[1:])).astype("float32") for each in model.inputs]
        x = x[0] if len(x) == 1 else x
        for mine, theirs in zip(keras.tree.flatten(made(x)), keras.tree.flatten(model(x))):
            np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)
        assert graph_of(text).nodes
        if model.compiled:
            first, second = (each.optimizer.get_config() for each in (made, model))
            assert first | {"name": ""} == second | {"name": ""}
            assert made.loss.get_config() == model.loss.get_config()


def archive_of(config, **parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {"config.json": json.dumps(config), "metadata.json": "{}",
                              "model.weights.h5": "", **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


DENSE = {"class_name": "Dense", "module": "keras.layers", "config": {"units": 3}}


def of_layers(*found):
    return {"class_name": "Sequential", "config": {"layers": list(found)}}


@pytest.mark.parametrize("name, content, word", [
    ("a.keras", b"not a zip", "not a zip archive"),
    ("a.json", b"{", "not JSON"), ("a.json", b"[1]", "describe an object"),
    ("a.json", b"[" * 5000 + b"]" * 5000, "120 deep"), ("a.json", b"{}", "no code of classes"),
    ("a.json", json.dumps(of_layers({**DENSE, "class_name": "Gate", "module": None})).encode(),
     "Gate is no class of Keras's"),
    ("a.json", json.dumps(of_layers({**DENSE, "class_name": "Lambda"})).encode(), "never run here"),
    ("a.json", json.dumps(of_layers({"class_name": "Dense"})).encode(), "that Keras writes"),
    ("a.json", json.dumps(of_layers({**DENSE, "config": {"units": {"class_name": "os.system",
     "config": {"command": "ls"}}}})).encode(), "os.system is no class"),
    ("a.keras", archive_of(of_layers(DENSE), **{"../../evil.py": "x"}), "which no model file has"),
    ("a.json", json.dumps({"class_name": "Functional", "config": {
        "name": "m", "layers": [], "input_layers": [["a", 0, 0]],
        "output_layers": []}}).encode(), "which is not in it"),
])
def test_a_file_that_is_none_says_so_in_a_sentence(name, content, word):
    with pytest.raises(ValueError) as refused:
        code_of_file(name, content)
    assert word in str(refused.value) and str(refused.value).startswith(name), refused.value
    assert str(refused.value).endswith(".")


def test_a_text_in_a_configuration_stays_a_text():
    evil = '"); import os; os.system("ls'
    layer = {**DENSE, "config": {"units": 3, "activation": evil, "name": evil}}
    text = code_of_file("a.json", json.dumps(of_layers(layer)).encode())
    assert "import os" not in text.replace(repr(evil), "").replace(evil.replace('"', '\\"'), "")
    compile(text, "a.py", "exec")
    call = {"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["a", 0, 0]}}],
            "kwargs": {"x=1), evil(": 1}}
    functional = {"class_name": "Functional", "config": {
        "layers": [{"class_name": "InputLayer", "name": "a", "config": {"batch_shape": [None, 2]},
                    "inbound_nodes": []}, {**DENSE, "name": "b", "inbound_nodes": [call]}],
        "input_layers": [["a", 0, 0]], "output_layers": [["b", 0, 0]]}}
    with pytest.raises(ValueError, match="is called with"):
        code_of_file("a.json", json.dumps(functional).encode())


def test_a_file_that_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(model_files, "LARGEST", 10)
    with pytest.raises(ValueError, match="MB are read"):
        code_of_file("a.keras", bytes(11))
