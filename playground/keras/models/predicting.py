"""``predict``: the outputs for many samples, as many of them in a dispatch as listeners allow."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import numpy as np

from playground.keras.backend import jax
from playground.keras.callbacks import CallbackList
from playground.keras.models import data as reading
from playground.keras.models.batches import ArrayBatches, batches_of
from playground.keras.models.building import assign_to, values_of
from playground.keras.models.loop import many_outputs, with_room
from playground.keras.models.on_batch import OnBatch

MOST = 256  # batches in one dispatch


class Predicting(OnBatch):
    """The part of a model that is asked."""

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """The model's outputs for these inputs, as NumPy arrays."""
        batches = batches_of(x, batch_size=batch_size, steps=steps)
        if self._is_unbuilt():
            self._build_on(reading.unpack(batches.first())[0])
        if not isinstance(callbacks, CallbackList):
            callbacks = CallbackList(callbacks, add_progbar=verbose != 0, model=self,
                                     verbose=verbose, epochs=1, steps=batches.num_batches)
        self.stop_predicting = False
        callbacks.on_predict_begin()
        parts = (self._predict_arrays(batches, callbacks) if isinstance(batches, ArrayBatches)
                 else self._predict_stream(batches, callbacks))
        callbacks.on_predict_end()
        return jax.tree.map(lambda *arrays: np.concatenate(arrays), *parts)

    def _predict_arrays(self, batches: ArrayBatches, callbacks: CallbackList) -> list[Any]:
        program = self._program("predict", lambda: many_outputs(self.predict_step,
                                                                self.run_eagerly))
        variables, size = self._predicting_variables(), batches.batch_size
        count = min(batches.data.size, batches.num_batches * size)
        full, rest = divmod(count, size)
        at_once = self.steps_per_execution if callbacks.wants_batches("predict") else MOST
        cuts = [(first, min(at_once, full - first), size) for first in range(0, full, at_once)]
        parts = []
        for first, number, length in [*cuts, *([(full, 1, rest)] if rest else [])]:
            callbacks.on_predict_batch_begin(first)
            order = first * size + np.arange(number * length, dtype=np.int32)
            outputs, state = program(values_of(variables), batches.arrays,
                                     with_room(order.reshape(number, length)), number)
            assign_to(variables[1:], (state,))
            parts.append(jax.tree.map(lambda each: np.asarray(each)[:number].reshape(  # noqa: B023
                -1, *each.shape[2:]), outputs))
            callbacks.on_predict_batch_end(first + number - 1, {"outputs": parts[-1]})
            if self.stop_predicting:
                break
        return parts

    def _predict_stream(self, batches: Any, callbacks: CallbackList) -> list[Any]:
        step, variables, parts = self._one_step("predict"), self._predicting_variables(), []
        with closing(batches.epoch()) as epoch:
            for number, batch in enumerate(epoch):
                callbacks.on_predict_batch_begin(number)
                x = reading.pack(reading.unpack(batch)[0])
                outputs, state = step(values_of(variables), x)
                assign_to(variables[1:], (state,))
                parts.append(jax.tree.map(np.asarray, outputs))
                callbacks.on_predict_batch_end(number, {"outputs": parts[-1]})
                if self.stop_predicting:
                    break
        return parts
