"""The server: ``streamlit run app.py`` starts the page, the live route and the engine."""

from __future__ import annotations

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from playground.live.host import client
from playground.live.route import routes


def load() -> None:
    """Import and read what the page will ask for, so that the first visitor does not wait."""
    from playground.ui import charts, data, live, panels, session, stack  # noqa: F401

    data.thumbnails_of()
    gc.freeze()  # what is imported by now stays: no collection needs to look at it again


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """The engine and the page's modules load while the browser does; the engine ends with us."""
    threading.Thread(target=load, name="page-load", daemon=True).start()
    client.start()
    yield
    client.stop()


base = (st.get_option("server.baseUrlPath") or "").strip("/")
app = st.App(
    Path(__file__).parent / "playground" / "ui" / "frame.py", lifespan=lifespan,
    routes=routes(client, base=f"/{base}" if base else ""))
