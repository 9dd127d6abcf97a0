"""The model as a graph: boxes for layers, lines for tensors, drawn, changed and watched."""

from __future__ import annotations

import streamlit as st

from playground.templates import graph_templates
from playground.ui import charts, components, data, functional, live, panels, session, stack

HEIGHT = 340  # of the graph, in pixels: the whole page fits on a screen of 1440 × 900

experiment, view = session.current()
shown = panels.shown(view)
described = session.description()

with st.container(gap="xsmall", key="page"):
    title, bar, start, link = panels.beside(
        1.25, 7, 1.5 * ("settings" in shown), 0.75 * ("share" in shown), align="center")
    with title, st.container(key="title"):
        st.title("Functional", anchor=False)
    with bar:
        components.run_bar(hide=() if "run" in shown else ("run", "speed"))
    if start:
        with start, st.container(key="gallery"):
            panels.examples(graph_templates, label="a graph", key="graph_template")
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
            functional.diagram(experiment, view, described, height=HEIGHT)
            if "layers" in shown:
                with st.container(key="box_settings"):
                    functional.box_settings(experiment)
        with right, st.container(gap="xxsmall"):
            charts.picture(experiment, view)

    with st.container(gap="xsmall", key="below"):
        charts.tabs(experiment, view, leave_out=("Layers", stack.SETTINGS))
live.connect()
panels.notices()  # last: what comes and goes must not stand before what stays
