"""The stack of layers: the diagram, what is edited in it, and the settings of a chosen layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from playground import experiment as experiments
from playground.experiment import FIELDS, MOST_DRAWN, Experiment, diagram_name, fitting, stackable
from playground.fields import Part, default_part
from playground.ui import components, controls, examples, session, stack_words, writing
from playground.view import View

TAB, SETTINGS = "tab", "Layer settings"  # where the page's open tab is kept; the one with settings
_CHOSEN = "chosen_layer"  # the layer whose settings are open
SETTING_WIDTH = 172  # pixels: all of a layer in one row of a screen, two in a row of a phone
UNITS = stackable["Dense"].fields["units"]


def diagram(experiment: Experiment, view: View, *, height: int) -> None:
    """The stack over its data; edits in it change the experiment."""
    if experiment.code:
        writing.elsewhere(experiment)
        return
    shared = {
        "structure": diagram_name(experiment), "classes": experiment.dataset.class_names,
        "addable": stack_words.offered(experiment), "most_layers": FIELDS["model"].most,
        "selected": chosen(experiment), "hide": view.hide, "height": height,
        "settings_in": "below", "on_edit": edit}
    if experiment.form.kind == "points":
        _network(experiment, shared)
        return
    components.stages(
        kind=experiment.form.kind, shape=experiment.form.shape,
        layers=stack_words.cards(experiment), output=stack_words.last_card(experiment),
        columns=examples.columns(experiment), most_units=UNITS.high, **shared)


def _network(experiment: Experiment, shared: Mapping[str, Any]) -> None:
    """Every unit as what it computes over the plane of points."""
    head = experiment.head
    components.network(
        inputs=experiment.dataset.inputs, features=stack_words.inputs(experiment),
        layers=_layers(experiment),
        output={"index": len(experiment.model), "units": head.units,
                "activation": head.activation, "bias": experiment.output.use_bias,
                "why": head.why},
        most_units=MOST_DRAWN, **shared)


def edit(event: Mapping[str, Any]) -> None:
    """Carry out one edit that was made in the diagram, which may show what is no longer there."""
    with session.noticing():
        _carry_out(event)


def _carry_out(event: Mapping[str, Any]) -> None:
    experiment, _ = session.current()
    stack, at, value = list(experiment.model), event.get("layer"), event.get("value")
    do = event["do"]
    if do == "feature":
        session.change(features=_toggled(experiment, value))
    elif do == "select":
        st.session_state[_CHOSEN] = at
        st.session_state[TAB] = SETTINGS
    elif do == "add" and isinstance(at, int) and value in fitting(experiment.dataset)["model"]:
        if len(stack) >= FIELDS["model"].most:
            session.notify(f"A stack holds at most {FIELDS['model'].most} hidden layers here.")
            return
        stack.insert(max(0, min(at, len(stack))), _like_the_others(stack, value))
        session.change(model=tuple(stack))
        st.session_state[_CHOSEN] = at
    elif isinstance(at, int) and 0 <= at < len(stack):
        if do == "units" and isinstance(value, int):
            stack[at] = _resized(experiment, stack[at], value)
        elif do == "activation":
            stack[at] = stack[at].replace(activation=value)
        elif do == "remove":
            del stack[at]
            st.session_state[_CHOSEN] = None
        elif do == "move" and value in (-1, 1) and 0 <= at + value < len(stack):
            stack[at], stack[at + value] = stack[at + value], stack[at]
            st.session_state[_CHOSEN] = at + value
        session.change(model=tuple(stack))


def chosen(experiment: Experiment) -> int | None:
    """The layer whose settings are open, if it is still there; the output counts as one more."""
    at = st.session_state.get(_CHOSEN)
    return at if isinstance(at, int) and 0 <= at <= len(experiment.model) else None


def layer_settings(experiment: Experiment) -> None:
    """Every setting of one layer, chosen here or in the diagram."""
    titles = [f"{index + 1} {part.name}" for index, part in enumerate(experiment.model)]
    titles.append("Output")
    at = chosen(experiment)
    key = "layer_tab"
    shown = titles[-1 if at is None else at] if at is not None else titles[0]
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown

    def choose() -> None:
        picked = st.session_state[key]
        st.session_state[_CHOSEN] = titles.index(picked) if picked in titles else at

    st.segmented_control("Layer", titles, key=key, on_change=choose, required=True,
                         label_visibility="collapsed")
    index = titles.index(shown)
    if index < len(experiment.model):
        part, options = experiment.model[index], stackable
        st.caption(stack_words.sentence(stackable[part.name]))
    else:
        part, options = experiment.output, experiments.outputs
        st.caption(f"The output is {experiment.head.why}.")

    def apply(name: str, value: Any) -> None:
        _set(index, name, value)

    with st.container(horizontal=True):
        for name in options[part.name].fields:
            with st.container(width=SETTING_WIDTH):
                controls.settings(options, part, apply, key=f"layer{index}", only=(name,))


def _set(index: int, name: str, value: Any) -> None:
    experiment, _ = session.current()
    with session.noticing():
        if index < len(experiment.model):
            stack = list(experiment.model)
            stack[index] = stack[index].replace(**{name: value})
            session.change(model=tuple(stack))
        else:
            session.change(output=experiment.output.replace(**{name: value}))


def _resized(experiment: Experiment, part: Part, value: int) -> Part:
    """The layer with as many units or filters as were asked for, or the nearest there can be."""
    name = stack_words.size_name(part)
    if not name:
        return part.replace(units=value)  # which says that there are none
    field = stackable[part.name].fields[name]
    most = min(field.high, MOST_DRAWN) if experiment.form.kind == "points" else field.high
    return part.replace(**{name: max(field.low, min(value, most))})


def _toggled(experiment: Experiment, name: Any) -> tuple[str, ...]:
    apt = fitting(experiment.dataset)["features"]
    if name not in apt:
        return experiment.features
    names = set(experiment.features) ^ {name}
    kept = tuple(each for each in apt if each in names)
    if not kept:
        session.notify("A network expects at least one feature.")
        return experiment.features
    return kept


def _like_the_others(stack: list[Part], kind: str) -> Part:
    """A new layer; a Dense one takes the activation that the others have."""
    part = default_part(stackable, kind)
    dense = [each for each in stack if each.name == "Dense"]
    return part.replace(activation=dense[-1].activation) if kind == "Dense" and dense else part


def _layers(experiment: Experiment) -> list[components.Layer]:
    return [
        {"index": index, "kind": part.name, "units": getattr(part, "units", None),
         "activation": getattr(part, "activation", None), "title": part.name,
         "settings_text": stack_words.settings_text(part),
         "adjustable": hasattr(part, "units"), "activations": stack_words.activations(part)}
        for index, part in enumerate(experiment.model)]
