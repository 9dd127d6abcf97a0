"""How each output of a graph is trained: what it is compared with, by which loss, with what weight.

It stands in the graph's ending, in ``compile`` and ``fit``, and is read and changed there.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playground.code.graph import NOTHING, Graph
from playground.code.layout import Expression, lay_out


@dataclass(frozen=True)
class Taught:
    """How one output is trained; ``wanted`` and ``loss`` are Python: "y_train % 2", '"mse"'."""

    wanted: str
    loss: str
    weight: float = 1.0


def taught(graph: Graph, usual: Sequence[Taught]) -> tuple[Taught, ...]:
    """How every output is trained, as the ending says; what it does not say is as usual."""
    compiled, fitted = (_call(graph, method) for method in ("compile", "fit"))
    names = [_keras_name(graph, place) for place in range(len(usual))]
    found = []
    losses = _parts(_argument(compiled, 1, "loss"), names, alike=True)
    weights = _parts(_argument(compiled, None, "loss_weights"), names)
    wanted = _parts(_argument(fitted, 1, "y"), names)
    for one, loss, weight, answer in zip(usual, losses, weights, wanted):
        found.append(Taught(
            one.wanted if answer is None else ast.unparse(answer),
            one.loss if loss is None else _double_quoted(ast.unparse(loss)),
            _number(weight, one.weight)))
    return tuple(found)


def teach(
    graph: Graph, place: int, usual: Sequence[Taught], optimizer: Expression | str, **changes: Any
) -> Graph:
    """The graph with one output trained otherwise.

    Args:
        place: which output.
        optimizer: Python for it, where the ending does not compile the model yet.
        changes: of its ``Taught``.
    """
    every = list(taught(graph, usual))
    every[place] = replace(every[place], **changes)
    compiled, fitted = (_call(graph, method) for method in ("compile", "fit"))
    given: dict[str, Expression | str] = {"loss": _row([each.loss for each in every])}
    if any(each.weight != 1 for each in every):
        given["loss_weights"] = _row([f"{each.weight:g}" for each in every])
    before = [] if compiled else [("optimizer", optimizer)]
    compiling = _written(graph, "compile", compiled, ("optimizer", "loss"), given, before,
                         drop=("loss_weights",))
    fitting = _written(graph, "fit", fitted, ("x", "y"), {
        "y": _row([each.wanted for each in every])}, [] if fitted else [("", "x_train")])
    return replace(graph, ending=_replaced(graph.ending, [
        (compiled, compiling), (fitted, fitting)]))


def _call(graph: Graph, method: str) -> ast.Call | None:
    """The first call of this method in the ending."""
    for node in ast.walk(ast.parse(graph.ending)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and (
                node.func.attr == method and isinstance(node.func.value, ast.Name)
                and node.func.value.id == graph.name):
            return node
    return None


def _argument(call: ast.Call | None, place: int | None, name: str) -> ast.expr | None:
    if call is None:
        return None
    if place is not None and place < len(call.args):
        return call.args[place]
    return next((each.value for each in call.keywords if each.arg == name), None)


def _parts(
    node: ast.expr | None, names: Sequence[str], alike: bool = False
) -> list[ast.expr | None]:
    """What of an argument is for each output: a list's or a dict's entries, or all of it."""
    if isinstance(node, (ast.List, ast.Tuple)) and len(names) > 1:
        return [*node.elts, *[None] * len(names)][:len(names)]
    if isinstance(node, ast.Dict):
        entries = [(getattr(key, "value", None), value)
                   for key, value in zip(node.keys, node.values)]
        if {key for key, _ in entries} <= set(names):
            return [dict(entries).get(name) for name in names]
        return [*[value for _, value in entries], *[None] * len(names)][:len(names)]
    return [node] * len(names) if alike else [node, *[None] * (len(names) - 1)]


def _keras_name(graph: Graph, place: int) -> str:
    """What Keras calls an output: as the layer that gives it, if that has a name."""
    wire = graph.outputs[place]
    named = None if wire == NOTHING else graph[wire.node].setting("name")
    return named if isinstance(named, str) else ""


def _number(node: ast.expr | None, otherwise: float) -> float:
    value = getattr(node, "value", None)
    return float(value) if isinstance(value, (int, float)) else otherwise


def _row(texts: Sequence[str]) -> Expression | str:
    return texts[0] if len(texts) == 1 else Expression("", tuple(("", each) for each in texts))


def _written(
    graph: Graph, method: str, call: ast.Call | None, order: Sequence[str],
    given: Mapping[str, Expression | str], before: Sequence[tuple[str, Expression | str]],
    drop: Sequence[str] = (),
) -> str:
    """The call with these arguments in the place of its own, and what else it has."""
    arguments = list(before)
    left = dict(given)
    for place, each in enumerate(call.args if call else ()):
        name = order[place] if place < len(order) else ""
        arguments.append(("", left.pop(name) if name in left else _text(graph, each)))
    for each in call.keywords if call else ():
        if each.arg in left:
            arguments.append((each.arg, left.pop(each.arg)))
        elif each.arg is not None and each.arg not in drop:
            arguments.append((each.arg, _text(graph, each.value)))
    unnamed = method == "fit" and all(not name for name, _ in arguments)
    new = [("" if unnamed and name == "y" else name, value) for name, value in left.items()]
    places = [at for at, (name, _) in enumerate(arguments) if name in ("loss", "")]
    at = places[-1] + 1 if places else len(arguments)
    arguments[at:at] = new
    return lay_out(Expression(f"{graph.name}.{method}", tuple(arguments)))


def _text(graph: Graph, node: ast.expr) -> str:
    return ast.get_source_segment(graph.ending, node) or ast.unparse(node)


def _replaced(ending: str, calls: Sequence[tuple[ast.Call | None, str]]) -> str:
    """The ending with these calls written anew; those it has not come last."""
    lines = ending.splitlines()
    for call, text in sorted(calls, key=lambda each: -(each[0].lineno if each[0] else 0)):
        if call is not None:
            before = lines[call.lineno - 1].encode()[:call.col_offset].decode()
            after = lines[call.end_lineno - 1].encode()[call.end_col_offset:].decode()
            lines[call.lineno - 1:call.end_lineno] = (before + text + after).split("\n")
    return "\n".join([*lines, *(text for call, text in calls if call is None)])


def _double_quoted(text: str) -> str:
    """As Keras code writes it: "mse", not 'mse'."""
    plain = text[1:-1]
    return f'"{plain}"' if text == repr(plain) else text
