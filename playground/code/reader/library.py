"""Of Python's library what model code is written with: ``functools``, ``itertools``, ``operator``.

What else tutorials import from there, mostly for data and files, is a placeholder.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from playground.code.reader.builtins import BUILTINS
from playground.code.reader.data import Data
from playground.code.reader.functions import Decorator
from playground.code.reader.iterating import all_items, each_item
from playground.code.reader.operators import BINARY, combine, shown
from playground.code.reader.refusal import NotUnderstood
from playground.code.reader.values import Here, Module, Special, name_of

_DATA = {
    "functools": "cached_property singledispatch total_ordering",
    "itertools": "accumulate combinations count cycle groupby islice permutations starmap "
                 "takewhile zip_longest",
    "collections": "ChainMap Counter abc defaultdict deque",
}
_OPERATORS = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv",
              ast.FloorDiv: "floordiv", ast.Mod: "mod", ast.Pow: "pow", ast.MatMult: "matmul"}


def library() -> dict[str, Module]:
    """The modules by their names."""
    found = {
        "functools": {"partial": Special("partial", _partial), "reduce": Special("reduce", _reduce),
                      "wraps": Special("wraps", lambda here, function: Decorator("wraps")),
                      "lru_cache": Decorator("lru_cache"), "cache": Decorator("cache")},
        "itertools": {"chain": Special("chain", _chain), "product": Special("product", _product),
                      "repeat": Special("repeat", _repeat),
                      "pairwise": Special("pairwise", _pairs)},
        "collections": {"OrderedDict": BUILTINS["dict"]},
        "operator": {name: _operator(name, *BINARY[kind]) for kind, name in _OPERATORS.items()},
    }
    return {module: Module(module, {
        **{name: Data(module) for name in _DATA.get(module, "").split()}, **members},
        {"namedtuple": "Write a class with @dataclass, or a tuple."}.get)
        for module, members in found.items()}


def _partial(here: Here, function: Any, *given: Any, **settings: Any) -> Special:
    """The function with some of its arguments; it goes on being one of the reader's."""
    if not callable(function) and not isinstance(function, (Special, Data)):
        raise NotUnderstood(f"partial expects a function or a class; got {shown(function)}.")
    here.interpreter.spent.step(1 + here.interpreter.spent.nested([given, settings]))

    def run(here: Here, *args: Any, **kwargs: Any) -> Any:
        spent = here.interpreter.spent
        spent.room(len(given) + len(args) + len(settings) + len(kwargs))
        return here.interpreter.call(here, function, (*given, *args), {**settings, **kwargs})

    return Special(f"partial({name_of(function)})", run)


def _reduce(here: Here, function: Any, values: Any, *first: Any) -> Any:
    items = [*first[:1], *each_item(here, values)]
    if not items:
        raise NotUnderstood("reduce expects at least one value.")
    result = items[0]
    for each in items[1:]:
        result = here.call(function, result, each)
    return result


def _chain(here: Here, *values: Any) -> list[Any]:
    found: list[Any] = []
    for each in values:
        found += each_item(here, each)
        here.interpreter.spent.room(len(found))
    return found


def _product(here: Here, *values: Any, repeat: Any = 1) -> list[tuple[Any, ...]]:
    if not isinstance(repeat, int) or not 0 <= repeat <= 8:
        raise NotUnderstood("product expects repeat between 0 and 8.")
    found: list[tuple[Any, ...]] = [()]
    for items in [all_items(here, each) for each in values] * repeat:
        here.interpreter.spent.room(len(found) * len(items))
        here.interpreter.spent.step(len(found) * len(items))
        found = [(*each, item) for each in found for item in items]
    return found


def _repeat(here: Here, value: Any, times: Any = None) -> list[Any]:
    if not isinstance(times, int):
        raise NotUnderstood("repeat expects how often, as repeat(x, 3).")
    here.interpreter.spent.room(max(times, 0))
    return [value] * times


def _pairs(here: Here, values: Any) -> list[tuple[Any, Any]]:
    items = each_item(here, values)
    return list(zip(items, items[1:]))


def _operator(name: str, symbol: str, function: Callable[[Any, Any], Any]) -> Special:
    def run(here: Here, left: Any, right: Any) -> Any:
        return combine(here.interpreter, here.node, symbol, function, left, right)

    return Special(name, run)
