"""``fit`` and ``evaluate``: the pure steps, run over data, with listeners."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from playground.keras.callbacks import CallbackList, History
from playground.keras.models import data as reading
from playground.keras.models.batches import ArrayBatches, Batches, batches_of, checked_epochs
from playground.keras.models.building import assign_to, values_of
from playground.keras.models.loop import array_dispatches, many_steps, stream_dispatches
from playground.keras.models.on_batch import plain
from playground.keras.models.predicting import Predicting

INTERVAL = 0.05  # seconds between two reports to listeners that need not hear of every batch


class Trainer(Predicting):
    """The part of a model that trains: values into the variables, many steps a dispatch."""

    _initial_epoch: int | None = None  # a BackupAndRestore says where to go on

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: Any = 1,
    ) -> History:
        """Train for some epochs, and show a progress bar.

        Args:
            x, y: arrays, or lists and dicts of them; or as x alone a generator, a PyDataset or
                anything else that gives batches (x, y). These are made in another thread while
                the model computes, up to two ahead.
            steps_per_epoch: how many batches make an epoch; a generator without an end needs it.
            validation_freq: every how many epochs, or after which, the validation takes place.

        Returns:
            the History: ``history.history["loss"]`` has a number for every epoch.

        Raises:
            RuntimeError: the model is not compiled.
            ValueError: data that do not fit the model or each other.
        """
        self._expect_compiled("fit")
        epochs = checked_epochs(epochs)
        if validation_data is None and validation_split:
            x, validation_data = _split(x, y, sample_weight, validation_split)
            y = sample_weight = None
            x.sample_weight = reading.weights_of(x.y, x.sample_weight, class_weight)
        batches = batches_of(x, y, sample_weight, batch_size=batch_size, steps=steps_per_epoch,
                             shuffle=shuffle, class_weight=class_weight)
        if self._prepare(batches):
            batches.looked_at()
        batches.reset()
        validation = self._validation(validation_data, validation_batch_size or batch_size,
                                      validation_steps)
        if not isinstance(callbacks, CallbackList):
            callbacks = CallbackList(callbacks, add_history=True, add_progbar=verbose != 0,
                                     model=self, verbose=verbose, epochs=epochs,
                                     steps=batches.num_batches)
        self.stop_training = False
        logs: dict[str, Any] = {}
        callbacks.on_train_begin()
        try:
            for epoch in range(self._initial_epoch or initial_epoch, epochs):
                self.reset_metrics()
                callbacks.on_epoch_begin(epoch)
                found = self._run("train", batches, callbacks)
                if found is None:  # a generator that has ended
                    break
                logs = found
                if validation is not None and _is_due(epoch, validation_freq):
                    results = self._evaluate(validation, callbacks)
                    logs = {**logs, **{f"val_{key}": value for key, value in results.items()}}
                callbacks.on_epoch_end(epoch, plain(logs))
                if self.stop_training:
                    break
        finally:
            if epochs > 0 and self.optimizer is not None:
                self.optimizer.finalize_variable_values(
                    self.trainable_variables)  # type: ignore[attr-defined]
        callbacks.on_train_end(plain(logs))
        return self.history  # type: ignore[attr-defined]

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """The loss and the metrics on these data: a number, a list of them, or a dict."""
        self._expect_compiled("evaluate")
        batches = batches_of(x, y, sample_weight, batch_size=batch_size, steps=steps)
        self._prepare(batches)
        if not isinstance(callbacks, CallbackList):
            callbacks = CallbackList(callbacks, add_progbar=verbose != 0, model=self,
                                     verbose=verbose, epochs=1, steps=batches.num_batches)
        logs = self._evaluate(batches, callbacks)
        return logs if return_dict else self._results_of(logs)

    # ------------------------------------------------------------------ underneath

    def _evaluate(self, batches: Batches, callbacks: CallbackList) -> dict[str, Any]:
        self.stop_evaluating = False
        self.reset_metrics()
        callbacks.on_test_begin()
        batches.reset()
        logs = plain(self._run("test", batches, callbacks))
        callbacks.on_test_end(logs)
        return logs

    def _validation(
        self, data: Any, batch_size: int | None, steps: int | None
    ) -> Batches | None:
        """The batches of the validation, the same ones after every epoch."""
        if data is None:
            return None
        parts = (data,) if isinstance(data, reading.Data) else reading.unpack(data)
        batches = batches_of(*parts, batch_size=batch_size, steps=steps)
        self._prepare(batches)
        return batches

    def _run(
        self, mode: str, batches: Batches, callbacks: CallbackList
    ) -> dict[str, Any] | None:
        """All batches of one epoch; the listeners hear after each dispatch. None: there was none.

        A callback may change any variable: the state is read anew for each dispatch.
        """
        begin = getattr(callbacks, f"on_{mode}_batch_begin")
        end = getattr(callbacks, f"on_{mode}_batch_end")
        variables = self._training_variables() if mode == "train" else self._testing_variables()
        every = callbacks.wants_batches(mode) or self.run_eagerly
        logs, last, heard, told = None, -1, -1, 0.0
        with closing(self._dispatches(mode, batches, every)) as dispatches:
            for first, last, run in dispatches:
                begin(first)
                logs, state = run(values_of(variables))
                assign_to(variables, state)
                if every or time.perf_counter() - told >= INTERVAL:
                    end(last, plain(logs))
                    heard, told = last, time.perf_counter()
                if self.stop_training if mode == "train" else self.stop_evaluating:
                    break
            else:
                batches.finish()
        if last < 0:
            return None
        if heard < last:
            end(last, plain(logs))
        batches.num_batches = batches.num_batches or last + 1
        return logs

    def _dispatches(self, mode: str, batches: Batches, every: bool) -> Any:
        if not isinstance(batches, ArrayBatches):
            return stream_dispatches(self._one_step(mode), batches.epoch(),
                                     self.steps_per_execution)
        step = getattr(self, f"{mode}_step")
        program = self._program(mode, lambda: many_steps(step, self.run_eagerly))
        return array_dispatches(program, batches.arrays, *batches.epoch(), self._pace,
                                self.steps_per_execution if every else None)


def _split(x: Any, y: Any, sample_weight: Any, share: float) -> tuple[Any, Any]:
    if not reading.is_arrays(x):
        raise ValueError("validation_split expects arrays, of which it takes the last share; x is "
                         f"a {type(x).__name__}. Give validation_data=… instead.")
    return reading.split(reading.read(x, y, sample_weight), share)


def _is_due(epoch: int, frequency: Any) -> bool:
    if isinstance(frequency, int):
        return (epoch + 1) % frequency == 0
    if isinstance(frequency, (list, tuple, set)):
        return epoch + 1 in frequency
    raise ValueError("validation_freq expects a whole number, or a list of epochs; "
                     f"got {frequency!r}.")
