"""One setting for all Dense layers at once: their activation, their regularizer and its rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from playground.experiment import Experiment, stackable
from playground.fields import Part, default_part
from playground.ui import controls, session


def for_all_layers(experiment: Experiment, *places: Any) -> None:
    """Activation, regularizer and its rate for every hidden Dense layer at once, each in its place.

    Where the layers differ a widget says so and changes nothing until a person chooses; where there
    is none it keeps its place.
    """
    fields = stackable["Dense"].fields
    dense = [part for part in experiment.model if part.name == "Dense"]
    missing = "" if dense else "no Dense layer"
    activation, regularizer = fields["activation"], fields["kernel_regularizer"]
    with places[0]:
        controls.menu(
            activation, _shared(part.activation for part in dense), key="all.activation",
            options=list(activation.options), missing=missing,
            help="What every unit of all Dense layers does with its sum. The diagram has it for "
                 f"each layer. Changing it starts the training over ({controls.RESTARTS}).",
            apply=lambda name: _set_all(activation=name))
    kinds = [part.kernel_regularizer for part in dense]
    kind = _shared(each.name if each else controls.NONE for each in kinds)
    with places[1]:
        controls.menu(
            regularizer, kind, key="all.kernel_regularizer", missing=missing,
            options=[controls.NONE, *regularizer.options],
            help="What large weights of all Dense layers cost. Changing it starts the training "
                 f"over ({controls.RESTARTS}), its rate does not.",
            apply=lambda name: _set_all(kernel_regularizer=None if name == controls.NONE
                                        else default_part(regularizer.options, name)))
    with places[2]:
        _rates(regularizer, kind, kinds)


def _rates(regularizer: Any, kind: str | None, parts: list[Part | None]) -> None:
    """The settings of the regularizer that all Dense layers have, as large as one widget."""
    key = "all.kernel_regularizer"
    if kind in (None, controls.NONE):
        words = "mixed kinds" if kind is None and parts else "–"
        controls.menu(regularizer, None, lambda _: None, key=f"{key}.rate", options=(),
                      label="Rate", missing=words, mark=False,
                      help="How much large weights cost: choose a regularization first.")
        return
    fields = regularizer.options[kind].fields

    def draw(name: str, label: str) -> None:
        controls.control(
            fields[name], _shared(getattr(part, name) for part in parts), label=label,
            key=f"{key}.{kind}.{name}", apply=lambda value: _set_rate(kind, name, value))

    if len(fields) == 1:
        for name in fields:
            draw(name, "Rate")
    else:
        with st.popover("Rates", width="stretch"):
            for name in fields:
                draw(name, "")


def _shared(values: Iterable[Any]) -> Any:
    """The value that all of them have; None where they differ, or where there are none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _set_all(**settings: Any) -> None:
    _change_all(lambda part: part.replace(**settings))


def _set_rate(kind: str, name: str, value: float) -> None:
    def change(part: Part) -> Part:
        regularizer = part.kernel_regularizer
        if regularizer is None or regularizer.name != kind:
            return part
        return part.replace(kernel_regularizer=regularizer.replace(**{name: value}))

    _change_all(change)


def _change_all(change: Callable[[Part], Part]) -> None:
    experiment, _ = session.current()
    session.change(model=tuple(
        change(part) if part.name == "Dense" else part for part in experiment.model))
