"""The first page: stack layers over a data set, press Play, watch it learn."""

from __future__ import annotations

import streamlit as st

from playground.ui import charts, components, live, panels, session, stack

HEIGHT = 430  # of the diagram, in pixels: the whole page fits on a screen of 1440 × 900

experiment, view = session.current()
shown = panels.shown(view)

with st.container(gap="xsmall", key="page"):
    title, bar, gallery, link = st.columns([1.25, 7, 1.5, 0.75], vertical_alignment="center")
    with title, st.container(key="title"):
        st.markdown("#### Layer Playground")
    with bar:
        components.run_bar(hide=() if "run" in shown else ("run", "speed"))
    if "settings" in shown:
        with gallery, st.container(key="gallery"):
            panels.examples()
    if "share" in shown:
        with link, st.container(key="share"):
            panels.share(experiment, view)
    panels.notices()

    if "training" in shown:
        with st.container(key="training"):
            panels.training(experiment, stack.for_all_layers)

    with st.container(key="body"):
        left, middle, right = st.columns([1.5, 4, 2.4])
        with left, st.container(gap="xsmall", key="data"):
            if "data" in shown:
                panels.data(experiment)
        with middle:
            stack.diagram(experiment, view, height=HEIGHT)
        with right, st.container(gap="xxsmall"):
            charts.output_map(experiment, view)

    with st.container(key="below"):
        charts.tabs(experiment, view)
live.connect()
