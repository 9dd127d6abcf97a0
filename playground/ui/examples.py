"""What is seen of single examples: the chosen one, the gallery of the test examples, one's own."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from playground.datasets import sample
from playground.datasets.pairs import QUESTIONS
from playground.datasets.registry import POINTS, TABLE, TEXT, Form
from playground.experiment import Experiment
from playground.ui import bringing, components, session, stack_words
from playground.ui.components.trying import FITS

STEPS = 200  # that a slider over a column has, about


def chosen(experiment: Experiment, *, judged: bool = True) -> None:
    """The chosen example, and what the model says of it."""
    dataset = experiment.dataset
    components.example(
        kind=_seen_as(experiment), classes=dataset.class_names, columns=columns(experiment),
        parts=[name for name, _ in experiment.form.parts], target=_target(experiment),
        judged=judged, key="chosen_example")


def gallery(experiment: Experiment) -> None:
    """The test examples, by the page."""
    components.gallery(
        key="test_gallery",
        kind=_seen_as(experiment), classes=experiment.dataset.class_names,
        columns=columns(experiment))


def _seen_as(experiment: Experiment) -> str:
    """The kind of what is drawn: the pictures of a pair are one picture, side by side."""
    return "image" if experiment.form.parts else experiment.dataset.kind


def try_it(experiment: Experiment) -> None:
    """An example of one's own."""
    dataset, form = experiment.dataset, experiment.form
    fit = FITS.get(experiment.data.name)
    components.pad(
        kind=dataset.kind, shape=form.shape, classes=dataset.class_names,
        columns=columns(experiment), target=_target(experiment), fit=fit,
        parts=[_part(name, each, fit) for name, each in form.parts])


def _part(name: str, form: Form, fit: components.Fit | None) -> components.Part:
    """A part of a pair, as the place where one is made wants it."""
    part: components.Part = {"name": name, "title": name.capitalize(), "kind": form.kind}
    if form.kind == TEXT:
        return {**part, "known": list(QUESTIONS)}
    return {**part, "shape": form.shape, "fit": fit}


def fed(experiment: Experiment, part: str = "") -> components.Fed:
    """What the box of an Input shows: the chosen example, a part of it, or features of points."""
    kind = dict(experiment.form.parts).get(part, experiment.form).kind
    found: components.Fed = {"kind": kind, "part": part}
    if kind == TABLE:
        used = [(at, each) for at, each in enumerate(columns(experiment)) if each["on"]]
        return {**found, "rows": [at for at, _ in used],
                "spans": [(each["low"], each["high"]) for _, each in used]}
    if kind == POINTS:
        return {**found, "rows": [
            at for at, each in enumerate(stack_words.inputs(experiment)) if each["on"]]}
    return found


def why(experiment: Experiment) -> None:
    """What the answer to the chosen example leans on."""
    dataset = experiment.dataset
    components.why(
        kind=dataset.kind, classes=dataset.class_names, columns=columns(experiment),
        target=_target(experiment))


def can_be_explained(experiment: Experiment) -> bool:
    """Whether there is an example to explain: points have their map."""
    return experiment.dataset.kind not in ("points", "pair")


def can_be_tried(experiment: Experiment) -> bool:
    """Whether there is a way to make an example of one's own."""
    return experiment.dataset.kind in ("image", "table", "text", "pair")


def columns(experiment: Experiment) -> list[components.Column]:
    """A table's columns, with the range that each has in the training rows."""
    if experiment.dataset.kind != "table":
        return []
    if experiment.dataset.needs:
        ranges = bringing.facts_of(session.run(), experiment).ranges
    else:
        ranges = _ranges(experiment.data.name, experiment.data.settings, experiment.points,
                         experiment.share, experiment.data_seed)
    found: list[components.Column] = []
    for feature, (low, high) in zip(stack_words.inputs(experiment), ranges):
        step = 10.0 ** np.floor(np.log10(max(high - low, 1e-9) / STEPS * 2))
        found.append({**feature, "low": float(np.floor(low / step) * step),
                      "high": float(np.ceil(high / step) * step), "step": float(step)})
    return found


def _target(experiment: Experiment) -> str:
    target = getattr(experiment.dataset, "target", None)
    return target.label if target else ""


@st.cache_data(show_spinner=False, max_entries=64)
def _ranges(name: str, settings: tuple[tuple[str, Any], ...], points: int, share: int, seed: int
            ) -> list[tuple[float, float]]:
    data = sample(name, dict(settings), points, share, seed)
    rows = data.x_train if data.centre is None else data.x_train * data.spread + data.centre
    return list(zip(rows.min(axis=0).tolist(), rows.max(axis=0).tolist()))
