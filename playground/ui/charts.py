"""The live pictures: the output over the data, and what is behind each tab under the diagram."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from playground.code.loading import file_of
from playground.code.writer import keras_code
from playground.datasets.files import SHIPPED
from playground.experiment import Experiment
from playground.figures import curves, output, samples, weights
from playground.figures.live import LiveFigure
from playground.live.host import client
from playground.training.description import ACROSS, DOWN, Answers, Output
from playground.ui import (
    components,
    data,
    drawing,
    examples,
    judging,
    live,
    panels,
    session,
    stack,
    stack_words,
    writing,
)
from playground.view import View

LAYERS_HEIGHT = 164  # pixels: what is behind a tab has the rest of a screen of 1440 × 900


def picture(experiment: Experiment, view: View) -> None:
    """What the network says: about every place of the plane, or about the chosen example."""
    if experiment.form.kind == "points":
        _output_map(experiment, view)
    else:
        examples.chosen(experiment, judged=answers().judged)


def _output_map(experiment: Experiment, view: View) -> None:
    """What the network, or the unit that is looked at, says about every place."""
    own = drawing.is_drawn(experiment)
    x, y, x_test, y_test = data.points_of(experiment)
    dataset = experiment.dataset
    points = {
        "x": np.concatenate([x, x_test]), "y": np.concatenate([y, y_test]),
        "train_mask": np.arange(len(x) + len(x_test)) < len(x), "show_test": view.show_test or own}
    if dataset.inputs == 1:
        figure = output.curve(**points)
    else:
        figure = output.decision_map(
            **points, task=dataset.task, class_names=dataset.class_names or ("−", "+"),
            discretize=view.discretize, made=answers().samples)
    _draw(figure, view, key="output_map", on_place=drawing.clicked if own else None)
    names = () if own else ("show_test",)
    names += () if dataset.inputs == 1 else ("discretize",)
    with st.container(horizontal=True):
        panels.view_settings(view, *names)


def tabs(experiment: Experiment, view: View, *, leave_out: Sequence[str] = ()) -> None:
    """What else there is to see; only the tab that is open is drawn and computed.

    Args:
        leave_out: the tabs that a page has no need of.
    """
    judged = answers().judged
    names = [name for name, (group, _) in _TABS.items() if group not in view.hide
             and name not in leave_out and (name not in _FITS or _FITS[name](experiment))
             and (judged or name not in _JUDGED)]
    if not names:
        return
    if st.session_state.get(stack.TAB) not in names:
        st.session_state[stack.TAB] = names[0]
    chosen = st.segmented_control(
        "What is shown below", names, key=stack.TAB, label_visibility="collapsed", required=True)
    with st.container(key="tab_content"):
        _TABS[chosen or names[0]][1](experiment, view)  # none: on the page before there were others


def _curves(experiment: Experiment, view: View) -> None:
    several = answers().outputs
    second = None if several else _second(experiment)
    widths = [3.5, 7] if several else [5, 5] if second else [9, 1]
    left, right, settings = st.columns([*widths, 1.6])
    with left:
        named = "loss" if writing.chooses(experiment) or several else (
            experiment.loss.name.replace("_", " "))
        _draw(curves.loss(named), view, key="loss")
    with right:
        if second:
            _draw(second, view, key="metric")
        for place, (key, figure) in zip(st.columns(2), _of_each(several)):
            with place:
                _draw(figure, view, key=key)
    with settings:
        panels.view_settings(view, "log_scale", "smoothing")


def _of_each(several: Sequence[Output]) -> list[tuple[str, LiveFigure]]:
    """The losses of several outputs, and the accuracies, of those that have one."""
    trained = [place for place, each in enumerate(several) if each.has_loss]
    told = [place for place, each in enumerate(several) if each.metric_name]
    return [(key, curves.outputs([several[place].name for place in places], measure, places))
            for key, measure, places in (("losses", "loss", trained), ("metrics", "metric", told))
            if places]


def _second(experiment: Experiment) -> LiveFigure | None:
    """What is drawn beside the loss."""
    found = answers()
    if not found.judged:
        return curves.told(found.metric_name) if found.metric_name else None
    return curves.regression() if experiment.dataset.task == "regression" else curves.accuracy()


def _weights(experiment: Experiment, view: View) -> None:
    kernels, small = writing.kernels(session.description()) if experiment.code \
        else stack_words.kernels(experiment)
    if not kernels:
        st.caption("No layer has a kernel whose weights could be drawn.")
        return
    left, right = st.columns(2)
    with left:
        st.caption("How the weights of each layer spread, epoch by epoch",
                   help="A column is a moment, a row a value; the stronger, the more weights.")
        _draw(weights.histograms(kernels), view, key="histograms")
    with right:
        st.caption("Each weight as it is now",
                   help="A row an input, a column a unit; orange is negative, blue is positive.")
        if small:
            _draw(weights.kernels(small), view, key="kernels")
        if len(small) < len(kernels):
            st.caption("Layers with more than "
                       f"{stack_words.MOST_WEIGHTS:,} weights, or with windows, are not drawn as "
                       "a matrix. A click on a unit in the diagram shows its own weights.")


def _predictions(experiment: Experiment, view: View) -> None:
    points = experiment.form.kind == "points"
    first, *more = judging.figures(experiment)
    left, right = st.columns([1, 2] if points else [2, 3])
    with left:
        _judged(*first, view, key="predictions")
        if not points:
            for figure, words in more:
                _judged(figure, words, view, key="predictions_more")
    with right:
        if not points:
            examples.gallery(experiment)
        else:
            beside = st.columns(2)
            for place, (figure, words) in zip(beside, more):
                with place:
                    _judged(figure, words, view, key="predictions_more")


def _judged(figure: LiveFigure, words: str, view: View, *, key: str) -> None:
    _draw(figure, view, key=key)
    st.caption(words)


def _why(experiment: Experiment, _view: View) -> None:
    examples.why(experiment)


def _forecast(experiment: Experiment, view: View) -> None:
    figure, words = judging.forecast(experiment)
    left, right = st.columns([3, 1])
    with left:
        _draw(figure, view, key="forecast")
    with right:
        st.caption(words)


def _try_it(experiment: Experiment, _view: View) -> None:
    examples.try_it(experiment)


def _code(experiment: Experiment, _view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        library = st.segmented_control(
            "For", ["Keras", "playground.keras"], default="Keras", key="library", required=True,
            label_visibility="collapsed",
            help="The same script; one import differs. For tf.keras, change it to "
                 "`from tensorflow import keras`.")
        try:
            text = keras_code(
                experiment, library="keras" if library == "Keras" else "playground",
                ends=writing.ends(session.description()))
        except ValueError as error:
            st.caption(str(error))
            return
        st.download_button("Download", text, "experiment.py", "text/x-python",
                           help="The script as a file: python experiment.py runs it.")
        file = file_of(experiment)
        if file:
            st.download_button(
                f"Data: {file}", (SHIPPED / file).read_bytes, file,
                help="The data that the script reads: it belongs into the same folder.")
        st.caption("The same experiment as a script. What is *test* on this page Keras calls "
                   "*validation*.")
    st.code(text, language="python")


def _summary(experiment: Experiment, _view: View) -> None:
    table = client.summary(session.run())
    if table:
        st.code(table, language=None)
    else:
        st.caption("The model is being built.")
        st.button("Look again")


def _draw(
    figure: LiveFigure, view: View, *, key: str,
    on_place: Callable[[Mapping[str, Any]], None] | None = None,
) -> None:
    said = figure.to_data()
    components.figure(
        said["figure"], said["bindings"], plotly=live.plotly_address(), key=key,
        on_place=on_place,
        options={"smoothing": view.smoothing, "log": view.log_scale})


def answers() -> Answers:
    """What the model's outputs are; of a stack, and before code has been read, the usual."""
    described = session.description()
    return described.answers if described else Answers()


def _samples(_experiment: Experiment, view: View) -> None:
    _draw(samples.pictures(ACROSS, DOWN), view, key="samples")
    st.caption("What the model's own sample(count) makes, always of the same random numbers.")


def _layers(experiment: Experiment, _view: View) -> None:
    writing.layers(experiment, height=LAYERS_HEIGHT)


_TABS = {  # what a tab is called -> the group of controls that hides it, and what draws it
    "Layers": ("charts", _layers),
    "Samples": ("charts", _samples),
    "Curves": ("charts", _curves),
    "Weights": ("charts", _weights),
    "Predictions": ("charts", _predictions),
    "Forecast": ("charts", _forecast),
    "Why": ("charts", _why),
    "Try it": ("charts", _try_it),
    stack.SETTINGS: ("layers", lambda experiment, _view: stack.layer_settings(experiment)),
    "Code": ("code", _code),
    "Summary": ("code", _summary),
}
_FITS = {  # what is not there for all data
    "Layers": lambda experiment: bool(experiment.code),
    "Samples": lambda experiment: answers().samples and experiment.form.kind == "image",
    stack.SETTINGS: lambda experiment: not experiment.code,
    "Forecast": judging.goes_on, "Why": examples.can_be_explained,
    "Try it": examples.can_be_tried}
_JUDGED = ("Predictions", "Forecast", "Why", "Try it")
