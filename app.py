"""The server: ``streamlit run app.py`` starts the page, the live route and the engine."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from playground.live.host import client
from playground.live.route import routes


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """The engine warms up while the first visitor's page loads, and ends with the server."""
    client.start()
    gc.freeze()  # what is imported by now stays: no collection needs to look at it again
    yield
    client.stop()


base = (st.get_option("server.baseUrlPath") or "").strip("/")
app = st.App(
    Path(__file__).parent / "playground" / "ui" / "frame.py", lifespan=lifespan,
    routes=routes(client, base=f"/{base}" if base else ""))
