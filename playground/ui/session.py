"""What a tab remembers: one slot with the experiment and its view as plain text, one with its run.

Everything on the page is computed from these. The text is the link's, so that the address bar and
the slot can never disagree.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from playground import experiment as experiments
from playground.code.asked import asked
from playground.experiment import Experiment
from playground.live.host import client, leases
from playground.presets import Preset, presets
from playground.share import link
from playground.templates import graph_templates, templates
from playground.training.description import Description
from playground.ui import bringing
from playground.view import View

_LINK, _RUN, _PROBLEMS, _LESSON = "link", "run", "problems", "lesson"
_DESCRIBED = "described"  # what this run of the script knows of the code
PATIENCE = 0.6  # seconds that it waits until the code has been read


def open_session() -> None:
    """Read the link at the first visit, hold the run, and hand the engine the experiment."""
    state = st.session_state
    state.pop(_DESCRIBED, None)
    if _LINK not in state:
        opened = link.read(st.query_params.to_dict())
        state[_LINK] = link.write(opened.experiment, opened.view)
        state[_PROBLEMS] = list(opened.problems)
        state[_LESSON] = _lesson_of(state[_LINK])
    if _RUN not in state:
        state[_RUN] = secrets.token_urlsafe(18)
    _lease(state[_RUN])
    experiment = current()[0]
    with noticing():
        bringing.hand_over(state[_RUN], experiment)
    if client.experiment_of(state[_RUN]) != experiment:
        try:
            client.open(state[_RUN], experiment)
        except RuntimeError as error:
            st.error(str(error))
            st.stop()


def current() -> tuple[Experiment, View]:
    """The experiment and the view of this tab."""
    opened = link.read(st.session_state[_LINK])
    return opened.experiment, opened.view


def text() -> str:
    """The link's text, as it belongs into the address bar."""
    return st.session_state[_LINK]


def address() -> str:
    """What the address bar shows behind the question mark: nothing for the first experiment."""
    return "" if text() == link.write(Experiment()) else text()


def run() -> str:
    """The name of this tab's run: a secret that only its page knows."""
    return st.session_state[_RUN]


@contextmanager
def noticing() -> Iterator[None]:
    """What turns out to be impossible in here becomes a notice; what was done before stays."""
    try:
        yield
    except ValueError as error:
        notify(str(error))


def rewrite(code: str) -> None:
    """Change the code; what it newly asks for beside its model (data, loss, …) follows."""
    before = asked(current()[0].code)
    told = {name: value for name, value in asked(code).items() if before.get(name) != value}
    change(code=code, **{name: told.pop(name) for name in ("data",) if name in told})
    for name, value in told.items():
        if name != "loss" or value.name in experiments.fitting(current()[0].dataset)["loss"]:
            change(**{name: value})  # another loss is the code's own affair


def description() -> Description | None:
    """What is known of this tab's code; None when there is none, or reading takes longer.

    A run of the script asks and waits for it once.
    """
    code, until = current()[0].code, time.monotonic() + PATIENCE
    known, found = st.session_state.get(_DESCRIBED, ("", None))
    if known != code:
        while (found := read_by_now()) is None and code and time.monotonic() < until:
            time.sleep(0.02)
        st.session_state[_DESCRIBED] = code, found
    return found


def read_by_now() -> Description | None:
    """What is known of this tab's code at this moment; None while it is being read."""
    code = current()[0].code
    found = client.description(run()) if code else None
    return found if found is not None and found.code == code else None


def change(**changes: Any) -> None:
    """Change the experiment; what cannot be becomes a notice and changes nothing."""
    experiment, view = current()
    with noticing():
        st.session_state[_LINK] = link.write(experiments.change(experiment, **changes), view)


def show(view: View) -> None:
    """Change how it is shown; the run does not notice."""
    st.session_state[_LINK] = link.write(current()[0], view)


def load(query: str, *, lesson: str = "") -> None:
    """Replace experiment and view by what a link means; ``lesson`` names the example it is of."""
    opened = link.read(query)
    st.session_state[_LINK] = link.write(opened.experiment, opened.view)
    st.session_state[_PROBLEMS] = list(opened.problems)
    st.session_state[_LESSON] = lesson


def command(**command: Any) -> None:
    """Send the run one command."""
    with noticing():
        client.command(run(), command)


def take_up(name: str) -> bool:
    """Go on with a run that this tab had before it was loaded again, if it is still held.

    It is taken up only when it trains what the address asks for: a link always wins. A tab that was
    duplicated remembers a run that another tab still shows; it keeps its own.
    """
    if name == run() or leases.held(name) or client.experiment_of(name) != current()[0]:
        return False
    _lease.clear()
    st.session_state[_RUN] = name
    _lease(name)
    return True


def notify(sentence: str) -> None:
    """Keep a sentence for the next time the page draws its notices."""
    st.session_state.setdefault(_PROBLEMS, []).append(sentence)


def problems() -> list[str]:
    """The sentences that were kept, until the reader dismisses them."""
    return st.session_state.get(_PROBLEMS, [])


def dismiss() -> None:
    """The reader has read the notices."""
    st.session_state[_PROBLEMS] = []


def lesson() -> Preset | None:
    """The example whose sentence is shown; None when there is none."""
    return {**presets, **templates, **graph_templates}.get(st.session_state.get(_LESSON, ""))


def dismiss_lesson() -> None:
    """The reader has read what the example teaches."""
    st.session_state[_LESSON] = ""


def _lesson_of(text: str) -> str:
    """The name of the example that a link's text means; empty when it is of nobody's."""
    for name, preset in {**presets, **templates, **graph_templates}.items():
        opened = link.read(preset.link)
        if text == link.write(opened.experiment, opened.view):
            return name
    return ""


@st.cache_resource(scope="session", on_release=leases.release, show_spinner=False)
def _lease(name: str) -> str:
    """Held while the tab is connected; Streamlit releases it when the connection goes."""
    leases.hold(name)
    return name

