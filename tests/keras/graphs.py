"""Small models of inputs and outputs, each a function of ``k``: this package, or Keras 3.15."""

from __future__ import annotations

import numpy as np


def stack(k):
    x = k.Input((4,), name="x")
    return k.Model(x, k.layers.Dense(2)(k.layers.Dense(3, activation="tanh")(x)))


def residual(k):
    x = k.Input((4,))
    y = k.layers.Dense(4, activation="relu")(x)
    y = k.layers.Dense(4, name="second")(y) + x
    return k.Model(inputs=x, outputs=k.layers.LayerNormalization()(y), name="residual")


def two_inputs_and_outputs(k):
    a, b = k.Input((4,), name="a"), k.Input((3,), name="b")
    hidden = k.layers.Dense(3, activation="tanh")(a) * b
    return k.Model([a, b], [k.layers.Dense(1, name="one")(hidden), hidden])


def dicts(k):
    inputs = {"b": k.Input((4,), name="b"), "a": k.Input((4,), name="a")}
    shared = k.layers.Dense(3)
    return k.Model(inputs, {"sum": shared(inputs["a"]) + shared(inputs["b"]),
                            "pair": (shared(inputs["b"]), inputs["a"])})


def shared_many_times(k):
    layer = k.layers.Dense(4, name="again")
    x = y = k.Input((4,))
    for _ in range(3):
        y = layer(y)
    return k.Model(x, [y, k.layers.Dense(2)(x)])


def nested(k):
    x = k.Input((4,))
    inner = k.Model(x, [k.layers.Dense(3)(x), x], name="inner")
    last = k.Sequential([k.layers.Dense(2), k.layers.Dropout(0.5)], name="last")
    y = k.Input((4,), name="y")
    first, second = inner(y)
    third, _ = inner(second * 2)
    return k.Model(y, last(first + third))


def operators(k):
    x = k.Input((4,))
    y = k.layers.Dense(4)(x)
    y = (2 - y) / 3 + abs(-y) ** 2 - 1 / (y * y + 1)
    y = y[:, 1:3] - (x[:, :1] > 0) * x[:, ::2]
    return k.Model(x, [y, y % 2, y // 2, y @ k.layers.Dense(2)(x)[0][:, None] + 0])


def of_inner_tensors(k):
    x = k.Input((4,))
    first = k.layers.Dense(3, name="first")(x)
    second = k.layers.Dense(3, name="second")(first)
    k.Model(x, k.layers.Dense(1)(second))
    return k.Model(first, [second + first, second])


def features_of_a_sequential(k):
    model = k.Sequential([k.Input((4,)), k.layers.Dense(3), k.layers.Dense(2, name="two")])
    return k.Model(inputs=model.inputs, outputs=[layer.output for layer in model.layers])


def an_input_without_use(k):
    a, b = k.Input((4,)), k.Input((2,), name="idle")
    return k.Model([a, b], k.layers.Dense(1)(a))


def whole_numbers(k):
    x = k.Input((3,), dtype="int32")
    return k.Model(x, [x + 1, k.layers.Rescaling(0.5)(x)])


def own_layers(k):
    class Mix(k.layers.Layer):
        def build(self, left_shape, right_shape):
            self.kernel = self.add_weight((left_shape[-1], right_shape[-1]), name="kernel")

        def call(self, left, right, scale=1.0):
            return {"mixed": left @ self.kernel + scale * right, "left": [left]}

    a, b = k.Input((4,)), k.Input((3,))
    given = Mix()(a, right=b, scale=0.5)
    return k.Model([a, b], [given["mixed"], given["left"][0]])


def masks(k):
    """What a mask is computed with stands in the graph."""
    x = k.Input((6,), dtype="int32")
    y = k.layers.Embedding(9, 3, mask_zero=True)(x)
    z = k.layers.Masking()(k.layers.Dense(3)(y))
    y = k.layers.LSTM(2, return_sequences=True)(k.layers.add([y, z]))
    inner = k.Model(x, k.layers.Bidirectional(k.layers.GRU(2, return_sequences=True))(y))
    return k.Model(x, k.layers.LSTM(2)(inner(x)))


GRAPHS = {each.__name__: each for each in (
    stack, residual, two_inputs_and_outputs, dicts, shared_many_times, nested, operators,
    of_inner_tensors, features_of_a_sequential, an_input_without_use, whole_numbers, own_layers,
    masks)}


def samples(model, count=3):
    """Numbers for every input of a model, in its own structure."""
    rng = np.random.default_rng(1)

    def of(tensor):
        draw = rng.normal(size=(count, *(size or 2 for size in tensor.shape[1:])))
        return (draw if tensor.dtype == "float32" else draw * 3).astype(tensor.dtype)

    import jax

    return jax.tree.map(of, model.input, is_leaf=lambda each: hasattr(each, "dtype"))
