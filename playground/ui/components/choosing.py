"""The picker: a choice of pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict

from playground.ui.components.mounting import mount, said


class Option(TypedDict):
    """One picture to choose: ``image`` is a data URI."""

    name: str
    title: str
    help: str
    image: str


def picker(
    label: str,
    options: Sequence[Option],
    chosen: str,
    *,
    on_choose: Callable[[str], None] | None = None,
    columns: int = 0,
    show_label: bool = True,
    key: str,
) -> str | None:
    """A radio group of pictures. Arrow keys move through it, as through any radio group.

    Args:
        label: what is chosen; read aloud, and shown above unless ``show_label`` is False.
        chosen: the name of the option that is in force.
        on_choose: called with the name before the script runs again, as a widget's callback is.
        columns: how many pictures a row; 0: as many as fit.

    Returns:
        The name of the option just chosen, in the one rerun that it causes; else None.
    """
    names = {option["name"] for option in options}

    def choose() -> None:
        name = said(key, "choose")
        if on_choose is not None and name in names:
            on_choose(name)

    data = {"label": label, "options": list(options), "chosen": chosen, "columns": columns,
            "show_label": show_label}
    name = mount("picker")(key=key, data=data, on_choose_change=choose).choose
    return name if name in names else None
