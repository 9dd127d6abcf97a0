"""Files go both ways between Keras 3.15 and here."""

import h5py
import keras as oracle
import numpy as np
import pytest

from playground import keras as ours

RNG = np.random.default_rng(3)


# ------------------------------------------------------------------ the models, by either Keras

def dense(keras):
    layers = keras.layers
    return keras.Sequential([
        keras.Input((3,)),
        layers.Dense(4, "relu", kernel_regularizer="l2", bias_initializer="ones"),
        layers.Dropout(0.5), layers.BatchNormalization(), layers.LayerNormalization(),
        layers.Activation("tanh"), layers.PReLU(), layers.Dense(2, use_bias=False)])


def deferred(keras):
    model = keras.Sequential([keras.layers.Dense(4), keras.layers.Flatten(),
                              keras.layers.Dense(1)], name="later")
    model.build((None, 3))
    return model


def nested(keras):
    layers = keras.layers
    inner = keras.Sequential([layers.Dense(4), layers.BatchNormalization()], name="inner")
    x = keras.Input((3,))
    y = layers.Dense(3)(x)
    outer = keras.Model(x, layers.Dense(3)(inner(y)), name="outer")
    return keras.Sequential([keras.Input((3,)), outer, layers.Dense(1)])


def subclassed(keras):
    layers = keras.layers

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


MODELS = {build.__name__: build for build in (
    dense, deferred, nested, subclassed)}


# ------------------------------------------------------------------ going there and back

def inputs_of(model):
    shapes = model.input_shape if hasattr(model, "input_shape") else (None, 3)

    def numbers(shape):
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
    return found


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
