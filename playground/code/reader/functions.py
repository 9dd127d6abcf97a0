"""Functions of the text: real functions around the interpreter, for whoever calls them later."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Any

from playground.code.reader.interpreter import Interpreter, evaluates, executes
from playground.code.reader.refusal import NotUnderstood, Refusal, sentence_of
from playground.code.reader.scope import Scope, own_names
from playground.code.reader.values import Bound, Here, Special, is_written_function, name_of

_KINDS = inspect.Parameter


class Returned:
    """How a block was left: with this value."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class Code:
    """What a function is made of: its node, where it was defined, its parameters."""

    def __init__(
        self, run: Interpreter, node: ast.FunctionDef | ast.Lambda, scope: Scope,
        signature: inspect.Signature, owner: Any,
    ) -> None:
        self.run, self.node, self.scope, self.signature = run, node, scope, signature
        self.owner = owner  # the class in whose body it stands: its ``Written``
        self.name = getattr(node, "name", "<lambda>")
        if node not in run.known:
            run.known[node] = own_names(node), (
                ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None)
        self.own, self.doc = run.known[node]


def make(
    run: Interpreter, node: ast.FunctionDef | ast.Lambda, scope: Scope, owner: Any = None
) -> Callable[..., Any]:
    """The function; called from outside it has a fresh budget, and a ``Refusal`` is what it raises.
    """
    around = scope
    while around.kind == "class" and around.parent is not None:
        around = around.parent  # a method does not see the names of its class
    code = Code(run, node, around, _signature(run, node.args, scope), owner)

    def written(*args: Any, **kwargs: Any) -> Any:
        with run.entered():
            try:
                return call_written(run, code, args, kwargs)
            except NotUnderstood as error:
                raise run.refusal(node, error) from None

    written.__name__ = code.name
    written.__qualname__ = f"{owner.name}.{code.name}" if owner is not None else code.name
    written.__module__ = "__main__"
    written.__doc__ = code.doc
    written.__signature__ = code.signature  # type: ignore[attr-defined]
    written._written = code  # type: ignore[attr-defined]
    return written


def call_written(
    run: Interpreter, code: Code, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """What the function gives for these arguments.

    Raises:
        Refusal: something in it is not understood or went wrong.
        NotUnderstood: it cannot be called so.
    """
    spent = run.spent
    spent.step(1 + 4 * len(code.signature.parameters))
    try:
        bound = code.signature.bind(*args, **kwargs)
    except TypeError as error:
        raise NotUnderstood(
            f"{code.name}{_shown(code.signature)} cannot be called so: {error}.") from None
    bound.apply_defaults()
    if spent.depth >= run.budget.depth:
        raise NotUnderstood(f"Functions here call one another at most {run.budget.depth} deep. "
                            "Write a loop instead.")
    first = next(iter(bound.arguments.values()), None) if code.owner is not None else None
    scope = Scope(code.scope, "function", code.own, code.owner, first)
    scope.names.update(bound.arguments)
    spent.depth += 1
    try:
        if isinstance(code.node, ast.Lambda):
            return run.evaluate(code.node.body, scope)
        left = run.execute(code.node.body, scope)
        if left is not None and not isinstance(left, Returned):
            raise NotUnderstood("break and continue stand in a loop alone.")
        return None if left is None else left.value
    except Refusal:
        raise
    except Exception as error:
        raise run.refusal(code.node, NotUnderstood(sentence_of(error))) from None
    finally:
        spent.depth -= 1


def _signature(run: Interpreter, given: ast.arguments, scope: Scope) -> inspect.Signature:
    """The parameters, with their defaults as they are now; annotations are not looked at."""
    positional = [*given.posonlyargs, *given.args]
    run.spent.step(8 * (1 + len(positional) + len(given.kwonlyargs)))
    defaults: list[Any] = [_KINDS.empty] * (len(positional) - len(given.defaults))
    defaults += [run.evaluate(each, scope) for each in given.defaults]
    found = []
    for place, (each, default) in enumerate(zip(positional, defaults)):
        kind = _KINDS.POSITIONAL_ONLY if place < len(given.posonlyargs) else (
            _KINDS.POSITIONAL_OR_KEYWORD)
        found.append(inspect.Parameter(each.arg, kind, default=default))
    if given.vararg is not None:
        found.append(inspect.Parameter(given.vararg.arg, _KINDS.VAR_POSITIONAL))
    for each, its in zip(given.kwonlyargs, given.kw_defaults):
        default = _KINDS.empty if its is None else run.evaluate(its, scope)
        found.append(inspect.Parameter(each.arg, _KINDS.KEYWORD_ONLY, default=default))
    if given.kwarg is not None:
        found.append(inspect.Parameter(given.kwarg.arg, _KINDS.VAR_KEYWORD))
    return inspect.Signature(found)


def _shown(signature: inspect.Signature) -> str:
    """The parameters without their defaults: those may be anything."""
    return f"({', '.join(signature.parameters)})"


@evaluates(ast.Lambda)
def short(run: Interpreter, node: ast.Lambda, scope: Scope) -> Callable[..., Any]:
    return make(run, node, scope)


@executes(ast.Return)
def returned(run: Interpreter, node: ast.Return, scope: Scope) -> Returned:
    if scope.kind != "function":
        raise NotUnderstood("return stands in a function alone.")
    return Returned(None if node.value is None else run.evaluate(node.value, scope))


@executes(ast.FunctionDef)
def defined(run: Interpreter, node: ast.FunctionDef, scope: Scope) -> None:
    if node.name == "__call__" and scope.kind != "class" or (
            node.name == "__init__" and scope.kind != "class"):
        raise NotUnderstood(f"{node.name} is a name of methods alone.")
    decorators = [run.evaluate(each, scope) for each in node.decorator_list]
    function: Any = make(run, node, scope, scope.owner if scope.kind == "class" else None)
    for each in reversed(decorators):
        function = decorated(run.here(node, scope), each, function)
    scope.give(node.name, function)


def decorated(here: Here, decorator: Any, thing: Any) -> Any:
    """What a decorator makes of a function or class: those that are listed do nothing or little.

    Raises:
        NotUnderstood: it is not one of them.
    """
    if isinstance(decorator, Bound) or is_written_function(decorator):
        raise NotUnderstood(f"{name_of(decorator)} is not read as a decorator. Call it on the "
                            "function in a line of its own.")
    run = decorator.decorate if isinstance(decorator, Decorator) else None
    if run is None:
        raise NotUnderstood(f"{name_of(decorator)} is not read as a decorator. Leave it out.")
    return run(here, thing)


class Decorator(Special):
    """Something that stands behind @: it may be called with settings first, ``@f(…)``, or not.

    Args:
        decorate: what it makes of the function or class.
        settings: whether it may be called with settings.
    """

    def __init__(
        self, name: str, decorate: Callable[[Here, Any], Any] = lambda here, thing: thing,
        settings: bool = True,
    ) -> None:
        super().__init__(name, self._called)
        self.decorate, self.settings = decorate, settings

    def _called(self, here: Here, *args: Any, **kwargs: Any) -> Any:
        """``f(function)`` as well as ``@f(package="own")``."""
        if not self.settings or len(args) == 1 and callable(args[0]):
            return self.decorate(here, *args, **kwargs)
        return self
