"""A page with the graph alone, over frames that are made up here: no engine, no JAX.

``?graph=residual`` (ends, many, broken, points) says which one, ``&reading`` that nothing is known
of its boxes yet; ``?graph=edit`` is one that is edited, as ``&text=`` says or a chain of two
layers.
"""

from __future__ import annotations

import json

import numpy as np
import streamlit as st

from playground.code.graph_reader import graph_of
from playground.live.frames import pack
from playground.training.snapshot import Snapshot
from playground.ui import components
from playground.ui.graph_boxes import boxes_of
from playground.ui.graph_events import Desk, edited, offered

st.set_page_config(page_title="Graph", layout="wide")
WHICH = st.query_params.get("graph", "residual")


def box(name: str, title: str, *inputs: str, shape=None, **more) -> components.Box:
    return {"name": name, "title": title, "inputs": [(each, 0) for each in inputs],
            "shape": shape, **more}


def residual() -> list[components.Box]:
    return [
        box("inputs", "Input", shape=(28, 28, 1), role="input"),
        box("x", "Conv2D", "inputs", shape=(26, 26, 16), detail="16 filters 3×3, relu",
            parameters=160, call=0),
        box("y", "Conv2D", "x", shape=(26, 26, 16), detail="16 filters 3×3, same, relu",
            parameters=2320, call=1),
        box("y_1", "BatchNormalization", "y", shape=(26, 26, 16), parameters=64, call=2),
        box("added", "Add", "x", "y_1", shape=(26, 26, 16), call=3),
        box("pooled", "GlobalAveragePooling2D", "added", shape=(16,), call=4),
        box("outputs", "Dense", "pooled", shape=(10,), detail="10 units, softmax",
            parameters=170, call=5),
        box("output", "Output", "outputs", shape=(10,), role="output")]


def ends() -> list[components.Box]:
    return [
        box("left", "Input", shape=(24,), role="input"),
        box("right", "Input", shape=(24,), role="input"),
        box("embedded", "Embedding", "left", shape=(24, 16), detail="900 words", parameters=14400,
            layer="words", call=0),
        box("embedded_1", "Embedding", "right", shape=(24, 16), detail="900 words",
            parameters=14400, layer="words", call=1),
        {**box("read", "LSTM", "embedded", shape=((32,), (32,), (32,)), parameters=6272, call=2),
         "detail": "32 units, sequence and states"},
        {"name": "state", "title": "Concatenate", "shape": (64,), "call": 3,
         "inputs": [("read", 1), ("read", 2)]},
        box("pooled", "GlobalAveragePooling1D", "embedded_1", shape=(16,), call=4),
        box("both", "Concatenate", "state", "pooled", shape=(80,), call=5),
        box("topic", "Dense", "both", shape=(4,), detail="4 units, softmax", parameters=324,
            call=6),
        box("length", "Dense", "both", shape=(1,), detail="1 unit", parameters=81, call=7),
        box("output", "Output: topic", "topic", shape=(4,), role="output"),
        box("output_1", "Output: length", "length", shape=(1,), role="output")]


def many() -> list[components.Box]:
    boxes = [box("inputs", "Input", shape=(64,), role="input")]
    for number in range(1, 29):
        before = boxes[-1]["name"]
        if number % 4 == 0:
            boxes.append(box(f"added_{number}", "Add", before, boxes[-4]["name"], shape=(64,)))
        else:
            boxes.append(box(f"x_{number}", "Dense", before, shape=(64,), detail="64 units, relu",
                             parameters=4160, call=number))
    return [*boxes, box("output", "Output", boxes[-1]["name"], shape=(64,), role="output")]


def broken() -> list[components.Box]:
    boxes = residual()
    boxes[4] = {**boxes[4], "shape": None, "problem":
                "Add expects inputs of the same shape; 26×26×16 and 24×24×16 came. Give y "
                "padding=\"same\", so that it keeps the size."}
    for after in boxes[5:]:
        after["shape"] = None
    return boxes


def points() -> list[components.Box]:
    return [
        box("inputs", "Input", shape=(2,), role="input"),
        box("x", "Dense", "inputs", shape=(8,), detail="8 units, tanh", parameters=24, call=0),
        box("x_1", "Dense", "x", shape=(8,), detail="8 units, tanh", parameters=72, call=1),
        box("added", "Add", "x", "x_1", shape=(8,), call=2),
        box("outputs", "Dense", "added", shape=(1,), detail="1 unit, sigmoid", parameters=9,
            call=3)]


CHAIN = """\
import keras

inputs = keras.Input((4,))
x = keras.layers.Dense(3)(inputs)
outputs = keras.layers.Dense(2)(x)
model = keras.Model(inputs, outputs)
"""
KINDS = [{"kind": kind, "help": f"What {kind} does."} for kind in (
    "Dense", "Dropout", "LSTM", "LayerNormalization", "MultiHeadAttention")]


BOXES = {"residual": residual, "ends": ends, "many": many, "broken": broken, "points": points}


def arrays(boxes: list[components.Box], moment: int) -> dict[str, np.ndarray]:
    """Patterns that move, in the shapes of the layers."""
    found = {}
    for each in boxes:
        if each.get("call") is None or not each.get("shape"):
            continue
        call, shape = each["call"], each["shape"]
        shape = shape[0] if isinstance(shape[0], tuple) else shape
        k = np.arange(min(shape[-1], 64))[:, None, None]
        if WHICH == "points":
            grid = k + np.arange(40)[:, None] / (5 + call) + np.arange(40) * (1 - k % 2) / 9
            found[f"maps/{call}"] = (127 * np.sin(grid + moment / 9)).astype("i1")
            found[f"maps/{call}/range"] = np.tile(np.array([-1.0, 1.0], "f4"), len(k))
            continue
        sides = np.arange(shape[0])[:, None] * np.arange(shape[1]) / 9 if len(shape) == 3 else 0
        grid = k + sides if len(shape) == 3 else (
            k.reshape(1, -1, 1) / 2 + np.arange(shape[0]) / 3 if len(shape) == 2 else k * 1.7)
        found[f"example/{call}"] = (127 * np.sin(grid + moment / 9)).astype("i1")
        found[f"example/{call}/range"] = np.array([-2.5, 2.5], "f4")
    return found


state = st.session_state.setdefault("made_up", {
    "moment": 0, "events": [], "chosen": None, "desk": Desk(), "problem": "",
    "text": st.query_params.get("text", CHAIN)})
desk = state["desk"]
BOXES_NOW = BOXES[WHICH]() if WHICH != "edit" else boxes_of(graph_of(state["text"]))


def pump() -> None:
    state["moment"] += 1
    components.pipe(url="/none", token="t", run="graph", transport="rerun", frame=pack(Snapshot(
        state["moment"], "graph", structure=WHICH, status="playing",
        arrays=arrays(BOXES_NOW, state["moment"]))))


def happened(event: dict) -> None:
    state["events"].append(dict(event))
    if WHICH == "edit":
        try:
            state["text"] = edited(state["text"], event, desk)
            state["problem"] = ""
        except ValueError as error:
            state["problem"] = str(error)
        state["chosen"] = desk.chosen
    elif event["do"] == "choose":
        state["chosen"] = event["name"]


pump()
editing = {} if WHICH != "edit" else {
    "editable": True, "addable": offered(graph_of(state["text"]), KINDS), "moved": desk.moved,
    "undo": bool(desk.before), "redo": bool(desk.after), "pasteable": desk.copied is not None}
components.graph(
    **editing, boxes=BOXES_NOW, structure=WHICH, points=WHICH == "points", chosen=state["chosen"],
    height=int(st.query_params.get("height", 440)), on_event=happened,
    reading="reading" in st.query_params and not state["events"])


with st.container(key="done"):  # for the tests: what came from the browser
    st.text(json.dumps({name: state[name] for name in ("events", "chosen", "text", "problem")}))
