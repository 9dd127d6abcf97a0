"""Callbacks against Keras 3.15: what they hear, when they act, what they write."""

from __future__ import annotations

import csv

import keras as oracle
import numpy as np
import pytest
from keras.src.utils.naming import reset_uids

from playground import keras
from playground.keras.callbacks import callbacks
from playground.keras.callbacks.files import formatted

RNG = np.random.default_rng(5)
X = RNG.normal(size=(40, 4)).astype("float32")
Y = (X[:, 0] > 0).astype("int32") + (X[:, 1] > 1)


def model_of(k, rate=0.3, **settings):
    (keras.utils.clear_session if k is keras else reset_uids)()
    k.utils.set_random_seed(3)
    model = k.Sequential([k.Input((4,)), k.layers.Dense(3, "softmax")])
    model.compile(k.optimizers.SGD(rate, **settings), "sparse_categorical_crossentropy",
                  metrics=["accuracy"])
    return model


def trained(k, *listeners, epochs=4, **settings):
    model = model_of(k, **settings)
    history = model.fit(X, Y, batch_size=10, epochs=epochs, validation_split=0.25, verbose=0,
                        callbacks=list(listeners))
    return model, history


def same_histories(*histories):
    ours, theirs = (each.history for each in histories)
    assert list(ours) == list(theirs)
    for key in ours:
        np.testing.assert_allclose(ours[key], theirs[key], rtol=2e-4, err_msg=key)


def test_own_callbacks_hear_every_moment_that_they_hear_in_keras():
    heard = []
    for k in (keras, oracle):
        said = []

        class Listener(k.callbacks.Callback):
            def __getattribute__(self, name, said=said):
                found = super().__getattribute__(name)
                if not name.startswith("on_") or name in ("on_batch_begin", "on_batch_end"):
                    return found

                def tell(*args, **kwargs):
                    logs = {"logs": None, **kwargs}["logs"] if kwargs else args[-1]
                    said.append((name, *(each for each in args if isinstance(each, int)),
                                 sorted(logs)))
                    return found(*args, **kwargs)

                return tell

            def on_train_batch_end(self, batch, logs=None):
                pass

            def on_predict_batch_end(self, batch, logs=None):
                pass

            def on_test_batch_begin(self, batch, logs=None):
                pass

        listener = Listener()
        model, _ = trained(k, listener, epochs=2)
        model.evaluate(X[:20], Y[:20], batch_size=10, verbose=0, callbacks=[listener])
        model.predict(X[:20], batch_size=10, verbose=0, callbacks=[listener])
        heard.append(said)
        assert listener.params["steps"] == 2 and listener.model is model
    assert [each[0] for each in heard[0]] == [each[0] for each in heard[1]]
    assert heard[0] == heard[1]


def test_a_callback_may_change_weights_and_the_rate_and_stop():
    results = []
    for k in (keras, oracle):
        class Meddler(k.callbacks.Callback):
            def on_train_batch_begin(self, batch, logs=None):
                if batch == 1:
                    self.model.layers[0].set_weights(
                        [0.5 * each for each in self.model.layers[0].get_weights()])

            def on_epoch_end(self, epoch, logs=None):
                self.model.optimizer.learning_rate = 0.1 / (epoch + 1)
                self.seen = self.model.evaluate(X, Y, verbose=0), self.model.predict(
                    X[:2], verbose=0)
                if epoch == 2:
                    self.model.stop_training = True

        meddler = Meddler()
        model, history = trained(k, meddler, epochs=9)
        results.append((history, meddler.seen, model.get_weights()))
    same_histories(results[0][0], results[1][0])
    assert results[0][0].epoch == [0, 1, 2]
    np.testing.assert_allclose(results[0][1][0], results[1][1][0], rtol=1e-4)
    np.testing.assert_allclose(results[0][1][1], results[1][1][1], rtol=1e-4)
    for a, b in zip(results[0][2], results[1][2], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


LISTENERS = {
    "EarlyStopping by accuracy": lambda k: k.callbacks.EarlyStopping(
        "val_accuracy", patience=1, start_from_epoch=1, restore_best_weights=True),
    "EarlyStopping with a baseline": lambda k: k.callbacks.EarlyStopping(
        "loss", patience=1, baseline=0.3, min_delta=0.01),
    "ReduceLROnPlateau": lambda k: k.callbacks.ReduceLROnPlateau(
        "val_loss", factor=0.5, patience=1, min_delta=0.2, cooldown=1, min_lr=0.05),
    "LearningRateScheduler": lambda k: k.callbacks.LearningRateScheduler(
        lambda epoch, rate: rate * 0.5),
    "LearningRateScheduler of the epoch": lambda k: k.callbacks.LearningRateScheduler(
        lambda epoch: 1 / (epoch + 2)),
    "TerminateOnNaN": lambda k: k.callbacks.TerminateOnNaN(),
}


@pytest.mark.parametrize("name", LISTENERS)
def test_callbacks_stop_and_slow_down_when_keras_s_do(name):
    rate = 1e38 if name == "TerminateOnNaN" else 0.3
    results = [trained(k, LISTENERS[name](k), epochs=6, rate=rate) for k in (keras, oracle)]
    (ours, mine), (theirs, its) = results
    assert mine.epoch == its.epoch
    same_histories(mine, its)
    for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


def test_averaged_weights_are_swapped_in_as_in_keras():
    results = [trained(k, k.callbacks.SwapEMAWeights(swap_on_epoch=True), epochs=3, use_ema=True,
                       ema_momentum=0.5) for k in (keras, oracle)]
    same_histories(results[0][1], results[1][1])
    for a, b in zip(results[0][0].get_weights(), results[1][0].get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4)


def test_a_table_of_the_epochs_is_written(tmp_path):
    rows = []
    for k in (keras, oracle):
        path = tmp_path / f"{k.__name__}.csv"
        trained(k, k.callbacks.CSVLogger(path, separator=";"), epochs=2)
        with open(path, newline="") as file:
            rows.append(list(csv.reader(file, delimiter=";")))
    assert rows[0][0] == rows[1][0]
    np.testing.assert_allclose(np.array(rows[0][1:], float), np.array(rows[1][1:], float),
                               rtol=1e-4)


@pytest.mark.parametrize("settings", [
    {"filepath": "e{epoch:02d}-{val_loss:.2f}.weights.h5"},
    {"filepath": "best.weights.h5", "monitor": "val_accuracy", "save_best_only": True},
    {"filepath": "b{epoch}-{batch}.weights.h5", "save_freq": 4},
    {"filepath": "in/a/folder/w.weights.h5", "initial_value_threshold": 0.0,
     "save_best_only": True},
])
def test_checkpoints_are_saved_when_and_where_keras_saves_them(settings, tmp_path):
    names = []
    for k in (keras, oracle):
        place = tmp_path / k.__name__
        settings = {**settings, "filepath": settings["filepath"]}
        said = []
        listener = k.callbacks.ModelCheckpoint(
            save_weights_only=True, **{**settings, "filepath": str(place / settings["filepath"])})
        model = model_of(k)
        model.save_weights = lambda path, said=said, **_: said.append(path)
        model.fit(X, Y, batch_size=10, epochs=3, validation_split=0.25, verbose=0,
                  callbacks=[listener])
        names.append([path.removeprefix(str(place)) for path in said])
    assert names[0] == names[1]


def test_an_interrupted_training_goes_on_where_it_was(tmp_path):
    class Interrupt(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2:
                raise KeyboardInterrupt

    settings = {"epochs": 4, "verbose": 0, "shuffle": False, "batch_size": 40}
    whole = model_of(keras)
    whole.fit(X, Y, **settings)
    model = model_of(keras)
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, Y, callbacks=[keras.callbacks.BackupAndRestore(tmp_path / "b"), Interrupt()],
                  **settings)
    again = model_of(keras)
    history = again.fit(X, Y, callbacks=[keras.callbacks.BackupAndRestore(tmp_path / "b")],
                        **settings)
    assert history.epoch == [2, 3] and not (tmp_path / "b").exists()
    for a, b in zip(whole.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)


def test_a_file_name_reads_names_and_nothing_within_them():
    assert formatted("{epoch:02d}-{val_loss:.2f}", {"epoch": 3, "val_loss": 0.123}) == "03-0.12"
    for template in ("{epoch.__class__}", "{epoch[0]}", "{nothing}"):
        with pytest.raises(KeyError):
            formatted(template, {"epoch": 3})


def test_a_generator_s_length_is_learnt_by_the_progress_bar(capsys):
    model = model_of(keras)
    model.compile("sgd", "categorical_crossentropy", metrics=[keras.metrics.F1Score()])
    labels = keras.utils.to_categorical(Y)
    model.fit(((X[i:i + 10], labels[i:i + 10]) for i in range(0, 40, 10)))
    last = capsys.readouterr().out.rsplit("\r", 1)[-1]
    assert "4/4" in last and " - f1_score: 0." in last  # the mean of the classes' scores


@pytest.mark.parametrize("settings", [
    {}, {"stateful_metrics": ["loss"]}, {"stateless_metrics": []}, {"width": 5}])
def test_a_progress_bar_shows_means_over_the_steps_as_keras_s(settings, capsys):
    lines = []
    for k in (oracle, keras):
        bar = k.utils.Progbar(4, interval=0, **settings)
        for loss in (1.0, 4.0, 2.5):
            bar.add(1, values=[("loss", loss)])
        lines.append([part.split(" - ")[-1] for part in capsys.readouterr().out.split("\r")])
        bar.update(4, [("loss", 2.0)])
        assert "loss: 2.0000" in capsys.readouterr().out
    shown = [[part.strip("\b ") for part in each if "loss" in part] for each in lines]
    assert shown[0] == shown[1] and len(shown[0]) == 3


def test_no_callback_of_keras_is_missing_but_those_of_other_programs():
    known = {name for name in dir(oracle.callbacks) if name[0].isupper()}
    assert known - set(callbacks) - {"Callback", "CallbackList"} == {
        "OrbaxCheckpoint", "RemoteMonitor"}


@pytest.mark.parametrize(("mistake", "sentence"), [
    (lambda: keras.callbacks.EarlyStopping(mode="up"), "'auto', 'min' or 'max'"),
    (lambda: keras.callbacks.ModelCheckpoint("model.txt"), "ends in '.keras'"),
    (lambda: keras.callbacks.ModelCheckpoint("m.keras", save_freq="often"), "number of batches"),
    (lambda: keras.callbacks.ReduceLROnPlateau(factor=2), "factor below 1"),
    (lambda: trained(keras, keras.callbacks.SwapEMAWeights()), "use_ema=True"),
    (lambda: trained(keras, lambda epoch: None), "a list of callbacks"),
    (lambda: trained(keras, keras.callbacks.LearningRateScheduler(lambda e, r: "fast")),
     "gives a number"),
])
def test_a_mistake_is_answered_by_a_sentence(mistake, sentence):
    with pytest.raises((ValueError, TypeError)) as error:
        mistake()
    assert sentence in str(error.value)


def test_what_a_training_says_goes_to_a_log_where_nobody_watches(capsys, caplog):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    keras.config.disable_interactive_logging()
    try:
        with caplog.at_level("INFO", logger="keras"):
            model.fit(np.ones((4, 1)), np.ones(4), epochs=2)
        assert capsys.readouterr().out == "" and "Epoch 2/2" in caplog.messages
        assert not keras.utils.is_interactive_logging_enabled()
    finally:
        keras.config.enable_interactive_logging()
    model.fit(np.ones((4, 1)), np.ones(4))
    assert "1/1" in capsys.readouterr().out


def test_a_progress_bar_begins_with_the_first_batch(capsys):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.ones((60, 1)), np.ones(60), batch_size=2)
    assert "1/30" in capsys.readouterr().out.split("\r")[1]
