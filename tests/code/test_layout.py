"""Calls as text: on one line where they fit, else one argument a line."""

import ast

from playground.code.layout import WIDTH, Expression, lay_out


def test_a_short_call_stays_on_one_line():
    call = Expression("f", (("", "1"), ("b", '"two"')))
    assert lay_out(call, before="x = ", after=",", indent=4) == '    x = f(1, b="two"),'


def test_a_long_call_has_one_argument_a_line_and_a_bracket_of_its_own():
    call = Expression("function", (("first", "1" * 40), ("second", "2" * 40)))
    assert lay_out(call).splitlines() == [
        "function(", f"    first={'1' * 40},", f"    second={'2' * 40},", ")"]


def test_what_is_too_long_inside_is_laid_out_by_the_same_rule():
    inner = Expression("inner", tuple((f"argument_{index}", "1234567890") for index in range(4)))
    text = lay_out(Expression("outer", (("", "short"), ("value", inner))), before="x = ")
    assert text.splitlines()[:3] == ["x = outer(", "    short,", "    value=inner("]
    assert max(map(len, text.splitlines())) <= WIDTH
    ast.parse(text)


def test_a_call_without_arguments_and_a_list():
    assert lay_out(Expression("f")) == "f()"
    assert lay_out(Expression("", (("", "1"), ("", "2")))) == "[1, 2]"
