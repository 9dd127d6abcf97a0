"""A field as a widget: a function from a value to a value.

A widget has a memory of its own, which a link or an example must be able to overrule. So every
widget's key is seeded here with the value that is in force, and nowhere else.
"""

from __future__ import annotations

import math
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
_GIVEN = "given"  # where it is kept what each widget was given when it was last drawn
MIXED = "mixed"  # what stands in a widget for several values that differ
_MIXED: Mapping[str, Any] = {"index": None, "placeholder": MIXED}
_MANTISSAS = (1, 3)


def control(field: Field, value: Any, apply: Apply, *, key: str, label: str = "",
            only: Sequence[str] | None = None) -> None:
    """The widget of one field, showing ``value``; ``apply`` gets what a person makes of it.

    Args:
        value: what is in force; None where a Number stands for several that differ.
        label: what the widget is called, where the field's own label does not say it.
        only: the names that are offered, of a Choice, One or Several.
    """
    said = label or field.label or key.rsplit(".", 1)[-1].replace("_", " ")
    said = said[:1].upper() + said[1:]
    words = {"label": f"{said} {RESTARTS}" if field.restarts else said, "help": _help(field)}
    if isinstance(field, One):
        _one(field, value, apply, key, words, only)
        return
    _seed(key, list(value) if isinstance(field, Several) else value)
    heard = {"key": key, "on_change": _checked, "args": (field, said, value, key, apply)}
    if isinstance(field, Several):
        st.pills(**words, **heard, options=list(only or field.options), selection_mode="multi",
                 format_func=partial(_title_in, field.options))
    elif isinstance(field, Flag):
        st.checkbox(**words, **heard)
    elif isinstance(field, Choice):
        st.selectbox(**words, **heard, options=list(only or field.options))
    elif isinstance(field, Number) and field.scale == "log":
        _seed(key, None if value is None else _short(value))
        st.selectbox(**words, **heard, options=_decades(field, value), accept_new_options=True,
                     **(_MIXED if value is None else {}))
    elif isinstance(field, Whole) and field.high - field.low > 100:
        # without bounds of its own and with nothing as its default: what is out of bounds or
        # emptied must reach _checked, which says so
        st.number_input(**words, **heard, value=None, step=int(field.step or 1))
    elif isinstance(field, Number) and field.high - field.low > 1000 * (field.step or 1):
        st.number_input(**words, **heard, value=None, step=field.step, format="%g")
    elif isinstance(field, Number):
        kind = int if isinstance(field, Whole) else float
        st.slider(**words, **heard, min_value=kind(field.low), max_value=kind(field.high),
                  step=kind(field.step or (1 if kind is int else (field.high - field.low) / 100)),
                  format="%d" if kind is int else "%g")


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
    menu(field, value.name if value else NONE, lambda name: apply(field.options.name_of(name)),
         key=f"{key}.name", options=list(only or field.options))


def menu(field: Field, name: str | None, apply: Callable[[str], None], *, key: str,
         options: Sequence[str], label: str = "", help: str = "", missing: str = "",
         mark: bool = True) -> None:
    """A menu of names, of which one is in force, or none.

    Args:
        name: the one that is in force; None: there are several.
        help: what it is for, where the field's own help does not say it.
        missing: a few words that say why there is nothing to choose; then nothing can be.
        mark: whether a field that starts the training over says so.
    """
    _seed(key, None if missing else name)

    def choose() -> None:
        chosen = st.session_state[key]
        with session.noticing():
            if chosen is not None and _is_news(key):
                apply(chosen)

    said = label or field.label
    several = name is None or bool(missing)
    st.selectbox(
        f"{said} {RESTARTS}" if field.restarts and mark else said, list(options), key=key,
        help=help or _help(field), format_func=partial(_title_in, getattr(field, "options", ())),
        on_change=choose, disabled=bool(missing),
        **({**_MIXED, "placeholder": missing or MIXED} if several else {}))


def _one(field: One, value: Part | None, apply: Apply, key: str, words: dict[str, str],
         only: Sequence[str] | None) -> None:
    names = ([NONE] if field.optional else []) + list(only or field.options)
    _seed(key, value.name if value else NONE)

    def choose() -> None:
        name = st.session_state[key]
        with session.noticing():
            if not _is_news(key):
                return
            apply(None if name == NONE else default_part(field.options, name))

    st.selectbox(**words, options=names, key=key, on_change=choose,
                 format_func=partial(_title_in, field.options))
    if value is not None:
        settings(field.options, value, lambda name, new: apply(value.replace(**{name: new})),
                 key=key)


def _checked(field: Field, label: str, before: Any, key: str, apply: Apply) -> None:
    """What the widget says, checked like everything from outside; a number becomes the nearest."""
    said = st.session_state[key]
    if not _is_news(key):
        return
    if said is None or said == "":
        stays = "it stays as it is" if before is None else f"it stays {before:,.10g}"
        session.notify(f"{label} was left empty; {stays}.")
        return
    with session.noticing():
        problems: list[str] = []
        nearest = field.read(said, label, problems)
        if problems and not _is_number(said):
            raise ValueError(problems[0])
        if problems:
            session.notify(f"{problems[-1]} The nearest is {nearest:,.10g}.")
        apply(nearest)


def _is_number(said: Any) -> bool:
    try:
        return math.isfinite(float(said))
    except (TypeError, ValueError, OverflowError):
        return False


def _seed(key: str, value: Any) -> None:
    st.session_state[key] = value  # always: a popover's widgets are drawn long after this run
    st.session_state.setdefault(_GIVEN, {})[key] = value


def _is_news(key: str) -> bool:
    """Whether a person made something else of a widget than it was given.

    A browser may send the value of a widget once more that has just gone from the page.
    """
    said, given = st.session_state[key], st.session_state.setdefault(_GIVEN, {})
    if key in given and given[key] == said:
        return False
    given[key] = said
    return True


def _help(field: Field) -> str | None:
    if not field.restarts or "over" in field.help:
        return field.help or None
    return f"{field.help} Changing it starts the training over ({RESTARTS}).".strip()


def _title_in(options: Any, name: str) -> str:
    member = options.get(name) if isinstance(options, Registry) else None
    return getattr(member, "title", None) or getattr(member, "label", None) or name


def _decades(field: Number, value: float | None) -> list[str]:
    steps = [m * 10.0 ** e for e in range(-8, 5) for m in _MANTISSAS]
    values = {float(f"{step:.1g}") for step in steps if field.low <= step <= field.high}
    return [_short(each) for each in sorted(values | {value or field.default, field.default})]


def _short(number: float) -> str:
    return f"{number:.6g}"
