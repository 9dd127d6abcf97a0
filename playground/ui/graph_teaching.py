"""The settings of an output of a graph: what it is compared with, its loss, its weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from playground.code.graph import Graph
from playground.code.graph_outputs import Taught, taught, teach
from playground.code.writer import optimizer_code
from playground.experiment import Experiment, fitting_losses
from playground.fields import Choice, Number
from playground.ui import controls
from playground.ui.graph_boxes import Known

WIDTH = 236  # pixels of a setting
_WANTED = ("What this output is compared with, as Python over the page's data: y_train is the true "
           "answer, x_train the example itself, y_train % 2 whether a class is odd. The page Code "
           "takes other operators too.")
_LOSS = "How far this output is from what it is compared with; training makes the sum smaller."
_WEIGHT = Number(
    label="Weight", default=1.0, low=0.0, high=10.0, step=0.05, restarts=True,
    help="How much this output's loss counts in the sum that training makes smaller.")


def settings(
    experiment: Experiment, graph: Graph, place: int, known: Mapping[str, Known],
    rewrite: Callable[[Graph], None],
) -> None:
    """The widgets of one output.

    Args:
        rewrite: called with the graph that a change makes.
    """
    if len(graph.outputs) == 1:
        st.caption("**Output**: the answer to the data set's question; the loss above says how far "
                   "it is from the truth. With a second output each has a loss of its own here.")
        return
    usual = tuple(_usual(experiment, graph, each, known) for each in range(len(graph.outputs)))
    now = taught(graph, usual)[place]

    def change(name: str, value: Any) -> None:
        if name == "loss" and value in fitting_losses:
            value = f'"{value}"'
        rewrite(teach(graph, place, usual, optimizer_code(experiment), **{name: value}))

    loss = now.loss.strip('"')
    losses = (*fitting_losses, *(() if loss in fitting_losses else (loss,)))
    wanted = dict.fromkeys((*_answers(experiment), now.wanted))
    st.caption(f"**Output {place + 1}**")
    with st.container(horizontal=True):
        for name, field, value in (
                ("wanted", Choice(label="Compared with", options=tuple(wanted), restarts=True,
                                  help=_WANTED), now.wanted),
                ("loss", Choice(label="Loss", options=losses, restarts=True, help=_LOSS), loss),
                ("weight", _WEIGHT, now.weight)):
            with st.container(width=WIDTH):
                controls.control(field, value, partial(change, name),
                                 key=f"graph.output.{place}.{name}")


def _usual(
    experiment: Experiment, graph: Graph, place: int, known: Mapping[str, Known]
) -> Taught:
    """How an output is trained as long as nobody says it: by its shape, as the engine has it."""
    wire = graph.outputs[place]
    shapes = known.get(wire.node, Known()).shapes or ()
    shape = shapes[wire.output] if wire.output < len(shapes) else None
    if shape == (experiment.head.units,):
        return Taught("y_train", f'"{experiment.loss.name}"')
    return Taught(_examples(experiment).get(shape, "y_train"), '"mean_squared_error"')


def _examples(experiment: Experiment) -> dict[tuple[int, ...], str]:
    """What an output of each shape may be: the example, or a part of it."""
    parts = {form.shape: f'x_train["{name}"]' for name, form in experiment.form.parts}
    return parts or {experiment.form.shape: "x_train"}


def _answers(experiment: Experiment) -> list[str]:
    """What is offered to compare with."""
    found = ["y_train", *_examples(experiment).values()]
    classes = experiment.dataset.classes
    if classes > 2:
        found += ["y_train % 2", f"y_train > {classes // 2 - 1}", "y_train == 0"]
    return found
