"""The engine is a process of its own: it is restarted when it dies, and dies with its server."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from playground.experiment import Experiment
from playground.share import link
from playground.training.client import Client
from tests.training.conftest import until

ROOT = Path(__file__).resolve().parents[2]


def status(client, run):
    return client.snapshot(run, ()).status


def test_a_killed_engine_is_replaced_and_its_runs_go_on(client):
    experiment = link.read("data=spiral&optimizer=Adam(0.01)").experiment
    client.open("run", experiment)
    client.open("idle", Experiment())
    until(lambda: status(client, "run") == "paused")
    client.command("run", {"do": "speed", "value": 100})
    client.command("run", {"do": "play"})
    until(lambda: client._runs["run"].checkpoint and client._runs["run"].checkpoint["epoch"] > 20)
    before = client.snapshot("run", ("history",))
    process = client._process

    os.kill(process.pid, signal.SIGKILL)

    until(lambda: client.snapshot("run", ()).epoch > before.epoch)
    after = client.snapshot("run", ("history",))
    assert client.restarts == 1 and client._process.pid != process.pid
    assert after.version > before.version  # a page that waits for something newer gets it
    common = before.arrays["history/epoch"][before.arrays["history/epoch"] <= before.epoch]
    np.testing.assert_allclose(  # the same curve, as if nothing had happened
        after.arrays["history/loss"][: len(common)], before.arrays["history/loss"], rtol=1e-6)
    until(lambda: status(client, "idle") == "paused")


def test_a_finished_run_stays_finished_and_a_changed_one_starts_anew(client):
    client.open("done", link.read("data=circle&epochs=30").experiment)
    client.open("other", link.read("data=spiral&seed=1").experiment)
    for run in ("done", "other"):
        until(lambda run=run: status(client, run) == "paused")
        client.command(run, {"do": "speed", "value": 0})
        client.command(run, {"do": "play"})
    until(lambda: client._runs["other"].checkpoint and not client._runs["done"].playing)
    client.command("other", {"do": "pause"})
    client.open("other", link.read("data=spiral&seed=2").experiment)
    until(lambda: client.snapshot("other", ()).epoch == 0)
    os.kill(client._process.pid, signal.SIGKILL)
    until(lambda: status(client, "done") == "paused" and status(client, "other") == "paused")
    assert client.snapshot("done", ()).epoch == 30
    assert client.snapshot("other", ()).epoch == 0


def test_a_run_that_is_closed_does_not_come_back(client):
    client.open("run", Experiment())
    client.close("run")
    assert not client.knows("run") and client.snapshot("run", ()) is None
    os.kill(client._process.pid, signal.SIGKILL)
    assert client.snapshot("run", ()) is None


def test_no_engine_outlives_a_killed_server():
    code = ("import time; from playground.training.client import Client; c = Client(); c.start(); "
            "print(c._process.pid, flush=True); time.sleep(600)")
    server = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    engine = int(server.stdout.readline())
    os.kill(engine, 0)  # it lives
    server.kill()
    server.wait()

    def gone():
        try:
            state = Path(f"/proc/{engine}/stat")
            if state.exists():
                return state.read_text().split()[2] == "Z"
            os.kill(engine, 0)
        except (ProcessLookupError, FileNotFoundError):
            return True
        return False

    until(gone, seconds=15)


def test_a_hung_engine_is_replaced(client, monkeypatch):
    monkeypatch.setattr("playground.training.client.SILENCE", 2.0)
    client.open("run", Experiment())
    until(lambda: status(client, "run") == "paused")
    hung = client._process.pid
    os.kill(hung, signal.SIGSTOP)
    until(lambda: client._process is not None and client._process.pid != hung)
    until(lambda: status(client, "run") == "paused")


def test_an_engine_that_cannot_start_is_not_waited_for(tmp_path, monkeypatch):
    broken = tmp_path / "playground" / "training"
    broken.mkdir(parents=True)
    (tmp_path / "playground" / "__init__.py").touch()
    (broken / "__init__.py").touch()
    (broken / "service.py").write_text((ROOT / "playground/training/service.py").read_text())
    (broken / "engine.py").write_text("raise ImportError('nothing to train with')")
    monkeypatch.setattr("playground.training.client.__file__", str(broken / "client.py"))
    client, began = Client(), time.monotonic()
    with pytest.raises((ConnectionError, EOFError)):
        client.start()
    client.stop()
    assert time.monotonic() - began < 30


def test_the_names_that_code_may_use_are_asked_for_once(client):
    first = client.names()
    assert "keras.layers.Dense" in [each["name"] for each in first]
    assert client.names() is first
