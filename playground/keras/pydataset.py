"""``keras.utils.PyDataset``: batches by number, made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any


class PyDataset:
    """Base of own data sets: a subclass writes ``__len__``, how many batches there are, and
    ``__getitem__(index)``, the batch of that number: (x, y) or (x, y, sample_weight).

    ``on_epoch_end`` may put the samples into another order.

    Args:
        workers: how many batches are made at the same time, while the model computes with others;
            they come in their order. (In Keras some come twice then, and others later.)
        use_multiprocessing: threads make them either way, so nothing needs to be sent anywhere.
        max_queue_size: how many batches are made ahead by several workers.
    """

    def __init__(
        self, workers: int = 1, use_multiprocessing: bool = False, max_queue_size: int = 10
    ) -> None:
        self.workers, self.use_multiprocessing = workers, use_multiprocessing
        self.max_queue_size = max_queue_size

    def __getitem__(self, index: int) -> Any:
        raise NotImplementedError(f"{type(self).__name__} expects a __getitem__(index) that gives "
                                  "a batch.")

    @property
    def num_batches(self) -> int | None:
        """How many batches there are; a subclass may give None for no end."""
        if hasattr(self, "__len__"):
            return len(self)
        raise NotImplementedError(f"{type(self).__name__} expects a __len__, or a property "
                                  "num_batches.")

    def __iter__(self) -> Iterator[Any]:
        batches = self.num_batches
        for index in count() if batches is None else range(batches):
            yield self[index]

    def on_epoch_begin(self) -> None: ...

    def on_epoch_end(self) -> None: ...
