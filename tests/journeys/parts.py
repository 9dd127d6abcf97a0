"""A page with the parts for examples, over frames that are made up here: no engine, no JAX.

``?kind=image`` (table, text, series) says for which data; ``&broken=1`` breaks the stack.
"""

from __future__ import annotations

import base64
import json
import struct

import numpy as np
import streamlit as st

from playground.datasets.messages import pieces_of
from playground.live.frames import pack
from playground.training.snapshot import Snapshot
from playground.ui import components

st.set_page_config(page_title="Parts", layout="wide")
KIND = st.query_params.get("kind", "image")
BROKEN = "broken" in st.query_params
HIDE = tuple(filter(None, st.query_params.get("hide", "").split(",")))
DIGITS = tuple(str(digit) for digit in range(10))
IRIS = ("sepal length", "sepal width", "petal length", "petal width")
SPECIES = ("setosa", "versicolor", "virginica")
TEXTS = (
    "Free entry in a weekly competition to win tickets, text now to claim your prize",
    "Are we still meeting at the station at six?",
    "Urgent! Your number was drawn: call this line to collect 2000 pounds",
    "ok see you later then", "I'll bring the book tomorrow, promise")


@st.cache_data
def examples(kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and true answers."""
    rng = np.random.default_rng(0)
    if kind == "image":
        from sklearn.datasets import load_digits

        found = load_digits()
        large = np.kron(found.images[:300], np.ones((1, 3, 3)))
        return np.pad(large * 15.9, ((0, 0), (2, 2), (2, 2))).astype("u1")[..., None], \
            found.target[:300].astype("f4")
    if kind == "table":
        from sklearn.datasets import load_iris

        found = load_iris()
        order = rng.permutation(150)
        return found.data[order].astype("f4"), found.target[order].astype("f4")
    if kind == "text":
        rows = [[hash_of(word) for word in pieces_of(text)] for text in TEXTS]
        padded = [row + [0] * (24 - len(row)) for row in rows]
        return np.array(padded, "i4"), np.array([1, 0, 1, 0, 0], "f4")
    wave = np.sin(np.arange(340) / 5) + 0.1 * rng.normal(size=340)
    windows = np.stack([wave[k:k + 32] for k in range(300)])
    return windows[..., None].astype("f4"), wave[32:332].astype("f4")


def hash_of(word: str) -> int:
    """A number for a word: 1 for every fifth or so, as if it were unknown."""
    number = sum(map(ord, word))
    return 1 if number % 5 == 0 else number % 900 + 2


def classes() -> tuple[str, ...]:
    return {"image": DIGITS, "table": SPECIES, "text": ("ham", "spam"), "series": ()}[KIND]


def answer(x: np.ndarray) -> np.ndarray:
    """What the made-up model says: how near the classes' means are; the last value, of a series."""
    inputs, truth = examples(KIND)
    if KIND == "series":
        return x.reshape(-1)[-1:].astype("f4")
    if KIND == "text":
        return np.array([0.98 if len(np.flatnonzero(x)) > 9 else 0.04], "f4")
    flat = inputs.reshape(len(inputs), -1).astype("f4")
    means = np.stack([flat[truth == c].mean(0) for c in range(len(classes()))])
    near = -np.square(means - x.reshape(-1).astype("f4")).sum(1) / (8e4 if KIND == "image" else 0.4)
    shares = np.exp(near - near.max())
    return (shares / shares.sum()).astype("f4")


def shapes() -> list[list[int]]:
    return {
        "image": [[26, 26, 16], [13, 13, 16], [11, 11, 48], [5808], [64]],
        "table": [[16], [16], [8]], "text": [[24, 16], [24, 32], [32]],
        "series": [[32, 8], [16]]}[KIND]


def layers() -> list[components.Stage]:
    of = {
        "image": [("Conv2D", "3×3", 16, "relu"), ("MaxPooling2D", "2×2", None, None),
                  ("Conv2D", "3×3, L2", 48, "relu"), ("Flatten", "", None, None),
                  ("Dense", "", 64, "tanh")],
        "table": [("Dense", "", 16, "relu"), ("Dropout", "rate 0.2", None, None),
                  ("Dense", "", 8, "tanh")],
        "text": [("Embedding", "900 words", 16, None), ("LSTM", "sequence", 32, "tanh"),
                 ("GlobalAveragePooling1D", "", None, None)],
        "series": [("Conv1D", "3", 8, "relu"), ("GRU", "", 16, "tanh")]}[KIND]
    described = []
    for index, ((title, text, units, activation), shape) in enumerate(zip(of, shapes())):
        broken = BROKEN and index == 2
        described.append({
            "index": index, "kind": title, "title": title, "settings_text": text, "units": units,
            "units_name": "filters" if "Conv" in title else "units", "activation": activation,
            "activations": ["relu", "tanh", "sigmoid", "linear"] if activation else [],
            "shape": None if BROKEN and index >= 2 else shape,
            "problem": f"{title} expects height, width and channels; 16 numbers came. Put it "
                       "before Flatten, or take Dense here." if broken else ""})
    return described


def arrays(x: np.ndarray, look: dict, moment: int) -> dict[str, np.ndarray]:
    """The group ``example``: patterns that move, in the shapes of the layers."""
    found = {"example/input": x, "example/output": answer(x)}
    for index, shape in enumerate(shapes()):
        if len(shape) == 3:
            k, (h, w) = min(shape[2], 64), shape[:2]
            grid = np.arange(k)[:, None, None] + np.arange(h)[:, None] * np.arange(w) / 9
        elif len(shape) == 2:
            grid = np.arange(min(shape[1], 64))[None, :, None] / 2 + np.arange(shape[0]) / 3
        else:
            grid = np.arange(min(shape[0], 1024))[:, None, None] * 1.7
        found[f"example/{index}"] = (127 * np.sin(grid + moment / 9 + x.sum() % 7)).astype("i1")
        found[f"example/{index}/range"] = np.array([-2.5, 2.5], "f4")
    if look.get("layer") is not None:
        kernel = {"image": (3, 3, 16), "series": (3, 8)}.get(KIND, (16,))
        found["example/kernel"] = np.random.default_rng(look["unit"]).normal(
            size=kernel).astype("f4")
    return found | why(x)


def why(x: np.ndarray) -> dict[str, np.ndarray]:
    """The group ``why``: the later a part, the more it speaks for the answer; the first against."""
    shape = {"image": x.shape[:2]}.get(KIND, x.shape[:1])
    slope = np.linspace(-0.5, 1, int(np.prod(shape)), dtype="f4").reshape(shape)
    return {"why/occlusion": slope, "why/gradient": abs(slope), "why/importance": slope[::-1] / 10}


@st.cache_data
def all_answers(kind: str) -> list[np.ndarray]:
    """What the made-up model says of every example."""
    return [answer(each) for each in examples(kind)[0]]


def page_of_gallery(asked: dict) -> tuple[dict[str, np.ndarray], dict]:
    """The group ``gallery`` for what was asked."""
    x, y = examples(KIND)
    outputs = all_answers(KIND)
    if not classes():
        said, sure = np.array([each[0] for each in outputs]), np.ones(len(x))
    elif len(classes()) == 2:
        said = np.array([float(each[0] > 0.5) for each in outputs])
        sure = np.array([max(each[0], 1 - each[0]) for each in outputs])
    else:
        said = np.array([float(each.argmax()) for each in outputs])
        sure = np.array([each.max() for each in outputs])
    keep = np.ones(len(x), bool)
    if asked["filter"] != "all":
        keep &= (said == y) == (asked["filter"] == "right")
    if asked["true"] is not None:
        keep &= (y == asked["true"]) & (said == asked["predicted"])
    at = np.flatnonzero(keep)
    order = {"sure": -sure, "unsure": sure} if classes() else {
        "unsure": -abs(said - y), "sure": abs(said - y)}
    if asked["sort"] in order:
        at = at[np.argsort(order[asked["sort"]][at], kind="stable")]
    here = at[24 * asked["page"]:24 * asked["page"] + 24]
    found = {
        "gallery/index": here.astype("i4"), "gallery/true": y[here],
        "gallery/predicted": said[here].astype("f4"),
        "gallery/probability": sure[here].astype("f4")}
    if KIND == "image":
        found["gallery/images"] = x[here]
    elif KIND != "text":
        found["gallery/values"] = x[here].reshape(len(here), -1)
    return found, {**asked, "total": len(at), "pages": -(-len(at) // 24),
                   "texts": [TEXTS[k] for k in here] if KIND == "text" else []}


def obey(state: dict, command: dict) -> None:
    """Carry out one command, as the engine would."""
    x, y = examples(KIND)
    if command["do"] == "look":
        state["look"] = {"layer": command["layer"], "unit": command["unit"], "title": ""}
    elif command["do"] == "gallery":
        state["gallery"] = {name: command.get(name) for name in
                            ("filter", "true", "predicted", "sort", "page")}
    elif "index" in command:
        state.update(index=command["index"] % len(x), own=None)
    elif "own" in command:
        state["own"], state["sent"] = command["own"], state.get("sent", 0) + 1
    elif command.get("next") == "mistake":
        wrong, _ = page_of_gallery({"filter": "mistakes", "true": None, "predicted": None,
                                    "sort": "order", "page": 0})
        later = [k for k in wrong["gallery/index"] if k > state["index"]]
        state.update(index=int((later or wrong["gallery/index"])[0]), own=None)


def own_input(own) -> np.ndarray:
    x, _ = examples(KIND)
    if KIND == "image":
        return np.frombuffer(base64.b64decode(own), "u1").reshape(x.shape[1:])
    if KIND == "text":
        row = [hash_of(word) for word in pieces_of(own)][:24]
        return np.array(row + [0] * (24 - len(row)), "i4")
    return np.array(own, "f4").reshape(x.shape[1:])


def frame(state: dict) -> bytes:
    x, y = examples(KIND)
    own = state["own"]
    chosen = x[state["index"]] if own is None else own_input(own)
    found, gallery = page_of_gallery(state["gallery"])
    text = (own or TEXTS[state["index"]]) if KIND == "text" else ""
    packed = pack(Snapshot(
        state["moment"], "parts", structure=STRUCTURE, status="playing", look=state["look"],
        arrays=arrays(chosen, state["look"], state["moment"]) | found))
    header = {"gallery": gallery, "example": {
        "index": state["index"], "count": len(x), "own": own is not None, "text": text,
        "true": None if own is not None else float(y[state["index"]])}}
    return with_header(packed, header)


def with_header(packed: bytes, extra: dict) -> bytes:
    """The same frame with more in its header."""
    (length,) = struct.unpack_from("<I", packed)
    text = json.dumps(json.loads(packed[4:4 + length]) | extra).encode()
    text += b" " * (-(4 + len(text)) % 8)
    return struct.pack("<I", len(text)) + text + packed[4 + length:]


STRUCTURE = f"{KIND}{BROKEN}"
ADDABLE = [
    {"kind": kind, "help": f"What {kind} does.", "group": group}
    for group, kinds in {
        "Core": ("Dense", "Flatten", "Reshape", "Rescaling", "Embedding"),
        "Convolution": ("Conv1D", "Conv2D", "SeparableConv2D", "DepthwiseConv2D"),
        "Pooling": ("MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D"),
        "Recurrent": ("SimpleRNN", "LSTM", "GRU", "Bidirectional"),
        "Regularization": ("Dropout", "GaussianNoise", "BatchNormalization")}.items()
    for kind in kinds]
state = st.session_state.setdefault("made_up", {
    "moment": 0, "index": 0, "own": None, "look": {}, "edits": [],
    "gallery": {"filter": "all", "true": None, "predicted": None, "sort": "order", "page": 0}})


def pump() -> None:
    state["moment"] += 1
    message = components.pipe(url="/none", token="t", run="parts", transport="rerun",
                              frame=frame(state))
    for command in message.commands if message else ():
        obey(state, command)


x, y = examples(KIND)
columns = [{"name": f"x{k}", "label": label, "on": k != 1, "help": f"{label} in cm", "step": 0.1,
            "low": float(x[:, k].min()), "high": float(x[:, k].max())}
           for k, label in enumerate(IRIS)] if KIND == "table" else []
pump()
components.stages(
    structure=STRUCTURE, kind=KIND, shape=x.shape[1:], layers=layers(), classes=classes(),
    output={"index": len(layers()), "units": len(classes()) or 1, "activation": "softmax",
            "why": "softmax with 10 units because there are ten classes"},
    columns=columns, addable=ADDABLE, selected=0, hide=HIDE, height=420,
    on_edit=state["edits"].append)
components.example(kind=KIND, classes=classes(), columns=columns)
if KIND != "series":
    components.pad(
        kind=KIND, shape=x.shape[1:], classes=classes(),
        fit=components.FITS["mnist"] if KIND == "image" else None, columns=columns)
components.why(kind=KIND, classes=classes(), columns=columns)
components.gallery(kind=KIND, classes=classes(), columns=columns)
with st.container(key="done"):  # for the tests: what came from the browser
    st.text(json.dumps({
        "edits": [dict(each) for each in state["edits"]], "own": state["own"],
        "index": state["index"], "sent": state.get("sent", 0), "gallery": state["gallery"]}))
