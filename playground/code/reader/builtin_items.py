"""Python's functions that go through items: ``range``, ``zip``, ``map``, ``sorted`` and others."""

from __future__ import annotations

from typing import Any

from playground.code.reader.builtins import builtin
from playground.code.reader.data import RESULT, Data
from playground.code.reader.iterating import all_items, each_item, in_order
from playground.code.reader.operators import shown, truth
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.values import Here


@builtin("range", range)
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


@builtin("len")
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


@builtin("zip")
def _zip(here: Here, *values: Any, strict: bool = False) -> list[Any]:
    return list(zip(*[all_items(here, each) for each in values], strict=bool(strict)))


@builtin("enumerate")
def _enumerate(here: Here, value: Any, start: int = 0) -> list[Any]:
    return list(enumerate(all_items(here, value), start))


@builtin("reversed")
def _reversed(here: Here, value: Any) -> list[Any]:
    return all_items(here, value)[::-1]


@builtin("sorted")
def _sorted(here: Here, value: Any, *, key: Any = None, reverse: Any = False) -> list[Any]:
    return in_order(here, value, key, reverse)


@builtin("map")
def _map(here: Here, function: Any, *values: Any) -> list[Any]:
    return [here.call(function, *each) for each in zip(*[all_items(here, each) for each in values])]


@builtin("filter")
def _filter(here: Here, function: Any, value: Any) -> list[Any]:
    return [each for each in each_item(here, value) if truth(
        here.interpreter, each if function is None else here.call(function, each))]


@builtin("any")
def _any(here: Here, value: Any) -> bool:
    return any(truth(here.interpreter, each) for each in each_item(here, value))


@builtin("all")
def _all(here: Here, value: Any) -> bool:
    return all(truth(here.interpreter, each) for each in each_item(here, value))
