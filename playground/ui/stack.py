"""The stack of layers: the diagram, what is edited in it, and the settings of a chosen layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from playground import experiment as experiments
from playground.experiment import FIELDS, Experiment, diagram_name, fitting, stackable
from playground.fields import Part, default_part
from playground.ui import components, controls, session
from playground.view import View

TAB, SETTINGS = "tab", "Layer settings"  # where the page's open tab is kept; the one with settings
_CHOSEN = "chosen_layer"  # the layer whose settings are open
SETTING_WIDTH = 172  # pixels: all of a layer in one row of a screen, two in a row of a phone
UNITS = stackable["Dense"].fields["units"]


def diagram(experiment: Experiment, view: View, *, height: int) -> None:
    """The network over its data; edits in it change the experiment."""
    head = experiment.head
    components.network(
        structure=diagram_name(experiment), inputs=experiment.dataset.inputs,
        features=_features(experiment), layers=_layers(experiment),
        output={"index": len(experiment.model), "units": head.units,
                "activation": head.activation, "bias": experiment.output.use_bias,
                "why": head.why},
        classes=experiment.dataset.class_names,
        addable=[{"kind": name, "help": _sentence(layer)} for name, layer in stackable.items()],
        most_layers=FIELDS["model"].most, most_units=UNITS.high,
        selected=chosen(experiment), hide=view.hide, height=height, settings_in="below",
        on_edit=edit)


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
    elif do == "add" and isinstance(at, int) and value in stackable:
        if len(stack) >= FIELDS["model"].most:
            session.notify(f"A stack holds at most {FIELDS['model'].most} hidden layers here.")
            return
        stack.insert(max(0, min(at, len(stack))), _like_the_others(stack, value))
        session.change(model=tuple(stack))
        st.session_state[_CHOSEN] = at
    elif isinstance(at, int) and 0 <= at < len(stack):
        if do == "units" and isinstance(value, int):
            stack[at] = stack[at].replace(units=max(UNITS.low, min(value, UNITS.high)))
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
        st.caption(_sentence(stackable[part.name]))
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


def _features(experiment: Experiment) -> list[components.Feature]:
    return [
        {"name": name, "label": feature.label, "on": name in experiment.features,
         "help": feature.help}
        for name, feature in fitting(experiment.dataset)["features"].items()]


def _layers(experiment: Experiment) -> list[components.Layer]:
    activations = list(stackable["Dense"].fields["activation"].options)
    return [
        {"index": index, "kind": part.name, "units": getattr(part, "units", None),
         "activation": getattr(part, "activation", None), "title": part.name,
         "settings_text": _settings_text(part), "adjustable": hasattr(part, "units"),
         "activations": activations if hasattr(part, "activation") else []}
        for index, part in enumerate(experiment.model)]


def _settings_text(part: Part) -> str:
    """What else is set, in the few words that fit under a layer's name."""
    for name in ("rate", "stddev"):
        if hasattr(part, name):
            return f"{name} {getattr(part, name):g}"
    regularizer = getattr(part, "kernel_regularizer", None)
    return regularizer.name if regularizer else ""


def _sentence(thing: Any) -> str:
    return (thing.__doc__ or "").strip().split("\n")[0].replace("``", "")
