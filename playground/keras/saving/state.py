"""Which arrays of a model lie at which path in a file; and how they get there and back.

Keras names the path of an object by the attributes that lead to it: ``layers/dense``, ``encoder``,
``blocks/dense_1``. An object that can be reached in several ways lies at the first of them:
public attributes before private ones, each by the alphabet; the layers of a model of inputs and
outputs before everything. In a list or dict it has the name of its class, with a number.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from playground.keras.layers.base import Layer
from playground.keras.losses import Loss
from playground.keras.metrics import Metric
from playground.keras.naming import to_snake_case
from playground.keras.operation import Operation
from playground.keras.optimizers import Optimizer
from playground.keras.saving.assets import AssetReader, AssetWriter
from playground.keras.variable import StatelessScope, Variable

if TYPE_CHECKING:
    from playground.keras.saving.hdf5 import WeightReader, WeightWriter

_FAMILIES = (Layer, Operation, Metric, Loss, Optimizer)
_BESIDES = frozenset({"operations", "_functional", "_stack", "_input"})  # more ways to the layers


def save_state(
    root: Any, weights: WeightWriter, assets: AssetWriter | None = None, skip: Any = (),
) -> None:
    """Write the variables of an object and of all that it holds."""
    done = {id(each) for each in skip}

    def save(thing: Any, path: str) -> None:
        if id(thing) in done:
            return
        done.add(id(thing))
        if hasattr(thing, "save_own_variables"):
            name = getattr(thing, "name", None)
            thing.save_own_variables(weights.make(path, name if isinstance(name, str) else None))
        if assets is not None and hasattr(thing, "save_assets"):
            thing.save_assets(assets.make(path))
        for at, child in _children(thing, path):
            save(child, at)

    save(root, "")


class Loader:
    """Takes the variables of an object, and of all that it holds, out of a file.

    Nothing is changed until ``commit``: what does not fit leaves the model as it was. An object
    for which the file has nothing fitting at one path is tried again at the next that leads to it.
    """

    def __init__(
        self, weights: WeightReader, assets: AssetReader | None = None, skip: Any = ()
    ) -> None:
        self.failed: dict[int, tuple[Any, Exception]] = {}
        self._weights, self._assets = weights, assets
        self._done = {id(each) for each in skip}
        self._open: set[int] = set()
        self._found: list[tuple[Variable, Any]] = []

    def load(self, thing: Any, path: str = "") -> None:
        """Look for the object and all that it holds; what does not fit is in ``failed``."""
        if id(thing) in self._done or id(thing) in self._open:
            return
        self._open.add(id(thing))
        try:
            self._load_own(thing, path)
            self.failed.pop(id(thing), None)
        except Exception as error:  # whatever the reading of a strange file, or own code, raises
            self.failed[id(thing)] = thing, error
        before = len(self.failed)
        for at, child in _children(thing, path):
            self.load(child, at)
        if id(thing) not in self.failed and len(self.failed) <= before:
            self._done.add(id(thing))
        self._open.discard(id(thing))

    def commit(self) -> None:
        for variable, value in self._found:
            variable.assign(value)

    def _load_own(self, thing: Any, path: str) -> None:
        with _Noted() as scope:
            if hasattr(thing, "load_own_variables"):
                thing.load_own_variables(self._weights.get(path))
            if self._assets is not None and hasattr(thing, "load_assets"):
                try:
                    thing.load_assets(self._assets.get(path))
                except FileNotFoundError as error:
                    name = f"assets/{path}/{os.path.basename(error.filename or '')}"
                    raise ValueError(f"the file has no part '{name}'") from None
        self._found += scope.updates


class _Noted(StatelessScope):
    """A scope that keeps what is assigned in it, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.updates: list[tuple[Variable, Any]] = []

    def add_update(self, update: tuple[Variable, Any]) -> None:
        super().add_update(update)
        self.updates.append(update)


def _children(thing: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The path and the object of all that this one holds, in Keras's order."""
    for name, value in _attributes(thing):
        at = f"{path}/{name}".lstrip("/")
        if isinstance(value, _FAMILIES):
            yield at, value
        elif isinstance(value, (list, tuple, dict)):
            yield from _in_container(value, at, set())


def _in_container(container: Any, path: str, known: set[int]) -> Iterator[tuple[str, Any]]:
    if id(container) in known:  # a list that holds itself
        return
    known.add(id(container))
    counts: dict[str, int] = {}
    for value in list(container.values()) if isinstance(container, dict) else container:
        if isinstance(value, _FAMILIES):
            yield f"{path}/{_numbered(to_snake_case(type(value).__name__), counts)}", value
        elif isinstance(value, (list, tuple, dict)):
            yield from _in_container(value, f"{path}/{_numbered('container', counts)}", known)


def _numbered(name: str, counts: dict[str, int]) -> str:
    count = counts[name] = counts.get(name, -1) + 1
    return f"{name}_{count}" if count else name


def _attributes(thing: Any) -> Iterator[tuple[str, Any]]:
    from playground.keras.models import Functional, Sequential

    common = _common(next(each for each in _FAMILIES if isinstance(thing, each)))
    if isinstance(thing, (Functional, Sequential)):
        yield "layers", thing.layers
        common |= _BESIDES
    for name in sorted(dir(thing), key=lambda name: f"~{name}" if name[0] == "_" else name):
        if name.startswith("__") or name in common:
            continue
        try:
            value = getattr(thing, name)
        except Exception:  # a property that means nothing yet
            continue
        yield name, value


@functools.cache
def _common(base: type) -> frozenset[str]:
    """The attributes that every object of a family has: they lead to nothing of its own."""
    settings: dict[str, Any] = {"learning_rate": 1.0} if base is Optimizer else {}
    return frozenset(dir(base(name="common", **settings)))
