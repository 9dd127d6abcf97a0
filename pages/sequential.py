"""The first page: stack layers over a data set, press Play, watch it learn."""

from __future__ import annotations

import streamlit as st

from playground.presets import presets
from playground.ui import charts, components, data, live, panels, session, stack

HEIGHT = 446  # of the diagram, in pixels: the whole page fits on a screen of 1440 × 900

experiment, view = session.current()
shown = panels.shown(view)

with st.container(gap="xsmall", key="page"):
    title, bar, gallery, link = panels.beside(
        1.25, 7, 1.5 * ("settings" in shown), 0.75 * ("share" in shown), align="center")
    with title, st.container(key="title"):
        st.title("Layer Playground", anchor=False)
    with bar:
        components.run_bar(hide=() if "run" in shown else ("run", "speed"))
    if gallery:
        with gallery, st.container(key="gallery"):
            panels.examples(presets, label="an example", key="example")
    if link:
        with link, st.container(key="share"):
            panels.share(experiment, view)
    panels.words(experiment)

    if "training" in shown:
        with st.container(key="training"):
            panels.training(experiment)

    with st.container(key="body"):
        left, middle, right = panels.body(experiment, with_data="data" in shown)
        if left:
            with left, st.container(gap="xsmall", key="data"):
                data.panel(experiment)
        with middle:
            stack.diagram(experiment, view, height=HEIGHT)
        with right, st.container(gap="xxsmall"):
            charts.picture(experiment, view)

    with st.container(gap="xsmall", key="below"):
        charts.tabs(experiment, view)
live.connect()
panels.notices()  # last: what comes and goes must not stand before what stays
