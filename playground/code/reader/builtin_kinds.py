"""Python's kinds of values that are called to make one: ``int``, ``str``, ``list`` and others."""

from __future__ import annotations

from typing import Any

from playground.code.reader.builtins import builtin
from playground.code.reader.comparing import hashable
from playground.code.reader.data import Data
from playground.code.reader.iterating import all_items, each_item
from playground.code.reader.operators import NUMBERS, shown, truth
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.texts import text_of
from playground.code.reader.values import Here


@builtin("int", int)
def _int(here: Here, value: Any = 0, base: int | None = None) -> Any:
    if isinstance(value, Data):
        return value.like()
    if base is not None:
        raise NotUnderstood("int(text, base) is not read. Write the number itself.")
    if isinstance(value, str):
        here.interpreter.spent.number(len(value) * 3)
    return here.interpreter.spent.checked(int(_number(here, value)))


@builtin("float", float)
def _float(here: Here, value: Any = 0.0) -> Any:
    return value.like() if isinstance(value, Data) else float(_number(here, value))


def _number(here: Here, value: Any) -> Any:
    family = here.interpreter.world.family_of(value)
    if isinstance(value, (*NUMBERS, str)) or family is not None and family.operators:
        return value
    raise NotUnderstood(f"A number cannot be made of {shown(value)}.")


@builtin("bool", bool)
def _bool(here: Here, value: Any = False) -> bool:
    return truth(here.interpreter, value)


@builtin("str", str)
def _str(here: Here, value: Any = "") -> str:
    return text_of(here.interpreter, value)


@builtin("list", list)
def _list(here: Here, value: Any = ()) -> list[Any]:
    return all_items(here, value)


@builtin("tuple", tuple)
def _tuple(here: Here, value: Any = ()) -> tuple[Any, ...]:
    return tuple(all_items(here, value))


@builtin("set", set)
def _set(here: Here, value: Any = ()) -> set[Any]:
    return {hashable(here.interpreter, each) for each in each_item(here, value)}


@builtin("dict", dict)
def _dict(here: Here, value: Any = None, **named: Any) -> dict[Any, Any]:
    if value is None or isinstance(value, dict):
        found = {**(value or {}), **named}
    else:
        found = {}
        for each in each_item(here, value):
            key, item = all_items(here, each)
            found[hashable(here.interpreter, key)] = item
        found.update(named)
    here.interpreter.spent.room(len(found))
    return found


@builtin("object", object)
def _object(here: Here) -> None:
    raise NotUnderstood("object() is not read. It may stand as the base of a class.")
