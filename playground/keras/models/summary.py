"""The table of ``model.summary()``: layers, output shapes and numbers of parameters."""

from __future__ import annotations

import math
import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from playground.keras import tree
from playground.keras.serialization import is_ours
from playground.keras.variable import Variable

_BYTES = {"float64": 8, "int64": 8, "float32": 4, "int32": 4, "uint32": 4, "float16": 2,
          "bfloat16": 2, "int8": 1, "uint8": 1, "bool": 1}


def summary_text(
    model: Any,
    line_length: int | None = None,
    positions: Sequence[float] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
    layer_range: Sequence[str] | None = None,
) -> str:
    """The table as text, letter for letter as Keras prints it where there are no colours."""
    header, alignments = ["Layer (type)", "Output Shape", "Param #"], ["left", "left", "right"]
    nodes = _branching(model)
    if nodes is None:
        positions, widest = list(positions or [0.45, 0.80, 1.0]), 88
    else:
        header, alignments = [*header, "Connected to"], [*alignments, "left"]
        positions, widest = list(positions or [0.3, 0.56, 0.74, 1.0]), 108
    if show_trainable:
        header, alignments = [*header, "Trainable"], [*alignments, "center"]
        positions, widest = [0.9 * each for each in positions] + [1.0], widest + 12
    length = line_length or min(widest, shutil.get_terminal_size().columns - 4)
    everything = getattr(model, "operations", model.layers)
    rows = [row for layer in _in_range(everything, layer_range)
            for row in _rows(layer, 0, expand_nested, show_trainable, nodes)]
    return "\n".join([f'Model: "{model.name}"',
                      *_table(header, rows, _widths(positions, length), alignments),
                      *_totals(model)]) + "\n"


def count_params(variables: Sequence[Variable]) -> int:
    return sum(each.size for each in variables)


def _branching(model: Any) -> list[Any] | None:
    """The calls in a model that is more than a stack of layers; None when it is one."""
    graph = getattr(model, "_graph", None)
    if graph is None:
        return None
    depths = list(graph.depths.values())
    operations = [node.operation for node in graph.nodes]
    stacked = (len(set(depths)) == len(depths)
               and all(len(node.input_tensors) <= 1 for node in graph.nodes)
               and len(set(operations)) == len(operations))
    return None if stacked else graph.nodes


def _rows(
    layer: Any, depth: int, expand: bool, show_trainable: bool, nodes: list[Any] | None
) -> Iterator[list[str]]:
    prefix = "   " * depth + "└ " if depth else ""
    weights = getattr(layer, "weights", [])
    params = "0" if not hasattr(layer, "built") else (
        f"{layer.count_params():,}" if layer.built else "0 (unbuilt)")
    row = [f"{prefix}{layer.name} ({type(layer).__name__})", _shape_text(layer), params]
    if nodes is not None:
        row.append(_connections(layer, nodes))
    if show_trainable:
        row.append(("Y" if layer.trainable else "N") if weights else "-")
    yield row
    if expand:
        for each in getattr(layer, "layers", ()):
            yield from _rows(each, depth + 1, expand, show_trainable, nodes)


def _connections(layer: Any, nodes: list[Any]) -> str:
    """What the calls of a layer were given: ``dense[0][0]``, the layer, its call, its output."""
    origins = [tensor._keras_history for node in layer._inbound_nodes if node in nodes
               for tensor in node.input_tensors]
    return ", ".join(f"{each.operation.name}[{each.node_index}][{each.tensor_index}]"
                     for each in origins) or "-"


def _shape_text(layer: Any) -> str:
    """The shape of the output, of the last call that is known; of several, a list."""
    if layer._inbound_nodes:
        shapes: Any = [each.shape for each in layer._inbound_nodes[-1].outputs]
    elif _is_known(layer):
        try:
            shapes = tree.lists_to_tuples(layer.output_shape)  # so Keras writes it
        except (AttributeError, NotImplementedError):
            return "?"
    else:
        return "?"
    flat = list(tree.leaves(shapes, tree.is_shape))
    shown = tree.map_shape_structure(lambda shape: f"({', '.join(map(str, shape))})", shapes)
    return f"({', '.join(map(str, flat[0]))})" if len(flat) == 1 else str(shown).replace("'", "")


def _is_known(layer: Any) -> bool:
    """Whether the layer can tell its output's shape: an own one by ``compute_output_shape``."""
    return is_ours(type(layer)) or not getattr(layer.compute_output_shape, "_of_the_base", False)


def _totals(model: Any) -> Iterator[str]:
    parts = {"Trainable params": model.trainable_weights,
             "Non-trainable params": model.non_trainable_weights}
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and optimizer.built:
        parts["Optimizer params"] = optimizer.variables
    everything = [each for variables in parts.values() for each in variables]
    for title, variables in {"Total params": everything, **parts}.items():
        yield f" {title}: {count_params(variables):,} ({_memory(variables)})"


def _memory(variables: Sequence[Variable]) -> str:
    size: float = sum(each.size * _BYTES.get(each.dtype, 4) for each in variables)
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if size < 1024:
            return f"{size:.2f} {unit}"
        size /= 1024
    return f"{size:.2f} PB"


def _widths(positions: Sequence[float], length: int) -> list[int]:
    """The width of each column; the lines between them are taken evenly from all."""
    widths, used = [], 0
    for position in positions:
        widths.append(int(position * length) - used)
        used += widths[-1]
    if min(widths) < 4:
        raise ValueError(f"summary expects more room than {length} letters a line.")
    widths = [width + 2 for width in widths]  # a space on both sides
    excess = sum(widths) + len(widths) + 1 - length
    for index in range(len(widths)):
        share = round(excess / (len(widths) - index))
        widths[index] -= share
        excess -= share
    return widths


def _table(
    header: list[str], rows: list[list[str]], widths: list[int], alignments: list[str]
) -> Iterator[str]:
    def line(left: str, fill: str, cross: str, right: str) -> str:
        return left + cross.join(fill * width for width in widths) + right

    def cells(row: list[str], bar: str) -> Iterator[str]:
        wrapped = [_wrap(cell, width - 2) for cell, width in zip(row, widths, strict=True)]
        for index in range(max(len(each) for each in wrapped)):
            texts = [each[index] if index < len(each) else "" for each in wrapped]
            yield bar + bar.join(f" {_align(text, width - 2, how)} " for text, width, how
                                 in zip(texts, widths, alignments, strict=True)) + bar

    yield line("┏", "━", "┳", "┓")
    yield from cells(header, "┃")
    yield line("┡", "━", "╇", "┩")
    for index, row in enumerate(rows):
        if index:
            yield line("├", "─", "┼", "┤")
        yield from cells(row, "│")
    yield line("└", "─", "┴", "┘")


def _wrap(text: str, width: int) -> list[str]:
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]
    return [line if len(line) <= width else line[: width - 1] + "…" for line in lines]


def _align(text: str, width: int, how: str) -> str:
    space = width - len(text)
    left = {"left": 0, "right": space, "center": math.floor(space / 2)}[how]
    return " " * left + text + " " * (space - left)


def _in_range(layers: list[Any], layer_range: Sequence[str] | None) -> list[Any]:
    if layer_range is None:
        return layers
    if len(layer_range) != 2:
        raise ValueError(f"layer_range expects two names; got {layer_range!r}.")
    places = [[index for index, layer in enumerate(layers) if re.match(pattern, layer.name)]
              for pattern in layer_range]
    if not places[0] or not places[1]:
        raise ValueError(f"layer_range expects names of layers; got {layer_range!r}.")
    return layers[min(places[0]) : max(places[1]) + 1]
