"""What every layer does, beside Keras 3.15: each experiment is written once, for ``k``.

An experiment gives plain values: numbers, names, shapes. The two must be the same.
"""

from __future__ import annotations

import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras

EXPERIMENTS = []


def experiment(function):
    EXPERIMENTS.append(function)
    return function


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return np.asarray(value).tolist() if hasattr(value, "__array__") else value


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("run", EXPERIMENTS, ids=lambda each: each.__name__)
def test_it_is_so_in_keras(run):
    mine, its = (keras.tree.flatten_with_path(plain(run(k))) for k in (keras, oracle))
    assert [path for path, _ in mine] == [path for path, _ in its]
    for (path, a), (_, b) in zip(mine, its, strict=True):
        assert a == (pytest.approx(b, rel=1e-5) if isinstance(b, float) else b), path


# ---------------------------------------------------------------------- weights

@experiment
def weights_are_made_in_init_or_in_build(k):
    class Linear(k.layers.Layer):
        def __init__(self, units=3, **settings):
            super().__init__(**settings)
            self.units = units
            self.seen = self.add_weight(shape=(), initializer="zeros", trainable=False)

        def build(self, input_shape):
            self.w = self.add_weight((input_shape[-1], self.units), "ones", name="w")
            self.b = self.add_weight((self.units,), regularizer="l2", initializer="ones")

        def call(self, x):
            self.seen.assign_add(1.0)
            return k.ops.matmul(x, self.w) + self.b

    layer = Linear()
    before = layer.built, len(layer.weights), layer.path
    y = layer(np.ones((2, 4)))
    layer(np.ones((1, 4)))
    return (before, layer.built, layer.path, y, layer.seen, layer.losses, layer.count_params(),
            [v.path for v in layer.weights], [v.trainable for v in layer.variables],
            len(layer.trainable_weights), layer.get_build_config(), layer.get_config()["units"])


@experiment
def sublayers_are_found_in_the_order_in_which_they_came(k):
    class Blocks(k.layers.Layer):
        def __init__(self):
            super().__init__()
            self.first, self.second, self.last = [], [], k.layers.Dense(1, name="last")
            for index in range(2):
                self.first.append(k.layers.Dense(2, name=f"first{index}"))
                self.second += [k.layers.Dense(2, name=f"second{index}")]
            self.named = {"a": (k.layers.Dense(1, name="a"),)}
            self.named["b"] = k.layers.Dense(1, name="b")

        def call(self, x):
            for one, other in zip(self.first, self.second, strict=True):
                x = one(x) + other(x)
            return self.last(x) + self.named["a"][0](x) + self.named["b"](x)

    layer = Blocks()
    layer(np.ones((1, 2)))
    return ([v.path for v in layer.weights], layer.count_params(),
            [each.name for each in layer._flatten_layers()])


@experiment
def build_takes_the_shapes_by_name(k):
    class Cross(k.layers.Layer):
        def build(self, query_shape, value_shape):
            self.w = self.add_weight((query_shape[-1], value_shape[-1]), "ones")

        def call(self, query, value, scale=1.0):
            return k.ops.sum(k.ops.matmul(query, self.w) * value, -1) * scale

    layer = Cross()
    y = layer(np.ones((2, 3)), value=np.ones((2, 4)), scale=0.5)
    again = Cross()
    again.build_from_config(layer.get_build_config())
    return y, layer.get_build_config(), tuple(again.w.shape)


@experiment
def trainable_is_handed_down(k):
    norm = k.layers.BatchNormalization()
    norm.build((None, 3))
    frozen = k.layers.Dense(2, trainable=False)
    frozen.build((None, 3))
    model = k.Sequential([k.Input((2,)), k.layers.Dense(2), k.Sequential([k.layers.Dense(1)])])
    counts = [len(frozen.trainable_weights)]
    frozen.trainable = True
    norm.trainable = False
    counts += [len(frozen.trainable_weights), len(norm.trainable_weights)]
    norm.trainable = True
    counts += [len(norm.trainable_weights), len(norm.non_trainable_weights)]
    model.trainable = False
    flags = [model.layers[1].layers[0].trainable, len(model.trainable_weights)]
    model.layers[0].trainable = True
    model.layers[0].kernel.trainable = False
    return counts, flags, len(model.trainable_weights), model.layers[0].kernel.trainable


@experiment
def own_variables_are_saved_by_number(k):
    layer, other, store = k.layers.Dense(2), k.layers.Dense(2), {}
    layer.build((None, 3))
    layer.save_own_variables(store)
    other.build((None, 3))
    other.load_own_variables(store)
    return sorted(store), np.abs(np.asarray(other.kernel) - np.asarray(layer.kernel)).max()


# ---------------------------------------------------------------------- losses, noise

@experiment
def losses_are_those_of_the_last_call(k):
    class Cost(k.layers.Layer):
        def call(self, x):
            self.add_loss(0.5 * k.ops.mean(x))
            return x

    class Outer(k.layers.Layer):
        def __init__(self):
            super().__init__()
            self.cost = Cost()
            self.dense = k.layers.Dense(2, kernel_initializer="ones", kernel_regularizer="l1",
                                        activity_regularizer="l2")

        def call(self, x):
            return self.dense(self.cost(x))

    layer = Outer()
    before = list(layer.losses)
    layer(np.ones((4, 2), "float32"))
    once = layer.losses
    layer(np.ones((4, 2), "float32"))
    twice = layer.losses
    _, _, pure = layer.stateless_call([v.value for v in layer.trainable_variables], [],
                                      np.zeros((4, 2), "float32"), return_losses=True)
    return before, *(sorted(map(float, each)) for each in (once, twice, pure))


@experiment
def training_is_inherited_by_inner_layers(k):
    class Is(k.layers.Layer):
        def call(self, x, training=None):
            return x * (2.0 if training else 1.0 if training is None else 0.0)

    class Around(k.layers.Layer):
        def __init__(self):
            super().__init__()
            self.inner = Is()

        def call(self, x):
            return self.inner(x)

    class Default(k.layers.Layer):
        def __init__(self):
            super().__init__()
            self.inner = Is()

        def call(self, x, training=True):
            return self.inner(x)

    x, i = np.ones((1, 1)), k.Input((1,))
    model = k.Model(i, k.Sequential([Around(), Is()])(i))
    return [layer(x, **settings) for layer in (Is(), Around(), Default(), model)
            for settings in ({}, {"training": True}, {"training": False})]


@experiment
def inner_layers_for_inputs_of_any_length(k):
    class Block(k.layers.Layer):
        def __init__(self):
            super().__init__()
            self.attend = k.layers.MultiHeadAttention(2, 3)
            self.norm = k.layers.BatchNormalization()
            self.feed = k.Sequential([k.layers.Conv1D(5, 3, padding="same", activation="relu"),
                                      k.layers.LSTM(4, return_sequences=True), k.layers.Dense(2)])

        def call(self, x):
            x = x + self.attend(x, x, use_causal_mask=True)
            steps = k.ops.arange(k.ops.shape(x)[1], dtype="float32")
            return self.feed(self.norm(x)) + steps[:, None] / k.ops.shape(x)[1]

    i = k.Input((None, 2))
    block = Block()
    model = k.Model(i, block(i))
    outputs = [model(np.ones((2, length, 2), "float32")).shape for length in (3, 5)]
    return model.output_shape, outputs, block.feed.input_shape, block.feed.output_shape


# ---------------------------------------------------------------------- masks

def mask_layers(k):
    class NotZero(k.layers.Layer):
        def compute_mask(self, x, mask=None):
            return k.ops.any(k.ops.not_equal(x, 0.0), axis=-1)

        def call(self, x):
            return x * 1

    class Mask(k.layers.Layer):
        def call(self, x, mask=None):
            return k.ops.cast(mask, "float32") if mask is not None else k.ops.zeros(())

    class Keep(k.layers.Layer):
        def __init__(self):
            super().__init__()
            self.supports_masking = True

        def call(self, x):
            return x + 1

    return NotZero, Mask, Keep


STEPS = np.array([[[1.0, 2], [0, 0]], [[0, 0], [3, 0]]], "float32")


@experiment
def masks_travel_from_layer_to_layer(k):
    NotZero, Mask, Keep = mask_layers(k)

    class Pair(k.layers.Layer):
        def call(self, q, v, q_mask=None, v_mask=None):
            return k.ops.zeros((1,)) + sum(
                weight * k.ops.sum(k.ops.cast(mask, "float32"))
                for weight, mask in ((10, q_mask), (1, v_mask)) if mask is not None)

    class Many(k.layers.Layer):
        def call(self, xs, mask=None):
            return k.ops.ones((1,)) * sum(each is not None for each in mask)

    class Model(k.Model):
        def __init__(self):
            super().__init__()
            self.parts = [NotZero(), Keep(), Mask()]

        def call(self, x):
            for part in self.parts:
                x = part(x)
            return x

    i = k.Input((2, 2))
    kept = Keep()(NotZero()(i))
    graph = k.Model(i, [Mask()(kept), kept, Pair()(i, kept)])
    around = k.Model(i, Mask()(k.Model(i, kept)(i)))
    stack = k.Sequential([NotZero(), Keep(), k.layers.Dropout(0.1), Mask()])
    return (NotZero()(STEPS)._keras_mask, Mask()(Keep()(NotZero()(STEPS))),
            Mask()(NotZero()(STEPS) + 1), Pair()(NotZero()(STEPS), v=STEPS),
            Many()([NotZero()(STEPS), k.ops.ones((1,))]), graph(STEPS), around(STEPS),
            stack(STEPS), Model()(STEPS), stack.predict(STEPS, verbose=0),
            jax.jit(lambda x: graph(x))(STEPS))


@experiment
def a_mask_may_be_given(k):
    _, Mask, Keep = mask_layers(k)
    i = k.Input((2, 2))
    given = np.array([[True, False], [True, True]])
    return (Mask()(STEPS, mask=given), k.Model(i, Mask()(Keep()(i)))(STEPS, mask=given),
            k.Sequential([Keep(), Mask()])(STEPS, mask=given))


def test_a_mask_given_to_a_model_stays_off_the_caller_s_array():
    _, Mask, _ = mask_layers(keras)
    i, x = keras.Input((2, 2)), jax.numpy.asarray(STEPS)
    keras.Model(i, Mask()(i))(x, mask=np.ones((2, 2), bool))
    assert getattr(x, "_keras_mask", None) is None


def test_a_layer_that_drops_a_mask_says_so():
    NotZero, _, _ = mask_layers(keras)
    with pytest.warns(UserWarning, match="does not support masks"):
        keras.layers.Flatten()
        type("Plain", (keras.layers.Layer,), {"call": lambda self, x: x + 1})()(NotZero()(STEPS))


# ---------------------------------------------------------------------- types

@experiment
def a_policy_says_in_what_type_is_computed(k):
    found = []
    for policy in ("mixed_bfloat16", "mixed_float16", "bfloat16", "float32"):
        layer = k.layers.Dense(2, dtype=policy, kernel_initializer="ones")
        y = layer(np.ones((1, 2), "float32"))
        again = k.layers.Dense.from_config(layer.get_config())
        found.append([str(y.dtype), layer.kernel.dtype, layer.compute_dtype, layer.dtype,
                      layer.dtype_policy.name, again.dtype_policy.name,
                      layer(k.Input((2,))).dtype, layer.get_config()["dtype"]["config"]])
    found.append([k.layers.Dense(2, dtype=k.DTypePolicy("mixed_float16")).variable_dtype,
                  k.Input((3,), dtype="float64").dtype, k.Input((3,), dtype="int64").dtype,
                  k.layers.Dense(1, dtype=np.float16).dtype])
    return found


@experiment
def the_policy_of_all_layers_can_be_set(k):
    k.config.set_dtype_policy("mixed_bfloat16")
    try:
        model = k.Sequential([k.Input((3,)), k.layers.Dense(2, "relu"),
                              k.layers.Dense(1, dtype="float32")])
        name = k.config.dtype_policy().name
    finally:
        k.config.set_dtype_policy("float32")
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)
    return (name, [layer.compute_dtype for layer in model.layers], model.layers[0].output.dtype,
            [v.dtype for v in model.weights], str(model(np.ones((1, 3))).dtype))


@experiment
def whole_numbers_and_other_floats_become_what_the_layer_computes_in(k):
    class Kind(k.layers.Layer):
        def call(self, x, y=None):
            return x

    return [str(Kind(**settings)(x).dtype) for settings in ({}, {"autocast": False})
            for x in (np.ones(2), np.ones(2, "float16"), np.ones(2, "int64"), np.ones(2, "bool"))]


# ---------------------------------------------------------------------- shapes, configurations

@experiment
def shapes_are_found_by_a_dry_run(k):
    class Parts(k.layers.Layer):
        def call(self, x, y=None):
            return {"a": k.ops.concatenate([x, 2 * x], -1),
                    "b": (k.ops.sum(x, -1), x if y is None else y)}

    given = Parts()(k.Input((None, 3)), y=k.Input((5,), dtype="int32"))
    dense = k.layers.Dense(2)
    return (given["a"].shape, given["b"][0].shape, given["b"][1].shape, given["b"][1].dtype,
            dense.compute_output_shape((4, 3)), dense.compute_output_spec(k.Input((3,))).shape)


@experiment
def a_configuration_is_found_by_itself(k):
    class Plain(k.layers.Layer):
        def __init__(self, units, rates=(0.1, 0.2), flag=None, **kwargs):
            super().__init__(**kwargs)

    class Complex(k.layers.Layer):
        def __init__(self, inner, **kwargs):
            super().__init__(**kwargs)

    layer = Plain(3, flag={"a": 1}, name="p")
    try:
        Complex(k.layers.Dense(1)).get_config()
    except NotImplementedError as error:
        told = "get_config" in str(error)
    return layer.get_config(), Plain.from_config(layer.get_config()).name, told


@experiment
def an_inner_layer_is_written_into_the_configuration(k):
    @k.saving.register_keras_serializable("test")
    class Around(k.layers.Layer):
        def __init__(self, inner, **settings):
            super().__init__(**settings)
            self.inner = inner

        def call(self, x):
            return self.inner(x)

        def get_config(self):
            return {**super().get_config(),
                    "inner": k.saving.serialize_keras_object(self.inner)}

        @classmethod
        def from_config(cls, config):
            config["inner"] = k.saving.deserialize_keras_object(config["inner"])
            return cls(**config)

    written = k.saving.serialize_keras_object(Around(k.layers.Dense(2, "relu"), name="around"))
    again = k.saving.deserialize_keras_object(written)
    return (written["registered_name"], written["class_name"], again.name, again.inner.units,
            k.saving.get_registered_name(Around),
            k.saving.get_registered_object("test>Around") is Around)


# ---------------------------------------------------------------------- sentences

def test_what_is_called_wrongly_is_told():
    dense = keras.layers.Dense(2)
    for wrong, sentence in (
        ("text", r"dense \(Dense\) expects arrays; got 'text'"),
        (keras.layers.Dense, "got the class Dense itself"),
        (None, "expects an array; got None"),
        (np.array(["a"]), "expects numbers"),
        ([np.ones((1, 2)), np.ones((1, 2))], "expects one input; got 2"),
    ):
        with pytest.raises(ValueError, match=sentence):
            dense(wrong)
    with pytest.raises(ValueError, match="Give it by name"):
        keras.layers.Dropout(0.5)(np.ones((1, 2)), True)
    with pytest.raises(TypeError, match=r"is called as dense_1\(inputs.*\): .*'scale'"):
        keras.layers.Dense(2)(np.ones((1, 2)), scale=2)
    with pytest.raises(ValueError, match="No type of numbers is called 'flot32'"):
        keras.layers.Dense(2, dtype="flot32")
    with pytest.raises(AttributeError, match="never called on an Input"):
        keras.layers.Dense(2).output  # noqa: B018


def test_shapes_that_build_asks_for_by_a_wrong_name_are_told():
    class Wrong(keras.layers.Layer):
        def build(self, a_shape, b):
            pass

        def call(self, a, b):
            return a + b

    with pytest.raises(ValueError, match=r"Wrong.build .* a_shape, b_shape; got 'b'"):
        Wrong()(np.ones(2), np.ones(2))


def test_only_known_names_are_read():
    for config in (
        {"module": "os", "class_name": "system", "config": {}, "registered_name": "system"},
        {"module": "builtins", "class_name": "function", "config": "eval",
         "registered_name": "function"},
        {"module": "keras.layers", "class_name": "Lambda2", "config": {}, "registered_name": None},
        {"class_name": "__lambda__", "config": {"value": ["4wAA", None, None]}},
    ):
        with warnings.catch_warnings():
            with pytest.raises(ValueError, match="known|No layer is called|never run"):
                keras.saving.deserialize_keras_object(config)


def test_what_is_put_in_a_list_or_taken_out_later_is_held_or_not():
    for k in (keras, oracle):
        layer = k.layers.Layer()
        layer.parts, layer.one = [], k.layers.Dense(1)
        assert len(layer._flatten_layers()) == 2
        layer.parts.append(k.layers.Dense(1))
        layer.other = k.layers.Dense(1)
        assert len(layer._flatten_layers()) == 4
        layer.parts.pop()
        assert layer._flatten_layers(include_self=False) == [layer.one, layer.other]


def test_several_threads_ask_for_the_variables_of_one_layer():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        layer = keras.layers.Dense(2)
        layer.build((None, 3))

        def ask(turn):
            layer.note = turn  # what it holds is looked up anew
            return len(layer.variables)

        with ThreadPoolExecutor(4) as threads:
            assert set(threads.map(ask, range(4000))) == {2}
    finally:
        sys.setswitchinterval(interval)
