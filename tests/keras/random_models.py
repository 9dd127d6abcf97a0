"""Models drawn from a seed, as plans: what is built of which layers, here and in Keras alike.

A plan is drawn once, from the shapes that this package announces, and built by both from it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from playground import keras
from tests.keras.random_layers import ATTENDING, BY_RANK, EMBEDDING, JOINING, Options, Spec

MOST = 150  # numbers in a sample, at most
INPUTS = {1: (3,), 2: (4, 2), 3: (4, 4, 2), 4: (2, 3, 3, 2)}
FUNCTIONS = {
    "x + y": lambda k, x, y: x + y, "x - y": lambda k, x, y: x - y,
    "x * y": lambda k, x, y: x * y, "2 - x": lambda k, x, y: 2 - x,
    "abs": lambda k, x, y: abs(x), "backwards": lambda k, x, y: x[:, ::-1],
    "tanh": lambda k, x, y: k.ops.tanh(x), "where": lambda k, x, y: k.ops.where(x > 0, x, y),
    "first axis": lambda k, x, y: k.ops.mean(x, axis=1, keepdims=True),
}


class Step(NamedTuple):
    """One tensor more: by a layer, by the layer of an earlier step, by a model, by a function."""

    kind: str
    what: Any
    of: tuple[int, ...]


class Draw:
    """Choices that come from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def one(self, options: Any) -> Any:
        return options[self.rng.integers(len(options))]

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def layer(self, table: Mapping[str, Options]) -> Spec:
        name = self.one(list(table))
        return self.filled(Spec(name, table[name]))

    def filled(self, spec: Spec) -> Spec:
        """The layer with one of the options for every argument."""
        chosen = {key: self.one(options) for key, options in spec.settings.items()}
        return Spec(spec.name, {key: self.filled(each) if isinstance(each, Spec) else each
                                for key, each in chosen.items()})


def fitting(draw: Draw, shape: tuple[int, ...]) -> tuple[Spec, tuple[int, ...]]:
    """A layer for samples of this shape, and the shape that it gives: neither empty nor large."""
    while True:
        spec = draw.layer(BY_RANK[len(shape)])
        try:
            after = tuple(spec.make(keras).compute_output_shape((None, *shape)))[1:]
        except ValueError:
            continue
        if usable(after):
            return spec, after


def usable(shape: tuple[int | None, ...]) -> bool:
    """Whether samples of this shape are known, not empty and not large."""
    return len(shape) in INPUTS and None not in shape and 0 < math.prod(shape) <= MOST


def stacked(draw: Draw, shape: tuple[int, ...], count: int) -> tuple[list[Spec], tuple[int, ...]]:
    specs = []
    for _ in range(count):
        spec, shape = fitting(draw, shape)
        specs.append(spec)
    return specs, shape


class Stack(NamedTuple):
    """A Sequential, with an embedding first where its samples are whole numbers."""

    shape: tuple[int, ...]
    dtype: str
    specs: list[Spec]

    def build(self, k: Any) -> Any:
        return k.Sequential([k.Input(self.shape, dtype=self.dtype),
                             *(spec.make(k) for spec in self.specs)])


    def given(self, x: list[Any]) -> Any:
        return x[0]

    arranged = given


def random_stack(seed: int) -> Stack:
    draw = Draw(seed)
    if draw.chance(0.15):
        first = draw.filled(Spec("Embedding", EMBEDDING))
        specs, _ = stacked(draw, (4, first.settings["output_dim"]), draw.rng.integers(1, 5))
        return Stack((4,), "int32", [first, *specs])
    shape = INPUTS[draw.one((1, 2, 2, 3, 3, 4))]
    return Stack(shape, "float32", stacked(draw, shape, draw.rng.integers(2, 6))[0])


class Graph(NamedTuple):
    """Inputs, steps one after the other, and which of the tensors are outputs."""

    shapes: list[tuple[int, ...]]
    steps: list[Step]
    outputs: list[int]
    form: str

    def build(self, k: Any) -> Any:
        inputs = [k.Input(shape) for shape in self.shapes]
        tensors, made = list(inputs), {}
        for place, step in enumerate(self.steps, start=len(inputs)):
            tensors.append(applied(k, step, tensors, made, place))
        outputs = [tensors[place] for place in self.outputs]
        return k.Model(self.given(inputs), self.arranged(outputs))

    def given(self, x: list[Any]) -> Any:
        """The inputs, in the form in which the model takes them."""
        return tuple(x) if self.form == "dict" else x

    def arranged(self, y: list[Any]) -> Any:
        """The outputs, or something for each of them, in the form in which the model gives them."""
        if self.form == "dict":
            return {f"o{place}": each for place, each in enumerate(y)}
        return y[0] if self.form == "one" and len(y) == 1 else y


def applied(k: Any, step: Step, tensors: list[Any], made: dict[int, Any], place: int) -> Any:
    """The tensor of a step; ``made`` has the layers by the steps that made them."""
    x = [tensors[each] for each in step.of]
    if step.kind == "function":
        return FUNCTIONS[step.what](k, *x)
    if step.kind == "again":
        made[place] = made[step.what]
    elif step.kind == "stack":
        made[place] = k.Sequential([spec.make(k) for spec in step.what])
    elif step.kind == "model":
        inner = k.Input(x[0].shape[1:])
        y = step.what[0].make(k)(inner)
        made[place] = k.Model(inner, [step.what[1].make(k)(y), y])
        return made[place](x[0])[0]
    else:
        made[place] = step.what.make(k)
    if step.kind == "attention":
        return made[place](*x)
    return made[place](x if len(x) > 1 else x[0])


def random_graph(seed: int) -> Graph:
    draw = Draw(seed)
    rank = draw.one((1, 2, 2, 3))
    shapes = [INPUTS[rank] for _ in range(draw.one((1, 1, 2)))]
    tensors = [keras.Input(shape) for shape in shapes]
    steps, made = [], {}
    for _ in range(draw.rng.integers(2, 9)):
        step, tensor = _next(draw, tensors, steps, made, len(shapes))
        steps.append(step)
        tensors.append(tensor)
    ends = range(len(shapes), len(tensors))
    outputs = sorted({int(draw.one(ends)), len(tensors) - 1})
    return Graph(shapes, steps, outputs, draw.one(("one", "list", "dict")))


def _next(
    draw: Draw, tensors: list[Any], steps: list[Step], made: dict[int, Any], inputs: int
) -> tuple[Step, Any]:
    while True:
        step = _proposed(draw, tensors, steps, inputs)
        try:
            tensor = applied(keras, step, tensors, made, len(tensors))
        except ValueError:
            continue
        if usable(tensor.shape[1:]):
            return step, tensor


def _proposed(draw: Draw, tensors: list[Any], steps: list[Step], inputs: int) -> Step:
    x = int(draw.one(range(len(tensors))))
    shape = tensors[x].shape[1:]
    alike = [place for place, each in enumerate(tensors) if each.shape[1:] == shape]
    kind = draw.one(("layer", "layer", "layer", "join", "join", "function", "again", "stack",
                     "model", "attention"))
    if kind == "join":
        spec = draw.layer(JOINING)
        count = 2 if spec.name in ("Subtract", "Dot") else draw.one((2, 2, 3))
        return Step("layer", spec, tuple(int(draw.one(alike)) for _ in range(count)))
    if kind == "function":
        return Step(kind, draw.one(list(FUNCTIONS)), (x, int(draw.one(alike))))
    before = [inputs + place for place, step in enumerate(steps)
              if step.kind == "layer" and len(step.of) == 1
              and tensors[step.of[0]].shape == tensors[x].shape]
    if kind == "again" and before:
        return Step(kind, int(draw.one(before)), (x,))
    if kind == "stack":
        return Step(kind, stacked(draw, shape, draw.rng.integers(1, 4))[0], (x,))
    if kind == "model":
        return Step(kind, stacked(draw, shape, 2)[0], (x,))
    if kind == "attention" and len(shape) == 2:
        spec = draw.layer(ATTENDING)
        pair = x, int(draw.one(alike))
        return Step("layer" if spec.name in ("Attention", "AdditiveAttention") else kind, spec,
                    pair)
    return Step("layer", draw.layer(BY_RANK[len(shape)]), (x,))


def numbers(rng: np.random.Generator, tensors: list[Any]) -> list[np.ndarray]:
    """Three samples for every tensor."""
    return [rng.integers(0, 5, (3, *each.shape[1:])).astype(each.dtype) if "int" in each.dtype
            else rng.normal(size=(3, *each.shape[1:])).astype(each.dtype) for each in tensors]
