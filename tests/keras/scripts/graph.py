"""Graphs: several inputs and outputs, shared layers, models in models, own layers among them."""

import numpy as np

import keras
from keras import layers, ops

keras.utils.set_random_seed(2)
rng = np.random.default_rng(0)
checks = {}


def table(model):
    lines = []
    model.summary(print_fn=lines.append)
    return "\n".join(lines)


# two graphs, one after the other, as one
scan = keras.Input(shape=(20, 20, 1), name="scan")
h = layers.Conv2D(6, 3, activation="relu")(scan)
h = layers.MaxPooling2D(2)(h)
squeeze = keras.Model(scan, layers.GlobalMaxPooling2D()(h), name="squeeze")
code = keras.Input(shape=(6,), name="code")
h = layers.Reshape((1, 2, 3))(code)
h = layers.UpSampling2D((10, 5))(h)
h = layers.Conv2DTranspose(1, 3, strides=2, padding="same")(h)
expand = keras.Model(code, h, name="expand")
both = keras.Model(scan, expand(squeeze(scan)), name="there_and_back")
checks["two as one"] = table(both)
scans = rng.uniform(size=(4, 20, 20, 1)).astype("float32")
both.compile("adam", loss="mae")
checks["two as one, trained"] = both.fit(scans, scans, epochs=2, verbose=0).history["loss"]

# the mean of three models
voters = [keras.Sequential([keras.Input((7,)), layers.Dense(2, "tanh")]) for _ in range(3)]
asked = keras.Input(shape=(7,))
council = keras.Model(inputs=asked, outputs=layers.average([voter(asked) for voter in voters]))
checks["council"] = council(rng.normal(size=(3, 7)).astype("float32"))

# two sequences and a row of numbers in, a number and a class out, all by name
words = keras.Input(shape=(None,), name="words", dtype="int32")
clicks = keras.Input(shape=(None,), name="clicks", dtype="int32")
profile = keras.Input(shape=(3,), name="profile")
h = layers.concatenate([
    layers.LSTM(5)(layers.Embedding(30, 4)(words)),
    layers.GRU(3)(layers.Embedding(20, 2)(clicks)),
    profile,
])
model = keras.Model(
    inputs=[words, clicks, profile],
    outputs={"age": layers.Dense(1, name="age")(h), "kind": layers.Dense(4, name="kind")(h)})
model.compile(
    optimizer=keras.optimizers.RMSprop(1e-2),
    loss={"age": "mean_absolute_error",
          "kind": keras.losses.CategoricalCrossentropy(from_logits=True)},
    loss_weights={"age": 0.3, "kind": 1.0}, metrics={"kind": ["accuracy"], "age": ["mse"]})
rows = {"words": rng.integers(30, size=(16, 6)), "clicks": rng.integers(20, size=(16, 3)),
        "profile": rng.normal(size=(16, 3)).astype("float32")}
answers = {"age": rng.normal(size=(16, 1)).astype("float32"),
           "kind": np.eye(4, dtype="float32")[rng.integers(4, size=16)]}
checks["by name"] = dict(sorted(model.fit(rows, answers, epochs=2, batch_size=8,
                                          verbose=0).history.items()))
checks["by name, predicted"] = dict(sorted(model.predict(rows, verbose=0).items()))

# a way around two convolutions
photo = keras.Input(shape=(10, 10, 3), name="photo")
entry = layers.Conv2D(4, 3, padding="same", activation="relu")(photo)
h = layers.Conv2D(4, 3, padding="same", activation="relu")(entry)
h = layers.Conv2D(4, 3, padding="same", activation="relu")(h)
h = layers.add([h, entry])
h = layers.Dropout(0.3)(layers.GlobalAveragePooling2D()(h))
detour = keras.Model(photo, layers.Dense(5)(h), name="detour")
photos = rng.normal(size=(2, 10, 10, 3)).astype("float32")
checks["detour"] = table(detour)
checks["detour, asked"] = detour(photos)
inner = keras.Model(detour.input, [layer.output for layer in detour.layers[1:4]])
checks["detour, from inside"] = [np.asarray(each) for each in inner(photos)]

# one layer, used twice
lexicon = layers.Embedding(40, 3)
left, right = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
pair = keras.Model([left, right], [lexicon(left), lexicon(right)])
checks["shared"] = [np.asarray(each) for each in pair([rows["words"], rows["clicks"]])]
checks["shared, counted"] = pair.count_params()


# an own layer in a graph that is written down and read back
class Affine(layers.Layer):
    def __init__(self, size, **settings):
        super().__init__(**settings)
        self.size = size

    def build(self, input_shape):
        self.matrix = self.add_weight(
            shape=(input_shape[-1], self.size), initializer="random_normal", trainable=True)
        self.shift = self.add_weight(
            shape=(self.size,), initializer="random_normal", trainable=True)

    def call(self, x):
        return ops.matmul(x, self.matrix) + self.shift

    def get_config(self):
        return {**super().get_config(), "size": self.size}


start = keras.Input((4,))
model = keras.Model(start, Affine(6)(start))
again = keras.Model.from_config(model.get_config(), custom_objects={"Affine": Affine})
again.set_weights(model.get_weights())
checks["written and read"] = [np.asarray(each(np.ones((2, 4), "float32")))
                              for each in (model, again)]


# a graph inside a class, and that class inside a graph
class Walk(layers.Layer):
    """Goes along the second axis with a state, and lets a given model judge the way."""

    def __init__(self, judge, size=4):
        super().__init__()
        self.size, self.judge = size, judge
        self.from_state = layers.Dense(size, activation="tanh")
        self.from_input = layers.Dense(size, activation="tanh")

    def call(self, x):
        state, way = ops.zeros((x.shape[0], self.size)), []
        for place in range(x.shape[1]):
            state = self.from_state(state) + self.from_input(x[:, place, :])
            way.append(state)
        return self.judge(ops.stack(way, axis=1))


way = keras.Input((6, 4))
judge = keras.Model(way, layers.Dense(1, activation="sigmoid")(
    layers.GlobalAveragePooling1D()(way)))
walk = keras.Input(batch_shape=(1, 6, 5))
checks["a class in a graph"] = keras.Model(walk, Walk(judge)(walk))(
    rng.normal(size=(1, 6, 5)).astype("float32"))

# operators and functions on tensors
start = keras.Input((4,))
h = ops.relu(start * 2.0 - 1.0) / 3.0 + ops.mean(start, axis=-1, keepdims=True)
model = keras.Model(start, ops.concatenate([h, -h[:, :2]], axis=-1))
checks["functions"] = model(rng.normal(size=(3, 4)).astype("float32"))
