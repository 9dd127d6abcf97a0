"""The page's end of the live frames: the socket's address, or frames with reruns without it."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from playground.live import route
from playground.live.frames import pack
from playground.live.host import client
from playground.ui import components, session

_FALLBACK = "without_socket"


def connect() -> None:
    """Let the page's live components hear of this tab's run."""
    slow = not route.mounted or st.session_state.get(_FALLBACK, False)
    if slow:
        st.fragment(_pump)()
    elif _pipe("websocket") is not None:
        st.session_state[_FALLBACK] = True  # this browser cannot reach the socket
        st.rerun()


def plotly_address() -> str | None:
    """Where the browser finds Plotly; None where this server does not serve it."""
    return _base() + route.PLOTLY if route.mounted else None


def ace_address() -> str | None:
    """Where the browser finds the code editor; None where this server does not serve it."""
    return _base() + route.ACE if route.mounted else None


def _pump() -> None:
    frame = None
    said = st.session_state.get("pipe_memory")
    if said and not said["hidden"]:
        snapshot = client.snapshot(session.run(), tuple(said["want"]), -1)
        frame = pack(snapshot) if snapshot else None
    message = _pipe("rerun", frame)
    for command in message.commands if message else ():
        session.command(**command)


def _pipe(
    transport: Literal["websocket", "rerun"], frame: bytes | None = None
) -> components.Message | None:
    name = session.run()
    return components.pipe(
        url=_base() + route.SOCKET, token=name, run=name, transport=transport, frame=frame,
        address=session.address(), on_return=session.take_up)


def _base() -> str:
    """The path that the operator put the playground under: Streamlit's own setting."""
    path = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""
