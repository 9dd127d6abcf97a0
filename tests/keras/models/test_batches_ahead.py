"""Batches of generators and PyDatasets are made while the model computes, and nothing else changes.

The oracle of the numbers is the same model trained on the same batches as arrays.
"""

from __future__ import annotations

import threading

import numpy as np
import pytest

from playground import keras

X, Y = np.arange(24.0).reshape(12, 2).astype("float32"), np.arange(12.0).astype("float32")


def model():
    keras.utils.set_random_seed(1)
    made = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    made.compile(keras.optimizers.SGD(1e-4), "mse")
    return made


class Pages(keras.utils.PyDataset):
    """Three batches; those of a later number are sooner, and one may fail."""

    def __init__(self, fails_at=None, **settings):
        super().__init__(**settings)
        self.fails_at, self.first_waits = fails_at, threading.Event()

    def __len__(self):
        return 3

    def __getitem__(self, index):
        if index == self.fails_at:
            raise OSError("page 1 cannot be read")
        if self.workers > 1 and index == 0:
            self.first_waits.wait(0.05)  # not for ever: the first page is also looked at alone
        if index == 1:
            self.first_waits.set()
        return X[4 * index:4 * index + 4], Y[4 * index:4 * index + 4]


def generator():
    for _ in range(4):
        for index in range(3):
            yield Pages()[index]


@pytest.fixture(autouse=True)
def _no_thread_is_left():
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize(("source", "steps"), [
    (generator, 3), (Pages, None), (lambda: Pages(workers=3), None), (lambda: Pages(workers=3), 3),
    (lambda: Pages(workers=2, use_multiprocessing=True, max_queue_size=1), None)])
def test_the_batches_come_in_their_order_whoever_makes_them(source, steps):
    expected, given = model(), model()
    wanted = expected.fit(X, Y, batch_size=4, epochs=3, steps_per_epoch=steps, shuffle=False,
                          verbose=0).history["loss"]
    losses = given.fit(source(), epochs=3, steps_per_epoch=steps, shuffle=False,
                       verbose=0).history["loss"]
    np.testing.assert_allclose(losses, wanted, rtol=1e-6)
    np.testing.assert_allclose(given.predict(Pages(workers=3), verbose=0),
                               given.predict(X, batch_size=4, verbose=0))


def test_the_next_batch_is_made_while_the_model_computes():
    made, asked = threading.Event(), []

    def batches():
        yield X, Y  # the first two are looked at before
        yield X, Y
        made.set()
        yield X, Y
        yield X, Y

    class Hears(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            asked.append(made.wait(5))

    model().fit(batches(), steps_per_epoch=4, verbose=0, callbacks=[Hears()])
    assert asked[0]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_a_batch_comes_as_it_is(workers):
    with pytest.raises(OSError, match="page 1 cannot be read"):
        model().fit(Pages(fails_at=1, workers=workers), verbose=0, shuffle=False)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ZeroDivisionError])
@pytest.mark.parametrize("source", [generator, lambda: Pages(workers=2)])
def test_an_interruption_ends_the_threads_too(source, stop):
    class Stops(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            raise stop

        on_predict_batch_end = on_train_batch_end

    with pytest.raises(stop) as caught:
        model().fit(source(), steps_per_epoch=3, verbose=0, callbacks=[Stops()])
    assert not [each for each in threading.enumerate() if each.name.startswith("batches")], caught
    with pytest.raises(stop) as caught:
        model().predict(source(), steps=3, verbose=0, callbacks=[Stops()])
    assert not [each for each in threading.enumerate() if each.name.startswith("batches")], caught


def test_no_more_batches_are_taken_than_there_are_steps():
    batches = generator()
    model().fit(batches, steps_per_epoch=3, epochs=2, verbose=0)
    assert len(list(batches)) == 12 - 6


def test_what_a_batch_draws_comes_from_the_seed():
    drawn = []

    def batches():
        for _ in range(4):
            drawn.append(float(keras.random.uniform(())))
            yield X, Y

    for _ in range(2):
        trained = model()
        trained.fit(batches(), steps_per_epoch=4, verbose=0)
    assert drawn[:4] == drawn[4:] and len(set(drawn)) == 4
