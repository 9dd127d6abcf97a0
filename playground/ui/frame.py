"""The script of every visit: page settings, menu, the session, then the page that was chosen."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from playground.ui import menu, session

st.set_page_config(page_title="Layer Playground", layout="wide")
page = st.navigation(menu.pages(), position="top")
st.html(Path(__file__).with_name("page.css"))
session.open_session()
page.run()
