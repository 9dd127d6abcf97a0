"""One step at a time, for training loops written by hand: the ``…_on_batch`` methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.keras.backend import jax
from playground.keras.models import data as reading
from playground.keras.models.batches import ArrayBatches
from playground.keras.models.building import Building, assign_to, values_of
from playground.keras.models.data import Data


class OnBatch(Building):
    """Each computes its batch as it is, in one dispatch."""

    def train_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """One training step on these samples; gives their loss and metrics."""
        self._expect_compiled("train_on_batch")
        data = self._one(reading.read(x, y, sample_weight, class_weight))
        return self._reported(self._on_one("train", self._training_variables(), data), return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """The loss and metrics of these samples."""
        self._expect_compiled("test_on_batch")
        data = self._one(reading.read(x, y, sample_weight))
        return self._reported(self._on_one("test", self._testing_variables(), data), return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """The outputs for these samples."""
        data = reading.read(x)
        self._build_on(data.x)
        outputs = self._on_one("predict", self._predicting_variables(), data)
        return jax.tree.map(np.asarray, outputs)

    def _one(self, data: Data) -> Data:
        self._prepare(ArrayBatches(data, data.size, None, False))
        self.reset_metrics()
        return data

    def _on_one(self, mode: str, variables: Any, data: Data) -> Any:
        step = self._one_step(mode)
        found, state = step(values_of(variables), data.on_device())
        assign_to(variables[-len(state):] if mode != "predict" else variables[1:],
                  state if mode != "predict" else (state,))
        return found

    def _one_step(self, mode: str) -> Any:
        """``train_step``, ``test_step`` or ``predict_step``, compiled."""
        step = getattr(self, f"{mode}_step")
        return self._program(f"{mode}_one", lambda: step if self.run_eagerly else jax.jit(step))

    # ------------------------------------------------------------------ what is reported

    def _reported(self, logs: Any, return_dict: bool) -> Any:
        logs = plain(logs)
        return logs if return_dict else self._results_of(logs)

    def _results_of(self, logs: Mapping[str, Any]) -> Any:
        """The numbers as ``metrics`` has them, the loss first; one alone is no list."""
        names: list[str] = []
        for each in self.metrics:
            inner = each.metrics if each is self._compiled_metrics else [each]
            names += [metric.name for metric in inner]
        found = [logs[name] for name in names if name in logs]
        found += [logs[name] for name in sorted(logs) if name not in names]
        return found[0] if len(found) == 1 else found


def plain(logs: Any) -> dict[str, Any]:
    """The logs as numbers of Python, by name in order; dicts within them are laid open."""
    found: dict[str, Any] = {}
    for key, value in sorted((jax.device_get(logs) or {}).items()):
        if isinstance(value, Mapping):
            found.update(plain(value))
        else:
            found[key] = float(value) if np.ndim(value) == 0 else value
    return found
