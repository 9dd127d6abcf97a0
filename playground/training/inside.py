"""A model from the inside: the steps on the way from an example to an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jax

from playground.keras import Model
from playground.keras.layers.calling import mode
from playground.keras.layers.watching import Watched, changing, watching
from playground.keras.models.functional import Functional
from playground.keras.node import Node
from playground.keras.tree import flatten
from playground.keras.variable import StatelessScope

INPUT = -1  # the place of what goes into the model; of a second part -2, and so on


@dataclass(frozen=True, eq=False)
class Box:
    """One call of a layer or an operation, as it is drawn; the last gives the model's answer.

    Args:
        layer: which is met again where it is shared, or the operation; the model itself where its
            answer is none of a box's.
        shape: of what it makes of one example.
        inputs: the places of the boxes whose outputs it is made from; ``INPUT`` is the example,
            or its first part.
        outputs: how many arrays it gives; the first is drawn.
        within: the place of the nested model's box that it is a step of; None: of none.
        ends: of a nested model, the places of the boxes that give what it gives.
    """

    layer: Any
    shape: tuple[int, ...]
    inputs: tuple[int, ...]
    outputs: int = 1
    within: int | None = None
    ends: tuple[int, ...] = ()


def through(model: Any, x: Any, place: int | None = None) -> list[Watched]:
    """Call the model as it predicts; its steps, of which the last gives its answer.

    Args:
        place: which of several outputs the answer is; None: they are one answer together.
    """
    with watching() as calls:
        answer = model(x, **mode(model, False))
    if place is not None:
        answer = flatten(answer)[place]
    if not calls or first_of(calls[-1].outputs) is not first_of(answer):
        calls.append(Watched(model, answer, answer))
    return calls


def first_of(outputs: Any) -> Any:
    """The first array that a call gave."""
    return flatten(outputs)[0]


def boxes_of(model: Any, example: Any, place: int | None = None) -> list[Box]:
    """The boxes of a built model, found by tracing it once, without numbers.

    Those within a nested model come before its own.

    Args:
        example: the shape and type of a batch; a list or dict of them, of several parts.
        place: which of several outputs is the answer.
    """
    calls: list[Watched] = []
    variables = model.variables

    def run(values: list[Any], x: Any) -> list[Any]:
        # What a step gives is then an array of its own, also where it gives what it was given.
        with StatelessScope(zip(variables, values)), changing(jax.lax.optimization_barrier):
            calls[:] = through(model, x, place)
        return [[_arrays(each.given), _arrays(each.outputs)] for each in calls]

    values = [jax.ShapeDtypeStruct(each.shape, each.dtype) for each in variables]
    traced = jax.make_jaxpr(run)(values, example).jaxpr
    made = iter(traced.outvars)
    maker = {each: equation for equation in traced.eqns for each in equation.outvars}
    parts = traced.invars[len(values):]
    known: dict[Any, int] = {each: INPUT - place for place, each in enumerate(parts)}
    given = [([next(made) for _ in _arrays(call.given)],
              [next(made) for _ in _arrays(call.outputs)]) for call in calls]
    known |= {each: place for place, (call, (_, outputs)) in enumerate(zip(calls, given))
              for each in outputs if call.layer is not model and not hasattr(each, "val")}
    around = _around(calls)
    boxes = []
    for place, (call, (taken, outputs)) in enumerate(zip(calls, given)):
        inputs = tuple(sorted({known[each] for each in _sources(taken, known, maker)}))
        within = [each for each, outer in enumerate(around) if outer == place]
        ends = _sources(_before(outputs[:1], maker), known, maker) if within else ()
        boxes.append(Box(
            call.layer, tuple(first_of(call.outputs).shape[1:]), inputs,
            len(_arrays(call.outputs)), around[place],
            tuple(sorted({known[each] for each in ends}))))
    return boxes


def _around(calls: list[Watched]) -> list[int | None]:
    """Which call each of them was made in: it ends after them."""
    return [next((later for later in range(place + 1, len(calls))
                  if calls[later].level < call.level), None)
            for place, call in enumerate(calls)]


def _before(outputs: list[Any], maker: dict[Any, Any]) -> list[Any]:
    """What such arrays are made of directly."""
    return [each for output in outputs if output in maker for each in maker[output].invars]


def places_of(model: Any, boxes: list[Box]) -> dict[Node, int]:
    """Which box each call in the graph of a functional model is; other models have no graph."""
    steps = model._graph.steps if isinstance(model, Functional) else []
    outer = ((place, box) for place, box in enumerate(boxes) if box.within is None)
    return {node: place for node, (place, box) in zip(steps, outer)
            if box.layer is node.operation}


def weights_in(layer: Any) -> list[Any]:
    """The weights of a box's layer; an operation has none."""
    return getattr(layer, "weights", [])


def kernel_in(layer: Any) -> Any:
    """The weights of a box whose spread is drawn; None: a nested model's are in its own boxes."""
    if isinstance(layer, Model):
        return None
    return next((each for each in getattr(layer, "trainable_variables", ())
                 if each.name in ("kernel", "embeddings")), None)


def _arrays(tree: Any) -> list[Any]:
    return [each for each in flatten(tree) if isinstance(each, jax.Array)]


def _sources(given: list[Any], known: dict[Any, int], maker: dict[Any, Any]) -> Iterator[Any]:
    """The variables on the way back from what was given at which a box or the input is met."""
    waiting, seen = list(given), set()
    while waiting:
        variable = waiting.pop()
        if hasattr(variable, "val") or variable in seen:  # a literal, or been here
            continue
        seen.add(variable)
        if variable in known:
            yield variable
        elif variable in maker:
            waiting += maker[variable].invars
