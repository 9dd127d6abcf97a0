"""``compile``, ``fit``, ``evaluate``, ``predict`` against Keras 3.15: outputs, data, own steps."""

from __future__ import annotations

import jax
import keras as oracle
import numpy as np
import pytest
from keras.src.utils.naming import reset_uids

from playground import keras

RNG = np.random.default_rng(3)
X = RNG.normal(size=(24, 4)).astype("float32")
Z = RNG.normal(size=(24, 2)).astype("float32")
CLASSES = RNG.integers(0, 3, 24)
NUMBERS = X.sum(1, keepdims=True)
WEIGHTS = np.linspace(0.2, 2, 24).astype("float32")


def both(build):
    made = []
    for k, reset in ((keras, keras.utils.clear_session), (oracle, reset_uids)):
        reset()
        k.utils.set_random_seed(11)
        made.append((k, build(k)))
    return made


def graph(k, form=list):
    a, b = k.Input((4,), name="a"), k.Input((2,), name="b")
    hidden = k.layers.Dense(5, "tanh")(k.layers.Dense(5)(a))
    classes = k.layers.Dense(3, "softmax", name="classes")(hidden)
    number = k.layers.Dense(1, name="number")(k.layers.Dense(5, "relu")(b))
    outputs = [classes, number] if form is list else {"classes": classes, "number": number}
    return k.Model([a, b] if form is list else {"a": a, "b": b}, outputs)


def alone(k):
    return k.Sequential([k.Input((4,)), k.layers.Dense(3, "softmax")])


def same(ours, theirs, rtol=2e-4):
    assert list(ours) == list(theirs)
    for key in ours:
        np.testing.assert_allclose(ours[key], theirs[key], rtol=rtol, atol=1e-5, err_msg=key)


SPARSE = "sparse_categorical_crossentropy"
COMPILED = {
    "lists": lambda k: {"loss": [SPARSE, "mse"], "metrics": [["accuracy"], ["mae", "mse"]]},
    "names": lambda k: {
        "loss": {"classes": SPARSE, "number": k.losses.MeanAbsoluteError()},
        "loss_weights": {"classes": 2.0, "number": 0.5},
        "metrics": {"number": "mae"}, "weighted_metrics": {"classes": ["accuracy"]}},
    "one for all": lambda k: {"loss": "mse", "loss_weights": None, "metrics": ["mae", "mse"]},
    "none for one": lambda k: {"loss": [SPARSE, None], "metrics": [None, "mae"]},
    "own functions": lambda k: {
        "loss": [SPARSE, lambda y, p: (y - p) ** 2], "loss_weights": [1.0, 3.0],
        "metrics": [k.metrics.SparseCategoricalAccuracy(name="right"), lambda y, p: abs(y - p)]},
}


@pytest.mark.parametrize("how", COMPILED)
def test_a_model_with_two_outputs_is_compiled_in_every_way(how):
    y = [np.eye(3, dtype="float32")[CLASSES] if how == "one for all" else CLASSES, NUMBERS]
    results = []
    for k, model in both(graph):
        model.compile("sgd", **COMPILED[how](k))
        history = model.fit([X, Z], y, batch_size=8, epochs=2, verbose=0)
        results.append((history.history, model.evaluate([X, Z], y, batch_size=8, verbose=0),
                        model.metrics_names, model.get_weights()))
    (mine, one, names, weights), (its, other, their_names, their_weights) = results
    same(mine, its)
    np.testing.assert_allclose(one, other, rtol=2e-4)
    assert names == their_names
    for a, b in zip(weights, their_weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-5)


def test_how_a_model_was_compiled_is_written_down_and_read_by_both():
    def settings(k):
        rate = k.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
        return {"optimizer": k.optimizers.Adam(rate), "loss": {"classes": SPARSE, "number": "mae"},
                "loss_weights": {"classes": 2.0, "number": 0.5},
                "metrics": {"number": ["mae", k.metrics.MeanSquaredError(name="square")]}}

    configs = []
    for k, model in both(graph):
        model.compile(**settings(k))
        configs.append(model.get_compile_config())
    assert set(configs[0]) == set(configs[1])
    for config, (k, model) in zip(configs[::-1], both(graph), strict=True):  # each the other's
        model.compile_from_config(config)
        assert model.optimizer.built and model.optimizer.get_config() == (
            settings(k)["optimizer"].get_config() | {"name": "adam"})
        results = model.evaluate([X, Z], [CLASSES, NUMBERS], verbose=0, return_dict=True)
        assert set(results) == {"loss", "classes_loss", "number_loss", "number_mae",
                                "number_square"}


def test_dicts_of_inputs_and_labels_and_weights_for_each_output():
    x, y = {"a": X, "b": Z}, {"classes": CLASSES, "number": NUMBERS}
    weights = {"classes": WEIGHTS, "number": WEIGHTS[::-1]}
    results = []
    for _, model in both(lambda k: graph(k, dict)):
        model.compile("sgd", {"classes": SPARSE, "number": "mse"},
                      metrics={"classes": ["accuracy"], "number": ["mae"]},
                      weighted_metrics={"number": ["mae"]})
        history = model.fit(x, y, sample_weight=weights, batch_size=8, epochs=2, verbose=0,
                            validation_split=1 / 3)
        found = model.predict(x, batch_size=8, verbose=0)
        results.append((history.history, found))
    same(results[0][0], results[1][0])
    same(results[0][1], results[1][1], 1e-3)
    assert set(results[0][1]) == {"classes", "number"}


def test_outputs_of_a_subclass_have_no_names():
    def build(k):
        class Two(k.Model):
            def __init__(self):
                super().__init__()
                self.one, self.two = k.layers.Dense(3, "softmax"), k.layers.Dense(1)

            def call(self, x):
                return self.one(x), self.two(x)

        return Two()

    results = []
    for _, model in both(build):
        model.compile("sgd", [SPARSE, "mse"], metrics=[["accuracy"], ["mae"]])
        results.append(model.fit(X, (CLASSES, NUMBERS), epochs=2, verbose=0).history)
    same(*results)


class Batches:
    """Batches by number, without any of Keras's classes."""

    def __len__(self):
        return 3

    def __getitem__(self, index):
        if index >= 3:
            raise IndexError
        return X[8 * index:8 * index + 8], CLASSES[8 * index:8 * index + 8]


def dataset(k, said):
    class Own(k.utils.PyDataset):
        def __len__(self):
            return 3

        def __getitem__(self, index):
            return Batches()[index]

        def on_epoch_end(self):
            said.append("end")

    return Own(workers=1)


def endless():
    while True:
        yield from (Batches()[index] for index in range(3))


SOURCES = {
    "PyDataset": lambda k, said: ((dataset(k, said),), {"class_weight": {0: 2.0, 1: 0.5}}),
    "generator": lambda k, said: ((endless(),), {"steps_per_epoch": 4}),
    "generator of one epoch": lambda k, said: (((Batches()[i] for i in range(3)),), {}),
    "arrays with fewer steps": lambda k, said: ((X, CLASSES), {"steps_per_epoch": 2,
                                                               "batch_size": 8}),
    "samples weighted by their class": lambda k, said: (
        (X, CLASSES), {"class_weight": {0: 2.0, 1: 0.5}, "validation_split": 1 / 3,
                       "batch_size": 8}),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("source", SOURCES)
def test_all_kinds_of_data_train_as_in_keras(source):
    results, said = [], ([], [])
    for (k, model), words in zip(both(alone), said, strict=True):
        model.compile("sgd", SPARSE, metrics=["accuracy"])
        arguments, settings = SOURCES[source](k, words)
        epochs = 1 if source == "generator of one epoch" else 2
        history = model.fit(*arguments, **settings, epochs=epochs, verbose=0).history
        results.append((history, model.get_weights()))
    same(results[0][0], results[1][0])
    for a, b in zip(results[0][1], results[1][1], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-5)
    assert said[0] == said[1]


def test_anything_that_gives_batches_is_trained_on_evaluated_and_predicted():
    model = alone(keras)
    model.compile("sgd", SPARSE)
    model.fit(Batches(), validation_data=Batches(), verbose=0)
    assert len(model.fit(iter(list(endless_of(5))), epochs=1, verbose=0).epoch) == 1
    expected = model.evaluate(X, CLASSES, batch_size=8, verbose=0)
    assert model.evaluate(Batches(), verbose=0) == pytest.approx(expected, rel=1e-5)
    np.testing.assert_allclose(model.predict((X[i:i + 9] for i in (0, 9, 18)), verbose=0),
                               model.predict(X, verbose=0), rtol=1e-5)
    with pytest.warns(UserWarning, match="steps_per_epoch"):
        history = model.fit(iter(list(endless_of(3))), epochs=4, verbose=0)
    assert history.epoch == [0]


def endless_of(count):
    return (batch for _, batch in zip(range(count), endless(), strict=False))


def test_batches_by_hand_give_what_they_give_in_keras():
    results = []
    for _, model in both(alone):
        model.compile("sgd", SPARSE, metrics=["accuracy"])
        results.append([
            model.train_on_batch(X[:8], CLASSES[:8]),
            model.train_on_batch(X[8:16], CLASSES[8:16], class_weight={0: 3.0}),
            list(model.test_on_batch(X, CLASSES, return_dict=True).values()),
            model.predict_on_batch(X[:2]).ravel().tolist()])
    for a, b in zip(*results, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-4)


def test_epochs_and_validations_are_counted_as_asked():
    histories = []
    for _, model in both(alone):
        model.compile("sgd", SPARSE, steps_per_execution=2)
        history = model.fit(X, CLASSES, batch_size=4, epochs=6, initial_epoch=2, verbose=0,
                            validation_data=(X, CLASSES), validation_freq=2, validation_steps=2)
        histories.append(history)
    assert histories[0].epoch == histories[1].epoch == [2, 3, 4, 5]
    same(histories[0].history, histories[1].history)


def test_run_eagerly_runs_python_at_every_step():
    seen = []

    class Watching(keras.Sequential):
        def call(self, x, **settings):
            seen.append(isinstance(x, jax.core.Tracer))
            return super().call(x, **settings)

    model = Watching([keras.layers.Dense(3, "softmax")])
    model.compile("sgd", SPARSE, run_eagerly=True)
    model.evaluate(X, CLASSES, batch_size=12, verbose=0)
    assert seen.count(False) >= 2


def own_step(k):
    """The train_step of Keras's guide for JAX, with its own metrics."""

    class Own(k.Model):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.mean, self.mae = k.metrics.Mean(name="loss"), k.metrics.MeanAbsoluteError()
            self.loss_fn = k.losses.MeanSquaredError()

        def compute_loss_and_updates(self, trainable, non_trainable, x, y, training=False):
            y_pred, non_trainable = self.stateless_call(
                trainable, non_trainable, x, training=training)
            return self.loss_fn(y, y_pred), (y_pred, non_trainable)

        def train_step(self, state, data):
            trainable, non_trainable, optimizer_variables, metrics_variables = state
            x, y = data
            slope = jax.value_and_grad(self.compute_loss_and_updates, has_aux=True)
            (loss, (y_pred, non_trainable)), gradients = slope(
                trainable, non_trainable, x, y, training=True)
            trainable, optimizer_variables = self.optimizer.stateless_apply(
                optimizer_variables, gradients, trainable)
            size = len(self.mean.variables)
            mean = self.mean.stateless_update_state(metrics_variables[:size], loss)
            mae = self.mae.stateless_update_state(metrics_variables[size:], y, y_pred)
            logs = {"loss": self.mean.stateless_result(mean),
                    "mae": self.mae.stateless_result(mae)}
            return logs, (trainable, non_trainable, optimizer_variables, mean + mae)

        @property
        def metrics(self):
            return [self.mean, self.mae]

    inputs = k.Input((4,))
    hidden = k.layers.Dropout(0.3)(k.layers.Dense(6, "tanh")(inputs))
    return Own(inputs, k.layers.Dense(1)(hidden))


def guide_step(k):
    """The first one of the guide: the loss of compile, and whatever ``metrics`` holds."""

    class Own(k.Sequential):
        def compute(self, trainable, non_trainable, x, y):
            y_pred, non_trainable = self.stateless_call(
                trainable, non_trainable, x, training=True)
            return self.compute_loss(x, y, y_pred), (y_pred, non_trainable)

        def train_step(self, state, data):
            trainable, non_trainable, optimizer_variables, metrics_variables = state
            x, y, weight = k.utils.unpack_x_y_sample_weight(data)
            (loss, (y_pred, non_trainable)), gradients = jax.value_and_grad(
                self.compute, has_aux=True)(trainable, non_trainable, x, y)
            trainable, optimizer_variables = self.optimizer.stateless_apply(
                optimizer_variables, gradients, trainable)
            new, logs = [], {}
            for metric in self.metrics:
                own = metrics_variables[len(new):len(new) + len(metric.variables)]
                own = (metric.stateless_update_state(own, loss) if metric.name == "loss"
                       else metric.stateless_update_state(own, y, y_pred))
                logs[metric.name] = metric.stateless_result(own)
                new += own
            return logs, (trainable, non_trainable, optimizer_variables, new)

    return Own([k.Input((4,)), k.layers.Dense(1)])


@pytest.mark.parametrize("build", [own_step, guide_step])
def test_own_steps_are_written_as_in_keras_on_jax(build):
    results = []
    for _, model in both(build):
        model.compile("adam", "mse" if build is guide_step else None,
                      metrics=["mae"] if build is guide_step else None)
        history = model.fit(X, NUMBERS, batch_size=8, epochs=2, verbose=0)
        results.append(history.history)
    same(*results)


def test_a_generator_s_first_batches_begin_every_validation():
    def numbered():
        yield from ((X[:2] + number, NUMBERS[:2]) for number in range(99))

    results = []
    for _, model in both(lambda k: k.Sequential([k.Input((4,)), k.layers.Dense(1)])):
        model.compile("sgd", "mse")
        data = numbered()
        history = model.fit(data, steps_per_epoch=3, epochs=3, validation_data=numbered(),
                            validation_steps=3, verbose=0).history
        results.append({**history, "next": next(data)[0],
                        "once": [model.evaluate(data, steps=1, verbose=0) for _ in range(2)]})
    same(*results)


def test_losses_by_name_are_given_in_their_own_order():
    def build(k):
        x = k.Input((4,))
        return k.Model(x, {"b": k.layers.Dense(1)(x), "a": k.layers.Dense(1)(x)})

    results = []
    for _, model in both(build):
        model.compile("sgd", {"b": "mse", "a": "mae"}, loss_weights={"a": 0.1, "b": 3.0})
        results.append(model.evaluate(X, {"a": NUMBERS + 9, "b": NUMBERS}, verbose=0))
    np.testing.assert_allclose(*results, rtol=1e-5)


def test_a_call_that_does_not_take_training_trains_as_it_predicts():
    def build(k):
        class Own(k.Model):
            def __init__(self):
                super().__init__()
                self.normal, self.drop = k.layers.BatchNormalization(), k.layers.Dropout(0.9)

            def call(self, x):
                return self.drop(self.normal(x))

        return Own()

    results = []
    for _, model in both(build):
        model.compile("sgd", "mse")
        history = model.fit(X, X, epochs=2, verbose=0).history
        results.append({**history, "mean": np.asarray(model.normal.moving_mean.value)})
    same(*results)


def test_without_metrics_no_labels_are_expected():
    def build(k):
        class Own(k.Sequential):
            def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None):
                return (y_pred**2).mean()

        return Own([k.Input((4,)), k.layers.Dense(1)])

    results = []
    for _, model in both(build):
        model.compile("sgd", metrics=[], weighted_metrics=[])
        results.append(model.fit(X, epochs=2, verbose=0).history)
    same(*results)


def test_own_compute_loss_and_compute_metrics_are_used():
    def build(k):
        class Own(k.Sequential):
            def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None):
                return k.losses.MeanSquaredError()(y, y_pred) + 0.1 * (y_pred**2).mean()

            def compute_metrics(self, x, y, y_pred, sample_weight=None):
                results = super().compute_metrics(x, y, y_pred, sample_weight)
                return {**results, "double": 2 * results["loss"]}

        return Own([k.Input((4,)), k.layers.Dense(1)])

    results = []
    for _, model in both(build):
        model.compile("sgd", metrics=["mae"])
        results.append(model.fit(X, NUMBERS, epochs=2, verbose=0).history)
    same(*results)


def test_a_training_loop_by_hand_is_pure():
    results = []
    for k, model in both(alone):
        optimizer, loss_fn = k.optimizers.Adam(0.1), k.losses.SparseCategoricalCrossentropy()
        metric = k.metrics.SparseCategoricalAccuracy()
        optimizer.build(model.trainable_variables)

        def loss_of(t, n, x, y, model=model, loss_fn=loss_fn):
            y_pred, n = model.stateless_call(t, n, x, training=True)
            return loss_fn(y, y_pred), (n, y_pred)

        @jax.jit
        def step(state, x, y, optimizer=optimizer, metric=metric, loss_of=loss_of):
            t, n, o, m = state
            (loss, (n, y_pred)), slopes = jax.value_and_grad(loss_of, has_aux=True)(t, n, x, y)
            t, o = optimizer.stateless_apply(o, slopes, t)
            return loss, (t, n, o, metric.stateless_update_state(m, y, y_pred))

        state = (model.trainable_variables, model.non_trainable_variables, optimizer.variables,
                 metric.variables)
        if k is oracle:  # its variables are not taken by this JAX; ours are, as the guide does it
            state = jax.tree.map(lambda variable: variable.value, state)
        for _ in range(3):
            loss, state = step(state, X, CLASSES)
        for variable, value in zip(model.trainable_variables, state[0], strict=True):
            variable.assign(value)
        results.append([float(loss), float(metric.stateless_result(state[3])),
                        *model.get_weights()])
    for a, b in zip(*results, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4)


def test_a_mask_leaves_time_steps_out_of_the_loss_and_the_metrics():
    words = np.array([[1, 2, 3, 0], [4, 5, 0, 0], [2, 0, 0, 0], [1, 1, 1, 1]])
    labels = np.arange(16).reshape(4, 4) % 3
    results = []
    for _, model in both(lambda k: k.Sequential([
            k.Input((4,)), k.layers.Embedding(6, 5, mask_zero=True),
            k.layers.Dense(3, "softmax")])):
        model.compile("sgd", SPARSE, metrics=["accuracy"], weighted_metrics=["accuracy"])
        weight = np.linspace(0.5, 2, 4)[:, None] * np.ones((1, 4))
        results.append(model.fit(words, labels, sample_weight=weight, epochs=2,
                                 verbose=0).history)
    same(*results)


def fit(*data, build=alone, loss=SPARSE, **settings):
    model = build(keras)
    model.compile("sgd", loss, **{key: settings.pop(key) for key in list(settings)
                                  if key in ("metrics", "loss_weights")})
    return model.fit(*data, verbose=0, **settings)


TWO = {"build": graph, "loss": [SPARSE, "mse"]}


@pytest.mark.parametrize(("mistake", "sentence"), [
    (lambda: fit([X, Z], [CLASSES], **TWO), "one for each of the 2 outputs ('classes', 'number')"),
    (lambda: fit([X, Z], {"clases": CLASSES, "number": NUMBERS}, **TWO), "Did you mean 'classes'"),
    (lambda: fit([X, Z], [CLASSES, NUMBERS], build=graph, loss={"nmber": "mse"}), "'number'"),
    (lambda: fit([X, Z], [CLASSES, NUMBERS], build=graph, loss=["mse"] * 3), "loss expects one"),
    (lambda: fit([X, Z], [CLASSES, NUMBERS], metrics=["mae"], **TWO), "list of lists"),
    (lambda: fit([X, Z], [CLASSES + 5, NUMBERS], **TWO), "the output 'classes' has 3 outputs"),
    (lambda: fit([X, Z], [CLASSES, NUMBERS], class_weight={0: 1.0}, **TWO), "one output"),
    (lambda: fit(X), "expects labels; got no y"),
    (lambda: fit(Batches(), CLASSES), "so y expects None"),
    (lambda: fit(Batches(), validation_split=0.5), "Give validation_data"),
    (lambda: fit(X, CLASSES[:9]), "x: 24; y: 9"),
    (lambda: fit(object()), "generator, a PyDataset"),
    (lambda: fit(X, CLASSES, validation_data=(X, CLASSES), validation_freq="often"), "'often'"),
])
def test_a_mistake_is_answered_by_a_sentence(mistake, sentence):
    with pytest.raises((ValueError, TypeError)) as error:
        mistake()
    assert sentence in str(error.value)


@pytest.mark.parametrize(("loss", "end", "labels", "word"), [
    ("binary_crossentropy", lambda: keras.layers.Dense(1, "softmax"), NUMBERS > 0, "dense is a"),
    ("binary_crossentropy", lambda: keras.layers.Dense(1, "sigmoid"), CLASSES, "from 0 to 1"),
    ("categorical_crossentropy", lambda: keras.layers.Dense(1), NUMBERS, "for each class"),
    ("mse", lambda: keras.layers.Dense(1), np.eye(3)[CLASSES], "3 numbers in a label"),
])
def test_what_would_learn_nothing_is_warned_of(loss, end, labels, word):
    model = keras.Sequential([keras.Input((4,)), end()])
    model.compile("sgd", loss)
    with pytest.warns(UserWarning, match=word):
        model.evaluate(X, labels.astype("float32"), verbose=0)


def test_other_data_of_about_the_size_compile_nothing(compilations):
    x = np.random.default_rng(0).normal(size=(320, 3)).astype("float32")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile("sgd", "mse")

    def asked(count):
        model.fit(x[:count], x[:count, :2], verbose=0)
        model.evaluate(x[:count], x[:count, :2], verbose=0)
        return model.predict(x[:count], verbose=0)

    asked(288)
    compilations.clear()
    outputs = asked(320)
    assert not compilations
    np.testing.assert_allclose(outputs, model(x), rtol=1e-5)
    asked(100)  # a last batch of 4 is new
    assert compilations


def test_batches_one_by_one_compile_once(compilations):
    k = keras
    model = k.Sequential([k.layers.Input((None,)), k.layers.Embedding(9, 3), k.layers.GRU(2),
                          k.layers.Dense(2, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    x, y = np.ones((4, 5), int), np.zeros(4, int)
    for turn in range(3):
        if turn == 2:
            compilations.clear()
        model(x)
        model.predict(x, verbose=0)
        model.predict_on_batch(x)
        model.train_on_batch(x, y)
        model.test_on_batch(x, y)
        model.evaluate(x, y, verbose=0)
        model.fit(x, y, verbose=0)
    assert not compilations
