"""``fit``, ``evaluate`` and ``predict``: the pure steps, run over data, with listeners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.keras import tree
from playground.keras.backend import jax, jnp
from playground.keras.callbacks import CallbackList, History
from playground.keras.losses import SparseCategoricalCrossentropy  # type: ignore[attr-defined]
from playground.keras.models import data as reading
from playground.keras.models.loop import Pace, many_outputs, many_steps, run_batches
from playground.keras.variable import Variable


class Trainer:
    """The part of a model that trains: values into the variables, many steps a dispatch."""

    run_eagerly = False

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

        Returns:
            the History: ``history.history["loss"]`` has a number for every epoch.

        Raises:
            RuntimeError: the model is not compiled.
            ValueError: data that do not fit the model or each other.
        """
        self._expect_compiled("fit")
        batch_size = _checked_batch_size(batch_size)
        data = reading.read(x, y, sample_weight, class_weight)
        validation = None
        if validation_data is not None:
            validation = reading.read(*reading.unpack(validation_data))
        elif validation_split:
            data, validation = reading.split(data, validation_split)
        if self._prepare(data) and shuffle:
            reading.order(data.size, batch_size, shuffle)  # Keras draws one to look at its shapes
        if validation is not None:
            self._check_labels(validation.y)
        arrays = data.on_device()
        validation_arrays = None if validation is None else validation.on_device()
        steps = -(-data.size // batch_size)
        steps = min(steps, steps_per_epoch or steps)
        if not isinstance(callbacks, CallbackList):
            callbacks = CallbackList(callbacks, add_history=True, add_progbar=verbose != 0,
                                     model=self, verbose=verbose, epochs=epochs, steps=steps)
        program = self._program("train", lambda: many_steps(self.train_step, self.run_eagerly))
        self.stop_training = False
        logs: dict[str, float] = {}
        callbacks.on_train_begin()
        for epoch in range(initial_epoch, epochs):
            self.reset_metrics()
            callbacks.on_epoch_begin(epoch)
            batches, rest = _cut(*reading.order(data.size, batch_size, shuffle), steps_per_epoch)
            logs = self._run(program, arrays, batches, rest, callbacks, "train",
                             self._training_variables)
            if validation is not None and _is_due(epoch, validation_freq):
                results = self._evaluate(validation, validation_arrays,
                                         validation_batch_size or batch_size, validation_steps,
                                         callbacks)
                logs = {**logs, **{f"val_{key}": value for key, value in results.items()}}
            callbacks.on_epoch_end(epoch, logs)
            if self.stop_training:
                break
        self.optimizer.finalize_variable_values(self.trainable_variables)
        callbacks.on_train_end(logs)
        return self.history

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
        batch_size = _checked_batch_size(batch_size)
        data = reading.read(x, y, sample_weight)
        self._prepare(data)
        count = -(-data.size // batch_size)
        if not isinstance(callbacks, CallbackList):
            callbacks = CallbackList(callbacks, add_progbar=verbose != 0, model=self,
                                     verbose=verbose, epochs=1, steps=min(count, steps or count))
        logs = self._evaluate(data, data.on_device(), batch_size, steps, callbacks)
        if return_dict:
            return logs
        values = [logs[each] for each in self._in_order(logs)]
        return values[0] if len(values) == 1 else values

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """The model's outputs for these inputs, as NumPy arrays."""
        batch_size = _checked_batch_size(batch_size)
        data = reading.read(x)
        self._build_on(data.x)
        inputs = data.on_device()[0]
        size = min(data.size, (steps or data.size) * batch_size)
        count = -(-size // batch_size)
        if not isinstance(callbacks, CallbackList):
            callbacks = CallbackList(callbacks, add_progbar=verbose != 0, model=self,
                                     verbose=verbose, epochs=1, steps=count)
        program = self._program("predict", lambda: many_outputs(self.predict_step,
                                                                self.run_eagerly))
        state = ([each.value for each in self.trainable_variables],
                 [each.value for each in self.non_trainable_variables])
        callbacks.on_predict_begin()
        full = size // batch_size
        parts, done = [], 0
        for batches, length in ((full, batch_size), (1, size - full * batch_size)):
            if batches and length:
                callbacks.on_predict_batch_begin(done)
                cut = jax.tree.map(lambda each: each[
                    done * batch_size : done * batch_size + batches * length].reshape(  # noqa: B023
                        batches, length, *each.shape[1:]), inputs)  # noqa: B023
                outputs = program(state, cut)
                parts.append(jax.tree.map(lambda each: np.asarray(each).reshape(
                    -1, *each.shape[2:]), outputs))
                done += batches
                callbacks.on_predict_batch_end(done - 1, {"outputs": parts[-1]})
        callbacks.on_predict_end()
        return jax.tree.map(lambda *arrays: np.concatenate(arrays), *parts)

    # ------------------------------------------------------------------ one batch

    def train_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """One training step on these samples; the metrics go on from before."""
        self._expect_compiled("train_on_batch")
        data = reading.read(x, y, sample_weight, class_weight)
        self._prepare(data)
        step = self._program("train_one", lambda: _compiled(self.train_step, self.run_eagerly))
        variables = self._training_variables()
        logs, state = step(_values(variables), data.on_device())
        _assign(variables, state)
        return self._reported(logs, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """The loss and metrics after these samples; the metrics go on from before."""
        self._expect_compiled("test_on_batch")
        data = reading.read(x, y, sample_weight)
        self._prepare(data)
        step = self._program("test_one", lambda: _compiled(self.test_step, self.run_eagerly))
        variables = self._testing_variables()
        logs, state = step(_values(variables), data.on_device())
        _assign(variables, state)
        return self._reported(logs, return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """The outputs for these samples, computed at once."""
        data = reading.read(x)
        self._build_on(data.x)
        step = self._program("predict_one", lambda: _compiled(self.predict_step, self.run_eagerly))
        state = ([each.value for each in self.trainable_variables],
                 [each.value for each in self.non_trainable_variables])
        outputs, _ = step(state, (data.on_device()[0],))
        return jax.tree.map(np.asarray, outputs)

    # ------------------------------------------------------------------ underneath

    def _evaluate(
        self, data: reading.Data, arrays: Any, batch_size: int, steps: int | None,
        callbacks: CallbackList,
    ) -> dict[str, float]:
        program = self._program("test", lambda: many_steps(self.test_step, self.run_eagerly))
        self.reset_metrics()
        callbacks.on_test_begin()
        batches, rest = _cut(*reading.order(data.size, batch_size, False), steps)
        logs = self._run(program, arrays, batches, rest, callbacks, "test",
                         self._testing_variables)
        callbacks.on_test_end(logs)
        return logs

    def _run(
        self, program: Any, arrays: Any, batches: np.ndarray, rest: np.ndarray | None,
        callbacks: CallbackList, mode: str, variables_of: Callable[[], tuple[list[Variable], ...]],
    ) -> dict[str, float]:
        """All batches of one epoch; the listeners hear after each dispatch."""
        begin = getattr(callbacks, f"on_{mode}_batch_begin")
        end = getattr(callbacks, f"on_{mode}_batch_end")
        variables = variables_of()
        running = run_batches(program, _values(variables), arrays, batches, rest, self._pace,
                              one_by_one=callbacks.wants_batches(mode), begin=begin)
        logs: dict[str, float] = {}
        sent = None
        while True:
            try:
                step, results, state = running.send(sent)
            except StopIteration:
                break
            _assign(variables, state)
            logs = _plain(results)
            end(step, logs)
            # a callback may have changed a variable; else these are the same arrays again
            sent = _values(variables)
            if self.stop_training and mode == "train":
                break
        return logs

    def _training_variables(self) -> tuple[list[Variable], ...]:
        return (self.trainable_variables, self.non_trainable_variables, self.optimizer.variables,
                self.metrics_variables)

    def _testing_variables(self) -> tuple[list[Variable], ...]:
        return self.trainable_variables, self.non_trainable_variables, self.metrics_variables

    def _prepare(self, data: reading.Data) -> bool:
        """Build what is not built: the model, the metrics, the optimizer; and check the labels.

        Returns:
            whether the model or its metrics were built only now.
        """
        first_time = not self.built or not self._compiled_metrics.built
        self._build_on(data.x)
        if data.y is not None and not self._compiled_metrics.built:
            y_shape = tree.flatten(data.y)[0].shape
            shapes = self.compute_output_shape(_shape_of(data.x))
            self._compiled_metrics.resolve((None, *y_shape[1:]), shapes)
            self._compiled_loss.resolve((None, *y_shape[1:]), shapes)
            for each in self._compiled_metrics.metrics:
                if hasattr(each, "squared_sum") and each.squared_sum is None:
                    each.build(shapes[-1])  # its variables exist before the steps are compiled
        self._check_labels(data.y)
        trainable = self.trainable_variables
        if not self.optimizer.built:
            self.optimizer.build(trainable)
        frozen = tuple(id(each) for each in trainable)
        if self._programs_for not in (None, frozen):
            self._forget_programs()
        self._programs_for = frozen
        return first_time

    def _build_on(self, x: Any) -> None:
        if not self.built:
            if not getattr(self.build, "_of_the_base", False):
                self.build(_shape_of(x))
        if not self.variables or any(not layer.built for layer in self._flatten_layers()):
            with jax.ensure_compile_time_eval():  # own call(): its layers build on real data
                first = jax.tree.map(lambda each: jnp.asarray(each[:1]), x)
                self(first, training=False)
            self._clear_losses()

    def _check_labels(self, y: Any) -> None:
        """Labels that are no class would give wrong numbers without a word."""
        if not isinstance(self._compiled_loss.loss, SparseCategoricalCrossentropy):
            return
        if y is None or not isinstance(y, np.ndarray) or y.size == 0:
            return
        classes = self._classes()
        low, high = y.min(), y.max()
        ignored = self._compiled_loss.loss.ignore_class
        if classes and ignored is None and not (low >= 0 and high < classes):
            raise ValueError(
                f"sparse_categorical_crossentropy expects labels from 0 to {classes - 1}, because "
                f"the last layer has {classes} outputs; got labels from {low:g} to {high:g}. "
                "Change the units of the last layer, or count the labels from 0.")

    def _classes(self) -> int | None:
        try:
            return self.output_shape[-1]
        except (AttributeError, NotImplementedError, TypeError):
            return None

    def _in_order(self, logs: dict[str, float]) -> list[str]:
        """The names in the logs as ``metrics`` has them: the loss first."""
        names = [each.name for each in self.metrics if each.name in logs]
        return list(dict.fromkeys([*names, *logs]))

    def _reported(self, logs: Any, return_dict: bool) -> Any:
        logs = _plain(logs)
        if return_dict:
            return logs
        values = [np.float32(logs[each]) for each in self._in_order(logs)]
        return values[0] if len(values) == 1 else values

    def _expect_compiled(self, method: str) -> None:
        if not self.compiled:
            raise RuntimeError(f"{self.name} is not compiled yet: call model.compile(optimizer=…, "
                               f"loss=…) before model.{method}(…).")

    def _program(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._programs:
            self._programs[name] = make()
        return self._programs[name]

    def _forget_programs(self) -> None:
        """Compile again at the next step: the steps have changed."""
        self._programs: dict[str, Any] = {}
        self._programs_for: Any = None
        self._pace = Pace()


def _compiled(step: Any, eager: bool) -> Any:
    return step if eager else jax.jit(step)


def _values(variables: tuple[list[Variable], ...]) -> tuple[list[Any], ...]:
    return tuple([each.value for each in part] for part in variables)


def _assign(variables: tuple[list[Variable], ...], state: Any) -> None:
    for part, values in zip(variables, state, strict=True):
        for variable, value in zip(part, values, strict=True):
            variable._value = value


def _plain(logs: Any) -> dict[str, Any]:
    logs = jax.device_get(logs)
    return {key: float(value) if np.ndim(value) == 0 else value
            for key, value in sorted((logs or {}).items())}


def _shape_of(x: Any) -> Any:
    return jax.tree.map(lambda each: (None, *each.shape[1:]), x)


def _cut(batches: np.ndarray, rest: Any, steps: int | None) -> tuple[np.ndarray, Any]:
    if steps is None or steps > len(batches):
        return batches, rest
    return batches[:steps], None


def _is_due(epoch: int, frequency: Any) -> bool:
    if isinstance(frequency, int):
        return (epoch + 1) % frequency == 0
    return epoch + 1 in frequency


def _checked_batch_size(batch_size: Any) -> int:
    if batch_size is None:
        return 32
    if isinstance(batch_size, bool) or not isinstance(batch_size, (int, np.integer)):
        raise TypeError(f"batch_size expects a whole number; got {batch_size!r}.")
    if batch_size < 1:
        raise ValueError(f"batch_size expects 1 or more; got {batch_size}.")
    return int(batch_size)
