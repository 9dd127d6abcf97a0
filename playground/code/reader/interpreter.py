"""Walks over a syntax tree: every kind of node has a function that says what it means."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from playground.code.reader.budget import Budget, Spent
from playground.code.reader.leftovers import Python
from playground.code.reader.outcome import Call, Outcome, Printed
from playground.code.reader.refusal import NotUnderstood, Refusal, at, sentence_of
from playground.code.reader.scope import Scope
from playground.code.reader.values import Here
from playground.code.reader.world import World

Evaluate = Callable[["Interpreter", Any, Scope], Any]
EXPRESSIONS: dict[type[ast.AST], Evaluate] = {}
STATEMENTS: dict[type[ast.AST], Evaluate] = {}


def evaluates(*kinds: type[ast.AST]) -> Callable[[Evaluate], Evaluate]:
    """The decorated function gives the value of expressions of these kinds."""
    def add(function: Evaluate) -> Evaluate:
        EXPRESSIONS.update(dict.fromkeys(kinds, function))
        return function

    return add


def executes(*kinds: type[ast.AST]) -> Callable[[Evaluate], Evaluate]:
    """The decorated function does statements of these kinds; None, or how the block is left."""
    def add(function: Evaluate) -> Evaluate:
        STATEMENTS.update(dict.fromkeys(kinds, function))
        return function

    return add


def _unread(run: Interpreter, node: ast.AST, scope: Scope) -> Any:
    raise NotUnderstood(f"{type(node).__name__} is not read at this place.")


class _State:
    """What belongs to one entry from outside: a reading, or a later call of one of its functions.

    Every thread has its own; an entry within another one shares its state.
    """

    def __init__(self, interpreter: Interpreter, reading: bool) -> None:
        self.interpreter, self.reading = interpreter, reading
        self.spent = Spent(interpreter.budget)
        self.quiet = 0  # dry runs: nothing is printed or recorded


_state: ContextVar[_State | None] = ContextVar("reader", default=None)


class Interpreter:
    """Reads one text. After it, the text's functions and classes live on and come back here."""

    def __init__(self, world: World, budget: Budget, python: Python) -> None:
        self.world, self.budget, self.python = world, budget, python
        self.lines = python.text.split("\n")
        self.outcome = Outcome()
        self.scope = Scope()
        self.known: dict[ast.AST, Any] = {}  # of functions, what their syntax tree alone says
        self._printed = 0
        self._decided = False

    # ------------------------------------------------------------------ entering

    @contextmanager
    def entered(self, reading: bool = False) -> Iterator[None]:
        """With what is left of the budget, or a fresh one for whoever comes from outside."""
        state = _state.get()
        if state is not None and state.interpreter is self:
            yield
            return
        token = _state.set(_State(self, reading))
        try:
            with self.world.session(self.spent, reading):
                yield
        finally:
            _state.reset(token)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Within it, nothing is printed and no call is recorded."""
        state = self._now()
        state.quiet += 1
        try:
            yield
        finally:
            state.quiet -= 1

    def _now(self) -> _State:
        state = _state.get()
        if state is None or state.interpreter is not self:
            raise RuntimeError("The interpreter is entered by entered() alone.")
        return state

    @property
    def spent(self) -> Spent:
        return self._now().spent

    @property
    def records(self) -> bool:
        """Whether calls are noted: while reading, and not in a dry run."""
        state = self._now()
        return state.reading and not state.quiet

    def print(self, line: int, text: str) -> None:
        state = self._now()
        if state.quiet or (not state.reading and self._printed > self.budget.printed):
            return
        text = text.encode(errors="replace").decode()
        self._printed += len(text) + 1
        if self._printed > self.budget.printed:
            raise NotUnderstood(f"At most {self.budget.printed:,} characters are printed. Print "
                                "less.")
        self.outcome.printed += [Printed(line, each) for each in text.split("\n")]

    # ------------------------------------------------------------------ walking

    def evaluate(self, node: ast.AST, scope: Scope) -> Any:
        """The value of an expression.

        Raises:
            Refusal: it is not understood, or went wrong.
        """
        try:
            _state.get().spent.step()  # type: ignore[union-attr]
            return EXPRESSIONS.get(type(node), _unread)(self, node, scope)
        except Refusal:
            raise
        except Exception as error:
            raise self.refusal(node, error) from None

    def execute(self, block: list[ast.stmt], scope: Scope) -> Any:
        """Do the statements; None, or how the block was left: a loop or the function, too.

        Raises:
            Refusal: one is not understood, or went wrong.
        """
        spent = self.spent
        for node in block:
            try:
                spent.step()
                left = STATEMENTS.get(type(node), _unread)(self, node, scope)
            except Refusal:
                raise
            except Exception as error:
                raise self.refusal(node, error) from None
            if left is not None:
                return left
        return None

    def call(self, here: Here, callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call something that may be called, or refuse."""
        from playground.code.reader.calls import call  # which needs this module

        return call(here, callee, args, kwargs)

    def record(self, node: ast.AST, callee: Any, given: Any, result: Any) -> None:
        """Note a call on symbolic tensors, if it is one."""
        inputs, outputs = (tuple(self._symbolic(each)) for each in (given, result))
        if inputs and outputs:
            place = at(node, "", self.lines)
            self.outcome.calls.append(Call(place.line, place.column, callee, inputs, outputs))

    def _symbolic(self, value: Any) -> Iterator[Any]:
        if isinstance(value, (list, tuple)):
            for each in value:
                yield from self._symbolic(each)
        elif isinstance(value, dict):
            yield from self._symbolic(list(value.values()))
        elif self.world.is_symbolic(value):
            yield value

    def noticed(self, value: Any, scope: Scope) -> None:
        """A name was given to this value: the last model of the module counts."""
        if scope is self.scope and self.world.is_model(value) and not self._decided:
            self.outcome.model = value

    def decided(self, model: Any) -> None:
        """The text compiles or fits this model: it is the one that is meant."""
        if self._now().reading:
            self.outcome.model, self._decided = model, True

    def ended(self, left: Any) -> None:
        """The module is at its end; nothing but its end may have ended it."""
        if left is not None:
            raise Refusal("break and continue stand in a loop alone.")

    def refusal(self, node: ast.AST, error: Exception) -> Refusal:
        """The error as a refusal at this node."""
        return self.python.placed(at(node, sentence_of(error), self.lines))

    def here(self, node: ast.AST, scope: Scope) -> Here:
        return Here(self, node, scope)
