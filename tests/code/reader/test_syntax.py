"""The list of what is read is true, and it is whole."""

import ast

import pytest

from playground.code.reader import Outcome, read
from playground.code.reader.builtins import BUILTINS
from playground.code.reader.interpreter import EXPRESSIONS, STATEMENTS
from playground.code.reader.keras_world import keras_world
from playground.code.reader.parsing import UNDERSTOOD
from playground.code.reader.syntax import SYNTAX

WORLD = keras_world()


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
