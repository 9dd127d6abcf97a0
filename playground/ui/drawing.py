"""Points drawn by hand: which class comes next, and the clicks on the map that put them there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from playground.datasets import drawn
from playground.experiment import Experiment
from playground.ui import session

REMOVE = "Remove"
_NEXT = "drawn_next"  # what a click does: the name of a class, or REMOVE
EMPTY = "."  # two classes without a point


def is_drawn(experiment: Experiment) -> bool:
    """Whether the points on the page are a visitor's own."""
    return experiment.data.name == "drawn"


def tools(experiment: Experiment) -> None:
    """What a click on the map does, and the same without a mouse."""
    names = _classes(experiment)
    if st.session_state.get(_NEXT) not in (*names, REMOVE):
        st.session_state[_NEXT] = names[0]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.segmented_control(
            "A click on the map", [*names, REMOVE], key=_NEXT, required=True,
            format_func=lambda name: name.removeprefix("class "),
            help="A click draws a point of the class with this number, also while it trains; or "
                 "it removes the point that is nearest.")
        with st.popover("Numbers", help="Put a point, or remove one, without a mouse."):
            low, high = drawn.SPAN
            x = st.number_input("X₁", low, high, 0.0, key="drawn_x", help="From left to right.")
            y = st.number_input("X₂", low, high, 0.0, key="drawn_y", help="From bottom to top.")
            st.button("Do it there", key="drawn_do", on_click=lambda: put((x, y)),
                      help="What a click on the map at this place would do.")
        st.button("Clear", key="drawn_clear", on_click=lambda: _write(EMPTY),
                  help="Remove all points.")


def put(place: tuple[float, float]) -> None:
    """Draw a point of the chosen class, or remove the nearest one."""
    experiment, _ = session.current()
    if not is_drawn(experiment):
        return  # the page shows other data by now
    text, chosen = experiment.data.points, st.session_state.get(_NEXT)
    names = _classes(experiment)
    with session.noticing():
        if chosen == REMOVE:
            _write(drawn.without_point(text, place))
        else:
            label = names.index(chosen) if chosen in names else 0
            _write(drawn.with_point(text, place, label))


def clicked(event: Mapping[str, Any]) -> None:
    """A click on the map, as the browser tells of it."""
    value = event.get("value")
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(
            isinstance(each, (int, float)) and math.isfinite(each) for each in value):
        put((float(value[0]), float(value[1])))


def _classes(experiment: Experiment) -> list[str]:
    """The classes there are, and the next one where there may be more."""
    count = experiment.dataset.classes
    return [f"class {number}" for number in range(1, min(count + 1, drawn.MOST_CLASSES) + 1)]


def _write(text: str) -> None:
    experiment, _ = session.current()
    session.change(data=experiment.data.replace(points=text))
