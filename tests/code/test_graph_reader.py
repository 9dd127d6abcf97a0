"""From text to graph: written again it is the same graph, and the same model in Keras 3.15."""

import subprocess
import sys

import numpy as np
import pytest

from playground.code.graph import NOTHING, Row, Source
from playground.code.graph_edits import add, connect, disconnect, share
from playground.code.graph_pieces import fold
from playground.code.graph_reader import _count, graph_of
from playground.code.graph_recording import Recording
from playground.code.graph_writer import write
from playground.code.reader import Refusal, read
from tests.code.graphs import EVERY, at, residual, twins
from tests.code.test_graph_writer import model_of
from tests.code.tutorials import TUTORIALS as FROM_TUTORIALS

TUTORIALS = {
    "helpers and loops": '''
from keras import Input, Model, layers

def block(x, filters, *, stride=1):
    """A residual block."""
    shortcut = x
    if stride > 1:
        shortcut = layers.Conv2D(filters, 1, strides=stride)(shortcut)
    x = layers.Conv2D(filters, 3, strides=stride, padding="same")(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    return layers.add([shortcut, x])

inputs = Input(shape=(8, 8, 4))
x = inputs
for filters, stride in [(4, 1), (6, 2)]:
    x = block(x, filters, stride=stride)
x = layers.GlobalAvgPool2D()(x)
outputs = layers.Dense(2, activation="softmax", name=f"to_{2}_classes")(x)
model = Model(inputs=inputs, outputs=outputs, name="small_resnet")
model.compile("adam", "sparse_categorical_crossentropy")
''',
    "two inputs with constants": '''
import keras
from keras import layers, ops, regularizers

UNITS = 2 * 4
a = keras.Input((3,), name="a")
b = keras.Input((3,), name="b")
tower = keras.layers.Dense(UNITS, "tanh", kernel_regularizer=regularizers.l2(1e-3))
left, right = tower(a), tower(b)
far = ops.abs(left - right) * 0.5 + 1.0
far = -far / 2 + left[:, :1] ** 2
head = layers.Dense(1, kernel_initializer=keras.initializers.HeNormal(seed=3))
model = keras.Model([a, b], head(far))
''',
    "a sequential": '''
from keras.models import Sequential
from keras.layers import Dense, Dropout, Flatten, Input
model = Sequential()
model.add(Input(shape=(4, 4)))
model.add(Flatten())
model.add(Dense(6, activation="relu"))
model.add(Dropout(0.25))
model.add(Dense(3))
model.compile(optimizer="sgd", loss="mse")
''',
    "a sequential with input_shape": '''
import keras
model = keras.Sequential([
    keras.layers.Dense(6, activation="relu", input_shape=(5,)),
    keras.layers.Dense(3),
])
''',
    "nested models": '''
import keras
from keras import layers
code_size = 3
inputs = keras.Input((6,))
encoder = keras.Model(inputs, layers.Dense(code_size, activation="relu")(inputs), name="encoder")
codes = keras.Input((code_size,))
decoder = keras.Model(codes, layers.Dense(6)(codes), name="decoder")
autoencoder = keras.Model(inputs, decoder(encoder(inputs)))
autoencoder.compile("adam", "mse")
autoencoder.summary()
model = autoencoder
''',
    "a row of layers": '''
import keras
tower = keras.Sequential([keras.layers.Dense(4, "relu"), keras.layers.Dense(2)])
a, b = keras.Input((3,)), keras.Input((3,))
model = keras.Model([a, b], keras.layers.Dot(axes=1, normalize=True)([tower(a), tower(b)]))
''',
    "states and attention": '''
import keras
from keras import layers
words = keras.Input((5,), dtype="int32")
x = layers.Embedding(30, 8, mask_zero=False)(words)
x, forward, backward = layers.Bidirectional(
    layers.GRU(4, return_sequences=True, return_state=True))(x)
state = layers.Concatenate()([forward, backward])
x = layers.MultiHeadAttention(num_heads=2, key_dim=4)(x, x)
x = layers.LayerNormalization(epsilon=1e-6)(x + layers.Dense(8)(x))
x = layers.GlobalAveragePooling1D()(x)
halves = keras.ops.split(x, 2, axis=-1)
model = keras.Model(words, [layers.Dense(3)(halves[0]), layers.Dense(1)(halves[1]), state])
''',
    "own layers": '''
import keras
from keras import layers
from keras import ops as K

RATE = 0.5

class Scale(layers.Layer):
    """Times a number that is learned."""

    def build(self, shape):
        self.factor = self.add_weight(shape=(shape[-1],), initializer="ones")

    def call(self, x):
        return squeezed(x) * self.factor * RATE

def squeezed(x):
    return K.tanh(x)

class Unused(layers.Layer):
    pass

inputs = keras.Input((4,))
x = Scale(name="scale")(inputs)
x = layers.Lambda(lambda t: t * 2.0)(x)
model = keras.Model(inputs, layers.Dense(2)(x))
''',
}


@pytest.mark.parametrize("name", EVERY)
def test_what_was_written_is_read_as_the_same_graph(name):
    graph = EVERY[name][0]()
    assert graph_of(write(graph)) == graph


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_text_as_tutorials_write_it_is_the_same_model_as_a_graph(name):
    text = TUTORIALS[name]
    graph = graph_of(text)
    again = write(graph)
    assert graph_of(again) == graph
    expected, model = model_of(text), model_of(again)
    assert [each.shape for each in model.outputs] == [each.shape for each in expected.outputs]
    assert sorted(w.shape for w in model.weights) == sorted(w.shape for w in expected.weights)
    if [w.shape for w in model.weights] == [w.shape for w in expected.weights]:
        expected.set_weights(model.get_weights())
        rng = np.random.default_rng(1)
        given = [rng.integers(0, 20, (2, *each.shape[1:])) if each.dtype == "int32"
                 else rng.normal(size=(2, *each.shape[1:])).astype("float32")
                 for each in model.inputs]
        one, other = (each(given[0] if len(given) == 1 else given) for each in (model, expected))
        for mine, theirs in zip(*(each if isinstance(each, (list, tuple)) else [each]
                                  for each in (one, other))):
            np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)


def test_boxes_are_called_as_the_variables_are():
    graph = graph_of(TUTORIALS["two inputs with constants"])
    names = [node.name for node in graph.nodes]
    assert names[:4] == ["a", "b", "left", "right"] and graph["left"].layer == "tower"
    assert graph["far"].kind == "+" and graph["far_1"].kind == "+"
    assert graph.name == "model" and len(set(names)) == len(names)


def test_loops_and_functions_of_the_text_are_followed_and_only_what_is_used_stays_on_top():
    graph = graph_of(TUTORIALS["helpers and loops"])
    assert sum(node.kind == "Conv2D" for node in graph.nodes) == 3 and graph.preamble == ""
    assert graph["outputs"].setting("name") == "to_2_classes"
    graph = graph_of(TUTORIALS["nested models"])
    assert [node.name for node in graph.nodes] == ["inputs", "encoder_output", "decoder_output"]
    graph = graph_of(TUTORIALS["own layers"])
    assert "class Scale" in graph.preamble and "def squeezed" in graph.preamble
    assert "RATE = 0.5" in graph.preamble and "Unused" not in graph.preamble
    assert '"""Times a number that is learned."""' in graph.preamble
    assert graph["x_1"].settings == (("function", Source("lambda t: t * 2.0")),)


def test_a_graph_whose_shapes_break_is_complete():
    text = write(residual()).replace("Conv2D(4, 3, padding", 'Conv2D(5, 7, padding', 1)
    text = text.replace("keras.Input((8, 8, 3))", "keras.Input((3,))")
    assert len(graph_of(text).nodes) == 7


def test_what_is_not_connected_comes_back():
    graph, name = add(residual(), "Dense", settings={"units": 3})
    graph = disconnect(graph, "activated", 0)
    graph, twin = share(graph, "y")
    graph, added = add(graph, "Add")
    assert graph[name].inputs == graph["activated"].inputs == graph[twin].inputs == (NOTHING,)
    assert graph[added].arguments == (("", Row()),)
    assert graph_of(write(graph)) == graph


def test_edits_are_read_back():
    folded, _ = fold(twins(), {"one", "other", "difference", "squared"}, {
        at("left"): (5,), at("right"): (5,)})
    assert graph_of(write(folded)) == folded
    graph, name = add(twins(), "Concatenate", after="one")
    graph = connect(graph, at("other"), name)
    assert graph_of(write(graph)) == graph


@pytest.mark.parametrize("text, words", [
    ("x = 3", "no model yet"),
    ("import keras\nclass M(keras.Model):\n    pass\nmodel = M()", "M is a class of its own"),
    ("import keras\nmodel = keras.Sequential([keras.layers.Dense(3)])", "begins with its Input"),
    ("import keras\ni = keras.Input((4,))\n"
     "x = keras.layers.Dense(keras.ops.diag(i).shape[0])(i)", "Line 3"),
    ("import keras\nmodel = (", "Line 2"),
    ("import keras\ni = keras.Input((4,))\nif i:\n    pass", "Whether a tensor is true"),
    ("import os\nos.system('ls')\nimport keras\nx = eval('1')", "eval"),
])
def test_what_is_no_graph_is_refused_in_a_sentence(text, words):
    with pytest.raises(ValueError, match=words):
        graph_of(text)
    assert issubclass(Refusal, ValueError)


def test_reading_a_graph_makes_nothing_and_takes_no_jax():
    code = ("import sys; from playground.code.graph_reader import graph_of; "
            "from tests.code.graphs import residual; "
            "from playground.code.graph_writer import write; "
            "assert graph_of(write(residual())) == residual(); "
            "sys.exit(bool({'jax', 'jaxlib', 'h5py'} & set(sys.modules)))")
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


PASTED = '''
from tensorflow import keras
batch = 64
def error(a, b):
    return keras.ops.mean((a - b) ** 2)
(images, labels), _ = keras.datasets.mnist.load_data()
images = images.reshape(-1, 784) / 255
rate = 0.5
net = keras.Sequential([keras.Input((784,)), keras.layers.Dropout(rate), keras.layers.Dense(10)])
opt = keras.optimizers.Adam(
    learning_rate=0.01)

net.compile(optimizer=opt, loss=error)
history = net.fit(images, labels, batch_size=batch)
print(net.evaluate(images, labels))
'''


def test_how_a_model_is_compiled_and_fitted_is_kept_word_for_word_with_what_it_needs():
    written = write(graph_of(PASTED))
    ending = PASTED[PASTED.index("opt = "):PASTED.index("print(")]
    loading = PASTED[PASTED.index("(images"):PASTED.index("rate")]
    assert written.endswith(loading + ending)
    assert written.startswith("import keras\n\nbatch = 64\n\n\ndef error(a, b):\n")
    assert "net = keras.Model(" in written
    assert "rate = 0.5" not in written and "print" not in written
    assert write(graph_of(written)) == written
    given = "import keras\nm = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n" \
        "x_train = x_train / 255\nm.compile('sgd', 'mse')\nm.fit(x_train, y_train)\n"
    assert write(graph_of(given)).endswith(given[given.index("m.compile"):])


SHAPED = """
import keras
from keras import layers, ops
a = keras.Input((8, 6))
start = keras.initializers.HeNormal()
x = layers.Conv1D(4, 3, strides=2, padding="same", kernel_initializer=start)(a)
x = ops.relu(x) + x[:, :1]
x = layers.TimeDistributed(layers.Dense(x.shape[-1] * 2, keras.activations.gelu))(x)
x, state = layers.GRU(x.shape[1] + 1, return_state=True)(x)
b = keras.Input((x.ndim, x.shape[-1]))
pooled = keras.Model(b, layers.GlobalMaxPooling1D()(b))
joined = layers.Concatenate()([x, state, pooled(b)])
model = keras.Model([a, b], layers.Dense(joined.shape[1])(joined))
"""


def test_a_shape_that_a_text_asks_for_is_keras_s():
    real = model_of(SHAPED)
    dense = graph_of(SHAPED).nodes[-1]
    assert dense.setting("units") == real.layers[-1].units == 15
    with pytest.raises(Refusal, match="Line 4: The shape of what ops.diag gives is not known"):
        graph_of("import keras\na = keras.Input((4,))\nx = keras.ops.diag(a)\n"
                 "y = keras.layers.Dense(x.shape[0])(a)")


ASKED = """
x + 1 | x * row | row / x | x @ ops.transpose(x, (0, 2, 1)) | x > 0.5 | x[:, 0] | x[..., None]
ops.sum(x, axis=1) | ops.mean(x, axis=(1, 2), keepdims=True) | ops.max(x) | ops.argmax(x, -1)
ops.reshape(x, (-1, 24)) | ops.reshape(x, (-1, 2, 12)) | ops.reshape(x[0], (3, -1))
ops.transpose(x) | ops.transpose(x, [0, 2, 1]) | ops.swapaxes(x, 1, -1) | ops.moveaxis(x, 1, 2)
ops.expand_dims(x, -1) | ops.expand_dims(x, (1, 3)) | ops.squeeze(x[:, :1], 1)
ops.concatenate([x, x], axis=1) | ops.concatenate([x, x[:, :2]], 1) | ops.stack([row, row], axis=1)
ops.split(x, 3, axis=2)[1] | ops.split(x, [1, 3], axis=1)[1] | ops.repeat(x, 3, axis=1)
ops.tile(x, (1, 2, 1)) | ops.pad(x, ((0, 0), (1, 2), (0, 0))) | ops.matmul(x, ops.transpose(x[0]))
ops.one_hot(ids, 5) | ops.take(x, [0, 2], axis=1) | ops.take(x, 1, axis=2) | ops.cumsum(x, axis=1)
ops.softmax(x, axis=1) | keras.activations.gelu(x) | ops.where(x > 0, x, row)
ops.cast(ids, "float32") | ops.logsumexp(x, axis=-1) | ops.isnan(x) | ops.ravel(row)
ops.broadcast_to(x[:1, :1], (1, 7, 6)) | x + ops.transpose(x)
ops.maximum(x, 0.0) | ids[:, :2] | keras.layers.Embedding(9, 5)(ids) | keras.layers.Flatten()(ids)
keras.layers.Dense(3)(x) | keras.layers.LSTM(4, return_sequences=True)(x) | ops.flip(x, 1)
keras.layers.Add()([x, x]) | keras.layers.Concatenate(axis=1)((x, x))
"""


@pytest.mark.parametrize("asked", [
    each.strip() for line in ASKED.strip().splitlines() for each in line.split("|")])
def test_what_an_operation_gives_has_keras_s_shape_and_type(asked):
    text = "import keras\nfrom keras import ops\nx = keras.Input((4, 6))\n" \
        "row = keras.Input((6,), batch_size=1)\nids = keras.Input((4,), dtype=\"int32\")\n" \
        f"found = {asked}\n"
    names = {}
    exec(text, names)  # real Keras
    found = read(text, Recording(_count), given={}).names["found"]
    assert (found.shape, found.ndim, found.dtype) == (
        tuple(names["found"].shape), names["found"].ndim, names["found"].dtype)


@pytest.mark.parametrize("asked", [
    "ops.reshape(x, (0, -1))", "ops.split(x, 5, axis=1)[0]", "ops.expand_dims(x, [0, 0])",
    "ops.repeat(x, 10**12, axis=1)", "ops.sum(x, axis=7)", "ops.take(x, (0, 2), axis=1)",
    "x + x[:, :3]", "keras.random.dropout(x, 0.5)"])
def test_what_has_no_shape_is_refused_in_a_sentence(asked):
    with pytest.raises(Refusal, match="Line 4: The shape of what .* gives is not known"):
        graph_of("import keras\nfrom keras import ops\nx = keras.Input((4, 6))\n"
                 f"y = keras.layers.Dense(({asked}).shape[-1])(x)")


@pytest.mark.parametrize("name", FROM_TUTORIALS)
def test_a_pasted_tutorial_is_a_graph_or_says_why_not(name):
    text = FROM_TUTORIALS[name][1]
    try:
        graph = graph_of(text)
    except ValueError as problem:
        assert "a class of its own" in str(problem) and "Model)" in text or (
            "AddPosition gives is not known" in str(problem))
    else:
        assert write(graph_of(write(graph))) == write(graph)


@pytest.mark.parametrize("front", [
    "x = keras.Input((3,))\nfront = keras.Model(x, keras.layers.Dense(4)(x))",
    "front = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(4)])"])
def test_a_stack_may_begin_with_a_model_that_has_its_input(front):
    model = model_of(write(graph_of(f"""
import keras
{front}
model = keras.Sequential([front, keras.layers.Dense(2)])
""")))
    assert model.input_shape == (None, 3) and model.count_params() == 3 * 4 + 4 + 4 * 2 + 2


@pytest.mark.parametrize(("model", "sentence"), {
    "keras.Sequential([x, [keras.layers.Dense(1)]])": "is a row of layers",
    "keras.Model(x, [keras.layers.Dense(1)(x), 3])": "is what a layer gave"}.items())
def test_what_is_no_layer_or_no_tensor_is_refused_in_a_sentence(model, sentence):
    with pytest.raises(ValueError, match=sentence):
        graph_of(f"import keras\nx = keras.Input((3,))\nmodel = {model}")


def test_a_text_with_stars_tries_and_partials_keeps_what_its_boxes_need_of_it():
    text = """
try:
    from keras import layers, Input, Model
except ImportError:
    from tensorflow.keras import layers, Input, Model
from keras.layers import *
from functools import partial
from keras import backend as K

class Twice(Layer):
    def call(self, x):
        return 2 * x

dense = partial(layers.Dense, activation="relu")
inputs = Input((3,))
axis = -1 if K.image_data_format() == "channels_last" else 1
model = Model(inputs, Concatenate(axis=axis)([Twice()(dense(4)(inputs)), inputs]))
model.save("model.keras")
with open("model.json", "w") as file:
    file.write(model.to_json())
"""
    model = model_of(write(graph_of(text)))
    assert [type(each).__name__ for each in model.layers] == [
        "InputLayer", "Dense", "Twice", "Concatenate"]
    assert model.count_params() == 3 * 4 + 4
