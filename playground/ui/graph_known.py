"""What is known of each box of a graph: its shapes, its weights and its arrays in the frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playground.code.graph import Graph
from playground.code.graph_reader import rows_of, steps_of
from playground.experiment import Experiment
from playground.training.description import Description
from playground.training.stages import stages
from playground.ui.graph_boxes import Known, output_name


def known_of(
    experiment: Experiment, graph: Graph, described: Description | None
) -> dict[str, Known]:
    """What is known of each box: from the engine, or of a stack from its layers."""
    if not experiment.code:
        names = [node.name for node in graph.nodes if node.kind != "Input"]
        return {name: Known(stage.shape and (tuple(stage.shape),), 0, call, stage.problem)
                for call, (name, stage) in enumerate(zip(names, stages(experiment)))}
    if described is None:
        return {}
    steps = steps_of(experiment.code)
    known = {
        name: Known(tuple(map(tuple, call["shapes"])), call["parameters"], call["box"])
        for (name, _), call in zip(steps, described.calls)}
    for row, call in zip(rows_of(experiment.code), described.calls):
        if len(row) > 1 and call["box"] is not None:
            known |= _of_layers(row, described, call["box"])
    if not steps and described.boxes:  # a row of layers
        known = _of_layers(
            [node.name for node in graph.nodes if node.kind != "Input"], described, None)
    if described.problem:
        known[_broken(graph, steps, described)] = Known(problem=described.problem.sentence)
    return known


def _of_layers(
    names: Sequence[str], described: Description, within: int | None
) -> dict[str, Known]:
    """What is known of the boxes for the layers of a stack, or of one that is called in a graph."""
    found = {}
    for name, place in zip(names, _layers_within(described, within)):
        box = described.boxes[place]
        found[name] = Known((tuple(box["shape"]),), box["parameters"], place)
    return found


def _layers_within(described: Description, within: int | None) -> Iterator[int]:
    """The places of a stack's layers in order, those of stacks in it as they are drawn: each."""
    for place, box in enumerate(described.boxes):
        if box["within"] == within:
            is_stack = box["title"] == "Sequential"
            yield from _layers_within(described, place) if is_stack else (place,)


def _broken(graph: Graph, steps: tuple[tuple[str, int], ...], described: Description) -> str:
    """The box at which the graph breaks."""
    line = described.problem.line if described.problem else 0
    left = steps[len(described.calls):]
    if line:
        here = [name for name, its in left if its == line] or [name for name, _ in left]
        return here[0] if here else output_name(0)
    sentence = described.problem.sentence if described.problem else ""
    return graph.inputs[0] if graph.inputs and "Input" in sentence else output_name(0)
