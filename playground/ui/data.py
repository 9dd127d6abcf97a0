"""The data on the page: which, how much of it, what it is, and a model to begin with."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from playground.datasets import Dataset, built_in, datasets, drawn, sample
from playground.datasets.registry import Card
from playground.experiment import LARGEST_SEED, Experiment
from playground.fields import Text, default_part
from playground.figures.thumbnails import thumbnail
from playground.starts import starts
from playground.ui import components, controls, drawing, panels, session, stack_words, upload

THUMBNAIL_POINTS = 240
OWN = "own"
GROUPS = {"classes": "Points in classes", "numbers": "Points with a number",
          "image": "Pictures", "table": "Tables", "text": "Text", "series": "Series",
          "pair": "Two inputs", OWN: "Your own"}
_OPEN = "own_open"  # the place to drop a file is shown beside an experiment on other data


def panel(experiment: Experiment) -> None:
    """Choose the data set, how much of it there is, and a model to begin with."""
    kind, own = experiment.dataset.kind, experiment.dataset.needs is not None
    group = OWN if own or st.session_state.get(_OPEN) else _group(experiment.dataset)
    _groups(group)
    if group == OWN:
        upload.panel(experiment)
        if not own:
            return
    else:
        _picker(experiment, group)
    if kind != "points" and not experiment.code:
        _starts(experiment)
    _settings(experiment)
    if drawing.is_drawn(experiment):
        drawing.tools(experiment)


def _settings(experiment: Experiment) -> None:
    """How much data, and how they are used, two widgets a row; last what draws others."""
    widgets = [partial(_setting, experiment, name) for name in [*_adjustable(experiment), *(
        name for name in ("points", "share") if name in experiment.dataset.adjusts), "batch_size"]]
    if "data_seed" in experiment.dataset.adjusts:
        widgets.append(partial(_again, experiment.dataset.kind))
    if experiment.dataset.kind != "points":
        widgets.append(partial(_about, experiment.dataset.card))
    while widgets:
        row, widgets = widgets[:2], widgets[2:]
        alone = len(row) == 1 and row[0].func is not _setting
        places = st.columns(1 if alone else 2, vertical_alignment="bottom")
        for place, widget in zip(places, row):
            with place:
                widget()


def _picker(experiment: Experiment, group: str) -> None:
    here = [option for option in thumbnails_of() if _group(datasets[option["name"]]) == group]
    components.picker(
        "Data set", here, experiment.data.name, key=f"data_set.{group}", show_label=False,
        columns=min(4, max(3, len(here))), on_choose=lambda name: panels.change(data=_kept(name)))


def _adjustable(experiment: Experiment) -> list[str]:
    """The data set's own settings that have a widget: the words of a link have none."""
    fields = datasets[experiment.data.name].fields
    return [name for name, field in fields.items() if not isinstance(field, Text)
            and not (experiment.dataset.needs and experiment.dataset.kind == "table")]


def _about(card: Card) -> None:
    st.caption("About the data", help=_card(card))


def _card(card: Card) -> str:
    """All that a card says, as the paragraphs of a tooltip."""
    return "\n\n".join(each for each in (
        card.what, card.note, f"Source: {card.source}.", f"Licence: {card.licence}.") if each)


def _group(dataset: Dataset) -> str:
    """Where a data set stands in the menu: points by what is asked of them, all else by kind."""
    if dataset.needs is not None:
        return OWN
    if dataset.kind == "points":
        return "numbers" if dataset.task == "regression" else "classes"
    return dataset.kind


def _groups(group: str) -> None:
    def choose() -> None:
        chosen = st.session_state["data_group"]
        st.session_state[_OPEN] = chosen == OWN
        if chosen in GROUPS and chosen != OWN and chosen != _group(panels.now().dataset):
            panels.change(data=_kept(next(
                name for name, each in built_in.items() if _group(each) == chosen)))

    st.session_state["data_group"] = group
    st.selectbox(
        f"Data {controls.RESTARTS}", list(GROUPS), key="data_group", format_func=GROUPS.get,
        on_change=choose,
        help="What one example is. Another kind brings a model that suits it, and starts the "
             f"training over ({controls.RESTARTS}).")


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
    drawn = kind in ("points", "series", "pair")
    name = "New pairs" if kind == "pair" else "New points" if drawn else "Shuffle again"
    st.button(
        f"{name} {controls.RESTARTS}", key="new_points",
        width="stretch",
        help=(f"Draw other {name.split()[-1]} by the same rule." if drawn else
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


def points_of(
    experiment: Experiment,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The points on the page: training x and y, test x and y."""
    if drawing.is_drawn(experiment):  # there may be too few of them to train on
        return drawn.parts_of(experiment.data.points, experiment.share)
    return _points_of(experiment.data.name, experiment.data.settings, experiment.points,
                      experiment.share, experiment.data_seed)


@st.cache_data(show_spinner=False, max_entries=64)
def _points_of(
    name: str, settings: tuple[tuple[str, Any], ...], points: int, share: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    data = sample(name, dict(settings), points, share, seed)
    return data.x_train, data.y_train, data.x_test, data.y_test


def _kept(name: str) -> Any:
    """The data set of that name with the noise that the page has now."""
    part, before = default_part(datasets, name), panels.now().data
    if hasattr(part, "noise") and hasattr(before, "noise") and (
            datasets[name].kind == datasets[before.name].kind):
        return part.replace(noise=before.noise)
    return part
