"""StackedRNNCells: cells on top of each other, as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import tree
from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.calling import takes
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


@layers.register("StackedRNNCells")
class StackedRNNCells(Layer):
    """Several cells as one: the output of each is the input of the next. Their states in a list."""

    def __init__(self, cells: Sequence[Any], **settings: Any) -> None:
        super().__init__(**settings)
        for cell in cells:
            if not callable(getattr(cell, "call", None)) or not hasattr(cell, "state_size"):
                raise ValueError("StackedRNNCells expects cells: layers with a state_size and a "
                                 f"call(inputs, states); got {cell!r}.")
        self.cells = list(cells)

    @property
    def state_size(self) -> list[Any]:
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self) -> Any:
        return output_size_of(self.cells[-1])

    def get_initial_state(self, batch_size: int) -> list[Any]:
        return [_first_state(cell, batch_size, self.compute_dtype) for cell in self.cells]

    def build(self, input_shape: Shape) -> None:
        for cell in self.cells:
            if isinstance(cell, Layer) and not cell.built:
                cell.build(input_shape)
            input_shape = (input_shape[0], output_size_of(cell))

    def call(
        self, inputs: Array, states: Sequence[Any], training: Any = False, **more: Any
    ) -> tuple[Array, list[Any]]:
        after = []
        for cell, its in zip(self.cells, states, strict=True):
            listed = tree.is_nested(its)
            heeds = isinstance(cell, Layer) and takes(type(cell), "training")
            inputs, its = (cell if callable(cell) else cell.call)(
                inputs, list(its) if listed else [its], **more,
                **({"training": training} if heeds else {}))
            after.append(list(its) if listed else tree.flatten(its)[0])
        return inputs, after

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(),
                "cells": [serialize_keras_object(cell) for cell in self.cells]}

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> StackedRNNCells:
        config = dict(config)
        return cls(deserialize_keras_object(config.pop("cells"), custom_objects), **config)


def output_size_of(cell: Any) -> Any:
    """How many numbers a cell's output has: it says so, or as many as its first state."""
    size = getattr(cell, "output_size", None)
    if size is not None:
        return size
    return cell.state_size[0] if isinstance(cell.state_size, (list, tuple)) else cell.state_size


def _first_state(cell: Any, batch_size: int, dtype: str) -> Any:
    own = getattr(cell, "get_initial_state", None)
    if own is not None:
        return own(batch_size=batch_size)
    sizes = tree.map_structure(
        lambda size: jnp.zeros((batch_size, size), dtype), cell.state_size)
    return sizes
