"""Models that either Keras can build."""

import numpy as np


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
    layers, plain = keras.layers, {"recurrent_initializer": "zeros"}  # quicker to compile
    x = keras.Input((4, 3))
    y = layers.Bidirectional(layers.LSTM(2, return_sequences=True, dropout=0.5, **plain))(x)
    cells = [layers.GRUCell(2, **plain), layers.SimpleRNNCell(2, **plain)]
    y = layers.RNN(cells, return_sequences=True)(y)
    y = layers.TimeDistributed(layers.Dense(3))(layers.Masking()(y))
    y = layers.concatenate([layers.GRU(2, reset_after=False, **plain)(y),
                            layers.SimpleRNN(2, **plain)(y)])
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
