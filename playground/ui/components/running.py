"""The live parts without structure: the pipe, the run bar, the words and the figure."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from playground.ui.components.diagram import fresh_edits, heard
from playground.ui.components.mounting import mount, said

Transport = Literal["websocket", "rerun"]
MOST = 200  # items of one list that a browser sends


@dataclass(frozen=True)
class Message:
    """What the browser says through the pipe, where the live route is missing.

    Args:
        want: the fields that visible components draw.
        hidden: whether the browser tab is hidden: then no frames are needed.
        commands: what the visitor did since the last rerun, as over the websocket.
    """

    want: tuple[str, ...]
    hidden: bool
    commands: tuple[Mapping[str, Any], ...]


def pipe(
    *,
    url: str,
    token: str,
    run: str,
    transport: Transport = "websocket",
    frame: bytes | None = None,
    address: str = "",
    on_return: Callable[[str], None] | None = None,
    key: str = "pipe",
) -> Message | None:
    """Connect the page to the live frames. Invisible; once a page, before or after the others.

    Args:
        url: the live route, absolute or relative to the page, with any base path in it.
        token: who may listen; a new token opens a new socket.
        run: the run whose frames are drawn; with another one, the old frames are forgotten.
        transport: "websocket"; or "rerun": the frames come as ``frame``, one with each rerun.
        frame: the newest frame, for "rerun".
        address: what the address bar shows behind the question mark.
        on_return: called with the name of the run that this tab had before it was loaded again.

    Returns:
        None while the websocket does its work. A message means that this visitor's browser found
        no live route: from then on pass ``transport="rerun"`` from within a fragment, which the
        browser runs for every frame that it draws, and carry out the messages' commands.
    """
    settings = {
        "url": url, "token": token, "run": run, "transport": transport, "address": address,
        "heard": st.session_state.get(f"{key}_memory", {}).get("seen", 0)}
    data: Any = settings
    if transport == "rerun" and frame is not None:
        text = json.dumps(settings).encode()
        data = struct.pack("<I", len(text)) + text + frame  # bytes travel only at the top level

    def returned() -> None:
        before = said(key, "returning")
        if on_return is not None and isinstance(before, str) and len(before) < 100:
            on_return(before)

    mounted = mount("pipe")(
        key=key, data=data, on_message_change=_noted, on_returning_change=returned)
    return _message(mounted.message, key, asked=transport == "rerun")


def run_bar(*, hide: Sequence[str] = (), key: str = "run_bar") -> None:
    """Play, step, reset, speed, the epoch counter and the losses.

    Its buttons speak to the engine directly; no rerun follows.

    Args:
        hide: what to leave out: "run" the buttons, "speed" the speed, "losses" the losses.
    """
    mount("runbar")(key=key, data={"hide": list(hide)})


def words(
    *, lesson: Mapping[str, str] | None = None, told: str = "",
    on_dismiss: Callable[[], None] | None = None, key: str = "words",
) -> None:
    """What there is to say: facts about the model, notes about the run, and a lesson.

    Args:
        lesson: ``title`` and ``text`` of what an example teaches; shown until it is dismissed.
        told: a sentence that stands elsewhere on the page, at its place: it is not said twice.
        on_dismiss: called when the reader dismisses the lesson, before the script runs again.
    """
    def dismissed() -> None:
        if on_dismiss is not None:
            on_dismiss()

    mount("words")(key=key, data={"lesson": dict(lesson) if lesson else None,
                                        "told": told},
                   on_dismiss_change=dismissed)


def figure(
    figure_json: str,
    bindings: Sequence[Mapping[str, Any]],
    *,
    plotly: str | None,
    options: Mapping[str, Any] | None = None,
    on_place: Callable[[Mapping[str, Any]], None] | None = None,
    key: str,
) -> None:
    """A Plotly figure that is drawn once and then fed by the frames.

    Args:
        figure_json: the figure as Plotly's JSON.
        bindings: which field of the frame feeds which part of the figure.
        plotly: the address of ``plotly.min.js``.
        options: how it is shown: ``smoothing`` (0 to 1), ``log``, and what else the figure reads.
        on_place: called with every click on the figure before the script runs again: its
            ``value`` is the place [x, y] in the units of the axes.
    """
    data = {
        "figure": figure_json, "bindings": list(bindings), "plotly": plotly,
        "options": dict(options or {}), "placing": on_place is not None,
        "heard": heard(key),
    }

    def placed() -> None:
        for event in fresh_edits(said(key, "place"), key):
            on_place(event)

    events = {"on_place_change": placed} if on_place else {}
    # Plotly puts its own style sheet into the page's head, which a shadow root would not see.
    mount("figure", ("events",), isolated=False)(key=key, data=data, **events)


def _message(raw: Any, key: str, *, asked: bool) -> Message | None:
    """The message with only the commands that were not yet given out, or None.

    Two reruns can become one, and then Streamlit keeps the later message only. So the browser
    sends each command until it is heard, with a number, and the numbers seen are remembered here.
    """
    memory = st.session_state.setdefault(f"{key}_memory", {"want": [], "hidden": False, "seen": 0})
    if not isinstance(raw, Mapping):
        return _remembered(memory) if asked else None
    if raw.get("lost"):
        return None  # the run is gone; this rerun names the one that takes its place
    commands = [each for each in _list(raw, "commands") if _is_command(each)]
    fresh = [
        {name: value for name, value in each.items() if name != "number"}
        for each in commands if each["number"] > memory["seen"]]
    want = [str(each)[:40] for each in _list(raw, "want")]
    memory.update(
        want=want, hidden=bool(raw.get("hidden")),
        seen=max([memory["seen"], *(each["number"] for each in commands)]))
    return Message(tuple(want), memory["hidden"], tuple(fresh))


def _list(raw: Mapping[str, Any], name: str) -> list[Any]:
    """A list from a browser, of a length that a browser of ours may send."""
    found = raw.get(name)
    return found[:MOST] if isinstance(found, list) else []


def _remembered(memory: Mapping[str, Any]) -> Message:
    return Message(tuple(memory["want"]), memory["hidden"], ())


def _is_command(raw: Any) -> bool:
    return (
        isinstance(raw, Mapping) and isinstance(raw.get("do"), str)
        and isinstance(raw.get("number"), int))


def _noted() -> None:
    """Streamlit names an event in the result only if it has a callback."""
