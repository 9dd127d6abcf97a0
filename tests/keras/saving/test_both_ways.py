"""A file written by Keras 3.15 opens here, and one written here opens in Keras: the same model."""

import json
import zipfile

import h5py
import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras as ours
from tests.keras.comparing import FASTER_TO_COMPILE

RNG = np.random.default_rng(3)


# ------------------------------------------------------------------ the models, by either Keras

def dense(keras):
    layers = keras.layers
    return keras.Sequential([
        keras.Input((3,)),
        layers.Dense(4, "relu", kernel_regularizer="l2", bias_initializer="ones"),
        layers.Dropout(0.5), layers.BatchNormalization(), layers.LayerNormalization(),
        layers.Activation("tanh"), layers.PReLU(), layers.Dense(2, use_bias=False)])


def convolutional(keras):
    layers = keras.layers
    return keras.Sequential([
        keras.Input((5, 5, 2)), layers.Conv2D(3, 2, activation="relu"), layers.MaxPooling2D(),
        layers.Flatten(), layers.Dense(1)])


def deferred(keras):
    model = keras.Sequential([keras.layers.Dense(4), keras.layers.Flatten(),
                              keras.layers.Dense(1)], name="later")
    model.build((None, 3))
    return model


def several_inputs(keras):
    layers = keras.layers
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    shared = layers.Dense(4, "relu", name="shared")
    x = layers.Add()([shared(a), shared(b)])
    x = layers.Concatenate()([x, layers.Dense(2)(a)])
    return keras.Model([a, b], [layers.Dense(2, name="one")(x), layers.Dense(1, name="two")(x)])


def named_inputs(keras):
    layers = keras.layers
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    x = layers.Concatenate()([a, b])
    return keras.Model({"a": a, "b": b}, {"sum": layers.Dense(1)(x), "same": x})


def nested(keras):
    layers = keras.layers
    inner = keras.Sequential([layers.Dense(4), layers.BatchNormalization()], name="inner")
    x = keras.Input((3,))
    y = layers.Dense(3)(x)
    outer = keras.Model(x, layers.Dense(3)(inner(y)) + y, name="outer")
    return keras.Sequential([keras.Input((3,)), outer, layers.Dense(1)])


def operations(keras):
    x = keras.Input((3,))
    y = keras.layers.Dense(3)(x)
    y = keras.ops.relu(y * 2.0 + 1.0) - keras.ops.mean(y, axis=-1, keepdims=True)
    return keras.Model(x, y[:, :2])


def subclassed(keras):
    layers = keras.layers

    @keras.saving.register_keras_serializable("both_ways")
    class Gate(layers.Layer):
        def __init__(self, units, **settings):
            super().__init__(**settings)
            self.units = units
            self.inner = layers.Dense(units)

        def build(self, input_shape):
            self.inner.build(input_shape)
            self.scale = self.add_weight(shape=(self.units,), initializer="ones", name="scale")

        def call(self, x):
            return self.inner(x) * self.scale.value

        def compute_output_shape(self, input_shape):
            return (*input_shape[:-1], self.units)

        def get_config(self):
            return {**super().get_config(), "units": self.units}

    @keras.saving.register_keras_serializable("both_ways")
    class Net(keras.Model):
        def __init__(self, width, **settings):
            super().__init__(**settings)
            self.width = width
            self.zenith = layers.Dense(1)
            self.blocks = [Gate(width), [Gate(width), layers.Dropout(0.1)]]
            self.heads = {"left": layers.Dense(2), "right": layers.Dense(2)}
            self._hidden = layers.Dense(width)

        def call(self, x, training=False):
            x = self._hidden(x)
            x = self.blocks[1][1](self.blocks[1][0](self.blocks[0](x)), training=training)
            return self.zenith(self.heads["left"](x) + self.heads["right"](x))

        def get_config(self):
            return {**super().get_config(), "width": self.width}

    model = Net(4)
    model(np.zeros((1, 3), "float32"))
    return model


def reading(keras):
    layers = keras.layers
    x = keras.Input((4, 3))
    y = layers.Bidirectional(layers.LSTM(2, return_sequences=True, dropout=0.5))(x)
    y = layers.RNN([layers.GRUCell(2), layers.SimpleRNNCell(2)], return_sequences=True)(y)
    y = layers.TimeDistributed(layers.Dense(3))(layers.Masking()(y))
    y = layers.concatenate([layers.GRU(2, reset_after=False)(y), layers.SimpleRNN(2)(y)])
    return keras.Model(x, layers.EinsumDense("ab,bc->ac", 2, bias_axes="c")(y))


def looking(keras):
    layers = keras.layers
    words = keras.Input((4,))
    x = layers.Embedding(5, 4)(words)
    y = layers.MultiHeadAttention(2, 3, dropout=0.1)(x, x)
    y = layers.GroupQueryAttention(2, 2, 1)(layers.add([x, y]), x)
    y = layers.AdditiveAttention()([layers.Attention(use_scale=True)([x, y]), y])
    return keras.Model(words, layers.Flatten()(layers.Multiply()([x, y])))


MODELS = {build.__name__: build for build in (
    dense, convolutional, reading, looking, deferred, several_inputs, named_inputs, nested,
    operations, subclassed)}


# ------------------------------------------------------------------ going there and back

def inputs_of(model):
    shapes = model.input_shape if hasattr(model, "input_shape") else (None, 3)
    whole = hasattr(model, "inputs") and model.inputs and "int" in model.inputs[0].dtype

    def numbers(shape):
        if whole:
            return RNG.integers(0, 10, (5, *shape[1:]))
        return RNG.uniform(-1, 1, (5, *shape[1:])).astype("float32")

    if isinstance(shapes, dict):
        return {key: numbers(shape) for key, shape in shapes.items()}
    return [numbers(shape) for shape in shapes] if isinstance(shapes, list) else numbers(shapes)


def filled(model):
    """The model, compiled, every variable with numbers of its own."""
    model.compile("adam", "mse", metrics=["mae"])
    model.optimizer.build(model.trainable_variables)
    for variable in [*model.weights, *model.optimizer.variables[2:]]:
        variable.assign(RNG.uniform(0.1, 1, variable.shape).astype("float32"))
    model.optimizer.iterations.assign(7)
    model.optimizer.learning_rate = 0.25
    return model


def assert_same(a, b):
    for one, other in zip(np_leaves(a), np_leaves(b), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def np_leaves(value):
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in np_leaves(value[key])]
    if isinstance(value, (list, tuple)):
        return [leaf for each in value for leaf in np_leaves(each)]
    return [np.asarray(value)]


def state_of(model):
    return [*model.get_weights(), *(np.asarray(each.value) for each in model.optimizer.variables)]


def arrays_in(path):
    """The path of every array in a file, and its shape."""
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, thing: found.__setitem__(name, getattr(thing, "shape", None)))
    return {name: shape for name, shape in found.items() if shape is not None}


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("way", ["there", "back"])
def test_a_model_goes_both_ways(name, way, tmp_path):
    here, there = (ours, oracle) if way == "there" else (oracle, ours)
    model = filled(MODELS[name](here))
    MODELS[name](there)  # registers its own classes there
    model.save(tmp_path / "model.keras")
    opened = there.models.load_model(tmp_path / "model.keras")
    x = inputs_of(model)
    assert_same(state_of(opened), state_of(model))
    both = jax.jit(lambda x: (opened(x), model(x)), compiler_options=FASTER_TO_COMPILE)
    assert_same(*both(x))
    assert type(opened.optimizer).__name__ == "Adam" and opened.loss == "mse"
    if name != "subclassed":  # whose layers are given names when they are made
        assert [each.name for each in opened.layers] == [each.name for each in model.layers]
    assert opened.count_params() == model.count_params()


@pytest.mark.parametrize("name", MODELS)
def test_weights_lie_where_keras_has_them(name, tmp_path):
    files = []
    for keras in (ours, oracle):
        model = filled(MODELS[name](keras))
        model.save_weights(tmp_path / f"{len(files)}.weights.h5")
        files.append(model)
    assert arrays_in(tmp_path / "0.weights.h5") == arrays_in(tmp_path / "1.weights.h5")
    files[0].load_weights(tmp_path / "1.weights.h5")
    assert_same(state_of(files[0]), state_of(files[1]))


def test_training_goes_on_where_it_stopped(tmp_path):
    x, y = RNG.normal(size=(8, 3)).astype("float32"), RNG.normal(size=(8, 1)).astype("float32")
    model = ours.Sequential([ours.Input((3,)), ours.layers.Dense(4, "tanh"), ours.layers.Dense(1)])
    model.compile(ours.optimizers.Adam(0.1), "mse")
    model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    model.save(tmp_path / "model.keras")
    model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    for keras in (ours, oracle):
        opened = keras.models.load_model(tmp_path / "model.keras")
        opened.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
        np.testing.assert_allclose(opened.get_weights()[0], model.get_weights()[0], rtol=1e-4)
        assert int(opened.optimizer.iterations.numpy()) == 8


COMPILED = {
    "objects": lambda k: {
        "optimizer": k.optimizers.SGD(k.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)),
        "loss": k.losses.MeanAbsoluteError(), "metrics": [k.metrics.MeanSquaredError(name="far")]},
    "for each output": lambda k: {
        "optimizer": "rmsprop", "loss": {"one": "mse", "two": k.losses.LogCosh()},
        "loss_weights": {"one": 1.0, "two": 2.0}, "metrics": {"two": ["mae"]}},
    "lists": lambda k: {"optimizer": k.optimizers.AdamW(0.1, weight_decay=0.2, clipnorm=1.0),
                        "loss": ["mse", "mae"], "weighted_metrics": [["mae"], ["mse"]]},
    "a function": lambda k: {"optimizer": "adam", "loss": own_loss(k), "metrics": [own_loss(k)]},
}


def own_loss(keras):
    @keras.saving.register_keras_serializable("both_ways")
    def distance(y, prediction):
        return keras.ops.mean(keras.ops.square(y - prediction), axis=-1)

    return distance


@pytest.mark.parametrize("case", COMPILED)
def test_how_a_model_is_trained_comes_back_from_keras(case, tmp_path):
    x = ours.Input((3,))
    outputs = [ours.layers.Dense(2, name="one")(x), ours.layers.Dense(1, name="two")(x)]
    model = ours.Model(x, outputs if case in ("for each output", "lists") else outputs[0])
    COMPILED[case](oracle)
    model.compile(**COMPILED[case](ours))
    model.save(tmp_path / "model.keras")
    there = oracle.models.load_model(tmp_path / "model.keras")
    there.save(tmp_path / "model.keras")
    again = ours.models.load_model(tmp_path / "model.keras")
    assert again.get_compile_config() == there.get_compile_config() == model.get_compile_config()


def test_a_file_has_the_parts_of_keras(tmp_path):
    model = filled(dense(ours))
    model.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as parts:
        assert parts.namelist() == ["metadata.json", "config.json", "model.weights.h5"]
        assert json.loads(parts.read("metadata.json"))["keras_version"] == "3.15.0"


def test_the_configuration_goes_both_ways_as_json():
    for here, there in ((ours, oracle), (oracle, ours)):
        model = nested(here)
        again = there.models.model_from_json(model.to_json())
        assert again.count_params() == model.count_params()
        assert json.loads(again.to_json())["config"]["name"] == model.name
