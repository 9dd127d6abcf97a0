"""A page with the code editor and a toy that reads along: no engine, no Keras.

A line with ``wrong`` is an error, one with ``hmm`` a warning, ``print(…)`` prints, and a text
with ``nothing`` is no model.
``?text=…`` is what is in it at first; with ``&slow=1`` the script takes its time.
"""

from __future__ import annotations

import json
import re
import time

import streamlit as st

from playground.ui import components

st.set_page_config(page_title="Writing", layout="wide")
TEMPLATE = "class Gate:\n    def call(self, x):\n        return 2 * x\n"
NAMES = [
    {"name": f"keras.layers.{name}", "kind": "layer", "help": f"What {name} does.",
     "takes": ["units", "activation", "use_bias"] if name == "Dense" else []}
    for name in ("Add", "Conv2D", "Dense", "Dropout", "Flatten")
] + [
    {"name": "keras.activations.relu", "kind": "activation", "help": "What is below 0 becomes 0."},
    {"name": "keras.initializers.HeNormal", "kind": "initializer", "help": "For relu."},
    {"name": "keras.metrics.TruePositives", "kind": "metric", "help": "How many were found."},
    {"name": "keras.Input", "kind": "function", "help": "Where a model begins."},
    {"name": "keras.ops.relu", "kind": "function", "help": "What is below 0 becomes 0."},
    {"name": "keras.ops.reshape", "kind": "function", "help": "The same numbers otherwise."},
    {"name": "self.add_weight", "kind": "method", "help": "A variable of the layer's own."},
    {"name": "range", "kind": "function", "help": "Numbers one after another."},
]
state = st.session_state.setdefault("made_up", {
    "text": st.query_params.get("text", ""), "heard": []})


def heard(text: str, now: bool) -> None:
    state["text"] = text
    state["heard"].append([text, now])


def use_template() -> None:
    state["text"] = TEMPLATE


def found(text: str) -> tuple[list[components.Problem], list[components.Printed]]:
    """What the toy has to say."""
    problems, printed = [], []
    if "nothing" in text:
        problems.append({"line": 0, "column": 0, "kind": "info", "sentence": "No model yet."})
    for number, line in enumerate(text.splitlines(), 1):
        for word, kind in (("wrong", "error"), ("hmm", "warning")):
            if word in line:
                problems.append({
                    "line": number, "column": line.index(word) + 1, "kind": kind,
                    "sentence": f"No layer is called {word!r}. Write Dense, for one."})
        if said := re.search(r"print\((.*)\)", line):
            printed.append({"line": number, "text": f"<{said[1]}>"})
    return problems, printed


if "slow" in st.query_params:
    time.sleep(0.6)
problems, printed = found(state["text"])
st.button("Template", on_click=use_template)
components.editor(
    lambda: state["text"], problems=problems, printed=printed, names=NAMES, label="Your model",
    height=320, ace=None, files_to="model_file", on_text=heard)
brought = st.file_uploader("A model", key="model_file", type=["keras", "json"])
with st.container(key="done"):
    st.text(json.dumps({
        "text": state["text"], "heard": state["heard"],
        "file": brought and [brought.name, len(brought.getvalue())]}))
