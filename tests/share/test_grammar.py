"""Texts in links: what is no plain word stands in quotation marks and comes back as it was."""

import random

import pytest

from playground.fields import One, Text, part_of, read_part
from playground.registry import Registry
from playground.share import grammar

things = Registry("thing")
FIELDS = {"title": Text(positional=True, longest=200), "more": Text(longest=200)}
things.register("Thing", **FIELDS)(type("Thing", (), {}))
field = One(options=things)


def there_and_back(name: str, more: str) -> tuple[str, str, list[str]]:
    problems: list[str] = []
    part = part_of("Thing", FIELDS).replace(title=name, more=more)
    text = grammar.text(part, field)
    back = read_part(things, grammar.parse(text, "data", problems), "data", problems, None)
    return back.title, back.more, problems


@pytest.mark.parametrize("text", [
    "plain", "two words", "it's", "''", "'", "a),(b=[", "", "none", "true", "1e5", "ü ß 温度",
    "a" * 150, "<script>", "100 %", "x=1&y=2", " a  b "])
def test_a_text_comes_back_as_it_was(text):
    assert there_and_back(text, "x") == (text, "x", [])
    assert there_and_back("x", text) == ("x", text, [])


def test_texts_of_all_characters_come_back():
    rng = random.Random(3)
    for _ in range(500):
        one, other = ("".join(rng.choices("ab '(),=[]*:.ü&%", k=rng.randrange(12)))
                      for _ in range(2))
        assert there_and_back(one, other) == (one, other, [])


@pytest.mark.parametrize("text", ["Thing('open", "Thing('open,more=x", "Thing(more='", "'alone'("])
def test_a_text_that_is_not_closed_is_said(text):
    problems: list[str] = []
    grammar.parse(text, "data", problems)
    assert "quite right" in problems[0]
