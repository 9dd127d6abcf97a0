"""Python's functions that are always there: their table, and what is not read and why.

Those of numbers, kinds and collections are in modules of their own; each checks what it costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.code.reader.data import Data
from playground.code.reader.operators import shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.texts import exact_text_of, text_of
from playground.code.reader.values import Here, Special, written_class

BUILTINS: dict[str, Any] = {}


def builtin(name: str, kind: type | None = None) -> Callable[[Callable[..., Any]], Any]:
    """The decorated function is what the name stands for; kind: the type that it stands for."""
    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        BUILTINS[name] = Special(name, function, kind)
        return function

    return add


@builtin("print")
def _print(here: Here, *values: Any, sep: Any = " ", end: Any = "\n", flush: Any = None,
           file: Any = None) -> None:
    texts = [text_of(here.interpreter, each) for each in values]
    between = sep if isinstance(sep, str) else " "
    here.interpreter.spent.letters(sum(map(len, texts)) + len(between) * len(texts))
    here.interpreter.print(here.line, between.join(texts))


@builtin("isinstance")
def _isinstance(here: Here, value: Any, kinds: Any) -> bool:
    kinds = kinds if isinstance(kinds, tuple) else (kinds,)
    here.interpreter.spent.step(len(kinds))
    return any(_is_a(here, value, each) for each in kinds)


def _is_a(here: Here, value: Any, kind: Any) -> bool:
    if isinstance(kind, Special) and kind.kind is not None:
        return isinstance(value, kind.kind)
    if isinstance(kind, type) and (here.interpreter.world.is_handed(kind)
                                   or written_class(kind) is not None):
        return issubclass(type(value), kind)
    if isinstance(kind, Data):
        return isinstance(value, Data)
    raise NotUnderstood(f"isinstance expects a class, or a tuple of them; got {shown(kind)}.")


@builtin("open")
def _open(here: Here, *where: Any, **how: Any) -> Data:
    """No file is opened: what one would have is not known, and what is written goes nowhere."""
    here.interpreter.print(here.line, "Files are not opened here: this is passed over.")
    return Data("file")


@builtin("repr")
def _repr(here: Here, value: Any) -> str:
    return exact_text_of(here.interpreter, value)


@builtin("callable")
def _callable(here: Here, value: Any) -> bool:
    return callable(value) or isinstance(value, Special)


REFUSED = {
    **dict.fromkeys(("eval", "exec", "compile"), "Write the code itself."),
    **dict.fromkeys(("getattr", "hasattr", "setattr", "delattr", "vars", "dir"),
                    "Write the attribute with a dot, or keep values in a dict."),
    **dict.fromkeys(("globals", "locals"), "Use the names themselves."),
    "__import__": "Use import.",
    "input": "Give the value in the code.", "type": "Use isinstance(x, …).",
    "breakpoint": "Leave it out.", "help": "Leave it out.", "id": "Compare with is.",
    "hash": "Use the value itself.", "memoryview": "Use a list.", "bytes": "Use a list of numbers.",
    "bytearray": "Use a list of numbers.", "frozenset": "Use a tuple or a set.",
    "complex": "Use two numbers.", "iter": "Use for.", "next": "Use for, or the place [0].",
    "format": "Write an f-string.", "chr": "Write the character.",
    "ord": "Write the number.", "exit": "Leave it out.", "quit": "Leave it out.",
}
