"""All data sets: what each one is and whose, and a button that trains on it."""

from __future__ import annotations

import streamlit as st

from playground.ui import cards, live, panels

with st.container(key="title"):
    st.title("Data", anchor=False)
st.caption("Everything there is to learn from. Nothing is downloaded: the sets come with the "
           "playground or are drawn from a seed.")
with st.container(key="cards"):
    cards.every_data_set()
live.connect()
panels.notices()
