"""The figures that judge the model by all test examples, each with the words that explain it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground.datasets import sample
from playground.experiment import Experiment
from playground.figures import forecast as drawn_on
from playground.figures import predictions
from playground.figures.live import LiveFigure
from playground.ui import bringing, session


def figures(experiment: Experiment) -> list[tuple[LiveFigure, str]]:
    """Confusion matrix and ROC curve, or predictions over true values and what they are off by."""
    dataset = experiment.dataset
    if dataset.task == "regression":
        within, target = span(experiment), dataset.target.label if dataset.target else "value"
        return [
            (predictions.against_true(within, target),
             "Each test example: the true value across, the prediction up. On the line they are "
             "equal."),
            (predictions.residuals(within, target),
             "What each prediction is off by. A model that has learned all there is leaves a cloud "
             "around the line without a shape; a slope or a bend is something it has missed.")]
    names, points = dataset.class_names, experiment.form.kind == "points"
    found = [(predictions.confusion(names, choose=not points),
              _CONFUSION + ("" if points else _CHOOSE))]
    if len(names) == 2:
        found.append((predictions.roc(names[1]), _ROC.format(name=names[1])))
    return found


def goes_on(experiment: Experiment) -> bool:
    """Whether there is a forecast."""
    return experiment.dataset.kind == "series"


def forecast(experiment: Experiment) -> tuple[LiveFigure, str]:
    """The series drawn on from the chosen window."""
    target = experiment.dataset.target
    return drawn_on.forecast(target.label if target else "value"), _FORECAST


_FORECAST = (
    "From the chosen window on, the model tells the next value, reads it as if it had been seen, "
    "and goes on so for two windows. Its errors add up: a model that is good for one step can be "
    "lost after ten, and a chaotic rule loses every model. All other predictions on this page are "
    "one step ahead, from values that were really seen. Another example begins elsewhere.")
_CONFUSION = (
    "Rows are the true classes of the test examples, columns what the network says. The diagonal "
    "is right; everything beside it is a mistake. Precision: of what was put into a class, the "
    "share that belongs there. Recall: of what belongs there, the share that was found. F1 is "
    "high only if both are.")
_CHOOSE = (
    " A click on a cell shows its examples in the gallery, as do the arrow keys and Enter; "
    "Escape shows all.")
_ROC = (
    "How many of “{name}” are found, and how many others are taken for it, if the border between "
    "the classes lay elsewhere: the curve goes through all borders, the diamond is the one in use. "
    "AUC is the area under the curve: how often one of “{name}” gets the higher output of two; "
    "chance is 0.5.")


def span(experiment: Experiment) -> tuple[float, float]:
    """The smallest and the largest true value, in its own units."""
    if experiment.dataset.kind == "points":
        return (-1.0, 1.0)
    if experiment.dataset.needs:
        return bringing.facts_of(session.run(), experiment).span
    return _span(experiment.data.name, experiment.data.settings, experiment.points,
                 experiment.share, experiment.data_seed)


@st.cache_data(show_spinner=False, max_entries=64)
def _span(name: str, settings: tuple[tuple[str, Any], ...], points: int, share: int, seed: int
          ) -> tuple[float, float]:
    data = sample(name, dict(settings), points, share, seed)
    y = data.y_test * data.target_spread + data.target_centre
    return float(y.min()), float(y.max())
