"""Graphs: layers in branches, shared and nested, each of which teaches one thing."""

from __future__ import annotations

from playground.presets import Preset

_RESIDUAL = '''\
import keras

inputs = keras.Input((2,))
x = keras.layers.Dense(16, activation="tanh")(inputs)
y = keras.layers.Dense(16, activation="tanh")(x)
z = keras.layers.Dense(16)(y)
added = keras.layers.Add()([x, z])
active = keras.layers.Activation("tanh")(added)
outputs = keras.layers.Dense(1, activation="sigmoid")(active)
model = keras.Model(inputs, outputs)
'''

_INCEPTION = '''\
import keras

inputs = keras.Input((8, 8, 1))
small = keras.layers.Conv2D(6, 1, activation="relu")(inputs)
middle = keras.layers.Conv2D(6, 3, padding="same", activation="relu")(inputs)
large = keras.layers.Conv2D(6, 5, padding="same", activation="relu")(inputs)
top = keras.layers.MaxPooling2D(pool_size=3, strides=1, padding="same")(inputs)
joined = keras.layers.Concatenate()([small, middle, large, top])
halved = keras.layers.MaxPooling2D()(joined)
flat = keras.layers.Flatten()(halved)
outputs = keras.layers.Dense(10, activation="softmax")(flat)
model = keras.Model(inputs, outputs)
'''

_WIDE_AND_DEEP = '''\
import keras

inputs = keras.Input((30,))
x = keras.layers.Dense(16, activation="relu")(inputs)
deep = keras.layers.Dense(8, activation="relu")(x)
joined = keras.layers.Concatenate()([inputs, deep])
outputs = keras.layers.Dense(1, activation="sigmoid")(joined)
model = keras.Model(inputs, outputs)
'''

_SHARED = '''\
import keras

inputs = keras.Input((4,))
sepal = inputs[:, :2]
petal = inputs[:, 2:]
read = keras.layers.Dense(8, activation="tanh")
of_sepal = read(sepal)
of_petal = read(petal)
joined = keras.layers.Concatenate()([of_sepal, of_petal])
outputs = keras.layers.Dense(3, activation="softmax")(joined)
model = keras.Model(inputs, outputs)
'''

_NESTED = '''\
import keras

inputs = keras.Input((8, 8, 1))

digits = keras.Input((8, 8, 1))
flat = keras.layers.Flatten()(digits)
hidden = keras.layers.Dense(32, activation="relu")(flat)
code = keras.layers.Dense(4, activation="tanh")(hidden)
encoder = keras.Model(digits, code, name="encoder")

encoded = encoder(inputs)
x = keras.layers.Dense(16, activation="relu")(encoded)
outputs = keras.layers.Dense(10, activation="softmax")(x)
model = keras.Model(inputs, outputs)
'''

_AUTOENCODER = '''\
import keras

inputs = keras.Input((8, 8, 1))

digits = keras.Input((8, 8, 1))
flat = keras.layers.Flatten()(digits)
hidden = keras.layers.Dense(32, activation="relu")(flat)
code = keras.layers.Dense(4)(hidden)
encoder = keras.Model(digits, code, name="encoder")

encoded = encoder(inputs)

codes = keras.Input((4,))
wide = keras.layers.Dense(32, activation="relu")(codes)
pixels = keras.layers.Dense(64, activation="sigmoid")(wide)
picture = keras.layers.Reshape((8, 8, 1))(pixels)
decoder = keras.Model(codes, picture, name="decoder")

outputs = decoder(encoded)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="binary_crossentropy")
model.fit(x_train, x_train, batch_size=16)
'''

_TWO_ANSWERS = '''\
import keras

inputs = keras.Input((8, 8, 1))
flat = keras.layers.Flatten()(inputs)
hidden = keras.layers.Dense(32, activation="relu")(flat)
digit = keras.layers.Dense(10, activation="softmax", name="digit")(hidden)
parity = keras.layers.Dense(1, activation="sigmoid", name="parity")(hidden)
model = keras.Model(inputs, [digit, parity])
model.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss=["sparse_categorical_crossentropy", "binary_crossentropy"],
    loss_weights=[1.0, 0.5],
)
model.fit(x_train, [y_train, y_train % 2], batch_size=16)
'''

TEMPLATES = (
    Preset.of_code(
        "graph_residual", "Residual network",
        "The line around the two layers carries on what came before them, so they learn only "
        "what is to be added. Delete it and train again.",
        "data=spiral&optimizer=Adam(0.01)", _RESIDUAL),
    Preset.of_code(
        "graph_inception", "Inception block",
        "Windows of three sizes, and a pooling, look at the same digit; what they find is put "
        "side by side. Which of them are needed?",
        "data=digits&optimizer=Adam(0.005)", _INCEPTION),
    Preset.of_code(
        "graph_wide_and_deep", "Wide and deep",
        "The columns reach the answer on two ways: at once, where each has its own weight, and "
        "through layers that mix them.",
        "data=breast_cancer&optimizer=Adam(0.005)", _WIDE_AND_DEEP),
    Preset.of_code(
        "graph_shared", "A shared layer",
        "One layer, called twice: the same weights read length and width of the sepal, and of "
        "the petal. Give one of them weights of its own under More.",
        "data=iris&optimizer=Adam(0.01)", _SHARED),
    Preset.of_code(
        "graph_nested", "A model in a model",
        "The encoder squeezes a digit into four numbers and is a model of its own; what follows "
        "tells the digits by these. Choose it and unfold it under More.",
        "data=digits&optimizer=Adam(0.005)", _NESTED),
    Preset.of_code(
        "graph_autoencoder", "Autoencoder",
        "The encoder squeezes a digit into four numbers, the decoder draws it again from them. "
        "Nobody tells it which digit it is: it is compared with the digit itself.",
        "data=digits&batch_size=16", _AUTOENCODER),
    Preset.of_code(
        "graph_two_answers", "Digit and parity",
        "Two outputs, two losses: which digit it is, and whether it is odd. What both need is "
        "learned once; the second loss counts half. Look at the two curves.",
        "data=digits&batch_size=16", _TWO_ANSWERS),
    Preset(
        "graph_question", "Picture and question",
        "Two kinds of input: one branch looks at the digit, the other reads the question, and "
        "neither can answer alone. Cut one of the two lines into Concatenate and see.",
        "data=digit_questions"),
    Preset(
        "graph_same_digit", "Same digit",
        "Both pictures go through one and the same model, which learns a place for each digit; "
        "the answer is how far apart the two places are.",
        "data=same_digit"),
)
