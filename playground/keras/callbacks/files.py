"""Callbacks that write files while a model trains: checkpoints, a table of the epochs."""

from __future__ import annotations

import csv
import json
import os
import shutil
import warnings
from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np

from playground.keras.callbacks.base import Callback, callbacks
from playground.keras.callbacks.monitoring import Monitor
from playground.keras.messages import say


class _EveryNBatches:
    """Says after which batches something is due that happens every ``every`` batches."""

    def __init__(self, every: int) -> None:
        self._every, self._since, self._last = every, 0, -1

    def due(self, batch: int) -> bool:
        self._since += batch - self._last if batch > self._last else batch + 1
        self._last = batch
        if self._since < self._every:
            return False
        self._since = 0
        return True


@callbacks.register("ModelCheckpoint")
class ModelCheckpoint(Monitor):
    """Saves the model, or its weights, after every epoch or every ``save_freq`` batches.

    Args:
        filepath: ends in ``.keras``, or in ``.weights.h5`` with ``save_weights_only``. It may have
            ``{epoch:02d}``, ``{batch}`` and the names of the logs in it: ``{val_loss:.2f}``.
        save_best_only: only when ``monitor`` is better than ever before.
        initial_value_threshold: what it must beat first.
    """

    def __init__(
        self,
        filepath: Any,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: Any = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None:
        super().__init__(monitor, mode, best=initial_value_threshold)
        self.filepath, self.verbose = os.fspath(filepath), verbose
        self.save_best_only, self.save_weights_only = save_best_only, save_weights_only
        self.save_freq = _checked_frequency(save_freq, "ModelCheckpoint")
        ending = ".weights.h5" if save_weights_only else ".keras"
        if not self.filepath.endswith(ending) and (
                save_weights_only or not self.filepath.endswith(".h5")):
            raise ValueError(f"ModelCheckpoint expects a filepath that ends in {ending!r}"
                             f"{' with save_weights_only' if save_weights_only else ''}; "
                             f"got {self.filepath!r}.")
        self.hears_every_batch = save_freq != "epoch"
        self._counter = _EveryNBatches(save_freq) if save_freq != "epoch" else None
        self._epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if self._counter is not None and self._counter.due(batch):
            self._save({**(logs or {}), "epoch": self._epoch + 1, "batch": batch + 1}, logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if self._counter is None:
            self._save({**(logs or {}), "epoch": epoch + 1}, logs)

    def _save(self, names: dict[str, Any], logs: Any) -> None:
        path = formatted(self.filepath, names)
        if self.save_best_only and not self._is_best(logs, path):
            return
        if os.path.dirname(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
        if self.verbose > 0 and not self.save_best_only:
            say(f"\nEpoch {self._epoch + 1}: saving model to {path}")
        save = self.model.save_weights if self.save_weights_only else self.model.save
        save(path, overwrite=True)
        if self.verbose > 0:
            say(f"\nEpoch {self._epoch + 1}: finished saving model to {path}")

    def _is_best(self, logs: Any, path: str) -> bool:
        value = self.monitored(logs)
        if value is None or np.ndim(value):
            return True
        best = "None" if self.best is None else f"{self.best:.5f}"
        better = self.is_better(value, self.best)
        if self.verbose > 0:
            say(f"\nEpoch {self._epoch + 1}: {self.monitor} " + (
                f"improved from {best} to {value:.5f}, saving model to {path}" if better
                else f"did not improve from {best}"))
        self.best = value if better else self.best
        return better


@callbacks.register("BackupAndRestore")
class BackupAndRestore(Callback):
    """Keeps the weights and the number of the epoch, so that an interrupted ``fit`` goes on there.

    The same call of ``fit`` with the same folder continues; at its end the folder is removed.
    """

    def __init__(
        self, backup_dir: Any, save_freq: Any = "epoch", double_checkpoint: bool = False,
        delete_checkpoint: bool = True,
    ) -> None:
        super().__init__()
        if not backup_dir:
            raise ValueError("BackupAndRestore expects a folder as backup_dir; got none.")
        self.backup_dir, self.double_checkpoint = Path(backup_dir), double_checkpoint
        self.save_freq = _checked_frequency(save_freq, "BackupAndRestore")
        self.delete_checkpoint = delete_checkpoint
        self.hears_every_batch = save_freq != "epoch"
        self._counter = _EveryNBatches(save_freq) if save_freq != "epoch" else None
        self._weights = self.backup_dir / "latest.weights.h5"
        self._place = self.backup_dir / "training_metadata.json"
        self._epoch = 0

    def on_train_begin(self, logs: Any = None) -> None:
        if self._weights.exists():
            self.model.load_weights(str(self._weights))
        if self._place.exists():
            self.model._initial_epoch = int(json.loads(self._place.read_text())["epoch"])

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._epoch = epoch + 1
        if self._counter is None:
            self._save(0)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if self._counter is not None and self._counter.due(batch):
            self._save(batch)

    def on_train_end(self, logs: Any = None) -> None:
        if self.delete_checkpoint and self.backup_dir.exists():
            shutil.rmtree(self.backup_dir)

    def _save(self, batch: int) -> None:
        self.backup_dir.mkdir(parents=True, exist_ok=True)
        if self.double_checkpoint:
            for path in (self._weights, self._place):
                if path.exists():
                    shutil.copy(path, f"{path}.bkp")
        self.model.save_weights(str(self._weights), overwrite=True)
        self._place.write_text(json.dumps({"epoch": self._epoch, "batch": batch}))


@callbacks.register("CSVLogger")
class CSVLogger(Callback):
    """Writes a line with the logs of every epoch into a CSV file."""

    def __init__(self, filename: Any, separator: str = ",", append: bool = False) -> None:
        super().__init__()
        self.filename, self.sep, self.append = os.fspath(filename), separator, append
        self._file: Any = None

    def on_train_begin(self, logs: Any = None) -> None:
        going_on = self.append and os.path.exists(self.filename)
        self._has_header = bool(going_on and os.path.getsize(self.filename))
        self._file = open(self.filename, "a" if self.append else "w", newline="")  # noqa: SIM115
        self._writer: Any = None

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        logs = logs or {}
        if self._writer is None:
            self._keys = sorted(logs)
            if not any(key.startswith("val_") for key in self._keys):
                self._keys += [f"val_{key}" for key in self._keys]
            self._writer = csv.DictWriter(self._file, ["epoch", *self._keys], delimiter=self.sep)
            if not self._has_header:
                self._writer.writeheader()
        self._writer.writerow({"epoch": epoch, **{key: _cell(logs.get(key, "NA"))
                                                  for key in self._keys}})
        self._file.flush()

    def on_train_end(self, logs: Any = None) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


@callbacks.register("TensorBoard")
class TensorBoard(Callback):
    """Takes the arguments of Keras's TensorBoard, and says that no such files are written here."""

    hears_every_batch = False

    def __init__(self, log_dir: Any = "logs", **settings: Any) -> None:
        super().__init__()
        self.log_dir = log_dir

    def on_train_begin(self, logs: Any = None) -> None:
        warnings.warn("TensorBoard's files are not written here. CSVLogger('training.csv') writes "
                      "the same numbers as a table.", stacklevel=4)


class _Names(Formatter):
    """Formats names alone: what a template reads is what it was given, nothing within it."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        if field_name not in kwargs:
            raise KeyError(f"The file path has {{{field_name}}}; there are: "
                           f"{', '.join(sorted(kwargs))}.")
        return kwargs[field_name], field_name


def formatted(template: str, names: dict[str, Any]) -> str:
    """The template with the names in braces filled in: ``{epoch:02d}``.

    Raises:
        KeyError: a name that is not there.
    """
    return _Names().vformat(template, (), names)


def _checked_frequency(frequency: Any, kind: str) -> Any:
    if frequency != "epoch" and (not isinstance(frequency, int) or frequency < 1):
        raise ValueError(f"{kind} expects save_freq='epoch' or a number of batches; "
                         f"got {frequency!r}.")
    return frequency


def _cell(value: Any) -> Any:
    if np.ndim(value) and not isinstance(value, str):
        return f"\"[{', '.join(map(str, value))}]\""
    return value
