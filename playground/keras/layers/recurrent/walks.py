"""Walks along sequences as programs, each compiled once: for layers that are called by themselves.

A loop is compiled where it is met. Within ``fit`` and ``predict`` that is once; a model that is
called for one token after the other would pay for it every time, half a second for an LSTM.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from playground.keras.backend import jax
from playground.keras.layers.recurrent.stacked import StackedRNNCells
from playground.keras.variable import StatelessScope, autocast_scope

MOST = 64  # programs that a layer keeps: one for each shape and setting, those used last
_HERE = __name__.split(".")[0] + ".keras."


class Walks:
    """The programs of one layer."""

    def __init__(self) -> None:
        self._programs: OrderedDict[Any, Any] = OrderedDict()

    def along(
        self, walk: Callable[..., Any], cell: Any, arrays: tuple[Any, ...],
        settings: tuple[bool, ...],
    ) -> Any:
        """``walk(*arrays, *settings)``, as the program that was compiled for these shapes.

        A cell or an activation that a script wrote may read whatever it likes, which may have
        changed: it is traced anew every time. Within a compiled function nothing changes.
        """
        if not _is_from_here(cell):
            return walk(*arrays, *settings)
        variables = cell.variables
        with autocast_scope(None):
            values = [each.value for each in variables]
        leaves, structure = jax.tree.flatten(arrays)
        if any(map(_is_unknown, (*values, *leaves))):
            return walk(*arrays, *settings)
        key = (settings, structure, *((each.shape, each.dtype) for each in leaves),
               *map(id, variables), *_activations(cell))
        program = self._programs.pop(key, None) or _program(walk, variables, settings)
        self._programs[key] = program
        while len(self._programs) > MOST:
            self._programs.popitem(last=False)
        results, changed = program(values, arrays)
        for variable, before, after in zip(variables, values, changed, strict=True):
            if not variable.made_trainable and after is not before:
                variable.assign(after)
        return results

    def __deepcopy__(self, memo: dict[int, Any]) -> Walks:
        return Walks()  # a copy has variables of its own

    def __reduce__(self) -> Any:
        return Walks, ()


def _program(walk: Callable[..., Any], variables: list[Any], settings: tuple[bool, ...]) -> Any:
    def pure(values: list[Any], arrays: tuple[Any, ...]) -> Any:
        with StatelessScope(zip(variables, values, strict=True)) as scope:
            results = walk(*arrays, *settings)
        return results, [None if each.made_trainable else scope.get_current_value(each)
                         for each in variables]

    return jax.jit(pure)


def _is_unknown(value: Any) -> bool:
    """Whether it has no numbers yet; what is differentiated outside a compiled function has."""
    return isinstance(value, jax.core.Tracer) and value.to_concrete_value() is None


def _is_from_here(cell: Any) -> bool:
    if isinstance(cell, StackedRNNCells):
        return type(cell) is StackedRNNCells and all(map(_is_from_here, cell.cells))
    return all(str(getattr(each, "__module__", "")).startswith(_HERE)
               for each in (type(cell), *_activations(cell)))


def _activations(cell: Any) -> list[Any]:
    if isinstance(cell, StackedRNNCells):
        return [found for each in cell.cells for found in _activations(each)]
    return [each for name in ("activation", "recurrent_activation")
            if (each := getattr(cell, name, None)) is not None]
