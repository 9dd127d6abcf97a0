"""What a layer expects of its input, and the sentence when something else comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.keras import tree


class InputSpec:
    """The number of axes and the sizes along some of them that a layer expects.

    Args:
        shape: the whole shape, None where any size will do.
        ndim, min_ndim, max_ndim: how many axes, with the batch.
        axes: the size along an axis, by its number.
    """

    def __init__(
        self,
        dtype: str | None = None,
        shape: tuple[int | None, ...] | None = None,
        ndim: int | None = None,
        max_ndim: int | None = None,
        min_ndim: int | None = None,
        axes: Mapping[int, int | None] | None = None,
        allow_last_axis_squeeze: bool = False,
        name: str | None = None,
        optional: bool = False,
    ) -> None:
        self.dtype = dtype
        self.shape = None if shape is None else tuple(shape)
        self.ndim = len(self.shape) if self.shape is not None else ndim
        self.max_ndim, self.min_ndim = max_ndim, min_ndim
        self.axes = dict(axes or {})
        self.name, self.optional = name, optional
        self.allow_last_axis_squeeze = allow_last_axis_squeeze

    def check(self, inputs: Any, layer: Any) -> None:
        """Raises ValueError, a sentence, when the inputs do not fit."""
        shape = getattr(inputs, "shape", None)
        if shape is None:
            if inputs is None and not self.optional:
                raise ValueError(f"{layer.name} ({type(layer).__name__}) expects an array; "
                                 "got None.")
            return
        who = f"{layer.name} ({type(layer).__name__})"
        for wrong, expected in (
            (self.ndim is not None and len(shape) != self.ndim, f"{self.ndim} axes"),
            (self.min_ndim is not None and len(shape) < self.min_ndim,
             f"{self.min_ndim} axes or more"),
            (self.max_ndim is not None and len(shape) > self.max_ndim,
             f"{self.max_ndim} axes or fewer"),
        ):
            if wrong:
                raise ValueError(
                    f"{who} expects an input of {expected}, the batch first; got one of shape "
                    f"{tuple(shape)}. {_way_out(shape, self)}")
        sizes = {**self.axes, **dict(enumerate(self.shape or ()))}
        for axis, size in sizes.items():
            if size is not None and shape[axis] not in (None, size):
                raise ValueError(
                    f"{who} expects {size} values along axis {axis} of its input; got an input of "
                    f"shape {(None, *shape[1:])}, with {shape[axis]}.")


def check_input(specs: Any, inputs: Any, layer: Any) -> None:
    """Hold the inputs to an InputSpec, or to a list of them, one for each input.

    Raises:
        ValueError: a shape does not fit, or another number of inputs came.
    """
    if isinstance(specs, InputSpec):
        specs = [specs]
    specs = [each for each in tree.leaves(specs) if each is not None]
    if not specs:
        return
    flat = tree.flatten(inputs)
    if isinstance(inputs, Mapping) and all(each.name in inputs for each in specs):
        flat = [inputs[each.name] for each in specs]
    if len(flat) != len(specs):
        many = "one input" if len(specs) == 1 else f"{len(specs)} inputs"
        raise ValueError(f"{layer.name} ({type(layer).__name__}) expects {many}; got {len(flat)}.")
    for spec, each in zip(specs, flat, strict=True):
        spec.check(each, layer)


def _way_out(shape: tuple[int, ...], spec: InputSpec) -> str:
    fewest = spec.ndim or spec.min_ndim or 0
    if len(shape) == 2 and fewest == 3:
        return ("A recurrent layer before it gives every step with return_sequences=True; "
                "Reshape((steps, features)) makes steps of a row of numbers.")
    if len(shape) < fewest:
        return "One sample alone expects a batch axis: x[None]."
    return "A Flatten or Reshape layer before it changes the number of axes."
