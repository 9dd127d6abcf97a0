"""The first page: stack layers over a data set, press Play, watch it learn."""

from __future__ import annotations

import streamlit as st

from playground.ui import charts, components, live, panels, session, stack

HEIGHT = 430  # of the diagram, in pixels: the whole page fits on a screen of 1440 × 900

experiment, view = session.current()
shown = set(panels.GROUPS) - set(view.hide)

with st.container(horizontal=True, vertical_alignment="center", key="top"):
    st.markdown("#### Layer Playground", width="content")
    components.run_bar(hide=() if "run" in shown else ("run", "speed"))
    if "settings" in shown:
        panels.examples()
    if "share" in shown:
        panels.share(experiment, view)
panels.notices()

if "training" in shown:
    panels.training(experiment, stack.for_all_layers)

left, middle, right = st.columns([1.25, 4, 2.35])
with left:
    if "data" in shown:
        panels.data(experiment)
with middle:
    stack.diagram(experiment, view, height=HEIGHT)
with right:
    charts.output_map(experiment, view)

charts.tabs(experiment, view)
live.connect()
