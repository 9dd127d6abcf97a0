"""The pages and their places in the menu."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

_PAGES = Path(__file__).resolve().parents[2] / "pages"


def pages() -> list[StreamlitPage]:
    """All pages, in the order of the menu; the first one is the front door."""
    return [first(), functional(), code(), st.Page(_PAGES / "data.py", title="Data")]


def functional() -> StreamlitPage:
    """The page of a model that is a graph."""
    return st.Page(_PAGES / "functional.py", title="Functional")


def code() -> StreamlitPage:
    """The page of a model that is written."""
    return st.Page(_PAGES / "code.py", title="Code")


def first() -> StreamlitPage:
    """The page that a link opens."""
    return st.Page(_PAGES / "sequential.py", title="Sequential", default=True)
