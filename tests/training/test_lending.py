"""A visitor's own data: lent to one run, trained on, gone with it, handed again to a new engine."""

import os
import signal
from dataclasses import replace

import numpy as np
import pytest

from playground.datasets.own_pictures import pictures_part
from playground.datasets.own_table import table_arrays, table_part
from playground.datasets.registry import described
from playground.datasets.upload.columns import look
from playground.datasets.upload.delimited import read_sheet
from playground.datasets.upload.lent import shelf
from playground.datasets.upload.plan import guess_plan
from playground.experiment import Experiment
from tests.training.conftest import until


def csv(seed: int = 1) -> bytes:
    rng = np.random.default_rng(seed)
    rows = [f"{x:.3f},{y:.3f},{'near' if x * x + y * y < 1 else 'far'}"
            for x, y in rng.normal(size=(120, 2))]
    return "\n".join(["east,north,place", *rows]).encode()


def table(data: bytes):
    seen = look(read_sheet(data))
    return table_part("mine.csv", data, seen, guess_plan(seen))


DATA = csv()
PART = table(DATA)
KEY = described(PART).needs.key
EXPERIMENT = Experiment(data=PART)


@pytest.fixture
def run(desk, request):
    name = request.node.name
    yield name
    desk.engine.close(name)


def status(desk, run):
    return desk.now(run).status


def test_without_the_file_the_run_says_which_one_it_needs_and_play_does_nothing(desk, run):
    desk.engine.open(run, EXPERIMENT)
    desk.until(run, lambda now: now.status == "failed")
    assert [note.text for note in desk.now(run).notes] == [
        "This experiment needs the file mine.csv; drop it here."]
    desk.do(run, "play")
    assert status(desk, run) == "failed"


def test_with_the_file_it_trains(desk, run):
    desk.engine.open(run, EXPERIMENT)
    desk.until(run, lambda now: now.status == "failed")
    desk.engine.lend(run, KEY, table_arrays(PART, DATA))
    desk.until(run, lambda now: now.status == "paused")
    assert not desk.now(run).notes
    desk.engine.open(run, replace(EXPERIMENT, epochs=40))
    desk.finish(run)
    assert desk.now(run).val_metric > 0.85


def test_nobody_else_trains_on_it_though_the_link_is_the_same(desk, run):
    desk.engine.open(run, EXPERIMENT)
    desk.engine.lend(run, KEY, table_arrays(PART, DATA))
    desk.until(run, lambda now: now.status == "paused")
    other = f"{run} of a stranger"
    desk.engine.open(other, EXPERIMENT)
    desk.until(other, lambda now: now.status == "failed")
    assert "needs the file mine.csv" in desk.now(other).notes[0].text
    desk.engine.close(other)


def test_it_goes_with_the_run(desk, run):
    desk.engine.lend(run, KEY, table_arrays(PART, DATA))
    desk.engine.open(run, EXPERIMENT)
    desk.until(run, lambda now: now.status == "paused")
    assert shelf.holds(run, KEY)
    desk.engine.close(run)
    assert not shelf.holds(run, KEY)
    desk.engine.open(run, EXPERIMENT)
    desk.until(run, lambda now: now.status == "failed")


def test_another_use_of_the_same_file_needs_it_anew(desk, run):
    desk.engine.lend(run, KEY, table_arrays(PART, DATA))
    desk.engine.open(run, EXPERIMENT)
    desk.until(run, lambda now: now.status == "paused")
    other = Experiment(data=PART.replace(inputs="1=east"))
    desk.engine.open(run, other)
    desk.until(run, lambda now: now.status == "failed")
    desk.engine.lend(run, described(other.data).needs.key, table_arrays(other.data, DATA))
    desk.until(run, lambda now: now.status == "paused")


def test_pictures_train_too(desk, run):
    rng = np.random.default_rng(2)
    y = (np.arange(60) % 2).astype(np.int32)
    x = rng.integers(0, 100, (60, 28, 28, 1))
    x[y == 0, :, :14] += 100
    x[y == 1, :, 14:] += 100
    part = pictures_part("sides.zip", b"bytes", ("left", "right"))
    experiment = Experiment(data=part, model=("Flatten", "Dense"), epochs=20)
    desk.engine.lend(run, described(part).needs.key, {"x": x.astype(np.uint8), "y": y})
    desk.engine.open(run, experiment)
    desk.until(run, lambda now: now.status == "paused")
    desk.finish(run)
    assert desk.now(run).val_metric > 0.9


def test_fewer_pictures_than_a_batch_are_one_smaller_batch(desk, run):
    x = np.random.default_rng(3).integers(0, 255, (12, 28, 28, 1)).astype(np.uint8)
    part = pictures_part("few.zip", b"bytes", ("a", "b"))
    desk.engine.lend(run, described(part).needs.key,
                     {"x": x, "y": (np.arange(12) % 2).astype(np.int32)})
    desk.engine.open(run, Experiment(data=part, batch_size=32, epochs=2))
    desk.until(run, lambda now: now.status == "paused")
    assert desk.now(run).steps_per_epoch == 1
    desk.finish(run)


# -- the client ------------------------------------------------------------------------------


def test_a_new_engine_gets_it_again_and_a_closed_run_takes_it_along(client):
    client.open("run", EXPERIMENT)
    until(lambda: client.snapshot("run", ()).status == "failed")
    client.lend("run", KEY, table_arrays(PART, DATA))
    assert client.lends("run", KEY) and not client.lends("other", KEY)
    until(lambda: client.snapshot("run", ()).status == "paused")
    client.command("run", {"do": "step", "unit": "epoch"})
    until(lambda: client._runs["run"].checkpoint and client._runs["run"].checkpoint["epoch"] == 1)

    os.kill(client._process.pid, signal.SIGKILL)

    until(lambda: client.snapshot("run", ()).status == "paused")
    assert client.restarts == 1 and client.snapshot("run", ()).epoch == 1
    client.close("run")
    assert not client.lends("run", KEY)
    client.open("run", EXPERIMENT)
    until(lambda: client.snapshot("run", ()).status == "failed")


def test_what_is_too_large_is_refused_and_forgotten(client):
    client.open("run", EXPERIMENT)
    with pytest.raises(ValueError, match="A part of them may be enough"):
        client.lend("run", KEY, {"x": np.zeros(110_000_000, np.uint8)})
    assert not client.lends("run", KEY)
