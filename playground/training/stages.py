"""What every layer of a stack makes of one example: its shape, or why it does not fit.

Layers work their output shapes out without JAX, so that the page knows them at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from playground.datasets import Form
from playground.experiment import Experiment
from playground.fields import Part
from playground.keras.layers import layers
from playground.training.making import Numbers, made

MOST_WEIGHTS = 2_000_000  # of one layer: a server has many visitors
MOST_OUTPUTS = 500_000  # numbers that a layer makes of one example


@dataclass(frozen=True)
class Stage:
    """One layer of the stack, or its output layer.

    Args:
        shape: of what it makes of one example, without the batch; None from where it breaks.
        problem: why it does not fit what comes before it; empty where it does.
    """

    shape: tuple[int, ...] | None
    problem: str = ""


def stages(experiment: Experiment) -> tuple[Stage, ...]:
    """One stage for every hidden layer, and the last for the output layer."""
    return _stages(experiment.form, experiment.model, experiment.head.units)


def first_problem(experiment: Experiment) -> str:
    """Why the stack cannot be built; empty where it can."""
    return next((stage.problem for stage in stages(experiment) if stage.problem), "")


def given(part: Part, form: Form) -> dict[str, Any]:
    """The arguments of a layer that follow from the data."""
    return {"input_dim": form.words} if "input_dim" in layers[part.name].given else {}


@lru_cache(256)
def _stages(form: Form, model: tuple[Part, ...], units: int) -> tuple[Stage, ...]:
    shape: tuple[int, ...] | None = form.shape
    found = []
    for place, part in enumerate(model, 1):
        stage = Stage(None) if shape is None else _stage(part, place, shape, form)
        found.append(stage)
        shape = stage.shape
    if shape is None:
        return (*found, Stage(None))
    if len(shape) != 1 or form.words and not any(part.name == "Embedding" for part in model):
        return (*found, Stage(None, _not_a_row(shape, form)))
    return (*found, Stage((units,)))


def _stage(part: Part, place: int, shape: tuple[int, ...], form: Form) -> Stage:
    problem = _misplaced(part, place, shape, form)
    if problem:
        return Stage(None, f"Layer {place}, {part.name}, {problem}")
    try:
        layer = made(layers, part, Numbers(), name=f"Layer {place}", **given(part, form))
        after = layer.compute_output_shape((None, *shape))[1:]
    except (ValueError, TypeError) as error:
        return Stage(None, str(error))
    if None in after or min(after, default=1) < 1 or math.prod(after) > MOST_OUTPUTS:
        return Stage(None, f"Layer {place}, {part.name}, makes {by(after)} of an example: the "
                           f"playground takes 1 to {MOST_OUTPUTS:,} numbers. Pooling, strides or "
                           "fewer filters make it smaller.")
    weights = math.prod((*shape[-1:], *after[-1:]))
    if part.name == "Dense" and weights > MOST_WEIGHTS:
        return Stage(None, f"Layer {place}, Dense, has {weights:,} weights: the playground takes "
                           f"{MOST_WEIGHTS:,} a layer. Pooling before it or fewer units help.")
    return Stage(tuple(after))


_WORKS_ALONG = {  # what a layer is for -> how many sizes its examples have, and what they are
    frozenset({"image"}): (3, "pictures, (height, width, channels)"),
    frozenset({"sequence"}): (2, "sequences, (steps, numbers)"),
}


def _misplaced(part: Part, place: int, shape: tuple[int, ...], form: Form) -> str:
    """Why a layer cannot stand here, seen from what it works along."""
    if part.name == "Embedding":
        if form.words and place == 1:
            return ""
        return ("expects the numbers of words, so it is the first layer of a text model; "
                + (f"here it gets {by(shape)}." if place > 1 else "this data set has no words."))
    if form.words and place == 1:
        return "gets the numbers of words, which mean nothing as numbers: put Embedding before it."
    sizes, kind = _WORKS_ALONG.get(frozenset(layers[part.name].fits), (len(shape), ""))
    if len(shape) == sizes:
        return ""
    if len(shape) == 1:
        way = ("A recurrent layer before it must give every step (Every step)."
               if sizes == 2 and form.kind in ("text", "series")
               else "Put it before Flatten or Global…Pooling, or a Reshape before it.")
    elif len(shape) == 3:
        way = "Its …2D sister fits, or a Reshape before it."
    else:
        way = "Its …1D sister fits, or a Reshape before it."
    return f"expects {kind}; here it gets {by(shape)}. {way}"


def _not_a_row(shape: tuple[int, ...], form: Form) -> str:
    if len(shape) == 1:
        return "The output layer gets the numbers of words: put an Embedding first."
    pooling = "GlobalAveragePooling2D" if len(shape) == 3 else "GlobalAveragePooling1D"
    return (f"The output layer expects one row of numbers for an example; here it gets "
            f"{by(shape)}. Put Flatten or {pooling} before it.")


def by(shape: Sequence[int | None]) -> str:
    """A shape as a person reads it: "8 × 8 × 1"."""
    return " × ".join(map(str, shape)) or "one number"
