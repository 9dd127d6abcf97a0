"""An experiment's code read for the page: what is in it, or what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.code.reader import Outcome, Refusal
from playground.experiment import Experiment
from playground.keras.layers import Layer
from playground.keras.node import Node, node_of
from playground.keras.random import seed_everything
from playground.keras.symbolic import KerasTensor
from playground.keras.tree import leaves
from playground.training.answers import answers_of, place_of
from playground.training.assembly import ready
from playground.training.description import Description, Problem
from playground.training.inside import Box, boxes_of, kernel_in, places_of
from playground.training.making import Numbers
from playground.training.written import built, read_code

MOST_PRINTED = 200  # lines
MOST_BOXES = 120
MOST_CALLS = 400
LONGEST = 30  # letters of a detail


def describe(experiment: Experiment) -> Description:
    """Read and build the model; nothing is compiled or trained."""
    code = experiment.code
    seed_everything(experiment.seed)
    outcome: Outcome | None = None
    boxes: list[Box] = []
    places: dict[Node, int] = {}
    try:
        outcome = read_code(experiment)
        made = built(experiment, outcome)
        model, feeding = made.model, made.feeding
        boxes = boxes_of(model, feeding.like, place_of(made, experiment))
        places = places_of(model, boxes)
        ready(model, experiment, Numbers())
        answers = answers_of(experiment, made, boxes)
    except Refusal as refusal:
        outcome = refusal.outcome or outcome
        return Description(code, Problem(refusal.sentence, refusal.line, refusal.column),
                           _printed(outcome), calls=_calls(outcome, places))
    except (ValueError, TypeError, NotImplementedError) as error:
        return Description(code, Problem(str(error)), _printed(outcome),
                           calls=_calls(outcome, places))
    nodes = {place: node for node, place in places.items()}
    return Description(
        code, printed=_printed(outcome), calls=_calls(outcome, places),
        takes=tuple(zip(feeding.keys or ("",), feeding.shapes)), listed=feeding.listed,
        answers=answers,
        parameters=model.count_params(),
        boxes=tuple(_plain(box, model, nodes.get(place), boxes)
                    for place, box in enumerate(boxes[:MOST_BOXES])))


def _printed(outcome: Outcome | None) -> tuple[tuple[int, str], ...]:
    return tuple((each.line, each.text) for each in outcome.printed[:MOST_PRINTED]) \
        if outcome else ()


def _calls(
    outcome: Outcome | None, places: Mapping[Node, int]
) -> tuple[dict[str, Any], ...]:
    """The calls in the code, and which box each is."""
    found = []
    for call in outcome.calls[:MOST_CALLS] if outcome else ():
        found.append({
            "line": call.line, "shapes": [list(each.shape[1:]) for each in call.outputs],
            "parameters": call.callee.count_params() if isinstance(call.callee, Layer) else 0,
            "box": places.get(node_of(call.outputs[0])) if call.outputs else None})
    return tuple(found)


def _plain(box: Box, model: Any, node: Node | None, boxes: list[Box]) -> dict[str, Any]:
    layer = box.layer
    answer, is_layer = layer is model, isinstance(layer, Layer)
    detail = _detail(layer) if is_layer else _constants(node) if node else ""
    return {
        "name": layer.name, "title": "Output" if answer else type(layer).__name__,
        "detail": "" if answer else detail, "shape": list(box.shape),
        "parameters": layer.count_params() if is_layer and not answer else 0,
        "inputs": list(box.inputs), "kernel": _kernel(layer),
        "layer": next(k for k, each in enumerate(boxes) if each.layer is layer),
        "within": box.within, "ends": list(box.ends)}


def _kernel(layer: Any) -> list[int] | None:
    """The shape of the weights whose spread is drawn."""
    kernel = kernel_in(layer)
    return None if kernel is None else list(kernel.shape)


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


def _constants(node: Node) -> str:
    """What a call of an operation is given beside tensors and arrays, in few letters."""
    given = [_letters(each) for each in node.args if not any(
        isinstance(inner, KerasTensor) or hasattr(inner, "dtype") for inner in leaves(each))]
    given += [f"{name} {_letters(value)}" for name, value in getattr(
        node.operation, "settings", {}).items() if isinstance(value, (int, float, tuple, str))
        and value is not False]
    text = ", ".join(given)
    return text if len(text) <= LONGEST else f"{text[:LONGEST - 1]}…"


def _letters(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_letters, value))}]"
    if isinstance(value, slice):
        ends = (value.start, value.stop) + ((value.step,) if value.step is not None else ())
        return ":".join("" if each is None else str(each) for each in ends)
    return "…" if value is Ellipsis else str(value)
