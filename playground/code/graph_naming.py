"""What the boxes of a graph are called: as the variables of the text, each name once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from playground.code.graph import Graph, is_name
from playground.code.graph_edits import first_name
from playground.code.graph_records import NOWHERE, Made, Model, Record, Span, Tensor
from playground.code.reader import Outcome


class Naming:
    """Names for records and for the layers that have a variable of their own.

    Attributes:
        records: of every record.
        layers: of the layers that are kept in a variable, or called more than once.
    """

    def __init__(self, text: str, records: list[Record], outcome: Outcome) -> None:
        self._text = text
        tree = ast.parse(text)
        wanted = _by_place(tree, records, outcome)
        layers = _layers(tree, records, outcome)
        often = Counter([*wanted.values(), *layers.values()])
        self._taken = {name for name, count in often.items() if count == 1 and is_name(name)}
        self._often = often
        self.layers: dict[Any, str] = {}
        self.records: dict[Record, str] = {}
        for record in records:
            layer = record.layer
            if layer in layers and layer not in self.layers:
                self.layers[layer] = self._name(layers[layer])
            self.records[record] = self._name(wanted.get(record, ""), record)
        if outcome.model is not None and outcome.model not in self.layers:
            self.layers[outcome.model] = layers.get(outcome.model, "model")

    def text_of(self, function: Any) -> str:
        """A function of the text's as a setting: its name, or the lambda itself."""
        code = vars(function)["_written"]
        if isinstance(code.node, ast.Lambda):
            return ast.get_source_segment(self._text, code.node) or "None"
        return function.__name__

    def _name(self, wanted: str, record: Record | None = None) -> str:
        if not is_name(wanted) and record is not None and record.layer in self.layers and (
                isinstance(record.layer, Model)):
            wanted = f"{self.layers[record.layer]}_output"
        elif not is_name(wanted):
            wanted = first_name(record.kind) if record is not None else "layer"
        elif self._often[wanted] == 1:
            return wanted
        name = Graph().free_name(wanted, self._taken)
        self._taken.add(name)
        return name


def _by_place(
    tree: ast.AST, records: Iterable[Record], outcome: Outcome
) -> dict[Record, str]:
    """The variables that the text gives to what records make."""
    spans = dict(_assigned(tree))
    starts = {span[:2]: name for span, name in spans.items()}
    found = {record: spans[record.span] for record in records if record.span in spans}
    before: dict[tuple[int, int], Record] = {}
    for call in outcome.calls:
        record = call.outputs[0].record
        place = (call.line, call.column - 1)
        if not isinstance(call.callee, str) or place not in starts or record in found:
            continue
        inner = before.get(place)  # a + b in a + b + c begins where all of it does
        if inner is not None and any(each.record is inner for each in call.inputs):
            found.pop(inner, None)
        found[record] = starts[place]
        before[place] = record
    for name, value in outcome.names.items():
        if isinstance(value, Tensor) and value.output == 0 and value.record not in found:
            found[value.record] = name
    return found


def _layers(tree: ast.AST, records: list[Record], outcome: Outcome) -> dict[Any, str]:
    """The names of layers that have a variable, or are called more than once."""
    spans = dict(_assigned(tree))
    named = {id(value): name for name, value in outcome.names.items() if isinstance(value, Made)}
    often = Counter(record.layer for record in records)
    found: dict[Any, str] = {}
    for layer in [*often, outcome.model]:
        if layer is None:
            continue
        name = named.get(id(layer)) or (spans.get(layer.span) if layer.span != NOWHERE else None)
        if name is None and (often[layer] > 1 or isinstance(layer, Model) and not layer.own):
            name = "block" if isinstance(layer, Model) else f"{first_name(layer.kind)}_layer"
        if name is not None:
            found[layer] = name
    return found


def _assigned(tree: ast.AST) -> Iterator[tuple[Span, str]]:
    """Where values stand that are given to names, and the first of the names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            target, value = node.target, node.value
        elif isinstance(node, ast.AugAssign):
            target, value = node.target, node
        else:
            continue
        if isinstance(target, (ast.Tuple, ast.List)) and target.elts:
            target = target.elts[0]
        if isinstance(target, ast.Name):
            yield (value.lineno, value.col_offset, value.end_lineno or 0,
                   value.end_col_offset or 0), target.id
