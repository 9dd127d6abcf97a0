"""The reader's own kinds of values: names handed out, functions that know the reader, methods."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from playground.code.reader.refusal import NotUnderstood

if TYPE_CHECKING:
    import ast

    from playground.code.reader.interpreter import Interpreter


class Module:
    """What can be imported under a name: nothing but these members.

    Args:
        name: as in ``import keras.layers``.
        members: what it has; modules among them.
        missing: says what to write instead of a name that it has not; None: nothing special.
    """

    def __init__(
        self, name: str, members: Mapping[str, Any],
        missing: Callable[[str], str | None] = lambda name: None,
    ) -> None:
        self.name, self.members, self.missing = name, dict(members), missing


class Special:
    """A function of the reader's own, as ``len``: it is told who calls, so that it can count.

    Args:
        kind: the type that it stands for, as ``int``: for ``isinstance``.
    """

    def __init__(self, name: str, run: Callable[..., Any], kind: type | None = None) -> None:
        self.name, self.run, self.kind = name, run, kind

    def __repr__(self) -> str:
        return self.name


class Here:
    """A place in the text from which something is called."""

    def __init__(self, interpreter: Interpreter, node: ast.AST, scope: Any) -> None:
        self.interpreter, self.node, self.scope = interpreter, node, scope

    @property
    def line(self) -> int:
        return getattr(self.node, "lineno", 1)

    def call(self, callee: Any, *args: Any) -> Any:
        """What the text's function, or another thing that may be called, gives for these."""
        return self.interpreter.call(self, callee, args, {})


class Bound:
    """A method that an attribute gave: it may be called, and handed on as a function.

    Args:
        owner: what it belongs to.
        run: a function of the reader's own that takes its place, ``run(here, bound, …)``.
    """

    def __init__(
        self, owner: Any, name: str, target: Callable[..., Any], run: Callable[..., Any] | None,
    ) -> None:
        self.owner, self.name, self.target, self.run = owner, name, target, run

    @property
    def outward(self) -> Callable[..., Any]:
        """What goes out as a function.

        Raises:
            NotUnderstood: the reader does it in its own way, which the world would not.
        """
        if self.run is not None:
            raise NotUnderstood(f"{self.name} cannot be handed on as a function here. Call it.")
        return self.target


class Above:
    """``super()``: what the classes above have."""

    def __init__(self, found: Any, owner: Any, instance: Any) -> None:
        self.found, self.owner, self.instance = found, owner, instance


class Written:
    """What is known of a class that the text defines; on the class as ``_written``."""

    def __init__(self, name: str, defined: set[str]) -> None:
        self.name, self.defined = name, defined
        self.given: set[str] = set()  # attributes that the text gave to its instances
        self.kind: type | None = None


class Plain:
    """Base of the text's classes that have no other."""


def written_class(value: Any) -> Written | None:
    """What is known of a class, if the text defined it."""
    return vars(value).get("_written") if isinstance(value, type) else None


def written_classes(kind: type) -> list[Written]:
    """The text's classes among a class and those above it."""
    return [each for each in map(written_class, kind.__mro__) if each is not None]


def is_written_function(value: Any) -> bool:
    return inspect.isfunction(value) and "_written" in vars(value)


def name_of(value: Any) -> str:
    """What a thing is called in a sentence."""
    if isinstance(value, (Module, Special, Bound)):
        return value.name
    if callable(value) and isinstance(getattr(value, "__name__", None), str):
        return value.__name__  # NumPy's functions are no functions to ``inspect``
    name = vars(value).get("name") if hasattr(value, "__dict__") else None
    return name if isinstance(name, str) else f"a {type(value).__name__}"
