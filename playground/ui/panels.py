"""The parts of the page around the diagram: training, notices, link, examples."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from playground import experiment as experiments
from playground.experiment import (
    FIELDS,
    LARGEST_SEED,
    Experiment,
    first_optimizer,
    fitting,
)
from playground.fields import default_part
from playground.presets import Preset
from playground.ui import components, controls, session, writing
from playground.ui.all_layers import for_all_layers
from playground.view import FIELDS as VIEW_FIELDS
from playground.view import GROUPS, View

MOST_NOTICES = 6  # sentences that are shown at once


def shown(view: View) -> set[str]:
    """The groups of controls that the link does not hide."""
    return set(GROUPS) - set(view.hide)


def beside(*widths: float, align: str = "top") -> list[Any]:
    """Columns of these widths; None in the place of one whose width is 0."""
    columns = iter(st.columns([width for width in widths if width], vertical_alignment=align))
    return [next(columns) if width else None for width in widths]


def body(experiment: Experiment, *, with_data: bool) -> list[Any]:
    """The columns of the data, the stack and the output: a row of layers takes more room."""
    stack, output = (4, 2.4) if experiment.form.kind == "points" else (4.7, 1.8)
    return beside(1.5 * with_data, stack, output)


def notices() -> None:
    """What a link or an entry had wrong, until it has been read."""
    problems = session.problems()
    if problems:
        shown = [f"- {plain(sentence)}" for sentence in problems[:MOST_NOTICES]]
        if len(problems) > MOST_NOTICES:
            shown.append(f"- … and {len(problems) - MOST_NOTICES} more")
        with st.container(horizontal=True, vertical_alignment="center", key="notices"):
            st.warning("What was asked for is not quite possible; the nearest thing is shown.\n\n"
                       + "\n".join(shown))
            st.button("Got it", on_click=session.dismiss, key="dismiss")


def words(experiment: Experiment, *, told: str = "") -> None:
    """What there is to say of the run, and what a chosen example teaches until it is dismissed.

    Args:
        told: a sentence that is shown at its place, so that it is not said here.
    """
    lesson = session.lesson()
    if lesson and (lesson.experiment.data.name != experiment.data.name
                   or lesson.experiment.code != experiment.code):
        lesson = None  # on other data or of another model it would be wrong
    components.words(
        told=told, lesson=lesson and {"title": lesson.title, "text": lesson.sentence},
        on_dismiss=session.dismiss_lesson)


def examples(offered: Mapping[str, Preset], *, label: str, key: str) -> None:
    """A menu of named experiments: the chosen one replaces the one on the page."""
    titles = {name: preset.title for name, preset in offered.items()}
    if st.session_state.get(key) is not None:
        st.session_state[key] = None  # a menu of acts, not a state

    def load() -> None:
        name = st.session_state[key]
        if name in offered:
            session.load(offered[name].link, lesson=name)

    st.selectbox(label, list(titles), index=None, placeholder=f"Start from {label}…",
                 format_func=titles.get, key=key, on_change=load, width=230,
                 label_visibility="collapsed",
                 help="An experiment with something to see. It replaces the one on the page.")


def training(experiment: Experiment) -> None:
    """Optimizer and loss with what is changed most, and the rest behind a button."""
    optimizer = experiment.optimizer
    apt = fitting(experiment.dataset)
    if writing.chooses(experiment):
        _chosen_in_code(experiment)
        return

    def set_optimizer(name: str, value: Any) -> None:
        change(optimizer=now().optimizer.replace(**{name: value}))

    columns = st.columns([1.1, 1, 1.15, 1.1, 0.9, 1.8, 0.8, 1.05], vertical_alignment="bottom")
    options = FIELDS["optimizer"].options
    with columns[0]:
        controls.choose_part(
            FIELDS["optimizer"], optimizer, key="optimizer",
            apply=lambda name: change(optimizer=first_optimizer(name)))
    with columns[1]:
        controls.settings(options, optimizer, set_optimizer, key="optimizer",
                          only=("learning_rate",))
    if not experiment.code:
        for_all_layers(experiment, *columns[2:5])
    with columns[5]:
        controls.choose_part(
            FIELDS["loss"], experiment.loss, key="loss", only=list(apt["loss"]),
            apply=lambda name: change(loss=default_part(apt["loss"], name)))
    with columns[6], st.popover("More", width="stretch", help="Everything else about training: "
                                "momentum, when to stop, seeds."):
        controls.settings(options, optimizer, set_optimizer, key="optimizer",
                          leave_out=("learning_rate",))
        controls.settings(
            apt["loss"], experiment.loss, key="loss",
            apply=lambda name, value: change(loss=now().loss.replace(**{name: value})))
        fields(experiment, "epochs", "stop_loss", "seed", "data_seed")
    with columns[7]:
        st.button(f"New weights {controls.RESTARTS}", key="new_weights", width="stretch",
                  help="Draw other initial weights: a new seed. This starts the training over. "
                       "Reset keeps the same ones.",
                  on_click=lambda: change(seed=secrets.randbelow(LARGEST_SEED)))


def _chosen_in_code(experiment: Experiment) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("The code compiles the model: optimizer and loss are chosen there.")
        with st.popover("More", help="Everything else about training: when to stop, seeds."):
            fields(experiment, "epochs", "stop_loss", "seed", "data_seed")


def view_settings(view: View, *names: str) -> None:
    """How it is shown; the run does not notice."""
    for name in names:
        controls.control(
            VIEW_FIELDS[name], getattr(view, name), key=f"view.{name}",
            apply=lambda value, name=name: session.show(
                replace(session.current()[1], **{name: value})))


def share(experiment: Experiment, view: View) -> None:
    """The link to this experiment, and what may be left out for a class."""
    with st.popover("Share", width="stretch"):
        st.caption("The address of this page is the link. Whoever opens it gets this experiment, "
                   "these initial weights and the same curve. Weights set by hand are not in it.")
        st.code(_address(), language=None, wrap_lines=True)
        view_settings(view, "hide")


def fields(experiment: Experiment, *names: str) -> None:
    """The widgets of the experiment's own settings of these names."""
    for name in names:
        controls.control(
            FIELDS[name], getattr(experiment, name), key=f"experiment.{name}",
            apply=lambda value, name=name: change(**{name: value}))


def now() -> Experiment:
    """The experiment as it is when a widget is heard: later than when it was drawn."""
    return session.current()[0]


def change(**changes: Any) -> None:
    """Change the experiment."""
    session.change(**changes)


def changed(experiment: Experiment, **changes: Any) -> Experiment:
    """An experiment with some changes; nothing on the page moves."""
    return experiments.change(experiment, **changes)


def _address() -> str:
    base = (st.context.url or "").partition("?")[0].rstrip("/")
    return f"{base}/?{session.text()}"


def plain(sentence: str) -> str:
    """A sentence that may hold a visitor's characters, as text and never as markup."""
    for link in ("://", "www.", "@"):  # what would become a link even when it is escaped
        sentence = sentence.replace(link, link[0] + "\u2060" + link[1:])
    return "".join("\\" + each if each in r"\`*_{}[]()<>#+-!|$:~" else each for each in sentence)
