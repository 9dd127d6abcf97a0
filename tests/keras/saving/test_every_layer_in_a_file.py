"""Every registered layer is written here, read and written by Keras 3.15, and read here again."""

import json
import re

import keras as oracle
import numpy as np
import pytest

from playground import keras as ours

RNG = np.random.default_rng(5)
PLAIN = {"units": 2, "recurrent_initializer": "zeros"}  # quicker to compile
NEVER = {"Lambda", "InputLayer", "Wrapper"}  # code; not called; abstract
WITH_TENSORFLOW = {"StringLookup", "IntegerLookup", "TextVectorization", "Hashing",
                   "HashedCrossing"}  # in Keras
NOT_READ = WITH_TENSORFLOW | {"Equalization"}  # what it gives in a graph of Keras is its input
TWICE = {"HashedCrossing", "Attention", "AdditiveAttention", "Dot"} | {
    "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"}
SETTINGS = {
    "Dense": {"units": 2}, "EinsumDense": {"equation": "abc,cd->abd", "output_shape": (None, 2)},
    "Activation": {"activation": "tanh"}, "Embedding": {"input_dim": 5, "output_dim": 2},
    "ReversibleEmbedding": {"input_dim": 5, "output_dim": 2},
    "Dropout": {"rate": 0.1}, "GaussianNoise": {"stddev": 0.1}, "GaussianDropout": {"rate": 0.1},
    "AlphaDropout": {"rate": 0.1}, "Reshape": {"target_shape": (3, 4)}, "Dot": {"axes": -1},
    "Permute": {"dims": (2, 1)}, "RepeatVector": {"n": 2}, "Rescaling": {"scale": 2.0},
    "Resizing": {"height": 3, "width": 3}, "CenterCrop": {"height": 3, "width": 3},
    "RandomCrop": {"height": 3, "width": 3}, "RandomContrast": {"factor": 0.1},
    "RandomBrightness": {"factor": 0.1}, "RandomRotation": {"factor": 0.1},
    "RandomZoom": {"height_factor": 0.1}, "RandomFlip": {"mode": "horizontal"},
    "RandomTranslation": {"height_factor": 0.1, "width_factor": 0.1},
    **dict.fromkeys(("RandomHue", "RandomSaturation", "RandomColorDegeneration",
                     "RandomSharpness"), {"factor": 0.1}),
    "RandomPosterization": {"factor": 4}, "RandomShear": {"x_factor": (0.0, 0.1)},
    "GroupNormalization": {"groups": 3},
    "GroupQueryAttention": {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1},
    "MultiHeadAttention": {"num_heads": 2, "key_dim": 2}, "GRU": PLAIN,
    "LSTM": PLAIN, "SimpleRNN": {**PLAIN, "dropout": 0.1},
    "CategoryEncoding": {"num_tokens": 4}, "Discretization": {"bin_boundaries": [0.0, 1.0]},
    "Hashing": {"num_bins": 3},
    "HashedCrossing": {"num_bins": 3},
    "MelSpectrogram": {"fft_length": 4, "sequence_stride": 2, "num_mel_bins": 2},
    "Normalization": {"mean": 1.0, "variance": 4.0},
    "StringLookup": {"vocabulary": ["a", "b"]}, "IntegerLookup": {"vocabulary": [3, 5]},
    "TextVectorization": {"vocabulary": ["a", "b"], "output_sequence_length": 3},
}
OF_KIND = {
    "ConvLSTM": {"filters": 1, "kernel_size": 1, "recurrent_initializer": "zeros"},
    "Conv": {"filters": 2, "kernel_size": 2}, "DepthwiseConv": {"kernel_size": 2},
    "SpatialDropout": {"rate": 0.1}, "Adaptive": {"output_size": 2},
}
AROUND = {
    "Pipeline": lambda layers: layers.Pipeline([layers.Rescaling(2.0), layers.Dropout(0.1)]),
    "TimeDistributed": lambda layers: layers.TimeDistributed(layers.Dense(2)),
    "Bidirectional": lambda layers: layers.Bidirectional(layers.LSTM(**PLAIN)),
    "SpectralNormalization": lambda layers: layers.SpectralNormalization(layers.Dense(2)),
    "RNN": lambda layers: layers.RNN([layers.LSTMCell(**PLAIN), layers.GRUCell(**PLAIN)]),
}
CELLS = {"SimpleRNNCell", "GRUCell", "LSTMCell"}


def made(name, layers):
    if name in AROUND:
        return AROUND[name](layers)
    if name in CELLS:
        return layers.RNN(getattr(layers, name)(**PLAIN))
    if name == "StackedRNNCells":
        return layers.RNN(layers.StackedRNNCells([layers.GRUCell(**PLAIN)]))
    settings = SETTINGS.get(name, {})
    for kind, given in OF_KIND.items():
        if re.match(rf"(Separable)?{kind}.*\dD", name):
            settings = given
            break
    return getattr(layers, name)(**settings)


def model_of(name, keras):
    shape = {"1D": (4, 3), "2D": (5, 5, 3), "3D": (4, 4, 4, 2)}.get(name.replace(
        "Transpose", "")[-2:], (4, 3))
    if "LSTM" in name and name[-1] == "D":
        shape = (2, *shape)
    if re.match("Rand|Equal|Resizing|CenterCrop|MixUp|CutMix|AutoContrast|Solarization", name):
        shape = (5, 5, 3)
    if name in {"RepeatVector", "CategoryEncoding", "MelSpectrogram", "HashedCrossing"}:
        shape = (1,) if name == "HashedCrossing" else (8,) if name == "MelSpectrogram" else (3,)
    if name == "TextVectorization":
        shape = (1,)
    dtype = {"StringLookup": "string", "TextVectorization": "string", "IntegerLookup": "int32",
             "Embedding": "int32", "ReversibleEmbedding": "int32", "CategoryEncoding": "int32",
             "HashedCrossing": "int32"}.get(name, "float32")
    x = keras.Input(shape, dtype=dtype)
    given = [x, x] if name in TWICE else x
    layer = made(name, keras.layers)
    return keras.Model(x, layer(x, x) if "Quer" in name or "Head" in name else layer(given))


def settings_of(model):
    """The configuration, without the ``training`` and ``mask`` that Keras notes for a call."""
    config = json.loads(model.to_json())
    for layer in config["config"]["layers"]:
        for call in layer["inbound_nodes"]:
            call["kwargs"] = {}
        axis = layer["config"].get("axis")  # which Keras notes as a list
        layer["config"]["axis"] = axis if axis is None or isinstance(axis, list) else [axis]
    return config


@pytest.mark.parametrize("name", sorted(set(ours.layers.layers) - NEVER))
def test_a_layer_comes_back_from_keras_as_it_was(name, tmp_path):
    model = model_of(name, ours)
    values = [RNG.uniform(0.1, 1, each.shape).astype("float32") for each in model.weights]
    model.set_weights(values)
    path = tmp_path / "model.keras"
    model.save(path)
    if name not in NOT_READ:
        there = oracle.models.load_model(path)
        for mine, its in zip(values, there.get_weights(), strict=True):
            np.testing.assert_array_equal(mine, its)
        there.save(path)
    again = ours.models.load_model(path)
    assert settings_of(again) == settings_of(model)
    for mine, back in zip(values, again.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, back)
