"""A state on its way: what it is, how far it has come, what was measured on the way.

``EpochCourse`` trains few examples, many epochs at a time; ``SliceCourse`` many examples, some
steps at a time. The state is never changed in place: a viewer reads the one it was given.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.experiment import Experiment
from playground.training.assembly import numbers_of
from playground.training.history import History, is_measured
from playground.training.inside import kernel_in
from playground.training.material import Material, Orders
from playground.training.slices import Measuring
from playground.training.trainer import State

SLICE = 0.012  # seconds of training between two looks at what else there is to do
LATE = 0.1  # seconds of training that are made up for when a run could not keep its speed
MANY = 20_000  # examples from which an epoch is measured MARKS times
MARKS = 4
FRACTIONS_UNTIL = 32  # epochs that are measured more than once


class Course:
    """What both kinds of course share."""

    def __init__(self, experiment: Experiment, trainer: Any, material: Material) -> None:
        self.trainer, self.material = trainer, material
        self.numbers = numbers_of(experiment)
        self.orders = Orders(experiment.seed, material.count)
        self.steps_per_epoch = -(-material.count // experiment.batch_size)
        self.aim = experiment.stop_loss  # the test loss to stop at; 0: none
        self.spread: tuple[float, float] | None = None  # variances, where the answers are numbers
        if experiment.dataset.task == "regression":
            self.spread = (float(np.var(material.data.y_train)),
                           float(np.var(material.data.y_test)))
        self._initial = trainer.initial(experiment)
        self._seconds_per_step = 1e-4
        self.begin()

    def begin(self) -> None:
        """Back to the initial state."""
        self.state: State = self._initial
        self.epoch = self.step = 0
        self.history = History()
        self.measured: np.ndarray | None = None
        self.hit = False  # the last measures met the aim
        self.seconds_per_epoch: float | None = None
        self.be_on_time()
        self.measure()

    def resume(self, checkpoint: Mapping[str, Any]) -> None:
        """Go on from where another engine was."""
        self.state = tuple(list(kind) for kind in checkpoint["state"])
        self.epoch, self.step = checkpoint["epoch"], checkpoint["step"]
        self.history = History.of(checkpoint["history"])
        self.measure()

    def renumber(self, experiment: Experiment) -> None:
        """Take over the experiment's numbers, which may have changed."""
        self.numbers, self.aim = numbers_of(experiment), experiment.stop_loss
        self.measure()

    def edit(self, variable: Any, index: tuple[int, ...], value: float) -> None:
        """Set one weight by hand; what is measured follows."""
        kind, place = self._place(variable)
        values = list(self.state[kind])
        changed = np.array(values[place])
        changed[index] = value
        values[place] = changed
        state = list(self.state)
        state[kind] = values
        self.state = tuple(state)
        self.measure()

    def be_on_time(self) -> None:
        """Whatever was late is forgotten."""
        self._due = time.monotonic()

    def due(self, now: float, playing: bool) -> float:
        """Seconds until there is something to do; infinity while there is nothing."""
        return max(0.0, self._due - now) if playing else math.inf

    def meets_aim(self) -> bool:
        """Whether the last measures meet the target loss."""
        return self.measured is not None and self._meets(self.measured)

    def is_finite(self) -> bool:
        """Whether losses and weights are numbers still."""
        latest = self.history.rows[-1] if self.history.rows else self.measured
        weights = all(bool(np.isfinite(np.asarray(each)).all()) for each in self.state[0])
        return weights and (latest is None or bool(np.isfinite(latest[:, 0]).all()))

    def plain(self) -> dict[str, Any]:
        """All that is needed to go on elsewhere, in plain arrays."""
        return {
            "epoch": self.epoch, "step": self.step,
            "state": tuple([np.asarray(each) for each in kind] for kind in self.state),
            "history": self.history.plain()}

    def warm_up(self) -> None:
        """Compile what training needs."""
        raise NotImplementedError

    def measure(self) -> None:
        """Measure the state, now or as soon as there is time."""
        raise NotImplementedError

    def take(self, unit: str) -> bool:
        """One batch, or the rest of the epoch that has begun; whether all of that is done."""
        raise NotImplementedError

    def advance(self, speed: float, last_epoch: int) -> bool:
        """Train for one slice of time; whether something was measured.

        Args:
            speed: epochs a second; 0 is as fast as it goes.
            last_epoch: not to go beyond, if it is still ahead.
        """
        raise NotImplementedError

    def outputs(self) -> np.ndarray:
        """What the model said of every test example (n, units) when it was last measured."""
        raise NotImplementedError

    # -- underneath --------------------------------------------------------------------------

    def _meets(self, row: np.ndarray) -> bool:
        return bool(0 < row[1, 0] <= self.aim)

    def _note(self, row: np.ndarray, epoch: float) -> None:
        self.measured = row
        self.history.add(epoch, row)
        if epoch == self.epoch and self.history.wants_sample(epoch):
            self.history.sample(epoch, self._kernels())

    def _kernels(self) -> dict[int, np.ndarray]:
        kernels = {}
        for index, layer in enumerate(box.layer for box in self.trainer.boxes):
            variable = kernel_in(layer)
            if variable is not None:
                kind, place = self._place(variable)
                kernels[index] = np.asarray(self.state[kind][place])
        return kernels

    def _place(self, variable: Any) -> tuple[int, int]:
        for kind, variables in enumerate(self.trainer.variables):
            for place, each in enumerate(variables):
                if each is variable:
                    return kind, place
        raise ValueError(f"{variable.name} is not a weight of this model.")


class EpochCourse(Course):
    """Few examples: whole epochs take no time, and are measured as they end."""

    def warm_up(self) -> None:
        self.outputs()  # what trains has been compiled to measure the initial state

    def measure(self) -> None:
        self.measured = self.trainer.evaluate(self.state, self.numbers, self.material)
        if self.step == 0 and is_measured(self.epoch):
            self._note(self.measured, self.epoch)

    def take(self, unit: str) -> bool:
        if unit == "batch" and self.step + 1 < self.steps_per_epoch:
            self.state, _ = self.trainer.advance(
                self.state, self.numbers, self.material, self.orders, epoch=self.epoch,
                step=self.step, until=self.step + 1, epochs=1, evaluate=np.zeros(1, bool))
            self.step += 1
        else:
            self._train(1)
        self.measure()
        return True

    def advance(self, speed: float, last_epoch: int) -> bool:
        now = time.monotonic()
        fits = max(1, int(SLICE / (self._seconds_per_step * self.steps_per_epoch)))
        if speed:
            owed = 1 + int((now - self._due) * speed)
            epochs = min(owed, fits)
            self._due = max(self._due + epochs / speed, now - LATE)
        else:
            epochs = fits
        epochs = min(epochs, self.trainer.most_epochs)
        if last_epoch > self.epoch:
            epochs = min(epochs, last_epoch - self.epoch)
        self._train(epochs)
        return True

    def outputs(self) -> np.ndarray:
        return self.trainer.predict(self.state, self.numbers, self.material)

    def _train(self, epochs: int) -> None:
        began = time.perf_counter()
        flags = np.array([is_measured(self.epoch + row + 1) for row in range(epochs)])
        steps = epochs * self.steps_per_epoch - self.step
        state, rows = self._advanced(flags)
        seconds = time.perf_counter() - began
        hits = [row + 1 for row in range(epochs) if flags[row] and self._meets(rows[row])]
        self.hit = bool(hits)
        if hits and hits[0] < epochs:  # gone past it: the same epochs again, up to there
            epochs = hits[0]
            flags = flags[:epochs]
            state, rows = self._advanced(flags)
        self.state, self.step = state, 0
        self._seconds_per_step += 0.2 * (seconds / steps - self._seconds_per_step)
        per_epoch = seconds * self.steps_per_epoch / steps
        self.seconds_per_epoch = per_epoch if self.seconds_per_epoch is None else (
            0.9 * self.seconds_per_epoch + 0.1 * per_epoch)
        first = self.epoch + 1
        self.epoch += epochs
        for row, flag in enumerate(flags):
            if flag:
                self._note(rows[row], first + row)

    def _advanced(self, flags: np.ndarray) -> tuple[State, np.ndarray]:
        """The state after as many epochs as there are flags, and what was measured."""
        state, rows = self.trainer.advance(
            self.state, self.numbers, self.material, self.orders,
            epoch=self.epoch, step=self.step, epochs=len(flags), evaluate=flags)
        return state, np.asarray(rows)  # waits until all of it is done


class SliceCourse(Course):
    """Many examples: an epoch is walked in slices, and measured at marks on the way, in slices."""

    def begin(self) -> None:
        self._measuring: Measuring | None = None
        self._outputs = np.zeros((0, 0), np.float32)
        self._seconds_per_step, self._seconds_per_block = 4e-3, 4e-3  # a guess, soon mended
        super().begin()

    def warm_up(self) -> None:
        self._walk(1)
        self.measure()
        self._measure_on()

    def due(self, now: float, playing: bool) -> float:
        return 0.0 if self._measuring else super().due(now, playing)

    def measure(self) -> None:
        self._measuring = Measuring()

    def take(self, unit: str) -> bool:
        if self._measuring and self.step == 0:
            self._measure_on()  # of the epoch before: its measures would be lost
            return False
        done = self.step + 1 if unit == "batch" else self.step + self._fitting()
        self._walk(min(done, self.steps_per_epoch))
        if unit == "batch" or self.step == 0:
            self.measure()
            return True
        return False

    def advance(self, speed: float, last_epoch: int) -> bool:
        if self._measuring:
            return self._measure_on()
        now = time.monotonic()
        until = min(self.step + self._fitting(), self._next_mark())
        if speed:
            steps = speed * self.steps_per_epoch  # a second
            until = min(until, self.step + 1 + int((now - self._due) * steps))
            self._due = max(self._due + (until - self.step) / steps, now - LATE)
        self._walk(until)
        if self._at_mark():
            self.measure()
        return False

    def outputs(self) -> np.ndarray:
        return self._outputs

    def _fitting(self) -> int:
        return max(1, int(SLICE / self._seconds_per_step))

    def _walk(self, until: int) -> None:
        began = time.perf_counter()
        steps = until - self.step
        self.state = self.trainer.advance(
            self.state, self.numbers, self.material, self.orders.of(self.epoch),
            step=self.step, until=until)
        np.asarray(self.state[0][0] if self.state[0] else 0)  # waits until it is done
        seconds = (time.perf_counter() - began) / steps
        self._seconds_per_step += 0.3 * (seconds - self._seconds_per_step)
        self.seconds_per_epoch = self._seconds_per_step * self.steps_per_epoch
        self.step = until
        if until == self.steps_per_epoch:
            self.epoch, self.step = self.epoch + 1, 0

    def _measure_on(self) -> bool:
        began = time.perf_counter()
        before = self._measuring.block
        blocks = max(1, int(SLICE / self._seconds_per_block))
        done = self.trainer.measure(
            self.state, self.numbers, self.material, self._measuring, blocks)
        np.asarray(self._measuring.sums)
        seconds = (time.perf_counter() - began) / (self._measuring.block - before)
        self._seconds_per_block += 0.3 * (seconds - self._seconds_per_block)
        if done:
            row = self.trainer.rows_of(self._measuring, self.material)
            self._outputs = np.asarray(self._measuring.outputs)[: self.material.count_test]
            self._measuring, self.measured, self.hit = None, row, self._meets(row)
            if self._at_mark():
                self._note(row, self.epoch + self.step / self.steps_per_epoch)
        return done

    def _marks(self) -> int:
        """How often this epoch is measured: a rule of the position alone."""
        return MARKS if self.material.count >= MANY and self.epoch < FRACTIONS_UNTIL else 1

    def _next_mark(self) -> int:
        share = self.steps_per_epoch / self._marks()
        return min(self.steps_per_epoch, math.ceil((math.floor(self.step / share) + 1) * share))

    def _at_mark(self) -> bool:
        if self.step == 0:
            return is_measured(self.epoch)
        share = self.steps_per_epoch / self._marks()
        return self.step == math.ceil(round(self.step / share) * share)
