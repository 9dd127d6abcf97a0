"""One call of a layer: what it was given, by the names of ``call``; shapes and masks from it."""

from __future__ import annotations

import functools
import inspect
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from playground.keras import tree
from playground.keras.backend import jax
from playground.keras.masking import get_keras_mask
from playground.keras.symbolic import KerasTensor, known_sizes

_local = threading.local()


def is_tensor(value: Any) -> bool:
    return isinstance(value, KerasTensor) or is_array(value)


def is_array(value: Any) -> bool:
    """Whether it is an array of JAX; without importing JAX to find out that it is none."""
    return "jax" in sys.modules and isinstance(value, jax.Array)


def is_tensors(value: Any) -> bool:
    """Whether it is a tensor, or lists, tuples and dicts with at least one and nothing else."""
    if not tree.is_nested(value):
        return is_tensor(value)
    flat = tree.flatten(value)
    return any(map(is_tensor, flat)) and all(each is None or is_tensor(each) for each in flat)


@functools.cache
def signature_of(kind: type, method: str = "call") -> inspect.Signature:
    """The signature of a method, without ``self``."""
    parameters = list(inspect.signature(getattr(kind, method)).parameters.values())
    return inspect.Signature(parameters[1:])


def takes(kind: type, argument: str) -> bool:
    """Whether the class's ``call`` has an argument of this name."""
    return argument in signature_of(kind).parameters


def mode(layer: Any, training: Any) -> dict[str, Any]:
    """``training`` for a ``call`` that takes it: without, layers run as they predict."""
    return {"training": training} if takes(type(layer), "training") else {}


def in_a_row(layers: Iterable[Any], inputs: Any, training: Any, mask: Any) -> Any:
    """The layers called one after the other, each with the mask of what it is given."""
    for layer in layers:
        settings = mode(layer, training)
        if takes(type(layer), "mask"):
            settings["mask"] = mask
        inputs = layer(inputs, **settings)
        mask = masks_of(inputs)
    return inputs


class Call:
    """The arguments of one call.

    Raises:
        TypeError: they do not fit the layer's ``call``.
    """

    def __init__(self, layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.layer, self.args, self.kwargs = layer, args, kwargs
        kind = type(layer)
        self.training = kwargs.get("training")
        if "training" in kwargs and not takes(kind, "training"):
            self.kwargs = {key: each for key, each in kwargs.items() if key != "training"}
        try:
            bound = signature_of(kind).bind(*args, **self.kwargs)
        except TypeError as error:
            raise TypeError(
                f"{layer.name} ({kind.__name__}) is called as "
                f"{layer.name}{_without_types(signature_of(kind))}: {error}.") from None
        bound.apply_defaults()
        self.arguments = bound.arguments
        self.first = next(iter(self.arguments.values()), None)
        self.tensors = {name: value for name, value in self.arguments.items()
                        if is_tensors(value)}
        if self.training is None:
            self.training = _inherited()
        if self.training is None:
            self.training = self.arguments.get("training")

    def shapes(self) -> dict[str, Any]:
        """The shapes of what is given, under ``inputs_shape`` for ``inputs``."""
        return {f"{name}_shape": tree.map_structure(_shape, value)
                for name, value in self.tensors.items() if name not in ("mask", "args", "kwargs")}

    def shapes_for(self, method: Callable[..., Any]) -> dict[str, Any]:
        """The shapes as ``build`` or ``compute_output_shape`` takes them.

        Raises:
            ValueError: an argument of it is not the ``…_shape`` of an argument of ``call``.
        """
        shapes = self.shapes()
        names = [each.name for each in inspect.signature(method).parameters.values()
                 if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]
        if len(names) <= 1:
            if not names:
                return {}
            return {names[0]: next(iter(shapes.values()), None)}
        for name in names:
            if not name.endswith("_shape") or name.removesuffix("_shape") not in self.arguments:
                of_call = ", ".join(f"{each}_shape" for each in self.arguments)
                raise ValueError(
                    f"{type(self.layer).__name__}.{method.__name__} has several arguments, so each "
                    f"expects the name of an argument of call and _shape: {of_call}; got {name!r}.")
        return {name: shapes[name] for name in names if name in shapes}

    def complete(self) -> dict[str, Any]:
        """The named arguments, with ``training`` and the masks that the inputs carry."""
        kwargs = dict(self.kwargs)
        parameters = signature_of(type(self.layer)).parameters
        if self.training is not None and "training" in parameters:
            kwargs["training"] = self.training
        if len(self.tensors) == 1:
            if "mask" in parameters and self.arguments["mask"] is None:
                kwargs["mask"] = masks_of(next(iter(self.tensors.values())))
        else:
            for name, value in self.tensors.items():
                if f"{name}_mask" in parameters and self.arguments[f"{name}_mask"] is None:
                    kwargs[f"{name}_mask"] = masks_of(value)
        return kwargs


def masks_of(value: Any) -> Any:
    """The masks that the tensors carry, in the same lists and dicts."""
    return tree.map_structure(get_keras_mask, value)


def kept_in_graph(complete: dict[str, Any]) -> dict[str, Any]:
    """What a call was handed unasked and a graph remembers: training, a mask that it computes."""
    return {name: value for name, value in complete.items()
            if name == "training" and value is not None
            or name == "mask" and getattr(value, "_keras_history", None)}


@contextmanager
def calling(training: Any, opens: bool = False) -> Iterator[tuple[int, int]]:
    """Within it, layers inherit ``training``.

    Args:
        opens: whether what is called in this call are steps, as this call itself may be one.

    Yields:
        the depth of this call, 1 being the outermost; and of what level a step it is: 1 where the
        outermost call makes it, 2 within one of those, …; 0: it is none.
    """
    before = getattr(_local, "training", None)
    depth, step = getattr(_local, "depth", 0), level()
    _local.training, _local.depth = training, depth + 1
    _local.level = 1 if not depth else step + 1 if opens and step else 0
    try:
        yield depth + 1, step
    finally:
        _local.training, _local.depth, _local.level = before, depth, step


def level() -> int:
    """Of what level the steps are that are taken at this moment; 0: what is called is none."""
    return getattr(_local, "level", 0)


def _inherited() -> Any:
    return getattr(_local, "training", None)


def _shape(x: Any) -> Any:
    return None if x is None else known_sizes(x.shape)


def _without_types(signature: inspect.Signature) -> str:
    return str(signature.replace(
        parameters=[each.replace(annotation=each.empty) for each in
                    signature.parameters.values()], return_annotation=signature.empty))
