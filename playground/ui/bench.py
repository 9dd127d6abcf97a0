"""What every page of a model has around it: run bar, training, data, what the model does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from playground.experiment import Experiment
from playground.presets import Preset
from playground.ui import charts, components, data, live, panels, session
from playground.view import View


def page(
    title: str, model: Callable[[Experiment, View], None], *,
    offered: Mapping[str, Preset], of: str, key: str, leave_out: Sequence[str] = (),
    told: Callable[[], str] = str,
) -> None:
    """One page: its model in the middle, drawn by ``model``.

    Args:
        offered: what its menu offers to begin with; ``of`` is what one of them is called.
        told: gives a sentence that the model's own place shows, so that it stands there alone.
        leave_out: tabs that say nothing here that is not said above them.
    """
    experiment, view = session.current()
    shown = panels.shown(view)
    with st.container(gap="xsmall", key="page"):
        _top(title, experiment, view, offered, of, key)
        panels.words(experiment, told=told())
        if "training" in shown:
            with st.container(key="training"):
                panels.training(experiment)
        with st.container(key="body"):
            left, middle, right = panels.body(experiment, with_data="data" in shown)
            if left:
                with left, st.container(gap="xsmall", key="data"):
                    data.panel(experiment)
            with middle:
                model(experiment, view)
            with right, st.container(gap="xxsmall"):
                charts.picture(experiment, view)
        with st.container(gap="xsmall", key="below"):
            charts.tabs(experiment, view, leave_out=leave_out)
    live.connect()
    panels.notices()  # last: what comes and goes must not stand before what stays


def _top(
    title: str, experiment: Experiment, view: View, offered: Mapping[str, Preset], of: str, key: str
) -> None:
    shown = panels.shown(view)
    name, bar, gallery, link = panels.beside(
        1.25, 7, 1.5 * ("settings" in shown), 0.75 * ("share" in shown), align="center")
    with name, st.container(key="title"):
        st.title(title, anchor=False)
    with bar:
        components.run_bar(hide=() if "run" in shown else ("run", "speed"))
    if gallery:
        with gallery, st.container(key="gallery"):
            panels.examples(offered, label=of, key=key)
    if link:
        with link, st.container(key="share"):
            panels.share(experiment, view)
