"""A field as a widget: a function from a value to a value.

A widget has a memory of its own, which a link or an example must be able to overrule. So every
widget's key is seeded here with the value that is in force, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from playground.fields import Choice, Field, Flag, Number, One, Part, Several, Whole, default_part
from playground.registry import Registry
from playground.ui import session

Apply = Callable[[Any], None]

RESTARTS = "↺"  # behind the label of what starts the training over
NONE = "none"
_MANTISSAS = (1, 3)


def control(field: Field, value: Any, apply: Apply, *, key: str, label: str = "",
            only: Sequence[str] | None = None) -> None:
    """The widget of one field, showing ``value``; ``apply`` gets what a person makes of it.

    Args:
        label: what the widget is called, where the field's own label does not say it.
        only: the names that are offered, of a Choice, One or Several.
    """
    said = label or field.label or key.rsplit(".", 1)[-1].replace("_", " ")
    said = said[:1].upper() + said[1:]
    words = {"label": f"{said} {RESTARTS}" if field.restarts else said, "help": _help(field)}
    if isinstance(field, One):
        _one(field, value, apply, key, words, only)
    elif isinstance(field, Several):
        options = list(only or field.options)
        _seed(key, list(value))
        st.pills(**words, options=options, selection_mode="multi", key=key,
                 format_func=partial(_title_in, field.options),
                 on_change=_checked, args=(field, key, apply))
    elif isinstance(field, Flag):
        _seed(key, value)
        st.checkbox(**words, key=key, on_change=_checked, args=(field, key, apply))
    elif isinstance(field, Choice):
        _seed(key, value)
        st.selectbox(**words, options=list(only or field.options), key=key,
                     on_change=_checked, args=(field, key, apply))
    elif isinstance(field, Number) and field.scale == "log":
        _seed(key, _short(value))
        st.selectbox(**words, options=_decades(field, value), key=key, accept_new_options=True,
                     on_change=_checked, args=(field, key, apply))
    elif isinstance(field, Whole) and field.high - field.low > 100:
        _seed(key, value)
        st.number_input(**words, min_value=field.low, max_value=field.high,
                        step=int(field.step or 1), key=key,
                        on_change=_checked, args=(field, key, apply))
    elif isinstance(field, Number) and field.high - field.low > 1000 * (field.step or 1):
        _seed(key, value)
        st.number_input(**words, min_value=field.low, max_value=field.high, step=field.step,
                        format="%g", key=key, on_change=_checked, args=(field, key, apply))
    elif isinstance(field, Number):
        kind = int if isinstance(field, Whole) else float
        _seed(key, value)
        st.slider(**words, min_value=kind(field.low), max_value=kind(field.high),
                  step=kind(field.step or (1 if kind is int else (field.high - field.low) / 100)),
                  format="%d" if kind is int else "%g", key=key,
                  on_change=_checked, args=(field, key, apply))


def settings(options: Registry, part: Part, apply: Callable[[str, Any], None], *, key: str,
             leave_out: Sequence[str] = (), only: Sequence[str] | None = None) -> None:
    """The widgets of a part's own settings; ``apply`` gets the setting's name and value."""
    fields: Mapping[str, Field] = options[part.name].fields
    for name, field in fields.items():
        if name not in leave_out and (only is None or name in only):
            control(field, getattr(part, name), partial(apply, name),
                    key=f"{key}.{part.name}.{name}")


def choose_part(field: One, value: Part | None, apply: Callable[[str], None], *, key: str,
                only: Sequence[str] | None = None) -> None:
    """A menu of the names alone; the part's own settings have another place on the page."""
    chosen = f"{key}.name"
    _seed(chosen, value.name if value else NONE)

    def choose() -> None:
        with session.noticing():
            apply(field.options.name_of(st.session_state[chosen]))

    st.selectbox(f"{field.label} {RESTARTS}" if field.restarts else field.label,
                 list(only or field.options), key=chosen, help=_help(field),
                 format_func=partial(_title_in, field.options),
                 on_change=choose)


def _one(field: One, value: Part | None, apply: Apply, key: str, words: dict[str, str],
         only: Sequence[str] | None) -> None:
    names = ([NONE] if field.optional else []) + list(only or field.options)
    _seed(key, value.name if value else NONE)

    def choose() -> None:
        name = st.session_state[key]
        with session.noticing():
            apply(None if name == NONE else default_part(field.options, name))

    st.selectbox(**words, options=names, key=key, on_change=choose,
                 format_func=partial(_title_in, field.options))
    if value is not None:
        settings(field.options, value, lambda name, new: apply(value.replace(**{name: new})),
                 key=key)


def _checked(field: Field, key: str, apply: Apply) -> None:
    """What the widget says, checked like everything from outside."""
    with session.noticing():
        apply(field.check(st.session_state[key], field.label or key.rsplit(".", 1)[-1]))


def _seed(key: str, value: Any) -> None:
    st.session_state[key] = value  # always: a popover's widgets are drawn long after this run


def _help(field: Field) -> str | None:
    if not field.restarts or "over" in field.help:
        return field.help or None
    return f"{field.help} Changing it starts the training over ({RESTARTS}).".strip()


def _title_in(options: Any, name: str) -> str:
    member = options.get(name) if isinstance(options, Registry) else None
    return getattr(member, "title", None) or getattr(member, "label", None) or name


def _decades(field: Number, value: float) -> list[str]:
    steps = [m * 10.0 ** e for e in range(-8, 5) for m in _MANTISSAS]
    values = {float(f"{step:.1g}") for step in steps if field.low <= step <= field.high}
    return [_short(each) for each in sorted(values | {value, field.default})]


def _short(number: float) -> str:
    return f"{number:.6g}"
