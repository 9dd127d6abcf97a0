"""The model as code: the editor, what is known of the code, and what is drawn of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from playground.code.asked import compiles
from playground.code.reader.parsing import WAYS_OUT
from playground.code.reader.syntax import SYNTAX
from playground.code.writer import Ends, model_code
from playground.experiment import FIELDS, Experiment, diagram_name
from playground.live.host import client
from playground.training.description import Description
from playground.ui import components, examples, live, menu, opening, session, stack_words

_CHOSEN = "chosen_box"
_OPENED = "opened_models"  # the names of the nested models whose boxes are drawn
AGAIN = 0.4  # seconds between two looks at a code that takes long to read
_ROW = 2600  # pixels of a row: it is drawn low, and small boxes are better than two rows


def editor(experiment: Experiment, described: Description | None, *, height: int) -> None:
    """The code of the model, with what is wrong or printed at its lines."""
    components.editor(
        lambda: model_code(session.current()[0]), problems=_problems(described),
        printed=[{"line": line, "text": text} for line, text in described.printed]
        if described else [],
        names=client.names(), label="The model as Keras code", height=height,
        ace=live.ace_address(), files_to=opening.PLACE,
        longest=FIELDS["code"].longest,
        on_text=lambda text, _now: session.rewrite(text))
    with st.container(horizontal=True, key="under_editor"):
        opening.place()
        if st.button("What is understood…", key="syntax",
                     help="The part of Python that is read here, with examples."):
            _understood()
    if experiment.code and described is None:
        st.fragment(_wait, run_every=AGAIN)()


@st.dialog("What is understood", width="large")
def _understood() -> None:
    """The part of the language that the reader knows; a test reads every example."""
    st.caption("The code is never run by Python: it is read by an interpreter of this part of the "
               "language, over the names that Keras, NumPy and JAX have for models. Everything "
               "else is refused, with its line and a way out. What notebooks and consoles leave "
               "around pasted code (`!pip`, `%matplotlib`, `>>>`) is passed over.")
    for what, example in SYNTAX:
        st.markdown(f"**{what}**")
        st.code(example, language="python")
    st.markdown("**What is not read, and what to write instead**\n\n" + "\n".join(
        f"- {sentence}" for sentence in dict.fromkeys(WAYS_OUT.values())))


def _wait() -> None:
    """Run the page again as soon as the code has been read."""
    st.caption("Reading the code…")
    if session.read_by_now() is not None:
        st.rerun()


def problem_of(described: Description | None) -> str:
    """What is wrong with the code, as it stands at its line; empty: nothing."""
    return described.problem.sentence if described and described.problem else ""


def _problems(described: Description | None) -> list[components.Problem]:
    problem = described.problem if described else None
    if problem is None:
        return []
    return [{"line": problem.line, "column": problem.column, "sentence": problem.sentence,
             "kind": "error"}]


def layers(experiment: Experiment, *, height: int) -> None:
    """The layers as they are called, each with what it makes of the example."""
    described = session.description()
    if described is None or described.problem:
        st.caption("The layers are drawn here as soon as the code gives a model.")
        return
    opened = st.session_state.get(_OPENED, set())
    opened &= set(_names(described))  # a browser may send any name: those of no box are forgotten
    components.graph(
        boxes=_boxes(experiment, described, opened),
        structure=diagram_name(experiment), height=height, wide=_ROW,
        points=experiment.form.kind == "points", chosen=st.session_state.get(_CHOSEN),
        on_event=_happened)
    st.caption(f"{described.parameters:,} parameters. Each box is one call of a layer, or of an "
               "operation in a graph, with what it makes of the example; a layer that is called "
               "twice is marked, a nested model can be opened.")


def _happened(event: Mapping[str, Any]) -> None:
    if event["do"] == "open":
        opened = st.session_state.setdefault(_OPENED, set())
        opened ^= {event["name"]}
    elif event["do"] == "choose":
        st.session_state[_CHOSEN] = event.get("name")


def _boxes(
    experiment: Experiment, described: Description, opened: Collection[str]
) -> list[components.Box]:
    """The example, and every step; those of a nested model before it, where it is opened."""
    names = _names(described)
    parts = [name or "example" for name, _ in described.takes]
    boxes: list[components.Box] = [{
        "name": name, "title": experiment.dataset.title if len(parts) == 1 else name.capitalize(),
        "role": "input", "shape": shape, "inputs": [], "fed": examples.fed(experiment, part)}
        for name, (part, shape) in zip(parts, described.takes)]
    nested = {box["within"] for box in described.boxes}
    for place, (name, box) in enumerate(zip(names, described.boxes)):
        if not all(names[each] in opened for each in _around(described, place)):
            continue
        is_open = place in nested and name in opened
        drawn: components.Box = {
            "name": name, "title": box["title"], "detail": box["detail"], "shape": box["shape"],
            "parameters": box["parameters"], "layer": str(box["layer"]), "call": place,
            "inner": box["within"] is not None,
            "inputs": [(names[each] if each >= 0 else parts[-1 - each], 0)
                       for each in box["ends" if is_open else "inputs"]]}
        if place in nested:
            drawn["opened"] = is_open
        boxes.append(drawn)
    return boxes


def _names(described: Description) -> list[str]:
    """A name for each box: a layer that is called again gets a number, a nested model's its own."""
    names: list[str] = []
    met = Counter[tuple[int | None, str]]()
    for box in described.boxes:
        key = box["within"], box["name"]
        met[key] += 1
        names.append(box["name"] if met[key] == 1 else f"{box['name']}, call {met[key]}")
    return [" / ".join(names[each] for each in (*_around(described, place)[::-1], place))
            for place in range(len(names))]


def _around(described: Description, place: int) -> list[int]:
    """The places of the models that a box is in, from the inside out."""
    found, boxes = [], described.boxes
    while (outer := boxes[place]["within"]) is not None and outer < len(boxes):
        found.append(place := outer)
    return found


def kernels(
    described: Description | None,
) -> tuple[list[tuple[int, str]], list[tuple[int, str, int, int]]]:
    """The boxes with weights: place and title; of those that are small matrices the sizes too."""
    every, small = [], []
    for place, box in enumerate(described.boxes if described else ()):
        kernel = box["kernel"]
        if kernel:
            every.append((place, box["name"]))
            if len(kernel) == 2 and kernel[0] * kernel[1] <= stack_words.MOST_WEIGHTS:
                small.append((place, box["name"], *kernel))
    return every, small


def ends(described: Description | None) -> Ends:
    """What the written model takes and gives, for its script."""
    if described is None:
        return Ends()
    return Ends(described.takes, described.listed,
                tuple(each.wanted for each in described.answers.outputs))


def chooses(experiment: Experiment) -> bool:
    """Whether the code itself chooses loss and optimizer."""
    return bool(experiment.code) and compiles(experiment.code)


def elsewhere(experiment: Experiment) -> None:
    """What stands in the place of the stack where the model is code."""
    with st.container(key="elsewhere"):
        st.markdown("**This model is written as code.**")
        st.caption("It trains here, too; it is changed on the pages Functional and Code.")
        st.page_link(menu.functional(), label="Open the page Functional")
        st.page_link(menu.code(), label="Open the page Code")
        if experiment.form.parts:
            st.caption(f"{experiment.dataset.title}: each example has two parts, and a stack takes "
                       "one. Other data bring the stack back.")
            return
        st.button("Back to the stack", help="The stack is as it was before. The code goes.",
                  on_click=lambda: session.change(code=""))
