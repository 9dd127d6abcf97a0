"""The data on the page: which, how much of it, what it is, and a model to begin with."""

from __future__ import annotations

import secrets
from typing import Any

import numpy as np
import streamlit as st

from playground.datasets import built_in, datasets, sample
from playground.datasets.registry import Card
from playground.experiment import LARGEST_SEED, Experiment
from playground.fields import Text, default_part
from playground.figures.thumbnails import thumbnail
from playground.starts import starts
from playground.ui import components, controls, panels, session, stack_words, upload

THUMBNAIL_POINTS = 240
OWN = "own"
KINDS = {"points": "Points", "image": "Pictures", "table": "Tables", "text": "Text",
         "series": "Series", OWN: "Your own"}
_OPEN = "own_open"  # the place to drop a file is shown beside an experiment on other data


def panel(experiment: Experiment) -> None:
    """Choose the data set, how much of it there is, and a model to begin with."""
    kind, own = experiment.dataset.kind, experiment.dataset.needs is not None
    bringing = own or st.session_state.get(_OPEN)
    which, again = st.columns([1, 1.15], gap="xsmall")
    with which:
        _kinds(OWN if bringing else kind)
    if "data_seed" in experiment.dataset.adjusts and (own or not bringing):
        with again:
            _again(kind)
    if not bringing:
        _picker(experiment, kind)
    else:
        upload.panel(experiment)
        if not own:
            return
    if kind != "points":
        _starts(experiment)
    left, right = st.columns(2)
    places = [left, right]
    names = [*_adjustable(experiment), *(
        name for name in ("points", "share") if name in experiment.dataset.adjusts), "batch_size"]
    for number, name in enumerate(names):
        with places[number % 2]:
            _setting(experiment, name)
    if kind != "points":
        with places[len(names) % 2]:
            st.caption("About the data", help=_card(experiment.dataset.card))


def _picker(experiment: Experiment, kind: str) -> None:
    here = [option for option in thumbnails_of() if datasets[option["name"]].kind == kind]
    components.picker(
        f"Data {controls.RESTARTS}", here, experiment.data.name, key=f"data_set.{kind}",
        columns=min(4, max(3, len(here))), on_choose=lambda name: panels.change(data=_kept(name)))


def _adjustable(experiment: Experiment) -> list[str]:
    """The data set's own settings that have a widget: the words of a link have none."""
    fields = datasets[experiment.data.name].fields
    return [name for name, field in fields.items() if not isinstance(field, Text)
            and not (experiment.dataset.needs and experiment.dataset.kind == "table")]


def _card(card: Card) -> str:
    """All that a card says, as the paragraphs of a tooltip."""
    return "\n\n".join(each for each in (
        card.what, card.note, f"Source: {card.source}.", f"Licence: {card.licence}.") if each)


def _kinds(kind: str) -> None:
    def choose() -> None:
        chosen = st.session_state["data_kind"]
        st.session_state[_OPEN] = chosen == OWN
        now = panels.now().dataset
        if chosen in KINDS and chosen != OWN and (chosen != now.kind or now.needs):
            panels.change(data=next(
                name for name, each in built_in.items() if each.kind == chosen))

    st.session_state["data_kind"] = kind
    st.selectbox(
        "Kind of data", list(KINDS), key="data_kind", format_func=KINDS.get, on_change=choose,
        label_visibility="collapsed",
        help="What one example is. Another kind brings a model that suits it.")


def _starts(experiment: Experiment) -> None:
    """A sensible model for the data: it replaces the stack and how it is trained."""
    options = {each.title: each for each in starts(experiment.data.name, experiment.dataset.kind)}

    def load() -> None:
        chosen = options.get(st.session_state["start"])
        if chosen is not None:
            with session.noticing():
                panels.change(loss=None, **chosen.settings)

    st.session_state["start"] = next(
        (title for title, each in options.items() if _is(experiment, each.settings)), None)
    st.selectbox(
        f"Model to begin with {controls.RESTARTS}", list(options), index=None, key="start",
        placeholder="your own", on_change=load,
        help="Replaces the layers and the optimizer. " + " ".join(
            f"{title}: {each.sentence}" for title, each in options.items()))


def _is(experiment: Experiment, settings: Any) -> bool:
    """Whether the experiment has the model of a start."""
    try:
        other = panels.changed(experiment, loss=None, **settings)
    except ValueError:
        return False
    return other.model == experiment.model


def _setting(experiment: Experiment, name: str) -> None:
    if name not in datasets[experiment.data.name].fields:
        panels.fields(experiment, name)
        return
    controls.settings(
        datasets, experiment.data, key="data", only=(name,),
        apply=lambda name, value: panels.change(data=panels.now().data.replace(**{name: value})))


def _again(kind: str) -> None:
    drawn = kind in ("points", "series")
    st.button(
        f"{'New points' if drawn else 'Shuffle again'} {controls.RESTARTS}", key="new_points",
        width="stretch",
        help=("Draw other points by the same rule." if drawn else
              "Choose other examples to learn from and to test.")
        + " This starts the training over.",
        on_click=lambda: panels.change(data_seed=secrets.randbelow(LARGEST_SEED)))


@st.cache_data(show_spinner=False)
def thumbnails_of() -> list[components.Option]:
    """A small picture of every data set that is shipped or drawn."""
    options: list[components.Option] = []
    for name, dataset in built_in.items():
        part = default_part(datasets, name)
        examples = sample(name, dict(part.settings), THUMBNAIL_POINTS, 90, 1)
        options.append({
            "name": name, "title": dataset.title, "help": stack_words.sentence(dataset),
            "image": thumbnail(dataset, examples)})
    return options


@st.cache_data(show_spinner=False, max_entries=64)
def points_of(name: str, settings: tuple[tuple[str, Any], ...], points: int, share: int, seed: int
              ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The points on the page: training x and y, test x and y."""
    drawn = sample(name, dict(settings), points, share, seed)
    return drawn.x_train, drawn.y_train, drawn.x_test, drawn.y_test


def _kept(name: str) -> Any:
    """The data set of that name with the noise that the page has now."""
    part, before = default_part(datasets, name), panels.now().data
    if hasattr(part, "noise") and hasattr(before, "noise") and (
            datasets[name].kind == datasets[before.name].kind):
        return part.replace(noise=before.noise)
    return part
