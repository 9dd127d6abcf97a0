"""The network diagram: what it draws, and the edits that come back from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import streamlit as st

from playground.ui.components.mounting import mount, said

MOST = 60  # edits in one event of a browser
EDITS = ("units", "remove", "move", "add", "feature", "select", "activation", "place")


class Feature(TypedDict):
    """An input that can be switched on: X₁, sin X₁. ``image`` (a data URI) shows it while off."""

    name: str
    label: str
    on: bool
    help: str
    image: NotRequired[str]


class Layer(TypedDict):
    """A hidden layer. ``units`` is None for one that passes its inputs through, unit for unit."""

    index: int
    kind: str
    units: int | None
    activation: str | None
    title: str
    settings_text: str
    adjustable: bool
    activations: NotRequired[Sequence[str]]


class OutputLayer(TypedDict):
    """The last layer; ``why`` says in words why it has these units and this activation."""

    index: int
    units: int
    activation: str
    bias: bool
    why: str


class Addable(TypedDict):
    """A kind of layer that the + buttons offer; a long list of them is shown in groups."""

    kind: str
    help: str
    group: NotRequired[str]


def network(
    *,
    structure: str,
    inputs: int,
    features: Sequence[Feature],
    layers: Sequence[Layer],
    output: OutputLayer,
    classes: Sequence[str] = (),
    addable: Sequence[Addable] = ({"kind": "Dense", "help": ""},),
    most_layers: int = 8,
    most_units: int = 512,
    selected: int | None = None,
    hide: Sequence[str] = (),
    height: int = 420,
    settings_in: str = "",
    on_edit: Callable[[Mapping[str, Any]], None] | None = None,
    key: str = "network",
) -> None:
    """The network, every unit drawn as what it computes, over the live frames.

    Args:
        structure: the frames' ``structure`` that belongs to this description; the weights and
            maps of other frames are not drawn.
        inputs: 2 when a unit's response is a map over the plane, 1 when it is a curve.
        classes: the names of the classes, one an output unit of a softmax.
        addable: the kinds of layer that can be added.
        selected: the layer whose settings the page shows.
        hide: "features" and "layers" leave out the controls of that name.
        height: in pixels, all of it: a wide network scrolls sideways within.
        settings_in: the key of the container that shows a layer's settings.
        on_edit: called with each edit before the script runs again, as a widget's callback is.
            An edit has ``do``, ``layer`` and ``value``: units (value: how many), activation (its
            name), remove, move (value: −1 or 1), select; add (value: the kind; layer: the index
            that the new layer gets); feature (value: its name; ``on``).
    """
    data = {
        "structure": structure, "inputs": inputs, "features": list(features),
        "layers": list(layers), "output": output, "classes": list(classes),
        "addable": list(addable), "most_layers": most_layers, "most_units": most_units,
        "selected": selected, "hide": list(hide), "height": height,
        "settings_in": settings_in, "heard": heard(key),
    }

    def edited() -> None:
        for edit in fresh_edits(said(key, "edit"), key):
            if on_edit is not None:
                on_edit(edit)

    mount("network", ("elements", "scale", "menu", "events", "edits", "overlay", "layer_controls"))(
        key=key, data=data, on_edit_change=edited)


def fresh_edits(
    raw: Any, key: str, fits: Callable[[Any], bool] | None = None
) -> list[Mapping[str, Any]]:
    """The edits in an event that were not yet given out.

    Two reruns can become one, and then Streamlit keeps the later event only. So the browser sends
    each edit until it is ``heard``, with a number, and the last number of a diagram is kept here.
    What has not the right shape (``fits``; a layer's edit, unless said otherwise) is left out.
    """
    sent = raw.get("edits") if isinstance(raw, Mapping) else None
    if not isinstance(sent, list):
        return []
    source = str(raw.get("from"))[:40]
    memory = st.session_state.get(f"{key}_memory", {})
    seen = memory.get("seen", 0) if memory.get("from") == source else 0
    fits = fits or _is_edit
    fresh = [edit for edit in sent[:MOST] if fits(edit) and edit["number"] > seen]
    st.session_state[f"{key}_memory"] = {
        "from": source, "seen": max([seen, *(edit["number"] for edit in fresh)])}
    return fresh


def heard(key: str) -> Mapping[str, Any]:
    """What a component is told of its edits: the number of the last one that was given out.

    Where a browser has sent others since, what the data say is older than what its visitor did.
    """
    return dict(st.session_state.get(f"{key}_memory", {}))


def _is_edit(edit: Any) -> bool:
    return (
        isinstance(edit, Mapping) and edit.get("do") in EDITS
        and isinstance(edit.get("layer"), int | None) and isinstance(edit.get("number"), int))
