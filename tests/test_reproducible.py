"""The same link gives the same numbers: paused or not, slow or fast, alone or beside others."""

import time

import numpy as np
import pytest

from playground.share import link
from playground.training.engine import Engine

LINKS = (
    "data=spiral(noise=10)&model=[Dense(6,tanh),Dense(4,relu)]&optimizer=Adam(0.01)&seed=3",
    "data=circle&model=[Dense(5,relu),Dropout(0.3),BatchNormalization,Dense(3,tanh)]"
    "&optimizer=SGD(0.05,momentum=0.9)&batch_size=7&seed=9",
)
EPOCHS = 40


@pytest.fixture(scope="module")
def engine():
    return Engine()


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.005)


def opened(engine, name, text):
    engine.open(name, link.read(text).experiment)
    until(lambda: status(engine, name) == "paused")


def status(engine, name):
    return engine.snapshot(name, (), -1).status


def epoch(engine, name):
    return engine.snapshot(name, (), -1).epoch


def finish(engine, name):
    engine.command(name, {"do": "play"})
    until(lambda: status(engine, name) == "finished")


def numbers(engine, name):
    arrays = engine.snapshot(name, ("weights", "history"), -1).arrays
    return {key: np.array(value) for key, value in arrays.items()}


def assert_same(one, other):
    assert one.keys() == other.keys()
    for key in one:
        np.testing.assert_array_equal(one[key], other[key], err_msg=key)


@pytest.mark.parametrize("text", LINKS)
def test_the_same_link_gives_the_same_numbers_however_it_is_trained(engine, text):
    text += f"&epochs={EPOCHS}"

    opened(engine, "fast", text)
    engine.command("fast", {"do": "speed", "value": 0})
    finish(engine, "fast")
    expected = numbers(engine, "fast")
    assert expected["history/epoch"][-1] == EPOCHS
    assert np.isfinite(expected["history/loss"]).all()

    opened(engine, "slow", text)
    engine.command("slow", {"do": "speed", "value": 200})
    finish(engine, "slow")
    assert_same(numbers(engine, "slow"), expected)

    opened(engine, "paused", text)
    engine.command("paused", {"do": "speed", "value": 100})
    for stop in (5, 17):
        engine.command("paused", {"do": "play"})
        until(lambda stop=stop: epoch(engine, "paused") >= stop)
        engine.command("paused", {"do": "pause"})
    finish(engine, "paused")
    assert_same(numbers(engine, "paused"), expected)

    opened(engine, "stepped", text)
    steps = engine.snapshot("stepped", (), -1).steps_per_epoch
    for _ in range(steps + 3):
        engine.command("stepped", {"do": "step", "unit": "batch"})
    engine.command("stepped", {"do": "step", "unit": "epoch"})
    until(lambda: epoch(engine, "stepped") == 2)
    finish(engine, "stepped")
    assert_same(numbers(engine, "stepped"), expected)

    others = [f"other{index}" for index in range(3)]
    for index, name in enumerate(others):
        opened(engine, name, f"{text}&seed={100 + index}".replace(f"&epochs={EPOCHS}", ""))
        engine.command(name, {"do": "speed", "value": 0})
        engine.command(name, {"do": "play"})
    opened(engine, "beside", text)
    finish(engine, "beside")
    assert_same(numbers(engine, "beside"), expected)
    for name in others:
        assert epoch(engine, name) > 0
        engine.close(name)

    engine.command("fast", {"do": "reset"})
    assert epoch(engine, "fast") == 0
    finish(engine, "fast")
    assert_same(numbers(engine, "fast"), expected)


def test_another_seed_gives_other_numbers(engine):
    opened(engine, "one", LINKS[0])
    opened(engine, "two", LINKS[0].replace("seed=3", "seed=4"))
    one, two = numbers(engine, "one"), numbers(engine, "two")
    assert not np.array_equal(one["weights/0/kernel"], two["weights/0/kernel"])


def test_noise_keeps_the_initial_weights(engine):
    opened(engine, "calm", "data=circle&seed=3")
    opened(engine, "noisy", "data=circle(noise=30)&seed=3")
    assert np.array_equal(numbers(engine, "calm")["weights/0/kernel"],
                          numbers(engine, "noisy")["weights/0/kernel"])
