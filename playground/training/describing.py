"""An experiment's code read for the page: what is in it, or what is wrong with it and where."""

from __future__ import annotations

from typing import Any

from playground.code.reader import Outcome, Refusal
from playground.experiment import Experiment
from playground.keras.layers import Layer
from playground.keras.random import seed_everything
from playground.training.answers import answers_of, place_of
from playground.training.assembly import ready
from playground.training.description import Description, Problem
from playground.training.inside import Box, boxes_of
from playground.training.making import Numbers
from playground.training.written import built, read_code

MOST_PRINTED = 200  # lines
MOST_BOXES = 120
MOST_CALLS = 400


def describe(experiment: Experiment) -> Description:
    """Read and build the model; nothing is compiled or trained."""
    code = experiment.code
    seed_everything(experiment.seed)
    outcome: Outcome | None = None
    boxes: list[Box] = []
    try:
        outcome = read_code(experiment)
        made = built(experiment, outcome)
        model, feeding = made.model, made.feeding
        boxes = boxes_of(model, feeding.like, place_of(made, experiment))
        ready(model, experiment, Numbers())
        answers = answers_of(experiment, made, boxes)
    except Refusal as refusal:
        outcome = refusal.outcome or outcome
        return Description(code, Problem(refusal.sentence, refusal.line, refusal.column),
                           _printed(outcome), calls=_calls(outcome, boxes))
    except (ValueError, TypeError, NotImplementedError) as error:
        return Description(code, Problem(str(error)), _printed(outcome),
                           calls=_calls(outcome, boxes))
    return Description(
        code, printed=_printed(outcome), calls=_calls(outcome, boxes),
        takes=tuple(zip(feeding.keys or ("",), feeding.shapes)), listed=feeding.listed,
        answers=answers,
        parameters=model.count_params(),
        boxes=tuple(_plain(box, model) for box in boxes[:MOST_BOXES]))


def _printed(outcome: Outcome | None) -> tuple[tuple[int, str], ...]:
    return tuple((each.line, each.text) for each in outcome.printed[:MOST_PRINTED]) \
        if outcome else ()


def _calls(outcome: Outcome | None, boxes: list[Box]) -> tuple[dict[str, Any], ...]:
    """The calls in the code, and which box each is: the n-th call of a layer is its n-th box."""
    places: dict[int, list[int]] = {}
    for place, box in enumerate(boxes):
        places.setdefault(id(box.layer), []).append(place)
    found = []
    for call in outcome.calls[:MOST_CALLS] if outcome else ():
        own = places.get(id(call.callee), [])
        found.append({
            "line": call.line, "shapes": [list(each.shape[1:]) for each in call.outputs],
            "parameters": call.callee.count_params() if isinstance(call.callee, Layer) else 0,
            "box": own.pop(0) if own else None})
    return tuple(found)


def _plain(box: Box, model: Any) -> dict[str, Any]:
    layer = box.layer
    answer = layer is model
    return {
        "name": layer.name, "title": "Output" if answer else type(layer).__name__,
        "detail": "" if answer else _detail(layer), "shape": list(box.shape),
        "parameters": 0 if answer else layer.count_params(), "inputs": list(box.inputs),
        "kernel": _kernel(layer)}


def _kernel(layer: Any) -> list[int] | None:
    """The shape of the weights whose spread is drawn."""
    return next((list(each.shape) for each in layer.trainable_variables
                 if each.name in ("kernel", "embeddings")), None)


def _detail(layer: Any) -> str:
    """The setting of a layer that one looks for first, in a few letters."""
    size = next((str(value) for name in ("units", "filters", "rate", "pool_size", "num_heads",
                                         "output_dim", "axis")
                 if isinstance(value := getattr(layer, name, None), (int, float, tuple))), "")
    kernel = getattr(layer, "kernel_size", None)
    window = "×".join(map(str, kernel)) if isinstance(kernel, tuple) else ""
    activation = getattr(getattr(layer, "activation", None), "__name__", "")
    words = [size, window, activation if activation != "linear" else ""]
    return " ".join(each for each in words if each)
