"""What goes wrong with a file, in sentences."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def reading(file: Any, way_out: str) -> Iterator[None]:
    """Whatever a strange file causes becomes one sentence that names the file and a way out."""
    try:
        yield
    except Mismatch:
        raise
    except MemoryError as error:
        raise ValueError(f"{shown(file)} cannot be read: there is not memory enough for "
                         "it.") from error
    except Exception as error:
        kind = TypeError if isinstance(error, TypeError) else ValueError
        raise kind(f"{shown(file)} cannot be read: {_sentence(error)} {way_out}") from error


class Mismatch(ValueError):
    """A file whose arrays do not fit the model."""


def tell(
    file: Any, model: Any, failed: dict[int, tuple[Any, Exception]], skip: bool, way_out: str
) -> None:
    """Say what did not fit: as an error, or where it is left out, as a warning."""
    if not failed:
        return
    (first, error), *others = failed.values()
    more = ""
    if others:
        more = f" It does not fit {len(others)} more: " + ", ".join(
            _name(thing) for thing, _ in others[:8]) + ("…" if len(others) > 8 else ".")
    text = (f"{shown(file)} does not fit the model {_name(model)}. "
            f"{type(first).__name__} {_name(first)}: {_sentence(error)}{more}")
    if skip:
        warnings.warn(f"{text} What does not fit is left as it was.", stacklevel=4)
    else:
        raise Mismatch(f"{text} Nothing was changed. {way_out}")


def shown(file: Any) -> str:
    """How a file is called in a sentence."""
    name = file if isinstance(file, str) or hasattr(file, "__fspath__") else None
    return "The file" if name is None else f"'{name}'"


def _name(thing: Any) -> str:
    return repr(getattr(thing, "name", type(thing).__name__))


def _sentence(error: Exception) -> str:
    text = str(error).strip()
    if isinstance(error, KeyError):
        text = f"it has nothing called {text}"
    if isinstance(error, RecursionError):
        text = "it is nested too deep"
    text = text or type(error).__name__
    text = text if len(text) < 2_000 else text[:2_000] + "…"
    return text if text[-1] in ".!?…" else text + "."
