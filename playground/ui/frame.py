"""The script of every visit: page settings, menu, the session, then the page that was chosen."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from playground.ui import session

PAGES = Path(__file__).resolve().parents[2] / "pages"

st.set_page_config(page_title="Layer Playground", layout="wide")
page = st.navigation(
    [st.Page(PAGES / "sequential.py", title="Sequential", default=True)], position="hidden")
st.html(Path(__file__).with_name("page.css"))
session.open_session()
page.run()
