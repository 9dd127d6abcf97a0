"""The code editor: Python as one types it, with what there is to say of it at its lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple, NotRequired, TypedDict

import streamlit as st

from playground.live.shipped import ace_script
from playground.ui.components.mounting import mount, said

LONGEST_CODE = 100_000  # characters


class Problem(TypedDict):
    """What is wrong, or worth a word, and where.

    Args:
        line, column: both from 1; line 0 means the whole text, column 0 the whole line.
    """

    line: int
    column: int
    sentence: str
    kind: Literal["error", "warning", "info"]


class Printed(TypedDict):
    """What a line, counted from 1, has printed."""

    line: int
    text: str


class Name(TypedDict):
    """A name that the editor completes.

    Args:
        name: with all that it is in: "keras.layers.Dense". A name of no module ("range") stands
            everywhere, one in "self" after every ``self.``.
        kind: one word that is shown beside it: "layer".
        help: a sentence.
        takes: the arguments of a call.
    """

    name: str
    kind: str
    help: str
    takes: NotRequired[Sequence[str]]


class Written(NamedTuple):
    """A text as a browser sent it.

    Args:
        source, number: the editor on a page, and how many texts it has sent.
        version: of Python's text that it was made from.
        now: whether the visitor asked for it.
    """

    text: str
    source: str
    number: int
    version: int
    now: bool


def editor(
    text: Callable[[], str],
    *,
    problems: Sequence[Problem] = (),
    printed: Sequence[Printed] = (),
    names: Sequence[Name] = (),
    label: str = "Code",
    height: int = 420,
    ace: str | None,
    files_to: str = "",
    longest: int = LONGEST_CODE,
    on_text: Callable[[str, bool], None] | None = None,
    key: str = "editor",
) -> None:
    """An editor for Python code, which takes away nothing that is being typed.

    A text that is neither the one before nor the one heard last replaces what is in the editor, as
    one step that can be undone; unless somebody types there and is further than Python has heard:
    that stays, and is heard next.

    Args:
        text: gives the page's text. It is asked again when a typed text arrives: one that another
            widget has set in that moment (a template) is newer, and ``on_text`` is not called.
        problems: marked at their lines and listed beneath, with a way to each.
        printed: shown at the end of its line, and beneath.
        names: what is completed; sent to a browser once.
        label: what screen readers call it.
        height: of the writing area, in pixels; the lists beneath come on top of it.
        ace: the address of the editor's script; None: it travels with the page instead.
        files_to: the key of a file uploader on the page, which gets each file that is dropped on
            the editor and is no .py or .txt: the text of those comes into the editor.
        longest: characters of a text that is sent; a longer one stays in the editor, which says so
            and saves it as a file.
        on_text: called with the text half a second after the last key, before the script runs
            again; and with True if the visitor asked for it (Ctrl+Enter), else False.
    """
    memory = st.session_state.setdefault(
        f"{key}_memory", {"text": None, "version": 0, "source": "", "number": 0})
    given = text()
    if given != memory["text"]:
        memory.update(text=given, version=memory["version"] + 1)

    def written() -> None:
        heard = written_text(said(key, "text"))
        if heard is None or heard.version != memory["version"] or text() != memory["text"]:
            return  # another text goes into the editor; whoever types there sends theirs again
        memory.update(text=heard.text, source=heard.source, number=heard.number)
        if on_text is not None:
            on_text(heard.text, heard.now)

    data = {
        "text": given, "version": memory["version"], "problems": list(problems),
        "heard": {"source": memory["source"], "number": memory["number"]},
        "printed": list(printed), "label": label, "height": height, "ace": ace,
        "names": key, "files_to": files_to, "longest": longest, "most": LONGEST_CODE,
    }
    with st.container(gap=None, key=f"{key}_place"):
        mount("editor", ("elements",), isolated=False)(key=key, data=data, on_text_change=written)
        # These are always the same, so Streamlit sends a browser their digest from then on.
        mount("vocabulary")(key=f"{key}_names", data={"of": key, "names": list(names)})
        if ace is None:
            _ace_with_the_page()(key=f"{key}_ace")


def written_text(raw: Any) -> Written | None:
    """The text in a browser's message, or None if it is not one of ours."""
    if not isinstance(raw, Mapping):
        return None
    text, number, version = raw.get("text"), raw.get("number"), raw.get("version")
    if not isinstance(text, str) or len(text) > LONGEST_CODE:
        return None
    if not isinstance(number, int) or not isinstance(version, int):
        return None
    plain = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    return Written(plain, str(raw.get("source"))[:40], number, version, raw.get("now") is True)


@cache
def _ace_with_the_page() -> Callable[..., Any]:
    """A component that is nothing but the editor's script, where no address serves it."""
    return st.components.v2.component(
        "playground_ace", html="", js=f"{ace_script()}\nexport default () => {{}};")
