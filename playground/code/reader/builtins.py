"""Python's functions that are always there, as far as they are read; each checks what it costs."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from playground.code.reader.data import RESULT, Data
from playground.code.reader.iterating import in_order, items_of
from playground.code.reader.operators import (
    BINARY,
    NUMBERS,
    applied,
    combine,
    compare,
    hashable,
    shown,
    truth,
)
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.texts import text_of
from playground.code.reader.values import Here, Special, written_class

BUILTINS: dict[str, Any] = {}
MOST_DIGITS = 30
_PLUS = BINARY[ast.Add]


def _builtin(name: str, kind: type | None = None) -> Callable[[Callable[..., Any]], Any]:
    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        BUILTINS[name] = Special(name, function, kind)
        return function

    return add


def _items(here: Here, value: Any) -> list[Any]:
    items = list(items_of(here.interpreter, value))
    here.interpreter.spent.room(len(items))
    return items


# ---------------------------------------------------------------------- kinds

@_builtin("int", int)
def _int(here: Here, value: Any = 0, base: int | None = None) -> Any:
    if isinstance(value, Data):
        return value.like()
    if base is not None:
        raise NotUnderstood("int(text, base) is not read. Write the number itself.")
    if isinstance(value, str):
        here.interpreter.spent.number(len(value) * 3)
    return here.interpreter.spent.checked(int(_number(here, value)))


@_builtin("float", float)
def _float(here: Here, value: Any = 0.0) -> Any:
    return value.like() if isinstance(value, Data) else float(_number(here, value))


def _number(here: Here, value: Any) -> Any:
    family = here.interpreter.world.family_of(value)
    if isinstance(value, (*NUMBERS, str)) or family is not None and family.operators:
        return value
    raise NotUnderstood(f"A number cannot be made of {shown(value)}.")


@_builtin("bool", bool)
def _bool(here: Here, value: Any = False) -> bool:
    return truth(here.interpreter, value)


@_builtin("str", str)
def _str(here: Here, value: Any = "") -> str:
    return text_of(here.interpreter, value)


@_builtin("list", list)
def _list(here: Here, value: Any = ()) -> list[Any]:
    return _items(here, value)


@_builtin("tuple", tuple)
def _tuple(here: Here, value: Any = ()) -> tuple[Any, ...]:
    return tuple(_items(here, value))


@_builtin("set", set)
def _set(here: Here, value: Any = ()) -> set[Any]:
    return {hashable(here.interpreter, each) for each in _items(here, value)}


@_builtin("dict", dict)
def _dict(here: Here, value: Any = None, **named: Any) -> dict[Any, Any]:
    if value is None or isinstance(value, dict):
        found = {**(value or {}), **named}
    else:
        found = {}
        for each in _items(here, value):
            key, item = _items(here, each)
            found[hashable(here.interpreter, key)] = item
        found.update(named)
    here.interpreter.spent.room(len(found))
    return found


@_builtin("object", object)
def _object(here: Here) -> None:
    raise NotUnderstood("object() is not read. It may stand as the base of a class.")


# ---------------------------------------------------------------------- going through items

@_builtin("range", range)
def _range(here: Here, *args: Any) -> Any:
    unknown = [each for each in args if isinstance(each, Data)]
    if unknown and all(each.origin == RESULT for each in unknown):
        return unknown[0]
    if unknown:
        raise NotUnderstood("The data are not there while the code is read, so how many there are "
                            "is not known. Write the number itself.")
    for each in args:
        if not isinstance(each, int):
            raise NotUnderstood(f"range expects whole numbers; got {shown(each)}.")
    found = range(*args)
    if abs(found.stop - found.start) // abs(found.step) > here.interpreter.budget.steps:
        raise NotUnderstood(f"range goes on for at most {here.interpreter.budget.steps:,} numbers "
                            "here. Let it end earlier.")
    return found


@_builtin("len")
def _len(here: Here, value: Any) -> Any:
    if isinstance(value, Data):
        return value.length()
    if isinstance(value, (str, list, tuple, dict, set, range)):
        return len(value)
    family = here.interpreter.world.family_of(value)
    shape = getattr(value, "shape", None) if family is not None and family.operators else None
    if isinstance(shape, tuple) and shape and isinstance(shape[0], int):
        return shape[0]
    raise NotUnderstood(f"{shown(value)} has no length here.")


@_builtin("zip")
def _zip(here: Here, *values: Any, strict: bool = False) -> list[Any]:
    return list(zip(*[_items(here, each) for each in values], strict=bool(strict)))


@_builtin("enumerate")
def _enumerate(here: Here, value: Any, start: int = 0) -> list[Any]:
    return list(enumerate(_items(here, value), start))


@_builtin("reversed")
def _reversed(here: Here, value: Any) -> list[Any]:
    return _items(here, value)[::-1]


@_builtin("sorted")
def _sorted(here: Here, value: Any, *, key: Any = None, reverse: Any = False) -> list[Any]:
    return in_order(here, value, key, reverse)


@_builtin("map")
def _map(here: Here, function: Any, *values: Any) -> list[Any]:
    return [here.call(function, *each) for each in zip(*[_items(here, each) for each in values])]


@_builtin("filter")
def _filter(here: Here, function: Any, value: Any) -> list[Any]:
    return [each for each in _items(here, value) if truth(
        here.interpreter, each if function is None else here.call(function, each))]


@_builtin("any")
def _any(here: Here, value: Any) -> bool:
    return any(truth(here.interpreter, each) for each in _items(here, value))


@_builtin("all")
def _all(here: Here, value: Any) -> bool:
    return all(truth(here.interpreter, each) for each in _items(here, value))


# ---------------------------------------------------------------------- numbers

@_builtin("sum")
def _sum(here: Here, values: Any, start: Any = 0) -> Any:
    if isinstance(values, Data):
        return values.like()
    for each in _items(here, values):
        start = combine(here.interpreter, here.node, *_PLUS, start, each)
    return start


def _extreme(name: str, better: ast.cmpop) -> None:
    def run(here: Here, *values: Any, key: Any = None, default: Any = None) -> Any:
        if any(isinstance(each, Data) for each in values):
            return next(each for each in values if isinstance(each, Data)).like()
        items = _items(here, values[0]) if len(values) == 1 else list(values)
        if not items:
            if default is not None:
                return default
            raise NotUnderstood(f"{name} expects at least one value; got none.")
        best, best_key = items[0], items[0] if key is None else here.call(key, items[0])
        for each in items[1:]:
            its = each if key is None else here.call(key, each)
            if truth(here.interpreter, compare(here.interpreter, here.node, better, its,
                                               best_key)):
                best, best_key = each, its
        return best

    BUILTINS[name] = Special(name, run)


_extreme("min", ast.Lt())
_extreme("max", ast.Gt())


@_builtin("abs")
def _abs(here: Here, value: Any) -> Any:
    return applied(here.interpreter, here.node, "abs", abs, value)


@_builtin("round")
def _round(here: Here, value: Any, digits: int | None = None) -> Any:
    if isinstance(value, Data):
        return value.like(value.shape)
    if not isinstance(value, NUMBERS):
        raise NotUnderstood(f"round expects a number; got {shown(value)}. Use keras.ops.round for "
                            "tensors.")
    if digits is not None and not (isinstance(digits, int) and abs(digits) <= MOST_DIGITS):
        raise NotUnderstood(f"round expects at most {MOST_DIGITS} digits; got {shown(digits)}.")
    return here.interpreter.spent.checked(round(value, digits))


@_builtin("pow")
def _pow(here: Here, base: Any, exponent: Any) -> Any:
    return combine(here.interpreter, here.node, *BINARY[ast.Pow], base, exponent)


@_builtin("divmod")
def _divmod(here: Here, one: Any, other: Any) -> tuple[Any, Any]:
    return tuple(combine(here.interpreter, here.node, *BINARY[kind], one, other)
                 for kind in (ast.FloorDiv, ast.Mod))


# ---------------------------------------------------------------------- the rest

@_builtin("print")
def _print(here: Here, *values: Any, sep: Any = " ", end: Any = "\n", flush: Any = None,
           file: Any = None) -> None:
    texts = [text_of(here.interpreter, each) for each in values]
    between = sep if isinstance(sep, str) else " "
    here.interpreter.spent.letters(sum(map(len, texts)) + len(between) * len(texts))
    here.interpreter.print(here.line, between.join(texts))


@_builtin("isinstance")
def _isinstance(here: Here, value: Any, kinds: Any) -> bool:
    kinds = kinds if isinstance(kinds, tuple) else (kinds,)
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


@_builtin("callable")
def _callable(here: Here, value: Any) -> bool:
    return callable(value) or isinstance(value, Special)


REFUSED = {
    **dict.fromkeys(("eval", "exec", "compile"), "Write the code itself."),
    **dict.fromkeys(("getattr", "hasattr", "setattr", "delattr", "vars", "dir"),
                    "Write the attribute with a dot, or keep values in a dict."),
    **dict.fromkeys(("globals", "locals"), "Use the names themselves."),
    "__import__": "Use import.", "open": "Files are not opened: data are chosen on the page.",
    "input": "Give the value in the code.", "type": "Use isinstance(x, …).",
    "breakpoint": "Leave it out.", "help": "Leave it out.", "id": "Compare with is.",
    "hash": "Use the value itself.", "memoryview": "Use a list.", "bytes": "Use a list of numbers.",
    "bytearray": "Use a list of numbers.", "frozenset": "Use a tuple or a set.",
    "complex": "Use two numbers.", "iter": "Use for.", "next": "Use for, or the place [0].",
    "format": "Write an f-string.", "repr": "Use str(x).", "chr": "Write the character.",
    "ord": "Write the number.", "exit": "Leave it out.", "quit": "Leave it out.",
}
