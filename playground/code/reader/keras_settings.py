"""The settings of layers and others: numbers that would be too much, and files instead of words."""

from __future__ import annotations

import inspect
import math
from typing import Any
from weakref import WeakKeyDictionary

from playground import keras
from playground.code.reader.refusal import NotUnderstood

MOST = 10_000_000  # of any whole number
MOST_OF = {  # of those after which something is done so many times, or is so large
    "kernel_size": 1024, "pool_size": 1024, "output_size": 1024, "ngrams": 10,
    "power_iterations": 20, "num_thresholds": 10_000, "num_bins": 100_000, "num_mel_bins": 4096,
    "fft_length": 16_384, "sequence_length": 100_000, "num_heads": 1024, "groups": 65_536,
    "num_classes": 10_000, "num_ops": 20,
}
FROM_FILES = (keras.layers.StringLookup, keras.layers.IntegerLookup, keras.layers.TextVectorization)


def check_settings(kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Whether an object may be made with these arguments.

    Raises:
        NotUnderstood: a number is too large, or a file would be opened.
    """
    try:
        given = signature_of(kind).bind(None, *args, **kwargs).arguments
    except (TypeError, ValueError):  # the class says it in its own words
        given = {**dict(enumerate(args)), **kwargs}
    given = {**given, **given.get("kwargs", {}), **kwargs}
    for name, value in given.items():
        most = MOST_OF.get(str(name), MOST)
        if name != "seed" and _size(value) > most:
            raise NotUnderstood(f"{kind.__name__} expects {name} of at most {most:,} here. Make "
                                "it smaller.")
    if given.get("unroll") is True:
        raise NotUnderstood(f"{kind.__name__} is not unrolled here. Leave out unroll=True: the "
                            "numbers are the same.")
    if issubclass(kind, FROM_FILES) and isinstance(given.get("vocabulary"), str):
        raise NotUnderstood(f"{kind.__name__} expects the vocabulary as a list here; files are "
                            "not opened.")


_signatures: WeakKeyDictionary[type, inspect.Signature] = WeakKeyDictionary()


def signature_of(kind: type) -> inspect.Signature:
    """What a class takes: looked up once, for that takes longer than the rest."""
    if kind not in _signatures:
        _signatures[kind] = inspect.signature(kind.__init__)
    return _signatures[kind]


def _size(value: Any) -> float:
    """The whole number, or the product of several."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return abs(value) if value == value else 0
    if isinstance(value, (list, tuple)):
        return math.prod(max(_size(each), 1) for each in value[:16]) if value else 0
    return 0
