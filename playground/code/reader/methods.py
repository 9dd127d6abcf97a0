"""The methods of texts, lists, dicts, tuples and sets that may be called, sizes checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from playground.code.reader.comparing import hashable, same
from playground.code.reader.data import Data
from playground.code.reader.interpreter import Interpreter
from playground.code.reader.iterating import in_order, items_of
from playground.code.reader.operators import shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.texts import in_format, joined_within, text_of
from playground.code.reader.values import Here

NOTHING = object()
Method = Callable[..., Any]


def _plain(name: str, *kinds: type, result: Callable[[Any], Any] = lambda value: value) -> Method:
    """A method whose result is no larger than what it is called on, on arguments of these kinds."""
    def run(here: Here, value: Any, *args: Any) -> Any:
        here.interpreter.spent.step(1 + len(value) // 16)
        for each in args:
            if not isinstance(each, (*kinds, type(None))):
                raise NotUnderstood(f"{name} expects {_named(kinds)}; got {shown(each)}.")
        return result(getattr(value, name)(*args))

    return run


def _named(kinds: tuple[type, ...]) -> str:
    words = {str: "a text", int: "a whole number", tuple: "a tuple of texts"}
    return " or ".join(words[each] for each in kinds) or "nothing"


def _padded(name: str) -> Method:
    def run(here: Here, value: str, width: int, fill: str = " ") -> str:
        if not isinstance(width, int) or not isinstance(fill, str):
            raise NotUnderstood(f"{name} expects a width and a character.")
        here.interpreter.spent.letters(max(len(value), width))
        return getattr(value, name)(width, *(() if name == "zfill" else (fill,)))

    return run


def _replace(here: Here, value: str, old: str, new: str, count: int = -1) -> str:
    if not isinstance(old, str) or not isinstance(new, str) or not isinstance(count, int):
        raise NotUnderstood("replace expects two texts.")
    times = value.count(old)
    here.interpreter.spent.letters(len(value) + times * max(len(new) - len(old), 0))
    return value.replace(old, new, count)


def _join(here: Here, value: str, parts: Any) -> str:
    texts = list(items_of(here.interpreter, parts))
    if not all(isinstance(each, str) for each in texts):
        raise NotUnderstood("join expects texts alone. Write str(x) for each of them.")
    here.interpreter.spent.room(len(texts))
    here.interpreter.spent.letters(sum(map(len, texts)) + len(value) * len(texts))
    return value.join(texts)


def _split(here: Here, value: str, separator: str | None = None, most: int = -1) -> list[str]:
    found = value.split(separator, most)
    here.interpreter.spent.room(len(found))
    return found


_GAP = re.compile(r"\{\{|\}\}|\{(\w*)(?::([^{}]*))?\}|[{}]")


def _format(here: Here, value: str, *args: Any, **kwargs: Any) -> str:
    """``"block_{}".format(3)``: what is put in has a number or a name, and nothing behind it."""
    return joined_within(here.interpreter, _filled(here.interpreter, value, args, kwargs))


def _filled(
    run: Interpreter, value: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Iterator[str]:
    """The text of a format, part by part."""
    order, place = iter(range(len(args))), 0
    for gap in _GAP.finditer(value):
        run.spent.step(4)
        yield value[place:gap.start()]
        place = gap.end()
        if gap[0] in ("{{", "}}"):
            yield gap[0][0]
            continue
        name = gap[1] or next(order, None) if gap[1] is not None else None
        given = kwargs.get(name) if name in kwargs else (
            args[int(name)] if str(name).isdecimal() and int(name) < len(args) else NOTHING)
        if gap[1] is None or given is NOTHING:
            raise NotUnderstood(f"format reads {{}}, {{0}} and {{name}}, each of which it is "
                                f"given; got {gap[0]}. Write an f-string: f\"{{x}}\".")
        yield in_format(run, given, gap[2]) if gap[2] and not isinstance(given, Data) \
            else text_of(run, given)
    yield value[place:]


_TEXT: dict[str, Method] = {
    **{name: _plain(name) for name in (
        "upper", "lower", "title", "capitalize", "swapcase", "isdigit", "isalpha", "isalnum",
        "isupper", "islower", "isspace", "isidentifier", "splitlines")},
    **{name: _plain(name, str) for name in ("strip", "lstrip", "rstrip", "removeprefix",
                                            "removesuffix")},
    **{name: _plain(name, str, tuple) for name in ("startswith", "endswith")},
    **{name: _plain(name, str, int) for name in ("count", "find", "index")},
    **{name: _padded(name) for name in ("zfill", "ljust", "rjust", "center")},
    "replace": _replace, "join": _join, "split": _split, "format": _format,
}


# ---------------------------------------------------------------------- lists

def _append(here: Here, value: list[Any], item: Any) -> None:
    here.interpreter.spent.grown(len(value) + 1)
    here.interpreter.spent.nested(item)
    value.append(item)


def _extend(here: Here, value: list[Any], more: Any) -> None:
    items = list(items_of(here.interpreter, more))
    here.interpreter.spent.room(len(value) + len(items))
    here.interpreter.spent.nested(items)
    value.extend(items)


def _insert(here: Here, value: list[Any], place: int, item: Any) -> None:
    here.interpreter.spent.room(len(value) + 1)
    here.interpreter.spent.nested(item)
    value.insert(place, item)


def _pop(here: Here, value: list[Any], place: int = -1) -> Any:
    here.interpreter.spent.step(1 + len(value) // 16)
    return value.pop(place)


def _counted(here: Here, value: Any, item: Any) -> int:
    here.interpreter.spent.compared(value, item)
    return sum(same(each, item) for each in value)


def _place(here: Here, value: Any, item: Any) -> int:
    here.interpreter.spent.compared(value, item)
    for place, each in enumerate(value):
        if same(each, item):
            return place
    raise NotUnderstood(f"{shown(item)} is not in the {type(value).__name__}.")


def _reverse(here: Here, value: list[Any]) -> None:
    here.interpreter.spent.room(len(value))
    value.reverse()


def _sort(here: Here, value: list[Any], *, key: Any = None, reverse: Any = False) -> None:
    value[:] = in_order(here, value, key, reverse)


def _clear(here: Here, value: Any) -> None:
    value.clear()


def _copy(here: Here, value: Any) -> Any:
    here.interpreter.spent.room(len(value))
    return dict(value) if isinstance(value, dict) else set(value) if isinstance(
        value, set) else list(value)


# ---------------------------------------------------------------------- dicts and sets

def _get(here: Here, value: dict[Any, Any], key: Any, otherwise: Any = None) -> Any:
    return value.get(hashable(here.interpreter, key), otherwise)


def _listed(name: str) -> Method:
    def run(here: Here, value: dict[Any, Any]) -> list[Any]:
        here.interpreter.spent.room(len(value))
        return list(getattr(value, name)())

    return run


def _pop_key(here: Here, value: dict[Any, Any], key: Any, *otherwise: Any) -> Any:
    if hashable(here.interpreter, key) not in value and not otherwise:
        raise NotUnderstood(f"The dict has no {shown(key)}. Give pop a second value for that.")
    return value.pop(key, *otherwise)


def _update(here: Here, value: dict[Any, Any], more: Any = None, **named: Any) -> None:
    if isinstance(more, Data):
        return
    if more is not None and not isinstance(more, dict):
        raise NotUnderstood(f"update expects a dict; got {shown(more)}.")
    more = {**(more or {}), **named}
    here.interpreter.spent.room(len(value) + len(more))
    here.interpreter.spent.nested(more)
    value.update(more)


def _setdefault(here: Here, value: dict[Any, Any], key: Any, otherwise: Any = None) -> Any:
    here.interpreter.spent.grown(len(value) + 1)
    here.interpreter.spent.nested(otherwise)
    return value.setdefault(hashable(here.interpreter, key), otherwise)


def _add(here: Here, value: set[Any], item: Any) -> None:
    value.add(hashable(here.interpreter, item))
    here.interpreter.spent.grown(len(value))


def _discard(here: Here, value: set[Any], item: Any) -> None:
    value.discard(hashable(here.interpreter, item))


def _with_set(name: str) -> Method:
    def run(here: Here, value: set[Any], other: Any) -> Any:
        others = {hashable(here.interpreter, each)
                  for each in items_of(here.interpreter, other)}
        here.interpreter.spent.room(len(value) + len(others))
        return getattr(value, name)(others)

    return run


METHODS: dict[type, dict[str, Method]] = {
    str: _TEXT,
    list: {"append": _append, "extend": _extend, "insert": _insert, "pop": _pop,
           "count": _counted, "index": _place, "reverse": _reverse, "sort": _sort,
           "clear": _clear, "copy": _copy},
    tuple: {"count": _counted, "index": _place},
    dict: {"get": _get, "items": _listed("items"), "keys": _listed("keys"),
           "values": _listed("values"), "pop": _pop_key, "update": _update,
           "setdefault": _setdefault, "copy": _copy, "clear": _clear},
    set: {"add": _add, "discard": _discard, "copy": _copy, "clear": _clear,
          **{name: _with_set(name) for name in (
              "union", "intersection", "difference", "symmetric_difference", "issubset",
              "issuperset", "update")}},
}
