"""What a run trains on: the points on the device, and their order in every epoch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from playground.datasets import sample
from playground.datasets.features import columns
from playground.experiment import Experiment
from playground.keras.utils import to_categorical

CAPACITY = 1024  # points there is room for: more or fewer points compile nothing
SHUFFLE = 1  # the name of the random stream that orders the batches


@dataclass(frozen=True)
class Material:
    """A data set on the device, padded to its capacity: features, and labels as the loss wants.

    ``x`` (capacity, features), ``y`` (capacity, 1 or classes) or (capacity,); the first ``count``
    rows are real. ``*_test`` likewise.
    """

    x: jax.Array
    y: jax.Array
    count: int
    x_test: jax.Array
    y_test: jax.Array
    count_test: int

    def arrays(self) -> tuple[Any, ...]:
        """What the compiled program takes."""
        return self.x, self.y, self.count, self.x_test, self.y_test, self.count_test


def material_of(experiment: Experiment) -> Material:
    """Draw the points of an experiment and put them on the device."""
    data = sample(experiment.data.name, dict(experiment.data.settings),
                  experiment.points, experiment.share, experiment.data_seed)
    head = experiment.head

    def put(x: np.ndarray, y: np.ndarray) -> tuple[jax.Array, jax.Array]:
        if head.labels == "one_hot":
            y = to_categorical(y, head.units)
        elif head.labels == "number":
            y = y.astype(np.float32)[:, None]
        x = columns(experiment.features, x)
        missing = CAPACITY - len(x)
        return (jnp.asarray(np.pad(x, ((0, missing), (0, 0)))),
                jnp.asarray(np.pad(y, ((0, missing),) + ((0, 0),) * (y.ndim - 1))))

    x, y = put(data.x_train, data.y_train)
    x_test, y_test = put(data.x_test, data.y_test)
    return Material(x, y, len(data.x_train), x_test, y_test, len(data.x_test))


class Orders:
    """The order of the points in every epoch, drawn from the seed in blocks of epochs."""

    EPOCHS = 64

    def __init__(self, seed: int, count: int) -> None:
        self.seed, self.count = seed, count
        self._block, self._drawn = -1, np.zeros((0, 0), np.int32)

    def of(self, epoch: int) -> np.ndarray:
        """The order (count,) of one epoch; the same however the run came there."""
        block, row = divmod(epoch, self.EPOCHS)
        if block != self._block:
            rng = np.random.default_rng((self.seed, SHUFFLE, block))
            every = np.tile(np.arange(self.count, dtype=np.int32), (self.EPOCHS, 1))
            self._block, self._drawn = block, rng.permuted(every, axis=1)
        return self._drawn[row]
