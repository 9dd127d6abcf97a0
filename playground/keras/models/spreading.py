"""Arguments of ``compile`` and labels, laid out over the outputs of a model.

A model gives one array, or lists and dicts of them. What goes with them (losses, weights, metrics,
labels) may come as one thing, as a list in their order, or as a dict by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playground.keras import tree
from playground.registry import nearest

Names = Sequence[str | None]


def names_of(y_pred: Any, output_names: Names | None) -> list[str | None]:
    """A name for each output: its key where outputs are a dict, else what the model calls it."""
    paths = [path for path, _ in tree.flatten_with_path(y_pred)]
    known: list[str | None] = list(output_names or ())
    if len(known) != len(paths):
        known = [None] * len(paths)
    found: list[str | None] = []
    for path, name in zip(paths, known, strict=True):
        parts = [str(part) for part in path]
        if path and isinstance(path[-1], int):
            parts = [*parts[:-1], name] if name is not None else []
        elif not path:
            parts = [name] if name is not None else []
        found.append("/".join(parts) or None)
    return found


def spread(
    what: str, given: Any, y_pred: Any, names: Names, is_one: Callable[[Any], bool]
) -> list[Any]:
    """What belongs to each output, in their flat order; None for those that have nothing.

    Args:
        what: the argument's name, for the error.
        is_one: whether something is for one output, and not a list or dict over several.

    Raises:
        ValueError: it fits neither the number of the outputs nor their names.
    """
    count = len(names)
    if given is None:
        return [None] * count
    if not tree.is_nested(y_pred):
        return [_only(what, given, names[0], is_one)]
    if is_one(given) and not (isinstance(given, (list, tuple)) and len(given) == count):
        return [given] * count
    if isinstance(given, Mapping):
        return _by_name(what, given, y_pred, names, is_one)
    if isinstance(given, (list, tuple)):
        if len(given) == count:
            return list(given)
        if isinstance(y_pred, (list, tuple)) and len(given) == len(y_pred):
            return _within(what, zip(given, y_pred, strict=True), names, is_one)
    raise ValueError(f"{what} expects {_for_each(names)}, in a list or a dict by name; "
                     f"got {tree.outline(given)}.")


def laid_out(what: str, given: Any, y_pred: Any, names: Names, wanted: Sequence[bool]) -> list[Any]:
    """The arrays that belong to the outputs, in their flat order.

    ``wanted`` says which outputs have a loss: labels may come for these alone.

    Raises:
        ValueError: there are more or fewer arrays, or a name that is no output's.
    """
    count = len(names)
    flat = tree.flatten(given)
    if not tree.is_nested(y_pred) or count == 1:
        if len(flat) != 1:
            raise ValueError(f"Expected {what} for the one output of the model; "
                             f"got {len(flat)} arrays.")
        return flat
    if isinstance(given, Mapping):
        return _by_name(what, given, y_pred, names, lambda each: not tree.is_nested(each))
    if len(flat) == count:
        return flat
    if len(flat) == sum(wanted):
        waiting = iter(flat)
        return [next(waiting) if each else None for each in wanted]
    raise ValueError(f"Expected {what} as {_for_each(names)}, in a list or a dict by name; "
                     f"got {len(flat)} array{'s' if len(flat) != 1 else ''}.")


def _only(what: str, given: Any, name: str | None, is_one: Callable[[Any], bool]) -> Any:
    """What a list or a dict of one entry holds."""
    if is_one(given):
        return given
    if isinstance(given, Mapping) and name is not None and len(given) == 1 and name not in given:
        raise _unknown(what, next(iter(given)), [name])
    entries = list(given.values()) if isinstance(given, Mapping) else list(given)
    if len(entries) != 1:
        raise ValueError(f"compile expects one {what} for the one output of the model; "
                         f"got {len(entries)}.")
    return entries[0]


def _by_name(
    what: str, given: Mapping[str, Any], y_pred: Any, names: Names, is_one: Callable[[Any], bool]
) -> list[Any]:
    top = list(y_pred) if isinstance(y_pred, Mapping) else []
    for key in given:
        if key not in names and key not in top:
            raise _unknown(what, key, [*dict.fromkeys([*top, *(each for each in names if each)])])
    if not isinstance(y_pred, Mapping) or all(not tree.is_nested(each) for each in y_pred.values()):
        return [given.get(name) if name is not None else None for name in names]
    parts = tree.flatten(tree.map_structure(lambda each: None, y_pred))
    spreads = {key: spread(what, given.get(key), part, names_of(part, None), is_one)
               for key, part in y_pred.items()}
    found = [each for key in sorted(y_pred) for each in spreads[key]]
    return found if len(found) == len(parts) else parts


def _within(what: str, pairs: Any, names: Names, is_one: Callable[[Any], bool]) -> list[Any]:
    """Each entry for the outputs that lie within one entry of the model's list."""
    found: list[Any] = []
    for given, part in pairs:
        size = len(tree.flatten(part))
        own = names[len(found):len(found) + size]
        found += spread(what, given, part, own, is_one)
    return found


def _for_each(names: Names) -> str:
    shown = ", ".join(repr(each) for each in names if each)
    return f"one for each of the {len(names)} outputs{f' ({shown})' if shown else ''}"


def _unknown(what: str, key: Any, known: Sequence[str]) -> ValueError:
    near = nearest(str(key), known)
    way_out = f"Did you mean {near!r}?" if near else (
        f"They are called: {', '.join(map(repr, known))}." if known
        else "Give a list instead, in the order of the outputs.")
    return ValueError(f"{what} has the key {key!r}, but no output is called so. {way_out}")
