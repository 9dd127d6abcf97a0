"""The engine and how a test waits for it."""

import threading
import time

import pytest

from playground.share import link
from playground.training.client import Client
from playground.training.engine import Engine

PATIENCE = 120  # seconds: compiling takes long where the machine is busy


class Desk:
    """An engine in this process, driven by links and commands."""

    def __init__(self):
        self.engine = Engine()

    def open(self, run, text, /):
        self.engine.open(run, link.read(text).experiment)
        self.until(run, lambda now: now.status not in ("starting", "compiling"))

    def now(self, name, *fields):
        """The run with these fields, also those that its frames do not wait for."""
        slow = {"why", "forecast", "gradient"} & set(fields)
        deadline = time.monotonic() + PATIENCE
        while True:
            now = self.engine.snapshot(name, fields, -1)
            if slow <= {array.split("/")[0] for array in (now.arrays if now else ())} or not now:
                return now
            assert time.monotonic() < deadline, f"no answer: {now}"
            time.sleep(0.005)

    def do(self, run, do, /, **more):
        self.engine.command(run, {"do": do, **more})
        known = self.engine._runs.get(run)
        while known and known._steps:  # single steps are taken by the training thread
            time.sleep(0.001)
        if known:
            with known.lock:
                pass  # and now the last of them is done

    def until(self, name, condition, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while not condition(self.now(name)):
            assert time.monotonic() < deadline, f"it took too long: {self.now(name)}"
            time.sleep(0.005)

    def measured(self, name, epoch):
        """Wait until what the model says is what it says after this epoch, not from before it."""
        def ends():
            return self.engine.snapshot(name, ("history",), -1).arrays["history/epoch"][-1:]

        self.until(name, lambda now: now.epoch == epoch and ends() == epoch)

    def finish(self, name):
        self.do(name, "speed", value=0)
        self.do(name, "play")
        self.until(name, lambda now: now.status == "finished")

    def leave(self):
        """End all runs: a thread that computes while Python ends would abort it."""
        for run in list(self.engine._runs.values()):
            self.engine.close(run.name)
            with run.lock:
                pass  # its last slice is done
        until(lambda: all(each.name != "paced" for each in threading.enumerate()))


@pytest.fixture(scope="session")
def desk():
    desk = Desk()
    yield desk
    desk.leave()


@pytest.fixture
def client():
    """The engine as a process of its own."""
    client = Client()
    client.start()
    yield client
    client.stop()


def until(condition, seconds=PATIENCE):
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)
