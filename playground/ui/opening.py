"""A model from a file: its code, whether it is a script, a ``.keras`` file or Keras's JSON."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from playground.code.model_files import LARGEST, code_of_file
from playground.code.writer import model_code
from playground.experiment import FIELDS
from playground.ui import session

PLACE = "model_file"  # the key of the place for files
_TURN = "model_file_turn"  # grows with every file: the place is empty again
_SCRIPTS = ("py", "txt")


def place() -> None:
    """A button that opens a file, and one that saves the code as one."""
    with st.container(horizontal=True, vertical_alignment="center", key=PLACE):
        key = f"{PLACE}.{st.session_state.setdefault(_TURN, 0)}"
        st.file_uploader(
            "Open a file", type=["keras", "json", *_SCRIPTS], key=key, on_change=_take,
            args=(key,), label_visibility="collapsed", max_upload_size=LARGEST // 2**20)
        st.download_button(
            "Save as a file", model_code(session.current()[0]), "model.py", "text/x-python",
            key="save_code", on_click="ignore",
            help="The code of the model, as a script that opens here again.")


def _take(key: str) -> None:
    """The model of the file takes the place of the one on the page; or a sentence says why not."""
    chosen = st.session_state.get(key)
    if chosen is None:
        return
    st.session_state[_TURN] += 1
    name, content = chosen.name[:80], chosen.getvalue()
    with session.noticing():
        if PurePath(name).suffix.lower().removeprefix(".") in _SCRIPTS:
            session.rewrite(_script(name, content))
            return
        code = code_of_file(name, content)
        longest = FIELDS["code"].longest
        if len(code) > longest:
            raise ValueError(f"{name}: its code has {len(code):,} characters, and a link holds "
                             f"{longest:,}. Open a smaller model.")
        before = session.current()[0].code
        session.rewrite(code)
        if session.current()[0].code not in ("", before):
            session.notify(f"{name}: its layers, and how it was compiled, are here as code. Its "
                           "weights are not taken over: training begins anew.")


def _script(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise ValueError(f"{name} is not a text in UTF-8. Save it as one and open it "
                         "again.") from None
