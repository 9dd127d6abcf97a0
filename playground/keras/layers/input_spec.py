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

    def get_config(self) -> dict[str, Any]:
        return {"dtype": self.dtype, "shape": self.shape, "ndim": self.ndim,
                "max_ndim": self.max_ndim, "min_ndim": self.min_ndim, "axes": self.axes}

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> InputSpec:
        return cls(**config)

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
                    f"{tuple(shape)}. {way_out(tuple(shape), self.ndim or self.min_ndim or 0)}")
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


def way_out(
    came: tuple[int, ...], axes: int, samples: tuple[int | None, ...] | None = None
) -> str:
    """What to do where an array of the shape ``came`` does not fit.

    Args:
        axes: how many are expected at least, the batch's with them.
        samples: the shape of one sample, where a model expects it.
    """
    if samples is None and (len(came), axes) == (2, 3):
        return ("A recurrent layer before it gives every step with return_sequences=True; "
                "Reshape((steps, features)) makes steps of a row of numbers.")
    if came == samples or (samples is None and len(came) < axes):
        return "One sample alone expects a batch axis: x[None]."
    if samples is None:
        return "A Flatten or Reshape layer before it changes the number of axes."
    if None not in samples and len(samples) == 1 and len(came) > 2:
        return f"Reshape the data, x.reshape(-1, {samples[0]}), or begin with a Flatten layer."
    return "Change the Input of the model, or the shape of the data."
