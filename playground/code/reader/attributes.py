"""Attributes: of collections and texts a few methods, of the world's things what it lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.code.reader.data import Data
from playground.code.reader.interpreter import Interpreter
from playground.code.reader.methods import METHODS
from playground.code.reader.operators import NUMBERS, shown
from playground.code.reader.parsing import underscored
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.values import (
    Above,
    Bound,
    Module,
    Special,
    Written,
    is_written_function,
    name_of,
    written_class,
    written_classes,
)
from playground.code.reader.world import Family
from playground.registry import nearest

_NOTHING: dict[str, Callable[..., Any]] = {}


def attribute_of(run: Interpreter, value: Any, name: str) -> Any:
    """The attribute of a value.

    Raises:
        NotUnderstood: a text may not read it, or there is none.
    """
    if isinstance(value, Module):
        return member_of(value, name)
    if isinstance(value, Data):
        return value.attribute(name)
    if name.startswith("_") and not (isinstance(value, Above) and name == "__init__"):
        raise NotUnderstood(underscored(name))
    for kind, methods in METHODS.items():
        if isinstance(value, kind):
            if name not in methods:
                raise NotUnderstood(_no_attribute(shown(value), name, methods))
            return Special(name, _on(methods[name], value))
    if isinstance(value, Above):
        return _from_above(run, value, name)
    if isinstance(value, type):
        return _of_class(run, value, name)
    family = run.world.family_of(value)
    written = written_classes(type(value))
    own = {each for one in written for each in (*one.defined, *one.given)}
    reads = family.reads if family is not None else frozenset()
    if name not in own and name not in reads:
        if family is None and not written:
            raise NotUnderstood(f"{shown(value)} has nothing behind a dot here. {_instead(value)}")
        raise NotUnderstood(_no_attribute(shown(value), name, own | reads))
    run.spent.went_through(run.world.size(value))
    try:
        found = getattr(value, name)
    except AttributeError as error:  # one that some have, or have later
        said = str(error)
        if "object has no attribute" in said:
            said = f"{shown(value)} has no {name} yet. Give it one before it is read."
        raise NotUnderstood(said) from None
    special = None if family is None or name in own else family.methods.get(name)
    return _bound(value, name, found, special)


def member_of(module: Module, name: str) -> Any:
    """What a module has under a name."""
    if name in module.members:
        return module.members[name]
    way_out = module.missing(name)
    if way_out is None:
        near = nearest(name, module.members)
        way_out = f"Did you mean {near}?" if near else "Use another of its names."
    raise NotUnderstood(f"{module.name} has no {name} here. {way_out}")


def _on(method: Callable[..., Any], value: Any) -> Callable[..., Any]:
    return lambda here, *args, **kwargs: method(here, value, *args, **kwargs)


def _bound(
    owner: Any, name: str, found: Any, special: Callable[..., Any] | None = None
) -> Any:
    """A method with what it belongs to; anything else as it is."""
    is_method = getattr(found, "__self__", None) is not None and callable(found)
    return Bound(owner, name, found, special) if is_method else found


def _from_above(run: Interpreter, above: Above, name: str) -> Any:
    """What ``super()`` has: of the text's own classes all, of the world's what it lists."""
    kind = above.instance if isinstance(above.instance, type) else type(above.instance)
    order = kind.__mro__
    special = None
    higher = [written_class(each) for each in order[order.index(above.owner) + 1:]]
    if name != "__init__" and not any(
            each is not None and name in each.defined for each in higher):
        family = run.world.family_of_class(kind)
        reads = family.reads if family is not None else frozenset()
        if name not in reads:
            raise NotUnderstood(_no_attribute("super()", name, reads))
        special = family.methods.get(name)
    found = getattr(above.found, name)
    return Bound(above.instance, name, found, special) if callable(found) else found


def _of_class(run: Interpreter, value: type, name: str) -> Any:
    """Of a class of the text its own names; of any, ``from_config``."""
    written = written_classes(value)
    if any(name in each.defined for each in written):
        found = getattr(value, name)
        if is_written_function(found) or not isinstance(found, property):
            return _bound(value, name, found)
    raise NotUnderstood(f"The class {value.__name__} has no {name} to read here. Make an object "
                        f"of it first: {value.__name__}(…).")


def set_attribute(run: Interpreter, owner: Any, name: str, value: Any) -> None:
    """``owner.name = value``: on objects of the text's own classes, and what the world lists.

    Raises:
        NotUnderstood: it may not be set.
    """
    if isinstance(owner, Data):
        return
    if name.startswith("_"):
        raise NotUnderstood(underscored(name))
    family = run.world.family_of(owner)
    written = [] if isinstance(owner, type) else written_classes(type(owner))
    listed = family is not None and name in family.writes
    if not listed and not (written and _is_free(type(owner), written, name)):
        if written:
            raise NotUnderstood(f"{name} is an attribute of its own of {name_of(owner)}, which is "
                                "not set here. Choose another name.")
        names = ", ".join(sorted(family.writes)) if family is not None else ""
        way_out = f"There it is only {names} that can be set." if names else (
            "Set attributes on objects of your own classes.")
        raise NotUnderstood(f"{shown(owner)}.{name} is not set here. {way_out}")
    run.spent.nested(value)
    if isinstance(value, (Module, Above)):
        raise NotUnderstood(f"{name_of(value)} cannot be kept in an attribute. Keep a value.")
    run.spent.went_through(run.world.size(owner))
    run.world.give(owner, name, value)
    if written:
        written[0].given.add(name)


def _is_free(kind: type, written: list[Written], name: str) -> bool:
    """Whether no class of the world has this attribute: nothing of its own is replaced."""
    above = [each for each in kind.__mro__ if written_class(each) is None]
    return not any(name in vars(each) for each in above)


def _no_attribute(owner: str, name: str, names: Any) -> str:
    near = nearest(name, sorted(names))
    way_out = f"Did you mean {near}?" if near else "Write it without."
    return f"{owner} has no {name} to read here. {way_out}"


def _instead(value: Any) -> str:
    if isinstance(value, NUMBERS) or value is None:
        return "Use functions, as round(x)."
    return "Call it, or hand it on."


__all__ = ["Family", "attribute_of", "member_of", "set_attribute"]
