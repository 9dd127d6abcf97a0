"""Graphs as values, and real Keras 3.15's models of the same, made by hand."""

from __future__ import annotations

from playground.code.graph import INDEX, Graph, Node, Row, Source, Wire
from playground.fields import Call


def at(name, output=0):
    return Wire(name, output)


def one(name, kind, source, **settings):
    return Node(name, kind, tuple(settings.items()), (("", Wire(source)),))


def merged(name, kind, *sources, **settings):
    wires = tuple(Wire(each) if isinstance(each, str) else each for each in sources)
    return Node(name, kind, tuple(settings.items()), (("", Row(wires)),))


def entry(name, *shape, **settings):
    return Node(name, "Input", (("shape", shape), *settings.items()))


def residual():
    return Graph((
        entry("inputs", 8, 8, 3),
        one("x", "Conv2D", "inputs", filters=4, kernel_size=3, padding="same", activation="relu"),
        one("y", "Conv2D", "x", filters=4, kernel_size=3, padding="same"),
        merged("added", "Add", "x", "y"),
        one("activated", "ops.relu", "added"),
        one("pooled", "GlobalAveragePooling2D", "activated"),
        one("outputs", "Dense", "pooled", units=2, activation="softmax",
            kernel_regularizer=Call("keras.regularizers.L2", (0.01,))),
    ), ("inputs",), (at("outputs"),))


def residual_of(keras):
    inputs = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, padding="same", activation="relu")(inputs)
    y = keras.layers.Conv2D(4, 3, padding="same")(x)
    x = keras.ops.relu(keras.layers.Add()([x, y]))
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(2, activation="softmax")(x))


def twins():
    """Two inputs through one layer, their distance by operators, two outputs."""
    return Graph((
        entry("left", 5), entry("right", 5),
        Node("one", "Dense", (("units", 3),), (("", at("left")),), "tower"),
        Node("other", "Dense", (("units", 3),), (("", at("right")),), "tower"),
        Node("difference", "-", (), (("", at("one")), ("", at("other")))),
        Node("squared", "**", (), (("", at("difference")), ("", 2))),
        Node("distance", "ops.sum", (), (("", at("squared")), ("axis", -1), ("keepdims", True))),
        Node("first", INDEX, (), (("", at("one")), ("", (Source("..."), Source(":1"))))),
    ), ("left", "right"), (at("distance"), at("first")))


def twins_of(keras):
    left, right = keras.Input((5,)), keras.Input((5,))
    tower = keras.layers.Dense(3)
    one, other = tower(left), tower(right)
    squared = (one - other) ** 2
    return keras.Model([left, right], [
        keras.ops.sum(squared, axis=-1, keepdims=True), one[..., :1]])


def autoencoder():
    """An encoder and a decoder that are models of their own."""
    encoder = Graph((
        entry("pixels", 6), one("code", "Dense", "pixels", units=2, activation="tanh"),
    ), ("pixels",), (at("code"),), name="encoder")
    decoder = Graph((
        entry("codes", 2), one("drawn", "Dense", "codes", units=6, activation="sigmoid"),
    ), ("codes",), (at("drawn"),), name="decoder")
    return Graph((
        entry("inputs", 6),
        Node("encoded", "encoder", (), (("", at("inputs")),), "encoder"),
        Node("outputs", "decoder", (), (("", at("encoded")),), "decoder"),
    ), ("inputs",), (at("outputs"),), (("encoder", encoder), ("decoder", decoder)))


def autoencoder_of(keras):
    pixels = keras.Input((6,))
    encoder = keras.Model(pixels, keras.layers.Dense(2, activation="tanh")(pixels))
    codes = keras.Input((2,))
    decoder = keras.Model(codes, keras.layers.Dense(6, activation="sigmoid")(codes))
    inputs = keras.Input((6,))
    return keras.Model(inputs, decoder(encoder(inputs)))


def states():
    """A layer that gives several tensors, and one that takes them by name."""
    return Graph((
        entry("words", 7, dtype="int32"),
        one("embedded", "Embedding", "words", input_dim=20, output_dim=4),
        Node("read", "LSTM", (("units", 3), ("return_sequences", True), ("return_state", True)),
             (("", at("embedded")),), outputs=3),
        Node("again", "LSTM", (("units", 3),), (
            ("", at("read")), ("initial_state", Row((at("read", 1), at("read", 2)))))),
        Node("seen", "MultiHeadAttention", (("num_heads", 2), ("key_dim", 2)),
             (("", at("read")), ("", at("embedded")))),
        one("both", "Bidirectional", "seen", layer=Call("keras.layers.GRU", (2,))),
        merged("joined", "Concatenate", "again", "both"),
        one("outputs", "Dense", "joined", units=1, activation="sigmoid"),
    ), ("words",), (at("outputs"),))


def states_of(keras):
    words = keras.Input((7,), dtype="int32")
    embedded = keras.layers.Embedding(20, 4)(words)
    read, h, c = keras.layers.LSTM(3, return_sequences=True, return_state=True)(embedded)
    again = keras.layers.LSTM(3)(read, initial_state=[h, c])
    seen = keras.layers.MultiHeadAttention(2, 2)(read, embedded)
    both = keras.layers.Bidirectional(keras.layers.GRU(2))(seen)
    joined = keras.layers.Concatenate()([again, both])
    return keras.Model(words, keras.layers.Dense(1, activation="sigmoid")(joined))


PREAMBLE = '''\
class Gate(keras.layers.Layer):
    def __init__(self, units, **settings):
        super().__init__(**settings)
        self.dense = keras.layers.Dense(units, activation="sigmoid")

    def call(self, x):
        return x * self.dense(x)
'''


def own():
    """A class of the text's own."""
    return Graph((
        entry("inputs", 4),
        Node("gated", "Gate", (("", 4),), (("", at("inputs")),)),
        Node("again", "Gate", (("units", 4), ("name", "second")), (("", at("gated")),)),
        one("outputs", "Dense", "again", units=1),
    ), ("inputs",), (at("outputs"),), preamble="import keras\n\n\n" + PREAMBLE.strip())


def own_of(keras):
    names = {"keras": keras}
    exec(PREAMBLE, names)
    inputs = keras.Input((4,))
    x = names["Gate"](4, name="second")(names["Gate"](4)(inputs))
    return keras.Model(inputs, keras.layers.Dense(1)(x))


EVERY = {
    "residual": (residual, residual_of), "twins": (twins, twins_of),
    "autoencoder": (autoencoder, autoencoder_of), "states": (states, states_of),
    "own": (own, own_of)}
