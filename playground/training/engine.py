"""The process that trains: a bounded set of runs, shared fairly.

One thread trains, a slice of one run after a slice of another; another compiles; calls come in on
threads of their own. Nothing here assumes that the caller is on the same machine.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from itertools import count
from queue import PriorityQueue, SimpleQueue
from typing import Any

from playground.code.reader.vocabulary import vocabulary
from playground.datasets.upload.coding import Arrays
from playground.datasets.upload.lent import shelf
from playground.experiment import Experiment
from playground.training.above import above_of
from playground.training.assembly import structure
from playground.training.describing import describe
from playground.training.description import Description, Problem
from playground.training.kinds import course_of, probes_of, trainer_of
from playground.training.material import Material, material_of
from playground.training.run import Run
from playground.training.snapshot import Snapshot

log = logging.getLogger(__name__)

MOST_RUNS = 500
MOST_TRAINERS = 24  # compiled structures that are kept, the latest used ones
LARGER = 2.0  # seconds that a structure waits for each layer it has, behind smaller ones
_AS_IT_IS = object()  # a run whose code has only been laid out anew goes on as it is
UNSEEN = 600.0  # seconds without a look after which a playing run pauses


class Engine:
    """Runs by name. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._trainers: OrderedDict[Any, tuple[Any, Any]] = OrderedDict()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._asked: PriorityQueue[tuple[float, int, tuple[Any, ...]]] = PriorityQueue()
        self._number = count()
        self._written: SimpleQueue[tuple[Run, Experiment, Any]] = SimpleQueue()
        threading.Thread(target=self._compile, name="compile", daemon=True).start()
        threading.Thread(target=self._read, name="read", daemon=True).start()
        threading.Thread(target=self._train, name="train", daemon=True).start()

    def ping(self) -> bool:
        """Answer."""
        return True

    def open(self, name: str, experiment: Experiment, checkpoint: Any = None) -> None:
        """Make a run train this experiment, from a checkpoint where one fits.

        Raises:
            RuntimeError: when there are too many runs.
        """
        with self._lock:
            run = self._runs.get(name)
            if run is None:
                if len(self._runs) >= MOST_RUNS:
                    raise RuntimeError("The playground is full at the moment; try again later.")
                run = self._runs[name] = Run(name)
        fresh = run.wants(experiment)
        if fresh or run.description is None and experiment.code:
            if experiment.code:
                self._written.put((run, experiment, checkpoint if fresh else _AS_IT_IS))
            else:
                self._ask(run, experiment, checkpoint)
        self._wake.set()

    def lend(self, name: str, key: str, arrays: Arrays) -> None:
        """Keep a visitor's data for one run, and prepare the run if it waits for them.

        Raises:
            ValueError: a sentence, when they are more than there is room for.
        """
        shelf.lend(name, key, arrays)
        run = self._runs.get(name)
        if run is not None and run.course is None and _needed(run.experiment) == key:
            self._ask(run, run.experiment, None)

    def command(self, name: str, command: dict[str, Any]) -> None:
        """Carry out one command on a run; an unknown run has gone, and nothing happens.

        Raises:
            ValueError: a sentence, when the command is not valid.
        """
        run = self._runs.get(name)
        if run is None:
            return
        do = command.get("do")
        if do == "play":
            run.play()
        elif do == "pause":
            run.pause()
        elif do == "step":
            run.step_once("batch" if command.get("unit") == "batch" else "epoch")
        elif do == "reset":
            run.reset()
        elif do == "speed":
            run.set_speed(_number(command, "value"))
        elif do in ("look", "example", "gallery"):
            run.look_at(command)
        elif do == "edit":
            index = command.get("index")
            if not isinstance(index, (list, tuple)) or not all(
                    isinstance(each, int) for each in index) or not isinstance(
                    command.get("layer"), int):
                raise ValueError("An edit expects a layer, a name, an index and a value.")
            run.edit(command["layer"], str(command.get("name")), tuple(index),
                     _number(command, "value"))
        else:
            raise ValueError(f"No command is called {str(do)[:40]!r}.")
        self._wake.set()

    def snapshot(self, name: str, fields: tuple[str, ...], since: int) -> Snapshot | None:
        """The run as it is now with these fields; None when nothing is newer than ``since``."""
        run = self._runs.get(name)
        return None if run is None else run.snapshot(fields, since)

    def summary(self, name: str) -> str:
        """Keras's summary table; empty while the model is not built."""
        run = self._runs.get(name)
        if run is None or run.trainer is None:
            return ""
        lines: list[str] = []
        run.trainer.model.summary(print_fn=lines.append, line_length=76)
        return "\n".join(lines)

    def description(self, name: str) -> Description | None:
        """What is known of the code that a run trains; None: there is none, or it is being read."""
        run = self._runs.get(name)
        return None if run is None else run.description

    def names(self) -> tuple[dict[str, Any], ...]:
        """The names that code may use: see ``vocabulary``."""
        return vocabulary()

    def checkpoint(self, name: str) -> Any:
        """What a run needs to go on in another engine, or None."""
        run = self._runs.get(name)
        return None if run is None else run.checkpoint()

    def close(self, name: str) -> None:
        """Let go of a run, and of the data that were lent for it."""
        with self._lock:
            run = self._runs.pop(name, None)
        shelf.drop(name)
        if run is not None:
            run.pause()

    # -- reading -----------------------------------------------------------------------------

    def _read(self) -> None:
        """Code is read apart from compiling, so that what is wrong with it is known at once."""
        while True:
            run, experiment, checkpoint = self._written.get()
            if run.experiment is not experiment:
                continue  # more has been typed since
            try:
                described = describe(experiment)
            except Exception:
                log.exception("code could not be read")
                described = Description(experiment.code, Problem(
                    "This code could not be read. The server's log says why."))
            if run.described(experiment, described) and checkpoint is not _AS_IT_IS:
                self._ask(run, experiment, checkpoint)
            self._wake.set()

    # -- compiling ---------------------------------------------------------------------------

    def _ask(self, run: Run, experiment: Experiment, checkpoint: Any) -> None:
        """Line up for the compiler: large structures let small ones that come soon after pass."""
        mine = structure(experiment)
        with self._lock:
            known = any(shape == mine for shape, _ in self._trainers)
        patience = 0.0 if known else LARGER * (1 + _size(run, experiment))
        self._asked.put((time.monotonic() + patience, next(self._number),
                         (run, experiment, checkpoint)))

    def _compile(self) -> None:
        while True:
            _, _, asked = self._asked.get()
            self._prepare(*asked)

    def _prepare(self, run: Run, experiment: Experiment, checkpoint: Any) -> None:
        if run.experiment is not experiment and structure(run.experiment) != structure(experiment):
            return  # it has changed again while this waited
        material = None
        try:
            if _needed(experiment) and not shelf.holds(run.name, _needed(experiment)):
                raise ValueError(experiment.dataset.needs.sentence)
            material = material_of(experiment)
            trainer, probes = self._trainer(experiment, material)
            run.adopt(experiment, trainer, probes, material, checkpoint)
        except ValueError as error:
            run.failed(str(error))
            if material is not None and not experiment.code:
                self._draw_above(run, experiment, material)
        except Exception as error:
            if experiment.code and isinstance(error, (TypeError, NotImplementedError)):
                run.failed(str(error))  # of how layers are called, which the code says
                return self._wake.set()
            log.exception("a model could not be built")
            run.failed("This model could not be built. The server's log says why.")
        self._wake.set()

    def _draw_above(self, run: Run, experiment: Experiment, material: Material) -> None:
        """Show what there is of a stack that breaks."""
        try:
            run.show_above(experiment, above_of(experiment, material))
        except Exception:
            log.exception("the layers above a break could not be drawn")

    def _trainer(self, experiment: Experiment, material: Material) -> tuple[Any, Any]:
        key = structure(experiment), material.shape
        with self._lock:
            if key in self._trainers:
                self._trainers.move_to_end(key)
                return self._trainers[key]
        trainer = trainer_of(experiment)
        probes = probes_of(experiment, trainer)
        warm_up(trainer, probes, experiment, material)
        with self._lock:
            self._trainers[key] = trainer, probes
            while len(self._trainers) > MOST_TRAINERS:
                self._trainers.popitem(last=False)
        return trainer, probes

    # -- training ----------------------------------------------------------------------------

    def _train(self) -> None:
        while True:
            self._wake.clear()
            now = time.monotonic()
            soonest = 0.5
            for run in list(self._runs.values()):
                wait = run.due(now)
                if wait > 0:
                    soonest = min(soonest, wait)
                    continue
                soonest = 0.0
                if run.playing and now - run.watched > UNSEEN:
                    run.pause()
                    continue
                try:
                    run.advance()
                except Exception:
                    log.exception("a run failed while training")
                    run.failed("Training failed. The server's log says why.")
            if soonest:
                self._wake.wait(soonest)


def warm_up(trainer: Any, probes: Any, experiment: Experiment, material: Material) -> None:
    """Compile everything that Play and the first picture need."""
    course = course_of(experiment, trainer, material)
    course.warm_up()
    probes.warm_up(course.state, course.numbers, material)
    if probes.samples:
        probes.samples(course.state, course.numbers)


def _size(run: Run, experiment: Experiment) -> int:
    """How many layers there are to compile."""
    return len(run.description.boxes) if run.description else len(experiment.model)


def _needed(experiment: Experiment) -> str:
    """The key of the data that must be lent for an experiment; empty where none must."""
    return experiment.dataset.needs.key if experiment.dataset.needs else ""


def _number(command: dict[str, Any], name: str) -> float:
    value = command.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e300:
        raise ValueError(f"{name} expects a number; got {str(value)[:40]!r}.")
    return float(value)
