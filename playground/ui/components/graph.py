"""A graph of layers: boxes, the lines between them, and what a visitor does with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from playground.figures import layered
from playground.ui.components.diagram import Addable, fresh_edits, heard
from playground.ui.components.mounting import mount, said

USES = ("elements", "scale", "menu", "events", "overlay", "tiles", "pictures")
DOINGS = ("choose", "add", "connect", "disconnect", "delete", "copy", "cut", "paste", "undo",
          "redo", "share", "rename", "separate", "fold", "unfold", "move", "arrange", "open",
          "again")
MOST_NAMES = 200
_BOX, _BROKEN_BOX = 168, 220  # pixels wide
_LINE, _EDGES = 16, 14  # the height of a line of text; of a box's padding and border
_TILES = 66
_LETTERS = 34  # of a sentence in a line of a broken box


class Fed(TypedDict):
    """What goes in at an input, as the frames have it.

    Args:
        kind: "image", "text", "table", "series" or "points".
        part: of an example of several parts, which.
        rows: the columns of a table, or the features of points, that the model is told.
        spans: the smallest and the largest value of each of these columns.
    """

    kind: str
    part: NotRequired[str]
    rows: NotRequired[Sequence[int]]
    spans: NotRequired[Sequence[tuple[float, float]]]


class Box(TypedDict):
    """A layer where it is called, an input, an output, or something else that makes a tensor.

    Args:
        name: what it is called in the code; no other box is called so.
        title: what it is: "Dense".
        detail: its settings in few words.
        role: "input" and "output" are drawn as the ends of the graph.
        shape: of its output without the batch, None in it for what is open; a sequence of shapes
            where there are several outputs; None where it cannot be known.
        parameters: how many weights it has.
        problem: the sentence that says why the graph breaks here; empty where it does not.
        inputs: the boxes that its inputs come from, and which of their outputs each is.
        layer: the same for two boxes that are one layer, with the same weights.
        call: the number in the names of its arrays in the frames: ``example/<call>``.
        fed: of an input, what goes in.
        outputs: how many there are.
        nested: whether it is a model that can be unfolded.
        opened: of a model whose boxes can be looked at, whether they are drawn before it.
        inner: whether it is one of those.
        shareable: whether it is a layer that can be used once more.
    """

    name: str
    title: str
    detail: NotRequired[str]
    role: NotRequired[str]
    shape: NotRequired[Sequence[int | None] | Sequence[Sequence[int | None]] | None]
    parameters: NotRequired[int | None]
    problem: NotRequired[str]
    inputs: Sequence[tuple[str, int]]
    layer: NotRequired[str]
    call: NotRequired[int | None]
    fed: NotRequired[Fed]
    outputs: NotRequired[int]
    nested: NotRequired[bool]
    shareable: NotRequired[bool]
    opened: NotRequired[bool]
    inner: NotRequired[bool]


def graph(
    *,
    boxes: Sequence[Box],
    structure: str = "",
    points: bool = False,
    chosen: str | None = None,
    height: int = 420,
    wide: int = layered.WIDE,
    settings_in: str = "",
    editable: bool = False,
    addable: Sequence[Addable] = (),
    moved: Mapping[str, tuple[float, float]] | None = None,
    undo: bool = False,
    redo: bool = False,
    pasteable: bool = False,
    reading: bool = False,
    on_event: Callable[[Mapping[str, Any]], None] | None = None,
    key: str = "graph",
) -> None:
    """The graph, drawn from left to right, every box with what its layer makes of the example.

    Args:
        boxes: in the order in which they are called.
        structure: the frames' ``structure`` that belongs to the boxes; others are not drawn.
        points: whether the frames' ``maps`` are drawn, as over points, or their ``example``.
        chosen: the name of the box that the page tells more about.
        height: of the drawing in pixels; what does not fit is reached by dragging and zooming.
        wide: a graph that is wider, in pixels before it is made to fit, goes on in a next row.
        settings_in: the key of the container that tells more about the chosen box.
        editable: whether the graph is changed here; what was done comes as events.
        addable: the kinds of box that can be added.
        moved: the places of boxes that were moved by hand.
        undo, redo, pasteable: whether these can be done now.
        reading: whether what is known of the boxes is not there yet. Frames of this graph say that
            it must be by now: then the script runs once more.
        on_event: called with each event before the script runs again, as a widget's callback is.
            An event has ``do`` and what that needs: choose, share, separate, unfold, open (name);
            add (kind; after: a box; or wire: target and input); connect (name, output, target);
            disconnect (target, input); delete (names; bridge: False takes the lines along); copy,
            cut, fold (names); rename (name, to); move (places by name); paste, undo, redo,
            arrange; again, which is for nothing but the script to run.
    """
    data = {
        **_drawn(boxes, moved or {}, wide), "editable": editable, "addable": list(addable),
        "moved": bool(moved), "undo": undo, "redo": redo, "pasteable": pasteable,
        "reading": reading, "structure": structure, "field": "maps" if points else "example",
        "inside": any(box.get("opened") for box in boxes),
        "chosen": chosen, "height": height, "settings_in": settings_in,
        "heard": heard(key),
    }

    def happened() -> None:
        for event in fresh_edits(said(key, "event"), key, _is_event):
            if on_event is not None:
                on_event(event)

    mount("graph", USES)(key=key, data=data, on_event_change=happened)


def _is_event(event: Any) -> bool:
    """Whether it has the right shape; what it names need not be there any more."""
    if not isinstance(event, Mapping) or event.get("do") not in DOINGS or not isinstance(
            event.get("number"), int):
        return False
    names, places, wire = event.get("names", []), event.get("places", {}), event.get("wire")
    words = [event.get(key) for key in ("name", "kind", "after", "target", "to")]
    numbers = [event.get(key) for key in ("output", "input")]
    if wire is not None:
        wire = wire if isinstance(wire, Mapping) else {}
        words, numbers = [*words, wire.get("target", 0)], [*numbers, wire.get("input", "")]
    return (
        all(isinstance(each, str | None) for each in words)
        and all(isinstance(each, int | None) for each in numbers)
        and isinstance(names, list) and len(names) <= MOST_NAMES
        and all(isinstance(each, str) for each in names)
        and isinstance(places, Mapping) and len(places) <= MOST_NAMES
        and all(map(_is_place, places.values())) and _has_all(event))


_NEEDED = {"add": ("kind",), "connect": ("name", "target"), "disconnect": ("target", "input"),
           "rename": ("name", "to"), "move": ("places",),
           **dict.fromkeys(("share", "separate", "unfold", "open"), ("name",)),
           **dict.fromkeys(("delete", "copy", "cut", "fold"), ("names",))}


def _has_all(event: Mapping[str, Any]) -> bool:
    return all(event.get(key) is not None for key in _NEEDED.get(event["do"], ()))


def _is_place(place: Any) -> bool:
    return isinstance(place, list) and len(place) == 2 and all(
        isinstance(each, int | float) and abs(each) < 1e5 for each in place)


def _drawn(
    boxes: Sequence[Box], moved: Mapping[str, tuple[float, float]], wide: int
) -> dict[str, Any]:
    """The boxes and lines with their places, and what their texts do not say by themselves."""
    known = {box["name"]: box for box in boxes}
    waiting = _waiting(boxes)
    sizes = {box["name"]: _size(box, box["name"] in waiting) for box in boxes}
    wires = [(source, output, box["name"], place) for box in boxes
             for place, (source, output) in enumerate(box["inputs"]) if source in known]
    texts = [_shape_text(_output_shape(known[source], output)) for source, output, *_ in wires]
    drawing = layered.draw(sizes, [
        layered.Line(source, target, 6.5 * len(text) + 4 if text else 0)
        for (source, _, target, _), text in zip(wires, texts)], moved=moved, wide=wide)
    shared = _shared(boxes)
    return {
        "boxes": [
            {**box, "place": drawing.places[box["name"]], "size": sizes[box["name"]],
             "shape": _first_shape(box), "shape_text": _box_shape_text(box),
             "shared": shared.get(box.get("layer")), "waits": box["name"] in waiting}
            for box in boxes],
        "wires": [
            {"source": source, "output": output, "target": target, "input": place, "text": text,
             "points": route.points, "label": route.label,
             "waits": source in waiting or bool(known[source].get("problem"))}
            for (source, output, target, place), text, route in zip(wires, texts, drawing.routes)],
        "bounds": drawing.bounds,
    }


def _waiting(boxes: Sequence[Box]) -> set[str]:
    """The boxes behind one that breaks: nothing arrives there."""
    stopped = {box["name"] for box in boxes if box.get("problem")}
    waiting: set[str] = set()
    for _ in boxes:
        more = {box["name"] for box in boxes
                if any(source in stopped for source, _ in box["inputs"])} - stopped
        if not more:
            break
        waiting |= more
        stopped |= more
    return waiting


def _shared(boxes: Sequence[Box]) -> dict[str, int]:
    """A number for each layer that is called more than once."""
    layers = [box["layer"] for box in boxes if box.get("layer")]
    often = [layer for layer in dict.fromkeys(layers) if layers.count(layer) > 1]
    return {layer: number for number, layer in enumerate(often, 1)}


def _size(box: Box, waits: bool) -> tuple[int, int]:
    lines = 1 + (box.get("role") != "output") + bool(box.get("detail"))
    if box.get("problem"):
        words = 1 + sum(-(-len(part) // _LETTERS) for part in box["problem"].splitlines())
        return _BROKEN_BOX, _EDGES + _LINE * (lines + words)
    lines += bool(waits or _first_shape(box) is not None or box.get("parameters"))
    tiles = _TILES if (box.get("call") is not None or "fed" in box) and not waits else 0
    return _BOX, _EDGES + _LINE * lines + tiles


def _several(shape: Any) -> bool:
    return bool(shape) and isinstance(shape[0], Sequence)


def _output_shape(box: Box, output: int) -> Sequence[int | None] | None:
    shape = box.get("shape")
    if not _several(shape):
        return shape
    return shape[output] if 0 <= output < len(shape) else None


def _first_shape(box: Box) -> Sequence[int | None] | None:
    return _output_shape(box, 0)


def _box_shape_text(box: Box) -> str:
    shape = box.get("shape")
    shapes = shape if _several(shape) else [shape]
    return ", ".join(filter(None, map(_shape_text, shapes)))


def _shape_text(shape: Sequence[int | None] | None) -> str:
    if shape is None:
        return ""
    return "×".join("?" if size is None else str(size) for size in shape) or "1 number"
