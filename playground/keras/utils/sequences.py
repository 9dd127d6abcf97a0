"""Sequences of one length from sequences of several, and windows of a long one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.keras.pydataset import PyDataset


def pad_sequences(
    sequences: Sequence[Sequence[Any]], maxlen: int | None = None, dtype: Any = "int32",
    padding: str = "pre", truncating: str = "pre", value: Any = 0.0,
) -> np.ndarray:
    """Sequences filled up, or cut off, to one length.

    Args:
        maxlen: the length; that of the longest when left out.
        padding, truncating: whether that happens before ("pre") or after ("post").
        value: what is filled in.

    Shapes: (sequences, maxlen, …) out.

    Raises:
        ValueError: not sequences, entries of different shapes, or a word other than those two.
    """
    for name, word in (("padding", padding), ("truncating", truncating)):
        if word not in ("pre", "post"):
            raise ValueError(f"pad_sequences expects {name} 'pre' or 'post'; got {word!r}.")
    if not hasattr(sequences, "__len__") or any(not hasattr(x, "__len__") for x in sequences):
        raise ValueError("pad_sequences expects a list of lists, as [[1, 2], [3]]; got "
                         f"{str(sequences)[:60]}.")
    text = np.issubdtype(dtype, np.str_) or np.issubdtype(dtype, np.bytes_)
    if isinstance(value, str) and dtype is not object and not text:
        raise ValueError(f"pad_sequences expects dtype=object with texts as value; got {dtype!r}.")
    entry = next((np.asarray(x).shape[1:] for x in sequences if len(x)), ())
    length = max((len(x) for x in sequences), default=0) if maxlen is None else maxlen
    padded = np.full((len(sequences), length, *entry), value, dtype=dtype)
    for row, sequence in zip(padded, sequences, strict=True):
        if not len(sequence):
            continue
        kept = np.asarray(sequence[-length:] if truncating == "pre" else sequence[:length], dtype)
        if kept.shape[1:] != entry:
            raise ValueError(f"pad_sequences expects entries of one shape, {entry}; got "
                             f"{kept.shape[1:]}.")
        row[slice(length - len(kept), None) if padding == "pre" else slice(len(kept))] = kept
    return padded


class _Batch(np.ndarray):
    """An array that scripts may ask for its ``numpy()``, as they do a tensor of TensorFlow."""

    def numpy(self) -> np.ndarray:
        return np.asarray(self)


class _Windows(PyDataset):
    """Batches of windows, cut out when they are asked for."""

    def __init__(self, data: Any, targets: Any, starts: np.ndarray, steps: np.ndarray,
                 batch_size: int | None) -> None:
        super().__init__()
        self.data, self.targets, self.starts, self.steps = data, targets, starts, steps
        self.batch_size = batch_size

    def __len__(self) -> int:
        return -(-len(self.starts) // (self.batch_size or 1))

    def __getitem__(self, index: int) -> Any:
        if not 0 <= index < len(self):
            raise IndexError(f"There are {len(self)} batches; got the number {index}.")
        if self.batch_size is None:
            starts = self.starts[index]
            windows = self.data[starts + self.steps]
        else:
            starts = self.starts[index * self.batch_size:(index + 1) * self.batch_size]
            windows = self.data[starts[:, None] + self.steps]  # (batch, steps, …)
        windows = windows.view(_Batch)
        if self.targets is None:
            return windows
        return windows, np.asarray(self.targets[starts]).view(_Batch)

    def take(self, count: int) -> _Windows:
        """The first batches alone."""
        starts = self.starts[:max(count, 0) * (self.batch_size or 1)]
        return _Windows(self.data, self.targets, starts, self.steps, self.batch_size)


def timeseries_dataset_from_array(
    data: Any, targets: Any, sequence_length: int, sequence_stride: int = 1,
    sampling_rate: int = 1, batch_size: int | None = 128, shuffle: bool = False,
    seed: int | None = None, start_index: int | None = None, end_index: int | None = None,
    format: str = "tf",  # noqa: A002  (Keras's name)
) -> PyDataset:
    """Windows of ``sequence_length`` steps of a series, in batches: what ``fit`` takes.

    Keras gives a ``tf.data.Dataset``; this is a ``PyDataset`` with the same batches, of NumPy
    arrays: it can be looped over, has a length and ``take(count)``, but no ``map`` or ``prefetch``.

    Args:
        data: the series, time along its first axis.
        targets: the target of the window that begins at each step; None gives windows alone.
        sequence_stride: how many steps lie between the beginnings of two windows.
        sampling_rate: how many steps lie between two entries of a window.
        batch_size: how many windows come together; None gives them one by one.
        shuffle, seed: whether the windows come in a random order, and which.
        start_index, end_index: the part of the series that is used.

    Raises:
        ValueError: a number outside the series.
    """
    size = len(data)
    first, last = start_index or 0, size if end_index is None else end_index
    for name, given, fits in (
        ("start_index", first, 0 <= first < size), ("end_index", last, first < last <= size),
        ("sampling_rate", sampling_rate, 0 < sampling_rate < size),
        ("sequence_stride", sequence_stride, 0 < sequence_stride < size),
    ):
        if not fits:
            raise ValueError(f"timeseries_dataset_from_array expects a {name} that fits a series "
                             f"of {size} steps; got {given}.")
    count = last - first - (sequence_length - 1) * sampling_rate
    count = count if targets is None else min(count, len(targets))
    starts = np.arange(0, max(count, 0), sequence_stride, dtype="int32")
    if shuffle:
        seed = np.random.randint(int(1e6)) if seed is None else seed
        np.random.RandomState(seed).shuffle(starts)
    series = np.asarray(data)[first:last]
    goals = None if targets is None else np.asarray(targets)[first:last]
    return _Windows(series, goals, starts, np.arange(sequence_length) * sampling_rate, batch_size)
