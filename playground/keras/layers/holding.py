"""What lies in the attributes of a layer, and in lists and dicts there: it holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from playground.keras.layers.tracking import tracked
from playground.keras.metrics.base import Metric
from playground.keras.random import SeedGenerator
from playground.keras.variable import Variable

_CONTAINERS = (dict, list, tuple, set)
_PLAIN = {"_seen", "_losses", "_build_shapes", "_inbound_nodes", "_outbound_nodes"}  # hold nothing


class Holding:
    """The part of a layer that knows what it holds, and in which order it came to hold it."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not isinstance(getattr(type(self), name, None), property):
            value = tracked(value, self._note, _is_ordered)
            self._note(value)
        super().__setattr__(name, value)
        vars(self).pop("_places", None)

    def __delattr__(self, name: str) -> None:
        super().__delattr__(name)
        vars(self).pop("_places", None)

    def _note(self, value: Any) -> None:
        """Remember that the layer came to hold this now, if it did not before."""
        seen = vars(self).setdefault("_seen", {})
        for each in _leaves(value):
            if _is_ordered(each):
                seen.setdefault(id(each), len(seen))

    def _held(self, kind: type) -> list[Any]:
        """What the layer holds of this kind, in the order in which it came to hold it.

        It is asked for before and after every batch. So the attributes that may hold something are
        remembered until one is set; what is in their lists is looked up, for lists change. Several
        threads may ask at once.
        """
        own = vars(self)
        places = own.get("_places")
        if places is None:
            places = own["_places"] = _Places([
                value for name, value in own.copy().items()
                if name not in _PLAIN and isinstance(value, (*_KINDS, *_CONTAINERS))])
        found = unique([each for place in places.values for each in (
            _leaves(place) if isinstance(place, _CONTAINERS) else (place,))
            if isinstance(each, kind)])
        if len(found) > 1:
            seen = own.get("_seen", {})
            found.sort(key=lambda each: seen.get(id(each), len(seen)))
        return found


class _Places:
    """Attributes that may hold something; no list, in which files would look for layers."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values


_KINDS = (Variable, Holding, Metric, SeedGenerator)


def _is_ordered(value: Any) -> bool:
    return isinstance(value, (Variable, Holding))


def _leaves(value: Any) -> list[Any]:
    """The leaves in the order in which they were put there; what lies there twice, once."""
    if not isinstance(value, _CONTAINERS):
        return [value]
    found: list[Any] = []
    seen: set[int] = set()
    _gather(value, found, seen)
    return found


def _gather(value: Iterable[Any], found: list[Any], seen: set[int]) -> None:
    if id(value) not in seen:
        seen.add(id(value))
        for each in value.values() if isinstance(value, dict) else value:
            if isinstance(each, _CONTAINERS):
                _gather(each, found, seen)
            else:
                found.append(each)


def unique(things: Sequence[Any]) -> list[Any]:
    """Each thing once, where it is first."""
    return list({id(each): each for each in things}.values())
