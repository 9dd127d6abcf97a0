"""A graph as text: Keras's functional style, a line a node."""

from __future__ import annotations

from collections.abc import Iterator

from playground.code.graph import (
    INDEX,
    INPUT,
    NOTHING,
    OPERATORS,
    Graph,
    Node,
    Row,
    Source,
    Value,
    Wire,
)
from playground.code.graph_kinds import is_layer, is_positional, parameters_of, path_of
from playground.code.layout import WIDTH, Expression, lay_out
from playground.fields import Call
from playground.keras.layers import layers


def write(graph: Graph) -> str:
    """The model as Python text; what Keras would take by itself is left out."""
    writer = _Writer()
    writer.model(graph)
    head = graph.preamble if _imports_keras(graph.preamble) else "import keras"
    if head != graph.preamble and graph.preamble:
        first = graph.preamble.partition("\n")[0]
        imports = first.startswith(("import ", "from "))
        head += "\n\n\n" if _defines(first) else "\n" if imports else "\n\n"
        head += graph.preamble
    lines = [*writer.lines, graph.ending] if graph.ending else writer.lines
    return head + ("\n\n\n" if _defines(head) else "\n\n") + "\n".join(lines) + "\n"


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.done: set[str] = set()  # variables that have their value already
        self.inside = 0  # how many models the lines are within

    def model(self, graph: Graph) -> None:
        nodes = {node.name: node for node in graph.nodes}
        for node in graph.nodes:
            nested = graph.model(node.kind)
            if nested is not None and node.kind not in self.done:
                self.nested(graph, node.kind)
            if node.layer and not nested and node.layer not in self.done:
                self.say(lay_out(made_text(graph, node), before=f"{node.layer} = "), node.layer)
            if node.name not in self.done:
                self.say(_called(graph, nodes, node), node.name)
        for name, _ in graph.models:  # those that no node calls yet
            if name not in self.done:
                self.nested(graph, name)
        ends = [[_wire(nodes, Wire(name)) for name in graph.inputs],
                [_wire(nodes, wire) for wire in graph.outputs]]
        called = (("name", _quoted(graph.name)),) if self.inside else ()
        self.say(lay_out(Expression("keras.Model", (*(
            ("", each[0] if len(each) == 1 else _list(each)) for each in ends), *called)),
            before=f"{graph.name} = "), graph.name)

    def nested(self, graph: Graph, name: str) -> None:
        if self.lines:
            self.lines.append("")
        self.inside += 1
        self.model(dict(graph.models)[name])
        self.inside -= 1
        self.lines.append("")

    def say(self, line: str, name: str) -> None:
        self.lines.append(line)
        self.done.add(name)


def _imports_keras(preamble: str) -> bool:
    return any(line.strip() == "import keras" for line in preamble.splitlines())


def _defines(text: str) -> bool:
    return any(line.startswith(("class ", "def ", "@")) for line in text.splitlines())


def made_text(graph: Graph, node: Node) -> Expression:
    """The layer itself, or the Input."""
    if node.kind == INPUT:
        return _input(node)
    name = node.kind
    parameters = parameters_of(graph, node.kind)
    if parameters is not None:
        name = path_of(layers[node.kind])
    in_order = iter(parameters or {})
    arguments = []
    unnamed = True  # as long as each is the next one that the constructor expects
    for key, value in node.settings:
        unnamed = unnamed and key == next(in_order, None) and is_positional(
            (parameters or {}).get(key))
        arguments.append(("" if unnamed else key, value_text(value)))
    return Expression(name, tuple(arguments))


def _called(graph: Graph, nodes: dict[str, Node], node: Node) -> str:
    """The node's line."""
    before = f"{node.name} = "
    if node.kind == INPUT:
        return lay_out(_input(node), before=before)
    given = tuple((name, value_text(value, nodes)) for name, value in node.arguments)
    if node.kind == INDEX:
        return f"{before}{_line(given[0][1])}[{_index(node.arguments[1][1])}]"
    if node.kind in OPERATORS:
        operands = [_operand(_line(text)) for _, text in given]
        return before + (f" {node.kind} ".join(operands) if len(operands) > 1
                         else f"{node.kind}{operands[0]}")
    if graph.model(node.kind) is None and is_layer(graph, node.kind) and not node.layer:
        made = made_text(graph, node)
        call = _line(Expression("call", given)).removeprefix("call")
        if len(before + _line(made) + call) <= WIDTH or len(call) > len(_line(made)):
            return lay_out(Expression(_line(made), given), before=before)
        return lay_out(made, before=before, after=call)
    name = node.layer or (f"keras.{node.kind}" if "." in node.kind else node.kind)
    return lay_out(Expression(name, given), before=before)


def _operand(text: str) -> str:
    plain = text.replace(".", "").replace("_", "").replace("[", "").replace("]", "").isalnum()
    return text if plain else f"({text})"


def _input(node: Node) -> Expression:
    arguments = [("" if k == 0 and name == "shape" else name, value_text(value))
                 for k, (name, value) in enumerate(node.settings)]
    return Expression("keras.Input", tuple(arguments))


def value_text(value: Value, nodes: dict[str, Node] | None = None) -> Expression | str:
    """A setting or an argument as it is written."""
    if isinstance(value, Wire):
        return _wire(nodes or {}, value)
    if isinstance(value, Source):
        return value.text
    if isinstance(value, Row):
        return _list([value_text(each, nodes) for each in value.items])
    if isinstance(value, tuple):
        inside = ", ".join(_line(value_text(each, nodes)) for each in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, Call):
        named = [(name, value_text(each)) for name, each in value.named]
        unnamed = [("", value_text(each)) for each in value.positional]
        return Expression(value.name, (*unnamed, *named))
    return _quoted(value) if isinstance(value, str) else repr(value)


def _wire(nodes: dict[str, Node], wire: Wire) -> str:
    if wire == NOTHING:
        return "None"
    node = nodes.get(wire.node)
    several = node is not None and node.outputs > 1
    return f"{wire.node}[{wire.output}]" if several else wire.node


def _index(value: Value) -> str:
    """What stands between the brackets: a slice is a Source."""
    if isinstance(value, tuple):
        return ", ".join(map(_index, value))
    return _line(value_text(value))


def _list(items: list[Expression | str]) -> Expression:
    return Expression("", tuple(("", each) for each in items))


def _line(value: Expression | str) -> str:
    return lay_out(value) if isinstance(value, str) else "".join(_flat(value))


def _flat(value: Expression | str) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        return
    inside = ", ".join((f"{name}=" if name else "") + "".join(_flat(each))
                       for name, each in value.arguments)
    yield f"{value.name}({inside})" if value.name else f"[{inside}]"


def _quoted(text: str) -> str:
    plain = repr(text)
    return f'"{plain[1:-1]}"' if plain[0] == "'" and '"' not in text else plain
