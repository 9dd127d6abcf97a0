"""Where the batches of an epoch come from: arrays on the device, or whatever gives them."""

from __future__ import annotations

import functools
import random as python_random
import warnings
from collections.abc import Generator, Iterator, Mapping
from itertools import chain, count, islice
from typing import Any

import numpy as np

from playground.keras.models import data as reading
from playground.keras.models.ahead import ahead, in_order
from playground.keras.models.data import Data
from playground.keras.pydataset import PyDataset

PEEKED = 2  # batches of a generator that Keras looks at; a new round begins with them again
SAMPLES = 1024  # for so many there is room at least


class ArrayBatches:
    """Arrays: they lie on the device, and an epoch is an order of their samples."""

    def __init__(self, data: Data, batch_size: int, steps: int | None, shuffle: Any) -> None:
        self.data, self.batch_size, self.shuffle = data, batch_size, bool(shuffle)
        self._steps = steps
        count_ = -(-data.size // batch_size)
        self.num_batches = min(count_, steps or count_)
        self._order: tuple[np.ndarray, np.ndarray | None] | None = None
        self._done = 0  # how many batches of this order
        self._arrays: Any = None

    @property
    def arrays(self) -> Any:
        """On the device, some with room for more: only the rows that an order names are read."""
        if self._arrays is None:
            self._arrays = self.data.on_device(reading.room_for(self.data.size, SAMPLES))
        return self._arrays

    def first(self) -> Any:
        """A batch to look at: its shapes decide what is built."""
        return self.data.first(self.batch_size)

    def looked_at(self) -> None:
        if self.shuffle:
            reading.order(self.data.size, self.batch_size, True)  # Keras draws one to look at it

    def reset(self) -> None:
        self._order = None

    def epoch(self) -> tuple[np.ndarray, np.ndarray | None]:
        """The samples' numbers in batches, and those of a last, shorter batch.

        With fewer steps than batches, the next epoch goes on in the same order, as in Keras.
        """
        if self._order is None:
            self._done = 0
            self._order = reading.order(self.data.size, self.batch_size, self.shuffle)
        batches, rest = self._order
        if self._steps is None:
            self._order = None
            return batches, rest
        start, stop = self._done, self._done + self._steps
        self._done = stop
        if stop >= len(batches) + (rest is not None):
            self._order = None
        return batches[start:stop], rest if stop > len(batches) else None

    def finish(self) -> None: ...


class StreamBatches:
    """A generator, a PyDataset, or anything that can be iterated over: one batch at a time."""

    def __init__(
        self, source: Any, steps: int | None, shuffle: Any,
        class_weight: Mapping[int, float] | None = None,
    ) -> None:
        self.source, self.steps, self.class_weight = source, steps, class_weight
        self.once = not isinstance(source, PyDataset) and iter_is_itself(source)
        self.shuffle = bool(shuffle) and isinstance(source, PyDataset)
        self.num_batches = steps or _length(source)
        self._running: Any = None
        self._peeked: list[Any] = []
        self._ended = False  # the generator, in a round without steps

    def first(self) -> Any:
        if not self._peeked:
            self._hook("on_epoch_begin")
            self._peeked = list(islice(self._iterator(1), PEEKED if self.once else 1))
            if not self._peeked:
                raise ValueError("Expected at least one batch; the data gave none.")
        return self._ready(self._peeked[0])

    def looked_at(self) -> None: ...

    def reset(self) -> None:
        self._running = None
        self._hook("on_epoch_end")

    def epoch(self) -> Generator[Any]:
        """The batches of the next epoch, as the steps take them, made ahead of the steps."""
        return ahead(self._epoch())

    def _epoch(self) -> Generator[Any]:
        try:
            yield from self._next_batches()
        except BaseException:
            if isinstance(self.source, PyDataset) and self._running is not None:
                self._running.close()  # and with it the threads of its workers
            raise

    def _next_batches(self) -> Generator[Any]:
        self._hook("on_epoch_begin")
        if self._ended:
            _say_it_ran_out(0, self.steps)
            return
        if self.once:
            self.first()
        if self._running is None or self.steps is None:
            self._running = self._iterator()
        source = self._running
        for step in count():
            if self.steps is not None and step >= self.steps:
                return
            try:
                batch = next(source)
            except StopIteration:
                if self.steps is None and step > 0:
                    self._ended = self.once
                    return
                if self.once or step == 0 and self.steps is None:
                    _say_it_ran_out(step, self.steps)
                    return
                self._running = source = self._iterator()  # from the start again
                batch = next(source)
            yield self._ready(batch)

    def finish(self) -> None:
        self._hook("on_epoch_end")

    def _iterator(self, workers: int | None = None) -> Iterator[Any]:
        if self.once:
            return chain(self._peeked, self.source)
        if not isinstance(self.source, PyDataset):
            return iter(self.source)
        batches = self.source.num_batches
        numbers: Any = count() if batches is None else range(batches)
        if self.shuffle and batches is not None:
            numbers = list(numbers)
            python_random.shuffle(numbers)  # as Keras does, with Python's first generator
        workers = workers or self.source.workers
        if workers > 1:
            calls = (functools.partial(self.source.__getitem__, number) for number in numbers)
            return in_order(calls, workers, self.source.max_queue_size)
        return (self.source[number] for number in numbers)

    def _ready(self, batch: Any) -> Any:
        batch = reading.as_batch(batch)
        if self.class_weight is None:
            return batch
        x, y, sample_weight = reading.unpack(batch)
        return reading.pack(x, y, reading.weights_of(y, sample_weight, self.class_weight))

    def _hook(self, name: str) -> None:
        hook = getattr(self.source, name, None)
        if callable(hook):
            hook()


Batches = ArrayBatches | StreamBatches


def batches_of(
    x: Any, y: Any = None, sample_weight: Any = None, *, batch_size: int | None = None,
    steps: int | None = None, shuffle: Any = False,
    class_weight: Mapping[int, float] | None = None,
) -> Batches:
    """The batches in what ``fit``, ``evaluate`` or ``predict`` was given.

    Raises:
        ValueError: labels or weights beside something that gives them by itself.
    """
    if isinstance(x, Data):
        return ArrayBatches(x, checked_batch_size(batch_size), steps, shuffle)
    if reading.is_arrays(x):
        return ArrayBatches(reading.read(x, y, sample_weight, class_weight),
                            checked_batch_size(batch_size), steps, shuffle)
    kind = type(x).__name__
    for word, given in (("y", y), ("sample_weight", sample_weight)):
        if given is not None:
            raise ValueError(f"x is a {kind} that gives whole batches, so {word} expects None: "
                             "let the batches be (x, y) or (x, y, sample_weight).")
    if not hasattr(x, "__iter__") and not hasattr(x, "__getitem__"):
        raise TypeError("Expected data as arrays, lists, dicts, a generator, a PyDataset or "
                        f"something else to iterate over; got {kind}.")
    return StreamBatches(x, steps, shuffle, class_weight)


def checked_batch_size(batch_size: Any) -> int:
    if batch_size is None:
        return 32
    if isinstance(batch_size, bool) or not isinstance(batch_size, (int, np.integer)):
        raise TypeError(f"batch_size expects a whole number; got {batch_size!r}.")
    if batch_size < 1:
        raise ValueError(f"batch_size expects 1 or more; got {batch_size}.")
    return int(batch_size)


def checked_epochs(epochs: Any) -> int:
    if isinstance(epochs, bool) or not isinstance(epochs, (int, np.integer)):
        raise TypeError(f"fit expects a whole number of epochs; got {epochs!r}.")
    return int(epochs)


def iter_is_itself(source: Any) -> bool:
    """Whether it can be run through only once, as a generator."""
    return hasattr(source, "__next__")


def _length(source: Any) -> int | None:
    if isinstance(source, PyDataset):
        return source.num_batches
    try:
        return len(source)
    except (TypeError, NotImplementedError):
        return None


def _say_it_ran_out(step: int, steps: int | None) -> None:
    wanted = f" of the {steps} batches that an epoch expects" if steps else ""
    warnings.warn(f"The data ended after {step}{wanted}: the training stops there. A generator "
                  "runs through once: let it give batches without end and say how many make an "
                  "epoch (steps_per_epoch=…), or write a keras.utils.PyDataset.", stacklevel=4)
