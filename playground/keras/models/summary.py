"""The table of ``model.summary()``: layers, output shapes and numbers of parameters."""

from __future__ import annotations

import math
import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

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
    positions, widest = list(positions or [0.45, 0.80, 1.0]), 88
    if show_trainable:
        header, alignments = [*header, "Trainable"], [*alignments, "center"]
        positions, widest = [0.9 * each for each in positions] + [1.0], widest + 12
    length = line_length or min(widest, shutil.get_terminal_size().columns - 4)
    rows = [row for layer in _in_range(model.layers, layer_range)
            for row in _rows(layer, 0, expand_nested, show_trainable)]
    return "\n".join([f'Model: "{model.name}"',
                      *_table(header, rows, _widths(positions, length), alignments),
                      *_totals(model)]) + "\n"


def count_params(variables: Sequence[Variable]) -> int:
    return sum(each.size for each in variables)


def _rows(layer: Any, depth: int, expand: bool, show_trainable: bool) -> Iterator[list[str]]:
    prefix = "   " * depth + "└ " if depth else ""
    params = f"{layer.count_params():,}" if layer.built else "0 (unbuilt)"
    row = [f"{prefix}{layer.name} ({type(layer).__name__})", _shape_text(layer), params]
    if show_trainable:
        row.append(("Y" if layer.trainable else "N") if layer.weights else "-")
    yield row
    if expand and hasattr(layer, "layers"):
        for each in layer.layers:
            yield from _rows(each, depth + 1, expand, show_trainable)


def _shape_text(layer: Any) -> str:
    try:
        shape = layer.output_shape
    except (AttributeError, NotImplementedError):
        return "?"
    return f"({', '.join(str(size) for size in shape)})"


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
