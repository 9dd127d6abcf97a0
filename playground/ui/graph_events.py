"""What a visitor does in the graph, carried out on the graph of code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playground.code import graph_edits, graph_pieces
from playground.code.graph import INPUT, NOTHING, Graph, Value, Wire
from playground.code.graph_kinds import (
    fields_of,
    graph_classes,
    is_positional,
    parameters_of,
    path_of,
)
from playground.code.graph_reader import graph_of
from playground.code.graph_writer import write
from playground.fields import Call, Part
from playground.ui.graph_boxes import output_place

MOST_BEFORE = 100  # texts to go back to
OUTPUT = "Output"  # a kind that can be added beside those that the text has
_MERGES = ("Add", "Concatenate", "Multiply", "Subtract", "Average", "Maximum", "Minimum", "Dot")
_AT_FIRST: Mapping[str, Mapping[str, Value]] = {"Dot": {"axes": -1}, INPUT: {"shape": (2,)}}


@dataclass
class Desk:
    """What lies beside the graph while one works at it.

    Args:
        text: whose graph it is.
        chosen: the box that is looked at.
        copied: what Paste puts in.
        before, after: the texts that Undo and Redo give back, the newest last.
        moved: the places of boxes that were moved by hand.
        words: the words of a text data set, which an Embedding needs to know.
    """

    text: str = ""
    chosen: str | None = None
    copied: Graph | None = None
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    moved: dict[str, tuple[float, float]] = field(default_factory=dict)
    shapes: Mapping[Wire, tuple[int | None, ...]] = field(default_factory=dict)
    words: int = 0

    def note(self, text: str) -> None:
        """An edit is about to change this text: Undo gives it back."""
        self.before[:] = [*self.before, text][-MOST_BEFORE:]
        self.after.clear()


def edited(text: str, event: Mapping[str, Any], desk: Desk) -> str:
    """The text after one edit of its graph.

    Raises:
        ValueError: a sentence, where it cannot be.
    """
    if event["do"] in ("undo", "redo"):
        taken, given = (desk.before, desk.after)[::1 if event["do"] == "undo" else -1]
        if not taken:
            raise ValueError(f"There is nothing to {event['do']}.")
        given.append(text)
        return taken.pop()
    graph = graph_of(text)
    try:
        changed = carry_out(graph, event, desk)
    except KeyError as error:
        raise ValueError(str(error.args[0])) from None  # the browser shows what was
    if changed == graph:
        return text
    desk.note(text)
    return write(changed)


def carry_out(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    """The graph after one edit.

    Raises:
        ValueError: a sentence, where it cannot be.
        KeyError: the box is not there any more.
    """
    return _DOINGS[event["do"]](graph, event, desk)


def _choose(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    desk.chosen = event.get("name")
    return graph


def _add(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    kind, after = str(event["kind"]), event.get("after") or ""
    after = "" if output_place(after) is not None else after
    if kind == OUTPUT:
        wire = Wire(after) if after else NOTHING
        return graph_edits.set_outputs(graph, (*graph.outputs, wire))
    settings = first_settings(graph, kind, desk.words)
    place = event.get("wire")
    if place and (number := output_place(place["target"])) is not None:
        source = graph.outputs[number]
        graph, desk.chosen = graph_edits.add(graph, kind, settings=settings)
        if source != NOTHING:
            graph = graph_edits.connect(graph, source, desk.chosen)
        return _with_output(graph, number, Wire(desk.chosen))
    wire = (str(place["target"]), int(place["input"])) if place else None
    graph, desk.chosen = graph_edits.add(graph, kind, settings=settings, after=after, wire=wire)
    return graph


def first_settings(graph: Graph, kind: str, words: int = 0) -> dict[str, Value]:
    """What a new layer must be told: its required settings as the field proposes them."""
    if kind in _AT_FIRST:
        return dict(_AT_FIRST[kind])
    if kind in graph_classes(graph.preamble) or graph.model(kind) is not None:
        return {}
    found: dict[str, Value] = {}
    fields, parameters = fields_of(graph, kind), parameters_of(graph, kind) or {}
    for name, parameter in parameters.items():
        if name in fields and (is_positional(parameter) or name == "activation"):
            found[name] = value_of(fields[name].read(fields[name].default, name, []),
                                   getattr(fields[name], "options", None))
        elif name == "input_dim" and is_positional(parameter):
            found[name] = words or 1000
    return found


def value_of(setting: Any, options: Any = None) -> Value:
    """A field's value as the text has it."""
    if isinstance(setting, Part):
        kind = options[setting.name]
        return Call(path_of(kind), (), tuple(
            (name, value_of(value, getattr(kind.fields[name], "options", None)))
            for name, value in setting.settings))
    return tuple(setting) if isinstance(setting, list) else setting


def offered(graph: Graph, kinds: list[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """What can be added: the kinds of layer that are given, what merges, the ends, own kinds."""
    merges = [{"kind": kind, "help": f"{kind} of several inputs", "group": "Merging"}
              for kind in _MERGES]
    own = [{"kind": name, "help": "A class of this text", "group": "Own"}
           for name in sorted(graph_classes(graph.preamble))]
    nested = [{"kind": name, "help": "The model once more, with the same weights", "group": "Own"}
              for name, _ in graph.models]
    ends = [{"kind": INPUT, "help": "Something more that comes in", "group": "Ends"},
            {"kind": OUTPUT, "help": "Something more that the model gives", "group": "Ends"}]
    return [*merges, *({"group": "Layers", **each} for each in kinds), *own, *nested, *ends]


def _connect(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    wire = Wire(graph[event["name"]].name, int(event.get("output") or 0))
    place = output_place(event["target"])
    if place is not None:
        return _with_output(graph, place, wire)
    return graph_edits.connect(graph, wire, event["target"])


def _disconnect(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    place = output_place(event["target"])
    if place is not None:
        return _with_output(graph, place, NOTHING)
    return graph_edits.disconnect(graph, event["target"], int(event["input"]))


def _delete(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    ends = {place for name in event["names"] if (place := output_place(name)) is not None}
    nodes = [name for name in event["names"] if output_place(name) is None]
    if ends and len(ends) == len(graph.outputs):
        raise ValueError("A model has an output. Connect it to another box instead.")
    desk.chosen = None
    graph = graph_edits.delete(graph, nodes, bridge=event.get("bridge") is not False)
    return graph_edits.set_outputs(graph, tuple(
        wire for place, wire in enumerate(graph.outputs) if place not in ends))


def _copy(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    names = [name for name in event["names"] if output_place(name) is None]
    desk.copied = graph_pieces.piece(graph, names)
    return graph


def _cut(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    return _delete(_copy(graph, event, desk), event, desk)


def _paste(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    if desk.copied is None:
        raise ValueError("Nothing was copied yet. Choose boxes and copy them first.")
    graph, names = graph_pieces.paste(graph, desk.copied)
    desk.chosen = names[0] if names else None
    return graph


def _share(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    graph, desk.chosen = graph_edits.share(graph, event["name"])
    return graph


def _rename(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    name, new = event["name"], str(event["to"]).strip()
    graph = graph_edits.rename(graph, name, new)
    desk.chosen = new
    if name in desk.moved:
        desk.moved[new] = desk.moved.pop(name)
    return graph


def _separate(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    return graph_edits.separate(graph, event["name"])


def _fold(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    graph, desk.chosen = graph_pieces.fold(graph, event["names"], desk.shapes)
    return graph


def _unfold(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    graph, _ = graph_pieces.unfold(graph, event["name"])
    desk.chosen = None
    return graph


def _move(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    desk.moved |= {name: (float(x), float(y)) for name, (x, y) in event["places"].items()}
    return graph


def _arrange(graph: Graph, event: Mapping[str, Any], desk: Desk) -> Graph:
    desk.moved.clear()
    return graph


def _with_output(graph: Graph, place: int, wire: Wire) -> Graph:
    if not 0 <= place < len(graph.outputs):
        raise ValueError(f"The model has {len(graph.outputs)} outputs; there is no output "
                         f"{place + 1}.")
    outputs = list(graph.outputs)
    outputs[place] = wire
    return replace(graph, outputs=tuple(outputs))


_DOINGS: Mapping[str, Callable[[Graph, Mapping[str, Any], Desk], Graph]] = {
    "choose": _choose, "add": _add, "connect": _connect, "disconnect": _disconnect,
    "delete": _delete, "copy": _copy, "cut": _cut, "paste": _paste, "share": _share,
    "rename": _rename,
    "separate": _separate, "fold": _fold, "unfold": _unfold, "move": _move, "arrange": _arrange}

