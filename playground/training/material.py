"""What a run trains on: the examples on the device, and their order in every epoch."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import jax
import jax.numpy as jnp
import numpy as np

from playground.datasets import Data, sample
from playground.datasets.features import columns
from playground.experiment import Experiment
from playground.keras.backend import on_device
from playground.keras.utils import to_categorical

CAPACITY = 1024  # examples there is room for where they are few: more or fewer compile nothing
SHUFFLE = 1  # the name of the random stream that orders the batches
SAMPLE = 2000  # training examples that the training loss of a large data set is measured on


@dataclass(frozen=True, eq=False)
class Material:
    """A data set on the device: examples (or ``Inputs``), and labels as the loss wants them.

    Few examples are padded to ``CAPACITY``: ``x`` (capacity, …), ``y`` (capacity, 1 or classes) or
    (capacity,), of which the first ``count`` rows are real; ``*_test`` likewise. Of many, ``x`` and
    ``y`` are as they are, and ``x_test`` and ``y_test`` hold ``count_test`` test examples and after
    them ``count_sample`` training examples: all that is measured.
    """

    x: Any
    y: jax.Array
    count: int
    x_test: Any
    y_test: jax.Array
    count_test: int
    data: Data
    count_sample: int = 0

    @property
    def sampled(self) -> int:
        """How many training examples are measured, where that is not all of them; else 0."""
        return self.count_sample if self.count_sample < self.count else 0

    @property
    def shape(self) -> tuple[int, ...]:
        """What of it a compiled program depends on: the counts, where there are many examples."""
        return (self.count, self.count_test) if self.count_sample else ()

    def arrays(self) -> tuple[Any, ...]:
        """What the compiled program takes."""
        return self.x, self.y, self.count, self.x_test, self.y_test, self.count_test


def is_small(experiment: Experiment) -> bool:
    """Whether whole epochs take no time: rows of numbers, and at most ``CAPACITY`` of them.

    A model that is written as code may be of any cost, and have a loss of its own.
    """
    if experiment.code:
        return False
    if experiment.form.kind == "points":
        return True
    data = data_of(experiment)
    return data.x_train.ndim == 2 and data.x_train.dtype == np.float32 and max(
        len(data.x_train), len(data.x_test)) <= CAPACITY


def training_count(experiment: Experiment) -> int:
    """How many examples there are to learn from."""
    if experiment.form.kind == "points":
        return experiment.dataset.training_count(experiment.points, experiment.share)
    return len(data_of(experiment).y_train)


def data_of(experiment: Experiment) -> Data:
    """The examples of an experiment as they are, shared by all who look at them."""
    key = _key_of(experiment)
    with _lock:
        data = _loaded.get(key)
    if data is None:
        data = sample(experiment.data.name, dict(experiment.data.settings), experiment.points,
                      experiment.share, experiment.data_seed)
        with _lock:
            data = _loaded.setdefault(key, data)
    return data


def material_of(experiment: Experiment) -> Material:
    """The examples of an experiment on the device; runs on the same ones share them."""
    key = (*_key_of(experiment), experiment.features, experiment.head.labels,
           is_small(experiment))
    with _lock:
        material = _shared.get(key)
    if material is None:
        material = _made(experiment)
        with _lock:
            material = _shared.setdefault(key, material)
    return material


_lock = threading.Lock()
_loaded: WeakValueDictionary[Hashable, Data] = WeakValueDictionary()
_shared: WeakValueDictionary[Hashable, Material] = WeakValueDictionary()


def _key_of(experiment: Experiment) -> tuple[Hashable, ...]:
    return (experiment.data, experiment.points, experiment.share, experiment.data_seed)


def _made(experiment: Experiment) -> Material:
    data = data_of(experiment)
    x, x_test = (chosen(experiment, x) for x in (data.x_train, data.x_test))
    y, y_test = (_labels(experiment, y) for y in (data.y_train, data.y_test))
    if is_small(experiment):
        parts = [jnp.asarray(_padded(each)) for each in (x, y, x_test, y_test)]
        return Material(*parts[:2], len(x), *parts[2:], len(x_test), data)
    rows = np.random.default_rng(0).permutation(len(x))[:SAMPLE]
    measured = jax.tree.map(
        lambda *parts: np.concatenate(parts), (x_test, y_test), (x[rows], y[rows]))
    x, y, x_test, y_test = jax.tree.map(on_device, (x, y, *measured))
    return Material(x, y, len(x), x_test, y_test, len(data.y_test), data, len(rows))


def chosen(experiment: Experiment, x: Any) -> Any:
    """What the model is told about each example: the features of points, the columns of a table."""
    if experiment.form.kind == "points":
        return columns(experiment.features, x)
    if experiment.features:
        names = [column.name for column in experiment.dataset.columns]
        return x[:, [names.index(name) for name in experiment.features]]
    return x


def _labels(experiment: Experiment, y: np.ndarray) -> np.ndarray:
    """The true answers as the loss wants them."""
    head = experiment.head
    if head.labels == "one_hot":
        return to_categorical(y, head.units)
    return y.astype(np.float32)[:, None] if head.labels == "number" else y.astype(np.int32)


def _padded(rows: np.ndarray) -> np.ndarray:
    return np.pad(rows, ((0, CAPACITY - len(rows)),) + ((0, 0),) * (rows.ndim - 1))


class Orders:
    """The order of the examples in every epoch, drawn from the seed in blocks of epochs."""

    def __init__(self, seed: int, count: int) -> None:
        self.seed, self.count = seed, count
        self.epochs = 64 if count <= CAPACITY else 1  # of a block
        self._block, self._drawn = -1, np.zeros((0, 0), np.int32)

    def of(self, epoch: int) -> np.ndarray:
        """The order (count,) of one epoch; the same however the run came there."""
        block, row = divmod(epoch, self.epochs)
        if block != self._block:
            rng = np.random.default_rng((self.seed, SHUFFLE, block))
            every = np.tile(np.arange(self.count, dtype=np.int32), (self.epochs, 1))
            self._block, self._drawn = block, rng.permuted(every, axis=1)
        return self._drawn[row]
