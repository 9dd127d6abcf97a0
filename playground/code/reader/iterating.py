"""Going through the items of a value, and taking it apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playground.code.reader.data import Data
from playground.code.reader.interpreter import Interpreter
from playground.code.reader.operators import shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.values import Here


def items_of(run: Interpreter, value: Any) -> Iterable[Any]:
    """The items of a collection or a tensor; of data that are not there, one placeholder.

    Raises:
        NotUnderstood: the value has none.
    """
    if isinstance(value, (list, tuple, str, set, dict, range)):
        return value
    if isinstance(value, Data):
        return [value.index(0)]
    family = run.world.family_of(value)
    if family is not None and family.operators and not family.symbolic:
        shape = getattr(value, "shape", None)
        if isinstance(shape, tuple) and shape and isinstance(shape[0], int):
            run.spent.room(shape[0])
            return [run.world.operate(run.spent, _item, value, place) for place in range(shape[0])]
    raise NotUnderstood(f"{shown(value)} has no items to go through. Use a list, a tuple or "
                        "range(…).")


def _item(value: Any, place: int) -> Any:
    return value[place]


def all_items(here: Here, value: Any) -> list[Any]:
    """The items in a list, which is there at once."""
    items = list(items_of(here.interpreter, value))
    here.interpreter.spent.room(len(items))
    return items


def each_item(here: Here, value: Any) -> list[Any]:
    """The items in a list, with each of which something is done."""
    items = all_items(here, value)
    here.interpreter.spent.step(2 * len(items))
    return items


def taken_apart(run: Interpreter, value: Any, count: int, rest: int | None) -> list[Any]:
    """The values for ``count`` names; the name at ``rest`` takes what the others leave, in a list.

    Raises:
        NotUnderstood: there are more or fewer values than names.
    """
    if isinstance(value, Data):
        items = value.unpacked(count, rest is not None)
    else:
        items = list(items_of(run, value))
    run.spent.step(1 + len(items) // 16)
    if rest is None:
        if len(items) != count:
            raise NotUnderstood(f"{count} names cannot take {len(items)} values. Write as many "
                                "names as there are values.")
        return items
    after = count - rest - 1
    if len(items) < count - 1:
        raise NotUnderstood(f"{count - 1} names and one with * expect at least {count - 1} values; "
                            f"got {len(items)}.")
    end = len(items) - after
    return [*items[:rest], items[rest:end], *items[end:]]


def in_order(here: Here, values: Any, key: Any, reverse: Any) -> list[Any]:
    """The items sorted, by what ``key`` gives for each."""
    run = here.interpreter
    items = list(items_of(run, values))
    run.spent.room(len(items))
    keys = items if key is None else [here.call(key, each) for each in items]
    if not all(isinstance(each, (int, float, str, tuple, list)) for each in keys):
        raise NotUnderstood("sorted expects numbers or texts, or a key that gives one for each.")
    run.spent.step(len(items) // 2 + 3 * run.spent.nested(keys) // 4)
    order = sorted(range(len(items)), key=keys.__getitem__, reverse=bool(reverse))
    return [items[place] for place in order]
