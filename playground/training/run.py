"""One run: an experiment, its state, and what it is doing at the moment."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.experiment import Experiment, diagram_name
from playground.training.arrays import arrays_of, weights_of
from playground.training.assembly import structure
from playground.training.diagnosis import diagnose, not_finite
from playground.training.history import History, is_measured
from playground.training.material import Material, Orders
from playground.training.probes import Probes
from playground.training.snapshot import Note, Snapshot
from playground.training.trainer import State, Trainer, numbers_of

SLICE = 0.012  # seconds of training between two looks at what else there is to do
MOST_STEPS = 64  # single steps that wait; more presses than that are not counted
LATE = 0.1  # seconds of epochs that are made up for when a run could not keep its speed


class Run:
    """A run and its state. The engine calls it from one training thread and many others.

    The state itself is never changed in place: a viewer reads the one that was published last.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.lock = threading.RLock()
        self.experiment: Experiment | None = None
        self.trainer: Trainer | None = None
        self.probes: Probes | None = None
        self.material: Material | None = None
        self.history = History()
        self.state: State | None = None
        self.numbers = np.zeros(0, np.float32)
        self.epoch = self.step = 0
        self.playing = False
        self.status = "starting"
        self.speed = 60.0
        self.look: tuple[int | None, int | None] = (None, None)
        self.notes: tuple[Note, ...] = ()
        self.measured: np.ndarray | None = None
        self.version = time.time_ns() // 1_000_000  # grows across engines too
        self.watched = time.monotonic()
        self.seconds_per_epoch: float | None = None
        self._seconds_per_step = 1e-4
        self._due = 0.0
        self._diagnosed = 0.0
        self._spread: tuple[float, float] | None = None
        self._aims = True  # at the target loss; not where Play was pressed beyond it
        self._hit = False  # the last epoch met it
        self._steps: deque[str] = deque()  # single steps that wait for the training thread

    # -- the experiment ----------------------------------------------------------------------

    def wants(self, experiment: Experiment) -> bool:
        """Take a new experiment. True when it needs a trainer and a fresh state (``adopt``)."""
        with self.lock:
            before, self.experiment = self.experiment, experiment
            if self.state is not None and state_key(before) == state_key(experiment):
                self.numbers = numbers_of(experiment)
                self._aims = True
                if self.status == "finished" and not self._reached():
                    self.status = "paused"
                self.measured = self.trainer.evaluate(self.state, self.numbers, self.material)
                self.version += 1
                return False
            self.trainer = self.state = None
            self._steps.clear()
            self.status = "compiling"
            self.version += 1
            return True

    def adopt(self, experiment: Experiment, trainer: Trainer, probes: Probes,
              material: Material, checkpoint: Mapping[str, Any] | None = None) -> None:
        """Begin (or resume) with what was prepared for this experiment."""
        with self.lock:
            if self.state is not None or state_key(experiment) != state_key(self.experiment):
                return  # it is prepared already, or has changed again since
            self.trainer, self.probes, self.material = trainer, probes, material
            self.numbers = numbers_of(self.experiment)
            self.orders = Orders(self.experiment.seed, material.count)
            self.steps_per_epoch = -(-material.count // self.experiment.batch_size)
            self._initial = trainer.initial(self.experiment)
            if self.experiment.dataset.task == "regression":
                self._spread = (float(np.var(material.y[: material.count])),
                                float(np.var(material.y_test[: material.count_test])))
            else:
                self._spread = None
            self.look_at(*self.look)  # the unit may have gone
            self._begin()
            if checkpoint and checkpoint["of"] == state_key(self.experiment):
                self._resume(checkpoint)
            self.status = "playing" if self.playing else "paused"
            self._due = time.monotonic()
            self.version += 1

    def failed(self, sentence: str) -> None:
        """The model could not be built; the page says why."""
        with self.lock:
            self.status, self.playing = "failed", False
            self.notes = (Note("stop", sentence),)
            self.version += 1

    def _begin(self) -> None:
        self.state = self._initial
        self.epoch = self.step = 0
        self._steps.clear()
        self._aims, self._hit = True, False
        self.history = History()
        self.notes = ()
        self.seconds_per_epoch = None
        self._note_epoch(self.trainer.evaluate(self.state, self.numbers, self.material))

    # -- commands ----------------------------------------------------------------------------

    def play(self) -> None:
        """Train until told otherwise, or until the experiment's own target."""
        with self.lock:
            self.playing = True
            if self.state is not None:
                self.status = "playing"
                self.notes = ()
                self._due = time.monotonic()
                self._aims = not self._meets(self.measured)
            self.version += 1

    def pause(self) -> None:
        """Stop where it is."""
        with self.lock:
            self.playing = False
            if self.status == "playing":
                self.status = "paused"
                self._measure()
            self.version += 1

    def reset(self) -> None:
        """Back to the same initial weights, paused."""
        with self.lock:
            self.playing = False
            if self.state is not None:
                self.status = "paused"
                self._begin()
            self.version += 1

    def step_once(self, unit: str) -> None:
        """One batch, or the rest of the epoch that has begun, when the training thread comes by."""
        with self.lock:
            if self.state is None or len(self._steps) >= MOST_STEPS:
                return
            self.pause()
            self.status = "paused"
            self._steps.append(unit)

    def take_steps(self) -> None:
        """Carry out the single steps that wait."""
        with self.lock:
            while self._steps:
                self._take_step(self._steps.popleft())

    def _take_step(self, unit: str) -> None:
        if unit == "batch" and self.step + 1 < self.steps_per_epoch:
            self.state, _ = self.trainer.advance(
                self.state, self.numbers, self.material, self.orders, epoch=self.epoch,
                step=self.step, until=self.step + 1, epochs=1, evaluate=np.zeros(1, bool))
            self.step += 1
        else:
            self._train(1)
        self._measure()
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
            if self.state is None:
                return
            if not math.isfinite(value) or abs(value) > 1e6:
                raise ValueError(f"A weight expects a number between -1e6 and 1e6; got {value}.")
            variable = self._variable(layer, name)
            kind, place = self._place(variable)
            values = list(self.state[kind])
            if len(index) != len(variable.shape) or any(
                    not 0 <= at < size for at, size in zip(index, variable.shape)):
                raise ValueError(f"{name} has the shape {tuple(variable.shape)}; "
                                 f"there is nothing at {index}.")
            changed = np.array(values[place])
            changed[index] = value
            values[place] = changed
            state = list(self.state)
            state[kind] = values
            self.state = tuple(state)
            self._measure()
            self.notes = ()
            self.version += 1

    def set_speed(self, epochs_a_second: float) -> None:
        """How fast it plays; 0 is as fast as it goes."""
        with self.lock:
            self.speed = min(max(epochs_a_second, 0.1), 1000.0) if epochs_a_second > 0 else 0.0
            self._due = time.monotonic()
            self.version += 1

    def look_at(self, layer: int | None, unit: int | None) -> None:
        """Choose the unit that the large map shows; None: the output."""
        with self.lock:
            if self.probes is not None and layer is not None and not (
                    0 <= layer < len(self.probes.widths)
                    and 0 <= (unit or 0) < self.probes.widths[layer]):
                layer = unit = None
            self.look = (layer, unit)
            self.version += 1

    # -- training ----------------------------------------------------------------------------

    def due(self, now: float) -> float:
        """Seconds until this run wants to train again; infinity while it does not."""
        if self._steps:
            return 0.0
        if not self.playing or self.status != "playing":
            return math.inf
        return max(0.0, self._due - now)

    def advance(self) -> None:
        """Train for one slice of time, at the speed asked for; or take one step that waits."""
        with self.lock:
            if self._steps:
                self._take_step(self._steps.popleft())
                return
            if not self.playing or self.status != "playing" or self.state is None:
                return
            now = time.monotonic()
            fits = max(1, int(SLICE / (self._seconds_per_step * self.steps_per_epoch)))
            if self.speed:
                owed = 1 + int((now - self._due) * self.speed)
                epochs = min(owed, fits)
                self._due = max(self._due + epochs / self.speed, now - LATE)
            else:
                epochs = fits
            epochs = min(epochs, self.trainer.most_epochs)
            if self.experiment.epochs > self.epoch:
                epochs = min(epochs, self.experiment.epochs - self.epoch)
            self._train(epochs)
            self._after_training()
            self.version += 1

    def _train(self, epochs: int) -> None:
        began = time.perf_counter()
        flags = np.array([is_measured(self.epoch + row + 1) for row in range(epochs)])
        steps = epochs * self.steps_per_epoch - self.step
        state, rows = self._advanced(flags)
        seconds = time.perf_counter() - began
        hits = [row + 1 for row in range(epochs) if flags[row] and self._meets(rows[row])]
        self._hit = bool(hits) and self._aims
        if self._hit and hits[0] < epochs:  # gone past it: the same epochs again, up to there
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
                self._note_epoch(rows[row], epoch=first + row)

    def _advanced(self, flags: np.ndarray) -> tuple[State, np.ndarray]:
        """The state after as many epochs as there are flags, and what was measured."""
        state, rows = self.trainer.advance(
            self.state, self.numbers, self.material, self.orders,
            epoch=self.epoch, step=self.step, epochs=len(flags), evaluate=flags)
        return state, np.asarray(rows)  # waits until all of it is done

    def _meets(self, row: np.ndarray) -> bool:
        """Whether these measures meet the target loss."""
        return bool(0 < row[1, 0] <= self.experiment.stop_loss)

    def _after_training(self) -> None:
        now = time.monotonic()
        if self._stop_if_not_finite():
            return
        target = self.experiment.epochs
        if target and self.epoch == target:
            self._finish(f"{target:,} epochs are done: training paused, as was asked for.")
        elif self._hit:
            self._finish(f"The test loss reached {self.experiment.stop_loss:g}: training paused, "
                         "as was asked for.")
        elif now - self._diagnosed > 1.0:
            self._diagnosed = now
            self.notes = diagnose(
                self.history, self.probes.silent(self.state, self.numbers, self.material),
                self.experiment)

    def _reached(self) -> bool:
        target = self.experiment.epochs
        return bool(target) and self.epoch == target

    def _finish(self, sentence: str) -> None:
        self.playing, self.status = False, "finished"
        self.notes = (Note("info", sentence),)
        self._measure()

    def _stop_if_not_finite(self) -> bool:
        latest = self.history.rows[-1] if self.history.rows else self.measured
        weights = all(bool(np.isfinite(np.asarray(each)).all()) for each in self.state[0])
        if weights and np.isfinite(latest[:, 0]).all():
            return False
        self.playing, self.status = False, "finished"
        self.notes = (not_finite(self.experiment),)
        return True

    def _measure(self) -> None:
        self.measured = self.trainer.evaluate(self.state, self.numbers, self.material)
        if self.step == 0 and is_measured(self.epoch):
            self._note_epoch(self.measured)

    def _note_epoch(self, row: np.ndarray, epoch: int | None = None) -> None:
        epoch = self.epoch if epoch is None else epoch
        self.measured = row
        self.history.add(epoch, row)
        if epoch == self.epoch and self.history.wants_sample(epoch):
            self.history.sample(epoch, self._kernels())

    # -- what is seen ------------------------------------------------------------------------

    def snapshot(self, fields: tuple[str, ...], since: int) -> Snapshot | None:
        """The run now, with the arrays of these fields; None when nothing is newer."""
        self.watched = time.monotonic()
        with self.lock:
            if self.version <= since:
                return None
            version, state, probes, look = self.version, self.state, self.probes, self.look
            numbers = self.numbers
            ready = state is not None
            seen: dict[str, Any] = {
                "status": self.status, "epoch": self.epoch, "step": self.step, "speed": self.speed,
                "notes": self.notes, "seconds_per_epoch": self.seconds_per_epoch}
            arrays: dict[str, np.ndarray] = {}
            if ready:
                loss, val_loss = self.measured[:, 0].tolist()
                metric, val_metric = self.measured[:, 1].tolist()
                regression = self.trainer.task == "regression"
                seen |= {
                    "structure": diagram_name(self.experiment), "loss": loss, "val_loss": val_loss,
                    "steps_per_epoch": self.steps_per_epoch, "parameters": self.trainer.parameters,
                    "metric_name": "mean_absolute_error" if regression else "accuracy",
                    "metric": metric, "val_metric": val_metric,
                    "look": {"layer": look[0], "unit": look[1], "title": self._title(look)}}
                material, history = self.material, self.history
                if "history" in fields:
                    arrays |= history.curves(self._spread)
                if "histograms" in fields:
                    arrays |= history.histograms()
        if ready:
            arrays |= arrays_of(fields, probes, state, numbers, material, look)
        return Snapshot(version=version, run=self.name, arrays=arrays, **seen)

    def checkpoint(self) -> dict[str, Any] | None:
        """All that is needed to go on elsewhere, in plain arrays."""
        with self.lock:
            if self.state is None:
                return None
            return {
                "of": state_key(self.experiment), "playing": self.playing,
                "stepping": bool(self._steps),
                "epoch": self.epoch, "step": self.step,
                "state": tuple([np.asarray(each) for each in kind] for kind in self.state),
                "history": self.history.plain()}

    def _resume(self, checkpoint: Mapping[str, Any]) -> None:
        self.state = tuple(list(kind) for kind in checkpoint["state"])
        self.epoch, self.step = checkpoint["epoch"], checkpoint["step"]
        self.history = History.of(checkpoint["history"])
        self.measured = self.trainer.evaluate(self.state, self.numbers, self.material)

    def _title(self, look: tuple[int | None, int | None]) -> str:
        layer, unit = look
        if layer is None:
            return "Output"
        last = layer == len(self.probes.layers) - 1
        name = type(self.probes.layers[layer]).__name__
        kind = "Output" if last else f"Layer {layer + 1}, {name}"
        return f"{kind}, unit {(unit or 0) + 1}"

    def _kernels(self) -> dict[int, np.ndarray]:
        return {
            int(name.split("/")[1]): kernel
            for name, kernel in weights_of(self.probes, self.state).items()
            if name.endswith("/kernel")}

    def _variable(self, layer: int, name: str) -> Any:
        if 0 <= layer < len(self.probes.layers):
            for variable in self.probes.layers[layer].weights:
                if variable.name == name:
                    return variable
        raise ValueError(f"Layer {layer} has no weights called {name!r}.")

    def _place(self, variable: Any) -> tuple[int, int]:
        for kind, variables in enumerate(self.trainer.variables):
            for place, each in enumerate(variables):
                if each is variable:
                    return kind, place
        raise ValueError(f"{variable.name} is not a weight of this model.")


def state_key(experiment: Experiment) -> tuple[Any, ...]:
    """All of an experiment that its state depends on; the rest may change while it trains."""
    return (structure(experiment), experiment.data, experiment.points, experiment.share,
            experiment.data_seed, experiment.features, experiment.seed)
