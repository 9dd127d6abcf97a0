"""How examples reach a model: in its own shape, and of several inputs which part is which."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from playground.code.reader.data import Data
from playground.code.reader.outcome import Outcome
from playground.datasets.inputs import Inputs
from playground.datasets.registry import Dataset, Form
from playground.keras import tree
from playground.keras.symbolic import KerasTensor

jax.tree_util.register_pytree_node(
    Inputs, lambda x: (tuple(x.arrays.values()), tuple(x.arrays)),
    lambda names, arrays: Inputs(dict(zip(names, arrays))))


@dataclass(frozen=True, eq=False)
class Feeding:
    """What a model is called on.

    Args:
        like: the shapes and types of a batch of two: one, or a list or dict of them.
        keys: which part of the data each of them is, in their flat order; () where the data have
            one part.
        listed: whether they are told apart by their order alone, not by their names.
    """

    like: Any
    keys: tuple[str, ...] = ()
    listed: bool = False

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of one example of each input."""
        return tuple(tuple(each.shape[1:]) for each in tree.flatten(self.like))

    def batch(self, count: int) -> Any:
        """The shapes and types of a batch of this many."""
        return tree.map_structure(
            lambda each: jax.ShapeDtypeStruct((count, *each.shape[1:]), each.dtype), self.like)

    def symbols(self) -> Any:
        """A batch of any number as symbolic tensors."""
        return tree.map_structure(
            lambda each: KerasTensor((None, *each.shape[1:]), str(each.dtype)), self.like)

    def arranged(self, x: Any) -> Any:
        """Examples in the model's own form: a picture as a row of pixels, two parts as a list."""
        parts = [x.arrays[key] for key in self.keys] if self.keys else [x]
        shaped = [each if each.shape[1:] == shape else each.reshape(len(each), *shape)
                  for each, shape in zip(parts, self.shapes, strict=True)]
        return tree.pack_sequence_as(self.like, shaped)


def scaled(x: Any) -> Any:
    """Pixels from 0 to 1, and all else as it is."""
    if isinstance(x, Inputs):
        return Inputs({name: scaled(each) for name, each in x.arrays.items()})
    return x.astype(np.float32) / 255 if x.dtype == np.uint8 else x


def batch_like(form: Form, count: int = 2) -> jax.ShapeDtypeStruct:
    """The shape and type of a batch of examples."""
    return jax.ShapeDtypeStruct((count, *form.shape), np.int32 if form.words else np.float32)


def fed(model: Any, dataset: Dataset, form: Form, outcome: Outcome | None = None) -> Feeding:
    """How a data set's examples reach a model.

    Args:
        model: what has an ``input`` says itself what it takes; the others take what their ``fit``
            is given, or what the data are.
        outcome: what the text says that the model is from.

    Raises:
        ValueError: a sentence, where the model does not take such examples.
    """
    parts = dict(form.parts)
    ours = getattr(model, "inputs", None) or []
    if not parts:
        if len(ours) > 1:
            raise ValueError(f"The model has {len(ours)} inputs; {dataset.title} has one kind of "
                             "example. Leave one Input, or choose data with two inputs.")
        like = _like(ours[0]) if ours else batch_like(form)
        _check(like.shape[1:], form, dataset.title)
        return Feeding(like)
    given = _given(outcome)
    if not ours:
        keys = given or {name: name for name in parts}
        like = tree.map_structure(lambda key: batch_like(parts[key]), keys)
        return Feeding(like, tuple(tree.flatten(keys)), not isinstance(keys, dict))
    if len(ours) != len(parts):
        raise ValueError(f"{dataset.title} has {len(parts)} parts, {_listed(parts)}; the model has "
                         f"{len(ours)} Input{'s' * (len(ours) > 1)}. Give each part one.")
    keys = _by_name(model.input_names, given, parts)
    for key, tensor in zip(keys, ours):
        _check(tensor.shape[1:], parts[key], f"{key} of {dataset.title}")
    return Feeding(tree.map_structure(_like, model.input), keys,
                   keys != tuple(model.input_names) and not isinstance(model.input, Mapping))


def _by_name(names: Sequence[str], given: Any, parts: Mapping[str, Form]) -> tuple[str, ...]:
    """Which part each Input takes: as ``fit`` says, or by its own name, or in turn."""
    if isinstance(given, Mapping) and set(names) == set(given):
        return tuple(given[name] for name in names)
    if given is not None and not isinstance(given, Mapping) and len(given) == len(names):
        return tuple(given)
    return tuple(names) if set(names) == set(parts) else tuple(parts)


def _given(outcome: Outcome | None) -> Any:
    """What ``fit`` is given as x: names of parts of the data, in its list or dict of them."""
    x = fitted(outcome, "x") if outcome else None
    if tree.is_nested(x) and x and all(
            isinstance(each, Data) and each.key for each in tree.flatten(x)):
        return tree.map_structure(lambda each: each.key, x)
    return None


def fitted(outcome: Outcome, argument: str) -> Any:
    """What the text's ``fit`` is given by this name, where it is given it; else None."""
    return next((fit.arguments[argument] for fit in outcome.fits
                 if fit.method == "fit" and argument in fit.arguments), None)


def _like(tensor: Any) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct((2, *tensor.shape[1:]), tensor.dtype)


def _check(wanted: Sequence[int | None], form: Form, of: str) -> None:
    if None in wanted or math.prod(wanted) != math.prod(form.shape):
        raise ValueError(
            f"The model's Input is of shape {tuple(wanted)}, and an example of {of} is of shape "
            f"{form.shape}. Write keras.Input({form.shape}).")


def _listed(names: Sequence[str] | Mapping[str, Any]) -> str:
    return " and ".join(names)
