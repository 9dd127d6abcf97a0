"""Nested lists, tuples and dicts of things: flat, back again, and a function of every leaf.

The entries of a dict come in the order of their sorted keys, as in Keras and JAX. None is a leaf.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

Leaf = Callable[[Any], bool]


def is_nested(structure: Any) -> bool:
    """Whether it is a list, a tuple or a dict."""
    return isinstance(structure, (list, tuple, Mapping))


def flatten(structure: Any) -> list[Any]:
    """The leaves in a list."""
    return list(leaves(structure))


def leaves(structure: Any, leaf: Leaf | None = None) -> Iterator[Any]:
    for _, each in _with_paths(structure, leaf):
        yield each


def flatten_with_path(structure: Any) -> list[tuple[tuple[Any, ...], Any]]:
    """Pairs of the path to a leaf (keys and places) and the leaf."""
    return list(_with_paths(structure, None))


def map_structure(
    func: Callable[..., Any], *structures: Any, none_is_leaf: bool = True
) -> Any:
    """``func`` of every leaf, or of the leaves at the same place of several structures.

    Raises:
        ValueError: the structures are not the same.
    """
    if not structures:
        raise ValueError("map_structure expects a structure after the function; got none.")
    for other in structures[1:]:
        assert_same_structure(structures[0], other)
    columns = zip(*map(leaves, structures), strict=True)
    return pack_sequence_as(structures[0], [
        None if not none_is_leaf and each[0] is None else func(*each) for each in columns])


def map_structure_up_to(
    shallow_structure: Any, func: Callable[..., Any], *structures: Any
) -> Any:
    """``func`` of what lies in each structure where the shallow one has a leaf."""
    if not is_nested(shallow_structure):
        return func(*structures)
    for other in structures:
        if not is_nested(other) or len(other) != len(shallow_structure):
            raise ValueError("map_structure_up_to expects structures that go on where the shallow "
                             f"one ends; got {outline(other)}.")
    columns = zip(*([each for _, each in _entries(other)] for other in structures), strict=True)
    return _rebuild(shallow_structure, [
        map_structure_up_to(each, func, *column)
        for (_, each), column in zip(_entries(shallow_structure), columns, strict=True)])


def map_shape_structure(func: Callable[[Any], Any], structure: Any) -> Any:
    """``func`` of every shape in a structure of shapes: a tuple of sizes is one leaf."""
    shapes = [func(tuple(each)) for each in leaves(structure, is_shape)]
    return _pack(structure, iter(shapes), is_shape)


def pack_sequence_as(structure: Any, flat_sequence: Iterable[Any]) -> Any:
    """The same structure with these leaves.

    Raises:
        ValueError: there are more or fewer of them.
    """
    flat = list(flat_sequence)
    count = sum(1 for _ in leaves(structure))
    if len(flat) != count:
        raise ValueError(f"The structure has {count} leaves; got {len(flat)}.")
    return _pack(structure, iter(flat), None)


def traverse(
    func: Callable[[Any], Any], structure: Any, top_down: bool = True
) -> Any:
    """``func`` of every part, leaf or not; what it gives for a part stands for the part.

    From the top down, None means: go on within.
    """
    if top_down:
        found = func(structure)
        if found is not None:
            return found if found is not MAP_TO_NONE else None
    if is_nested(structure):
        parts = [traverse(func, each, top_down) for _, each in _entries(structure)]
        structure = _rebuild(structure, parts)
    if top_down:
        return structure
    found = func(structure)
    return structure if found is None else (None if found is MAP_TO_NONE else found)


class MAP_TO_NONE:  # noqa: N801  (Keras's name)
    """What a function gives to ``traverse`` to put None in a part's place."""


def assert_same_structure(a: Any, b: Any, check_types: bool | None = None) -> None:
    """Raises ValueError when the two have not the same lists, tuples, dicts and keys.

    ``check_types`` is of no effect, as in Keras.
    """
    if is_nested(a) != is_nested(b) or (is_nested(a) and not _alike(a, b)):
        raise ValueError(f"Expected two structures of the same form; got {outline(a)} "
                         f"and {outline(b)}.")
    if is_nested(a):
        for (_, one), (_, other) in zip(_entries(a), _entries(b), strict=True):
            assert_same_structure(one, other)


def assert_same_paths(a: Any, b: Any) -> None:
    """Raises ValueError when the leaves do not lie at the same paths."""
    paths = [{path for path, _ in flatten_with_path(each)} for each in (a, b)]
    if paths[0] != paths[1]:
        raise ValueError(f"Expected the same paths; got {paths[0]} and {paths[1]}.")


def lists_to_tuples(structure: Any) -> Any:
    if isinstance(structure, Mapping):
        return {key: lists_to_tuples(each) for key, each in structure.items()}
    if isinstance(structure, (list, tuple)):
        return tuple(lists_to_tuples(each) for each in structure)
    return structure


def outline(structure: Any) -> str:
    """The form of a structure in words for an error: ``{'a': *, 'b': [*, *]}``."""
    if isinstance(structure, Mapping):
        return "{" + ", ".join(f"{key!r}: {outline(value)}"
                               for key, value in structure.items()) + "}"
    if isinstance(structure, list):
        return "[" + ", ".join(map(outline, structure)) + "]"
    if isinstance(structure, tuple):
        return "(" + ", ".join(map(outline, structure)) + ("," * (len(structure) == 1)) + ")"
    return "None" if structure is None else "*"


def numbers_as_array(value: Any) -> Any:
    """A list of lists of numbers is one array."""
    if isinstance(value, (list, tuple)) and value:
        flat = flatten(value)
        if flat and all(isinstance(each, (int, float, np.number)) for each in flat):
            return np.asarray(value)
    return value


def is_shape(value: Any) -> bool:
    """Whether it is one shape: a list or tuple of sizes, None where any size will do."""
    return isinstance(value, (list, tuple)) and all(
        each is None or isinstance(each, (int, np.integer)) for each in value)


def _entries(structure: Any) -> list[tuple[Any, Any]]:
    if isinstance(structure, OrderedDict):
        return list(structure.items())
    if isinstance(structure, Mapping):
        try:
            return sorted(structure.items(), key=lambda pair: pair[0])
        except TypeError:  # keys of several kinds have no order
            return list(structure.items())
    return list(enumerate(structure))


def _rebuild(structure: Any, parts: list[Any]) -> Any:
    if isinstance(structure, Mapping):
        given = dict(zip([key for key, _ in _entries(structure)], parts, strict=True))
        return type(structure)((key, given[key]) for key in structure)
    if hasattr(structure, "_fields"):  # a named tuple
        return type(structure)(*parts)
    return tuple(parts) if isinstance(structure, tuple) else parts


def _pack(structure: Any, flat: Iterator[Any], leaf: Leaf | None) -> Any:
    if not is_nested(structure) or (leaf is not None and leaf(structure)):
        return next(flat)
    return _rebuild(structure, [_pack(each, flat, leaf) for _, each in _entries(structure)])


def _with_paths(
    structure: Any, leaf: Leaf | None, path: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if not is_nested(structure) or (leaf is not None and leaf(structure)):
        yield path, structure
        return
    for key, each in _entries(structure):
        yield from _with_paths(each, leaf, (*path, key))


def _alike(a: Any, b: Any) -> bool:
    if isinstance(a, Mapping):
        return isinstance(b, Mapping) and set(a) == set(b)
    return type(a) is type(b) and len(a) == len(b)
