"""Sequential and subclassed models, copies and JSON, beside Keras 3.15."""

from __future__ import annotations

import keras as oracle
import numpy as np
import pytest

from playground import keras
from tests.keras.models.test_functional_models import table

X = np.ones((4, 2), "float32")


def net(k, **settings):
    class Net(k.Model):
        def __init__(self, width=3, **settings):
            super().__init__(**settings)
            self.blocks = [k.layers.Dense(width, activation="relu") for _ in range(2)]
            self.heads = {"a": k.layers.Dense(1),
                          "b": k.Sequential([k.layers.Dense(2), k.layers.Dropout(0.5)])}

        def call(self, inputs, training=False):
            x = inputs["x"] if isinstance(inputs, dict) else inputs
            for block in self.blocks:
                x = block(x)
            return {name: head(x, training=training) if name == "b" else head(x)
                    for name, head in self.heads.items()}

    return Net(**settings)


def around(k, inner):
    class Around(k.Model):
        def __init__(self, inner):
            super().__init__()
            self.inner, self.last = inner, k.layers.Dense(2)

        def call(self, x):
            return self.last(self.inner(x)["a"])

    return Around(inner)


def facts(model):
    return (model.name, [layer.name for layer in model.layers], [v.path for v in model.variables],
            model.built, len(model.trainable_weights))


def of_subclasses(k):
    fresh = net(k)
    yield table(fresh)
    fresh(X)
    yield table(fresh), table(fresh, expand_nested=True, show_trainable=True), facts(fresh)
    yield fresh.get_layer("dense").name, fresh.get_layer(index=1).name, fresh.get_build_config()
    by_dict = net(k)
    by_dict({"x": X})
    yield facts(by_dict), {key: v.shape for key, v in by_dict.predict({"x": X}, verbose=0).items()}
    outer = around(k, fresh)
    yield outer(X).shape, table(outer), facts(outer)
    x = k.Input((2,))
    graph = k.Model(x, net(k, width=2, name="inside")(x))
    yield table(graph), facts(graph), graph.output_names, [o.shape for o in graph.outputs]


def of_stacks(k):
    model = k.Sequential(name="stack")
    yield facts(model)
    model.add(k.layers.Dense(2))
    yield table(model), facts(model)
    model.build((None, 3))
    yield table(model), facts(model), model.input_shape
    model.add(k.layers.Dense(1))
    yield facts(model), model.output_shape
    yield model.pop().name, model.output_shape, facts(model)
    deferred = k.Sequential([k.layers.Dense(1), k.Sequential([k.layers.Dense(2)])])
    deferred(X)
    yield table(deferred), facts(deferred), deferred(np.ones((7, 2))).shape
    symbolic = k.Sequential([k.layers.Dense(1)])
    yield symbolic(k.Input((None, 4))).shape, facts(symbolic), symbolic.input_shape
    inner = k.Sequential([k.Input((2,)), k.layers.Dense(3)])
    yield facts(k.Sequential([inner, k.layers.Dense(1)])), facts(k.Sequential([
        k.layers.InputLayer(shape=(2,), name="i"), k.layers.Dense(1)]))
    yield k.Sequential([k.Input((None, 2)), k.layers.Dense(1)]).compute_output_shape((3, 4, 2))


def of_copies(k):
    @k.saving.register_keras_serializable("copies")
    def double(x):
        return 2 * x

    x = k.Input((2,), name="x")
    graph = k.Model(x, k.layers.Dense(1, activation=double)(k.layers.Dense(2)(x)))
    again = k.models.model_from_json(graph.to_json())
    again.set_weights(graph.get_weights())
    yield float(np.abs(np.asarray(graph(X)) - np.asarray(again(X))).max()), facts(again)
    yield facts(k.models.clone_model(graph))
    wider = k.models.clone_model(
        graph, input_tensors=k.Input((2,), name="new"),
        clone_function=lambda layer: k.layers.Dense(5) if layer.units == 2 else
        layer.__class__.from_config(layer.get_config()))
    yield facts(wider), wider.count_params()

    def call(layer, *args, **kwargs):
        return k.layers.ELU()(layer(*args, **kwargs))

    yield facts(k.models.clone_model(graph, call_function=call))
    stack = k.Sequential([k.Input((2,)), k.layers.Dense(1), k.Sequential([k.layers.Dense(2)])])
    yield facts(k.models.clone_model(stack)), facts(k.models.clone_model(stack, recursive=True))
    own = k.Model(x, Plain(k)(x)).to_json()
    with k.saving.custom_object_scope({"Plain": type(Plain(k))}):
        yield facts(k.models.model_from_json(own))
    yield type(k.models.model_from_json(own, {"Plain": type(Plain(k))})).__name__


def Plain(k):  # noqa: N802  (the name of a class)
    return type("Plain", (k.layers.Layer,), {"call": lambda self, x: x})()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("experiment", [of_subclasses, of_stacks, of_copies])
def test_it_is_so_in_keras(experiment):
    for mine, its in zip(experiment(keras), experiment(oracle), strict=True):
        assert mine == its


def test_a_model_is_built_for_a_shape():
    """Keras 3.15 marks a subclassed model as built and makes no weights; here they are made."""
    model = net(keras)
    model.build((None, 2))
    assert model.count_params() == 33 and model.layers[0].built
    with pytest.raises(ValueError, match="expects .* axes"):
        net(keras).build((2,))


def test_the_copy_of_a_subclassed_model_is_made_from_its_arguments():
    model = net(keras, width=4, name="mine")
    assert type(model).from_config(model.get_config()).blocks[0].units == 4
    assert keras.models.clone_model(model).blocks[0].units == 4
    with pytest.raises(ValueError, match="as a whole"):
        keras.models.clone_model(model, clone_function=lambda layer: layer)


def test_a_sequential_knows_its_input_and_output_before_it_is_called():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, name="d")])
    part = keras.Model(model.input, model.get_layer("d").output)
    np.testing.assert_array_equal(part(X), keras.Model(model.inputs, model.outputs)(X))


def test_a_layer_may_be_stacked_twice():
    counts = []
    for k in (oracle, keras):
        model = k.Sequential([k.Input((3,))])
        layer = k.layers.Dense(3)
        for each in (layer, layer, k.layers.Dense(1)):
            model.add(each)
        counts.append((len(model.layers), len(model.weights), model.count_params()))
    assert counts[0] == counts[1] == (3, 4, 16)


def test_what_cannot_be_stacked_or_found_is_told():
    for wrong, kind, sentence in (
        ([3], TypeError, "expects layers; got 3"),
        ([keras.layers.Dense], TypeError, r"write Dense\("),
        ([keras.layers.Dense(1, name="a"), keras.layers.Dense(1, name="a")], ValueError,
         "already has a layer called 'a'"),
        ([keras.layers.Dense(1), keras.Input((2,))], ValueError, "its Input first"),
    ):
        with pytest.raises(kind, match=sentence):
            keras.Sequential(wrong)
    with pytest.raises(AttributeError, match="begin it with an Input"):
        keras.Sequential([keras.layers.Dense(1)]).inputs  # noqa: B018
    with pytest.raises(ValueError, match="It has: dense"):
        keras.Sequential([keras.layers.Dense(1, name="dense")]).get_layer("dens")
    with pytest.raises(NotImplementedError, match="call"):
        keras.Model()(X)
    with pytest.raises(ValueError, match="Dense. is known|custom_objects"):
        keras.models.model_from_json(keras.Model(
            (x := keras.Input((2,))), Plain(keras)(x)).to_json())


def test_a_layer_that_is_added_leaves_those_below_alone():
    names = []
    for k in (keras, oracle):
        calls = []

        class Noted(k.layers.Layer):
            def call(self, x):
                calls.append(self.name)
                return x

        model = k.Sequential([k.Input((2,)), k.layers.Dense(3)])
        for _ in range(3):
            model.add(Noted())
        model.add(k.layers.Dense(1))
        names.append((k.Model(model.inputs, model.outputs).name, model.count_params(),
                      [each.path for each in model.variables]))
        if k is keras:
            assert calls.count(model.layers[1].name) == calls.count(model.layers[3].name)
    assert names[0] == names[1]
