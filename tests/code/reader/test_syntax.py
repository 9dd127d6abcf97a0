"""The list of what is read is true, and it is whole."""

import ast

import pytest

from playground.code.reader import Outcome, Refusal, read
from playground.code.reader.builtins import BUILTINS
from playground.code.reader.interpreter import EXPRESSIONS, STATEMENTS
from playground.code.reader.keras_world import keras_world
from playground.code.reader.parsing import UNDERSTOOD, WAYS_OUT
from playground.code.reader.syntax import SYNTAX

WORLD = keras_world()
PLACED = (ast.expr, ast.stmt)  # kinds of nodes that have a line and a column
REFUSED = {  # of each kind of node that is not read an example
    "TryStar": "if 1:\n    try:\n        pass\n    except* ValueError:\n        pass",
    "AsyncWith": "async def f():\n    async with 1:\n        pass",
    "AsyncFor": "async def f():\n    async for x in 1:\n        pass",
    "AsyncFunctionDef": "if 1:\n    async def f():\n        pass",
    "Await": "async def f():\n    await 1", "Yield": "def f():\n    yield 1",
    "YieldFrom": "def f():\n    yield from 1",
    "Match": "if 1:\n    match 1:\n        case 1:\n            pass",
    "TypeAlias": "if 1:\n    type X = int",
    "TemplateStr": "if 1:\n    t'{1}'", "Interpolation": "if 1:\n    t'{1}'",
}


@pytest.mark.parametrize("what", [what for what, _ in SYNTAX])
def test_every_example_is_read(what):
    assert isinstance(read(dict(SYNTAX)[what], WORLD), Outcome)


def test_every_kind_of_node_that_is_understood_is_in_an_example():
    shown = {type(node) for _, example in SYNTAX for node in ast.walk(ast.parse(example))}
    assert UNDERSTOOD - shown - {ast.UAdd} == set()


def test_what_is_understood_has_a_meaning():
    walked = {each for each in UNDERSTOOD if issubclass(each, (ast.expr, ast.stmt))}
    assert walked - set(EXPRESSIONS) - set(STATEMENTS) == {ast.Starred}
    assert set(EXPRESSIONS) | set(STATEMENTS) <= walked


def test_the_functions_that_are_always_there_have_their_names():
    assert all(each.name == name for name, each in BUILTINS.items())


def test_every_kind_of_node_is_understood_or_has_an_example_that_is_refused():
    python = {each.__name__ for kind in PLACED for each in kind.__subclasses__()}
    old = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis"}  # of Python before 3.8
    assert python - {each.__name__ for each in UNDERSTOOD} - set(REFUSED) - old == set()


@pytest.mark.parametrize("kind", [each for each in REFUSED if hasattr(ast, each)])
def test_what_is_not_read_is_refused_at_its_place_with_a_way_out(kind):
    nodes = [node for node in ast.walk(ast.parse(REFUSED[kind])) if type(node).__name__ == kind]
    with pytest.raises(Refusal) as refused:
        read("\n" + REFUSED[kind], WORLD)
    first = min((node.lineno + 1, node.col_offset + 1) for node in ast.walk(
        ast.parse(REFUSED[kind])) if isinstance(node, PLACED) and type(node) not in UNDERSTOOD)
    assert nodes and (refused.value.line, refused.value.column) == first
    around = "AsyncFunctionDef" if kind in ("Await", "AsyncWith", "AsyncFor") else kind
    assert refused.value.sentence == WAYS_OUT.get(around, refused.value.sentence)
    assert ". " in refused.value.sentence
