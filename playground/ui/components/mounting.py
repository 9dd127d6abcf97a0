"""How a browser part reaches the page: its scripts and styles read from files, registered once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from playground.figures import colours

HERE = Path(__file__).parent
_COMMENT_LINES = re.compile(r"^\s*//.*\n", re.MULTILINE)


@cache
def mount(name: str, uses: tuple[str, ...] = (), *, isolated: bool = True) -> Callable[..., Any]:
    """The function that puts the component ``name`` on the page.

    Its script is ``hub.js``, ``speaking.js`` and ``leaving.js``, then the files that it uses
    together with others, then every ``<name>_*.js`` in alphabetical order, then ``<name>.js``,
    which exports the function that Streamlit calls; plain text put together, so they share one
    scope. A script that names ``SCALES`` gets the colours of ``figures.colours`` in front. Its
    style is ``base.css`` and then the style sheets found in the same way.

    Args:
        uses: the names of the shared files, a script or a style sheet or both.
        isolated: whether a shadow root keeps the page's styles and the component's apart.
    """
    own = map(_text, ("hub.js", "speaking.js", "leaving.js"))
    script = "\n".join((*own, *_parts(name, uses, "js")))
    if "SCALES" in script:
        constants = json.dumps(colours.for_browser(), separators=(",", ":"))
        script = f"const SCALES = {constants};\n{script}"
    style = "\n".join((_text("base.css"), *_parts(name, uses, "css")))
    return st.components.v2.component(
        f"playground_{name}",
        html=f'<div class="playground {name}"></div>',
        css=style,
        js=script,
        isolate_styles=isolated,
    )


def said(key: str, name: str) -> Any:
    """What a mounted component said last under a name; None when it has gone from the page.

    A browser may send what it had to say of a page once more when that page has been left.
    """
    return (st.session_state.get(key) or {}).get(name)


def _parts(name: str, uses: tuple[str, ...], kind: str) -> tuple[str, ...]:
    shared = [f"{each}.{kind}" for each in uses]
    pieces = sorted(path.name for path in HERE.glob(f"{name}_*.{kind}"))
    last = f"{name}.{kind}"
    return tuple(_text(each) for each in (*shared, *pieces, last) if (HERE / each).exists())


def _text(file: str) -> str:
    text = (HERE / file).read_text(encoding="utf-8")
    # Streamlit sends the script again with every change of the data: comments stay at home.
    return _COMMENT_LINES.sub("", text) if file.endswith(".js") else text
