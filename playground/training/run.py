"""One run: an experiment, its course, and what it is doing at the moment."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from playground.experiment import Experiment, diagram_name
from playground.training.above import Above
from playground.training.assembly import structure
from playground.training.course import Course
from playground.training.description import Description
from playground.training.diagnosis import diagnose, not_finite
from playground.training.gallery import next_mistake
from playground.training.inside import weights_in
from playground.training.kinds import course_of
from playground.training.looking import Look
from playground.training.material import Material
from playground.training.moment import Moment
from playground.training.paced import Paced, paced
from playground.training.snapshot import Note, Snapshot

MOST_STEPS = 64  # single steps that wait; more presses than that are not counted


class Run:
    """A run and its course. The engine calls it from one training thread and many others."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lock = threading.RLock()
        self.experiment: Experiment | None = None
        self.course: Course | None = None
        self.probes: Any = None
        self.above: Above | None = None  # what is drawn of a stack that breaks
        self.description: Description | None = None  # of its code, once that has been read
        self.playing = False
        self.status = "starting"
        self.speed = 60.0
        self.look = Look()
        self.notes: tuple[Note, ...] = ()
        self.version = time.time_ns() // 1_000_000  # grows across engines too
        self.watched = time.monotonic()
        self._diagnosed = 0.0
        self._steps: deque[str] = deque()  # single steps that wait for the training thread
        self._left: tuple[Experiment, Any] | None = None  # where it was before points were drawn
        self._slow: dict[str, Paced] = {}  # groups of fields that a frame does not wait for

    @property
    def trainer(self) -> Any:
        """What was compiled for this run's structure; None while it is not."""
        return self.course and self.course.trainer

    # -- the experiment ----------------------------------------------------------------------

    def wants(self, experiment: Experiment) -> bool:
        """Take a new experiment. True when it needs a trainer and a fresh state (``adopt``)."""
        with self.lock:
            before, self.experiment = self.experiment, experiment
            if before is None or before.code != experiment.code or (
                    state_key(before) != state_key(experiment)):
                self.description = None
            if self.course is not None and state_key(before) == state_key(experiment):
                if self.status == "finished" and not self._reached():
                    self.status = "paused"
                self.course.renumber(experiment)
                self.version += 1
                return False
            if before is not None and before.data.name != experiment.data.name:
                self.look = Look()  # what was looked at is of other data
            if self.course is not None:
                self._left = before, self.checkpoint_of(before)
            if self._left and not _only_drawn(self._left[0], experiment):
                self._left = None
            self.course = self.above = None
            self._steps.clear()
            self.status = "compiling"
            self.version += 1
            return True

    def adopt(self, experiment: Experiment, trainer: Any, probes: Any,
              material: Material, checkpoint: Mapping[str, Any] | None = None) -> None:
        """Begin (or resume) with what was prepared for this experiment."""
        with self.lock:
            if self.course is not None or state_key(experiment) != state_key(self.experiment):
                return  # it is prepared already, or has changed again since
            self.probes = probes
            self._slow = paced(probes.slow, self._answered)
            self.course = course_of(self.experiment, trainer, material)
            self.look = self.look.within(probes.widths, material)  # the unit may have gone
            self.notes = ()
            if checkpoint and checkpoint["of"] == state_key(self.experiment):
                self.course.resume(checkpoint)
            elif self._left:  # points were drawn or removed: it goes on with the others
                self.course.resume({**self._left[1], "step": 0})
            self._left = None
            self.status = "playing" if self.playing else "paused"
            self.version += 1

    def described(self, experiment: Experiment, description: Description) -> bool:
        """Its code has been read; whether there is a model in it."""
        with self.lock:
            if self.experiment is not experiment:
                return False
            self.description = description
            problem = description.problem
            if problem:
                place = f"Line {problem.line}: " if problem.line else ""
                self.failed(place + problem.sentence)
            self.version += 1
            return problem is None

    def failed(self, sentence: str) -> None:
        """The model could not be built; the page says why."""
        with self.lock:
            self.status, self.playing = "failed", False
            self._steps.clear()
            self.notes = (Note("stop", sentence),)
            self.version += 1

    def show_above(self, experiment: Experiment, above: Above | None) -> None:
        """Draw the layers above the break, unless the experiment has changed meanwhile."""
        with self.lock:
            if self.course is None and self.experiment is experiment:
                self.above = above
                self.version += 1

    # -- commands ----------------------------------------------------------------------------

    def play(self) -> None:
        """Train until told otherwise, or until the experiment's own target."""
        with self.lock:
            if self.status == "failed":
                return  # and the note stays that says why
            self.playing = True
            if self.course is not None:
                self.status = "playing"
                self.notes = ()
                self.course.be_on_time()
                self.course.aim = self.experiment.stop_loss
                if self.course.meets_aim():
                    self.course.aim = 0.0  # beyond it, as was asked for
            self.version += 1

    def pause(self) -> None:
        """Stop where it is."""
        with self.lock:
            self.playing = False
            if self.status == "playing":
                self.status = "paused"
                self.course.measure()
            self.version += 1

    def reset(self) -> None:
        """Back to the same initial weights, paused."""
        with self.lock:
            self.playing = False
            if self.course is not None:
                self.status = "paused"
                self.notes = ()
                self._steps.clear()
                self.course.aim = self.experiment.stop_loss
                self.course.begin()
            self.version += 1

    def step_once(self, unit: str) -> None:
        """One batch, or the rest of the epoch that has begun, when the training thread comes by."""
        with self.lock:
            if self.course is None or len(self._steps) >= MOST_STEPS:
                return
            self.pause()
            self.status = "paused"
            self._steps.append(unit)

    def take_steps(self) -> None:
        """Carry out the single steps that wait."""
        with self.lock:
            while self._steps:
                self._take_step()

    def _take_step(self) -> None:
        if self.course.take(self._steps[0]):
            self._steps.popleft()
            self.notes = ()
            self._stop_if_not_finite()
        self.version += 1

    def edit(self, layer: int, name: str, index: tuple[int, ...], value: float) -> None:
        """Set one weight by hand; the losses follow.

        Raises:
            ValueError: when there is no such weight, or the value is not a finite number.
        """
        with self.lock:
            self.take_steps()  # they were asked for before
            if self.course is None:
                return
            if not math.isfinite(value) or abs(value) > 1e6:
                raise ValueError(f"A weight expects a number between -1e6 and 1e6; got {value}.")
            variable = self._variable(layer, name)
            if len(index) != len(variable.shape) or any(
                    not 0 <= at < size for at, size in zip(index, variable.shape)):
                raise ValueError(f"{name} has the shape {tuple(variable.shape)}; "
                                 f"there is nothing at {index}.")
            self.course.edit(variable, index, value)
            self.notes = ()
            self.version += 1

    def set_speed(self, epochs_a_second: float) -> None:
        """How fast it plays; 0 is as fast as it goes."""
        with self.lock:
            self.speed = min(max(epochs_a_second, 0.1), 1000.0) if epochs_a_second > 0 else 0.0
            if self.course is not None:
                self.course.be_on_time()
            self.version += 1

    def look_at(self, command: Mapping[str, Any]) -> None:
        """Choose what is shown: see ``Look``. ``next``: "mistake": the next example that is wrong.

        Raises:
            ValueError: a sentence, when there is no such thing to look at.
        """
        with self.lock:
            shown = self.course or self.above
            if command.get("next") == "mistake":
                if self.course is None:
                    return
                command = {"do": "example", "index": next_mistake(
                    self.look.index, self.course.trainer, self.course.outputs(),
                    self.course.material)}
            look = self.look.changed(command, shown and shown.material)
            self.look = look.within(self.probes.widths, self.course.material) \
                if self.course else look
            self.version += 1

    # -- training ----------------------------------------------------------------------------

    def due(self, now: float) -> float:
        """Seconds until this run wants to train again; infinity while it does not."""
        if self._steps:
            return 0.0
        course = self.course
        if course is None or self.status == "failed":
            return math.inf  # what failed once would fail again, over and over
        return course.due(now, self.playing and self.status == "playing")

    def advance(self) -> None:
        """Train for one slice of time, at the speed asked for; or take one step that waits."""
        with self.lock:
            if self._steps:
                self._take_step()
                return
            if self.course is None:
                return
            playing = self.playing and self.status == "playing"
            if not playing and self.course.due(0.0, False) > 0:
                return
            measured = self.course.advance(self.speed, self.experiment.epochs)
            if playing:
                self._after_training(measured)
            elif measured:
                self._stop_if_not_finite()
            self.version += 1

    def _after_training(self, measured: bool) -> None:
        course, now = self.course, time.monotonic()
        if measured and self._stop_if_not_finite():
            return
        target = self.experiment.epochs
        if measured and target and course.epoch == target and course.step == 0:
            self._finish(f"{target:,} epochs are done: training paused, as was asked for.")
        elif measured and course.hit:
            self._finish(f"The test loss reached {self.experiment.stop_loss:g}: training paused, "
                         "as was asked for.")
        elif now - self._diagnosed > 1.0:
            self._diagnosed = now
            self.notes = diagnose(
                course.history, self.probes.silent(course.state, course.numbers, course.material),
                self.experiment)

    def _reached(self) -> bool:
        target = self.experiment.epochs
        return bool(target) and self.course.epoch == target

    def _finish(self, sentence: str) -> None:
        self.playing, self.status = False, "finished"
        self.notes = (Note("info", sentence),)

    def _stop_if_not_finite(self) -> bool:
        if self.course.is_finite():
            return False
        self.playing, self.status = False, "finished"
        self.notes = (not_finite(self.experiment),)
        return True

    def _answered(self) -> None:
        """A slow question has an answer: there is something new to see."""
        with self.lock:
            self.version += 1

    # -- what is seen ------------------------------------------------------------------------

    def snapshot(self, fields: tuple[str, ...], since: int) -> Snapshot | None:
        """The run now, with the arrays of these fields; None when nothing is newer."""
        self.watched = time.monotonic()
        with self.lock:
            if self.version <= since:
                return None
            version, shown = self.version, None
            seen: dict[str, Any] = {
                "status": self.status, "speed": self.speed, "notes": self.notes}
            if self.course is not None:
                shown = Moment(fields, self.course, self.probes, self.look, self._slow).seen
            elif self.above is not None:
                shown = partial(self.above.seen, fields, self.look)
            if shown is not None:
                seen["structure"] = diagram_name(self.experiment)
        arrays: Mapping[str, np.ndarray] = {}
        if shown is not None:  # it trains on while this moment is drawn
            arrays, words = shown()
            seen |= words
        return Snapshot(version=version, run=self.name, arrays=arrays, **seen)

    def checkpoint(self) -> dict[str, Any] | None:
        """All that is needed to go on elsewhere, in plain arrays."""
        with self.lock:
            if self.course is None:
                return None
            return self.checkpoint_of(self.experiment)

    def checkpoint_of(self, experiment: Experiment) -> dict[str, Any]:
        """The checkpoint of a course through this experiment."""
        return {"of": state_key(experiment), "playing": self.playing,
                "stepping": bool(self._steps), **self.course.plain()}

    def _variable(self, layer: int, name: str) -> Any:
        if 0 <= layer < len(self.probes.layers):
            for variable in weights_in(self.probes.layers[layer]):
                if variable.name == name:
                    return variable
        raise ValueError(f"Layer {layer} has no weights called {name!r}.")


def state_key(experiment: Experiment) -> tuple[Any, ...]:
    """All of an experiment that its state depends on; the rest may change while it trains."""
    return (structure(experiment), experiment.data, experiment.points, experiment.share,
            experiment.data_seed, experiment.features, experiment.seed)


def _only_drawn(before: Experiment, after: Experiment) -> bool:
    """Whether all that differs is which points were drawn by hand."""
    return before.data.name == after.data.name == "drawn" and (
        before.dataset.classes == after.dataset.classes
        and state_key(replace(before, data=after.data)) == state_key(after))
