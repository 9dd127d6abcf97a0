"""The model as a graph: drawn from its code, changed box by box, written back as code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from playground.code import graph_edits
from playground.code.asked import compiles
from playground.code.graph import Graph, Node, Wire
from playground.code.graph_kinds import fields_of, parameters_of
from playground.code.graph_reader import graph_of
from playground.code.graph_writer import write
from playground.code.writer import model_code
from playground.experiment import Experiment, diagram_name
from playground.fields import Call, Choice, Field, One, Several, Sizes, Text, read_part
from playground.training.description import Description
from playground.ui import (
    components,
    controls,
    examples,
    graph_teaching,
    menu,
    opening,
    session,
    stack_words,
)
from playground.ui.graph_boxes import Known, boxes_of, output_place
from playground.ui.graph_events import Desk, edited, offered, value_of
from playground.ui.graph_known import known_of
from playground.view import View

_DESK = "graph_desk"
WIDE = 1150  # pixels of a row: what is longer goes on below, so that it can be read
SETTING_WIDTH = 172  # pixels, as on the page of stacks
AGAIN = 0.4  # seconds between two looks at a code that takes long to read


def model(experiment: Experiment, view: View, *, height: int) -> None:
    """The graph, and under it the settings of the chosen box."""
    diagram(experiment, view, session.description(), height=height)
    if "layers" not in view.hide:
        with st.container(key="box_settings"):
            box_settings(experiment)
        opening.place()


def diagram(
    experiment: Experiment, view: View, described: Description | None, *, height: int
) -> None:
    """The graph with its tools; where the code gives none, the sentence that says why."""
    text = model_code(experiment)
    try:
        graph = graph_of(text)
    except ValueError as problem:
        _elsewhere(problem)
        return
    desk = _desk(text)
    known = known_of(experiment, graph, described)
    known |= {name: replace(known.get(name, Known()), fed=examples.fed(experiment, part))
              for name, part in _goes_in(experiment, graph, described).items()}
    desk.words = experiment.form.words
    desk.shapes = {Wire(name, output): shape for name, each in known.items()
                   for output, shape in enumerate(each.shapes or ())}
    components.graph(
        boxes=boxes_of(graph, known), structure=diagram_name(experiment), height=height,
        points=experiment.form.kind == "points", chosen=desk.chosen, wide=WIDE,
        settings_in="box_settings", editable="layers" not in view.hide,
        addable=offered(graph, stack_words.offered(experiment)), moved=desk.moved,
        undo=bool(desk.before), redo=bool(desk.after),
        pasteable=desk.copied is not None, reading=bool(experiment.code) and described is None,
        on_event=_happened, key="functional")
    if experiment.code and described is None:
        st.fragment(_wait, run_every=AGAIN)()


def box_settings(experiment: Experiment) -> None:
    """Every setting of the chosen box."""
    text = model_code(experiment)
    try:
        graph = graph_of(text)
    except ValueError:
        return
    name = _desk(text).chosen
    place = output_place(name or "")
    if place is not None and place < len(graph.outputs):
        graph_teaching.settings(experiment, graph, place, known_of(
            experiment, graph, session.description()), partial(_taught, text))
    if name is None or name not in graph:
        return
    node = graph[name]
    fields = fields_of(graph, node.kind)
    st.caption(f"**{name}**: {node.kind}" + (
        f". Its layer, {node.layer}, is the same wherever it is called." if len(
            graph.sharing(node.layer)) > 1 else ""))
    with st.container(horizontal=True):
        for setting, field in fields.items():
            if isinstance(field, (Sizes, Several, Text)):
                continue
            known, value = _shown(graph, node, setting, field)
            if known:
                with st.container(width=SETTING_WIDTH):
                    controls.control(field, value, partial(_set, name, setting),
                                     key=f"graph.{name}.{node.kind}.{setting}",
                                     label=field.label or setting.replace("_", " "))
    if not fields:
        st.caption("It has nothing to set here; the page Code has its text.")


def _desk(text: str) -> Desk:
    """What lies beside the graph of this text; another text than the last begins anew."""
    desk = st.session_state.get(_DESK)
    if desk is None or desk.text != text:
        desk = st.session_state[_DESK] = Desk(text=text)
    return desk


def _happened(event: Mapping[str, Any]) -> None:
    """Carry out one edit; the browser may show what is not there any more."""
    if event["do"] == "again":
        return
    with session.noticing():
        before = model_code(session.current()[0])
        after = edited(before, event, _desk(before))
        if compiles(before) and not compiles(after):
            session.notify("The graph keeps the model, and compile and fit where they stand by "
                           "themselves; what else the code does is left out. Undo brings it back.")
        _rewrite(after)


def _set(name: str, setting: str, value: Any) -> None:
    before = model_code(session.current()[0])
    graph, desk = graph_of(before), _desk(before)
    if name not in graph:
        return  # it was deleted while its setting was typed
    options = getattr(fields_of(graph, graph[name].kind)[setting], "options", None)
    after = write(graph_edits.change(graph, name, {setting: value_of(value, options)}))
    if after != before:
        desk.note(before)
        _rewrite(after)


def _taught(before: str, graph: Graph) -> None:
    """Take the graph with an output that is trained otherwise."""
    if before == model_code(session.current()[0]):  # else it has changed meanwhile
        _desk(before).note(before)
        _rewrite(write(graph))


def _rewrite(text: str) -> None:
    """Take the text that an edit has made, if the experiment can have it."""
    if text != model_code(session.current()[0]):
        session.rewrite(text)
    st.session_state[_DESK].text = model_code(session.current()[0])


def _shown(graph: Graph, node: Node, setting: str, field: Field) -> tuple[bool, Any]:
    """Whether a widget can show a setting of a box, and what it shows."""
    parameter = (parameters_of(graph, node.kind) or {})[setting]
    value = node.setting(setting, parameter.default)
    if isinstance(value, tuple) and value and all(each == value[0] for each in value):
        value = value[0]
    if isinstance(field, One):
        return _part(field, value)
    if isinstance(field, Choice) and value is None:
        value = "linear"
    problems: list[str] = []
    read = field.read(value, setting, problems)
    return not problems, read


def _part(field: One, value: Any) -> tuple[bool, Any]:
    if value is None:
        return field.optional, None
    if isinstance(value, Call):
        value = Call(value.name.rpartition(".")[2], value.positional, value.named)
    problems: list[str] = []
    part = read_part(field.options, value, "", problems, None)
    return part is not None and not problems, part


def _wait() -> None:
    """Run the page again as soon as the code has been read."""
    st.caption("Reading the graph…")
    if session.read_by_now() is not None:
        st.rerun()


def _elsewhere(problem: ValueError) -> None:
    """What stands in the place of the graph where the code gives none."""
    with st.container(key="elsewhere"):
        st.markdown("**This model is not drawn as a graph.**")
        st.caption(str(problem))
        st.caption("The page Code shows it; or start from a graph above.")
        st.page_link(menu.code(), label="Open the page Code")


def _goes_in(
    experiment: Experiment, graph: Graph, described: Description | None
) -> dict[str, str]:
    """Which part of an example each Input takes; "" where an example has one part."""
    parts = [name for name, _ in experiment.form.parts] or [""]
    if described is not None and described.takes:
        parts = [name for name, _ in described.takes]
    elif set(graph.inputs) == set(parts):
        parts = list(graph.inputs)
    return dict(zip(graph.inputs, parts))
