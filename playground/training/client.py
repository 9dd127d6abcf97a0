"""How a page talks to the engine: starts its process, restarts it, resumes what it was doing."""

from __future__ import annotations

import base64
import contextlib
import logging
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from playground.training.description import Description
from playground.training.service import EngineManager
from playground.training.snapshot import Snapshot

if TYPE_CHECKING:  # the server listens before it knows what an experiment is
    from playground.experiment import Experiment

log = logging.getLogger(__name__)
T = TypeVar("T")

HEARTBEAT = 1.0  # seconds between two looks at the engine; checkpoints are taken then
SILENCE = 30.0  # seconds without an answer after which the engine is taken for hung
START = 60.0  # seconds an engine may take to start
GONE = (ConnectionError, EOFError, BrokenPipeError, OSError)


@dataclass
class _Remembered:
    """What is needed to begin a run again in a new engine."""

    experiment: Experiment
    playing: bool = False
    speed: float | None = None
    checkpoint: Any = None
    stale: bool = False  # it has stepped since the checkpoint
    crashes: int = 0
    commands: int = 0
    seen: float = field(default_factory=time.monotonic)


class Client:
    """The engine as seen from the server. Every method may be called from any thread.

    A call that meets a dead engine starts a new one, hands it every run with its last checkpoint,
    and is then made again.
    """

    def __init__(self) -> None:
        self._runs: dict[str, _Remembered] = {}
        self._lent: dict[str, tuple[str, Mapping[str, np.ndarray]]] = {}
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._engine: Any = None
        self._answered = time.monotonic()
        self._closed = threading.Event()
        self._names: tuple[dict[str, Any], ...] = ()
        self.restarts = 0

    def start(self) -> None:
        """Start the engine's process now, so that it warms up before the first visitor."""
        with self._lock:
            if self._engine is None:
                self._launch()
                threading.Thread(target=self._watch, name="engine-watch", daemon=True).start()

    def stop(self) -> None:
        """End the engine's process."""
        self._closed.set()
        with self._lock:
            self._end()

    def open(self, run: str, experiment: Experiment) -> None:
        """Make ``run`` train this experiment; what can be kept of its state is kept.

        Raises:
            RuntimeError: a sentence, when the engine holds as many runs as it can.
        """
        with self._lock:
            known = self._runs.get(run)
            if known is None:
                self._runs[run] = _Remembered(experiment)
            else:
                known.experiment = experiment
        try:
            self._call(lambda engine: engine.open(run, experiment))
        except RuntimeError:
            with self._lock:
                self._runs.pop(run, None)
            raise

    def lend(self, run: str, key: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Hand the engine a visitor's own data, for this run alone and until it is closed.

        Args:
            key: of what the experiment needs; what was lent before goes.

        Raises:
            ValueError: a sentence, when they are more than there is room for.
        """
        self._call(lambda engine: engine.lend(run, key, arrays))
        with self._lock:
            self._lent[run] = (key, arrays)

    def lends(self, run: str, key: str) -> bool:
        """Whether this is what was lent for the run."""
        return self._lent.get(run, ("",))[0] == key

    def command(self, run: str, command: Mapping[str, Any]) -> None:
        """Play, pause, step, reset, edit, look or speed: see ``Engine.command``.

        Raises:
            ValueError: a sentence, when the command is not valid.
        """
        known = self._runs.get(run)
        if known is None:
            return
        self._call(lambda engine: engine.command(run, dict(command)))
        known.commands += 1
        if command.get("do") in ("play", "pause", "step", "reset"):
            known.playing = command["do"] == "play"
        elif command.get("do") == "speed":
            known.speed = command["value"]
        if command.get("do") == "step":  # it is taken soon, but not at once
            known.stale = True
        elif command.get("do") in ("pause", "reset", "edit"):
            known.checkpoint = self._call(lambda engine: engine.checkpoint(run))

    def snapshot(self, run: str, fields: tuple[str, ...], since: int = -1) -> Snapshot | None:
        """The run as it is now with these fields; None when nothing is newer than ``since``."""
        return self._call(lambda engine: engine.snapshot(run, fields, since))

    def description(self, run: str) -> Description | None:
        """What is known of the code that a run trains; None while it is being read."""
        return self._call(lambda engine: engine.description(run))

    def names(self) -> tuple[dict[str, Any], ...]:
        """The names that code may use, each with ``kind``, ``help`` and what it ``takes``."""
        if not self._names:
            self._names = self._call(lambda engine: engine.names())
        return self._names

    def summary(self, run: str) -> str:
        """Keras's summary table of the run's model; empty while the engine has not built it."""
        return self._call(lambda engine: engine.summary(run))

    def knows(self, run: str) -> bool:
        """Whether this run is still held."""
        return run in self._runs

    def experiment_of(self, run: str) -> Experiment | None:
        """What a run that is still held is training."""
        known = self._runs.get(run)
        return known.experiment if known else None

    def close(self, run: str) -> None:
        """Let go of a run and everything it holds."""
        with self._lock:
            known = self._runs.pop(run, None)
            self._lent.pop(run, None)
        if known is not None and self._engine is not None:
            try:
                self._engine.close(run)
            except GONE:
                pass  # it is gone with its engine

    def _call(self, ask: Callable[[Any], T]) -> T:
        for attempt in range(3):
            engine = self._engine
            try:
                if engine is None:
                    raise ConnectionError("not started")
                answer = ask(engine)
                self._answered = time.monotonic()
                return answer
            except GONE:
                if attempt == 2 or self._closed.is_set():
                    raise
                self._restart(engine)
        raise AssertionError("unreachable")

    def _restart(self, dead: Any) -> None:
        with self._lock:
            if self._engine is not dead:
                return  # another thread has done it
            if dead is not None:  # else this is the first
                log.warning("the engine stopped; a new one takes over %d runs", len(self._runs))
            self._end()
            self._launch()
            self.restarts += dead is not None
            for name, known in list(self._runs.items()):
                # Who was playing at three crashes in a row may be the cause: it waits, paused.
                known.crashes = known.crashes + 1 if known.playing else 0
                known.playing = known.playing and known.crashes < 3
                if name in self._lent:
                    self._engine.lend(name, *self._lent[name])
                self._engine.open(name, known.experiment, known.checkpoint)
                if known.speed is not None:
                    self._engine.command(name, {"do": "speed", "value": known.speed})
                if known.playing:
                    self._engine.command(name, {"do": "play"})

    def _launch(self) -> None:
        key = secrets.token_bytes(32)
        root = str(Path(__file__).resolve().parents[2])
        process = subprocess.Popen(
            [sys.executable, "-m", "playground.training.service"], cwd=root,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdin and process.stdout
        self._process = process
        late = threading.Timer(START, process.kill)
        late.daemon = True
        late.start()
        process.stdin.write(base64.b64encode(key) + b"\n")
        process.stdin.flush()  # and kept open: its end tells the engine that we are gone
        address = process.stdout.readline().decode().strip()
        if not address:
            raise ConnectionError("The engine did not start; its own message says why.")
        manager = EngineManager(address=address, authkey=key)
        manager.connect()
        self._engine = manager.engine()
        late.cancel()
        self._answered = time.monotonic()

    def _end(self) -> None:
        process, self._process, self._engine = self._process, None, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.stdin.close()  # the word to leave
        try:
            process.wait(2.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _watch(self) -> None:
        """Take checkpoints, and end an engine that no longer answers."""
        threading.Thread(target=self._watch_silence, name="engine-silence", daemon=True).start()
        while not self._closed.wait(HEARTBEAT):
            try:
                self._call(lambda engine: engine.ping())
                for name, known in list(self._runs.items()):
                    if known.playing or known.stale:
                        commands = known.commands
                        known.checkpoint = self._call(
                            lambda engine, name=name: engine.checkpoint(name))
                        if known.checkpoint and known.commands == commands:
                            known.playing = known.checkpoint["playing"]  # it may have finished
                            known.stale = known.checkpoint["stepping"]
                        if time.monotonic() - known.seen > 60:
                            known.crashes, known.seen = 0, time.monotonic()
            except Exception:  # noqa: BLE001 - the watch must outlive whatever it meets
                if not self._closed.is_set():
                    log.exception("the engine could not be looked at")

    def _watch_silence(self) -> None:
        while not self._closed.wait(HEARTBEAT):
            process = self._process
            if process is None or self._engine is None:
                continue  # one that starts has its own time limit
            if time.monotonic() - self._answered > SILENCE:
                log.warning("the engine has not answered for %d s and is ended", SILENCE)
                self._answered = time.monotonic()
                process.kill()  # every waiting call now fails, and starts a new engine
