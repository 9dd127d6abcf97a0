"""A field takes any raw value and gives a valid one, with a sentence where they differ."""

import math
import pickle

import pytest

from playground.fields import (
    Call,
    Choice,
    Flag,
    Many,
    Number,
    One,
    Part,
    Several,
    Text,
    Whole,
    default_part,
)
from playground.registry import Registry

things = Registry("thing")


@things.register("Ball", size=Whole(default=3, low=1, high=9, positional=True),
                 bounce=Number(default=0.5, low=0, high=1))
class Ball:
    """Round."""


@things.register("Box", lid=Flag(default=True))
class Box:
    """Square."""


def read(field, raw):
    problems = []
    return field.read(raw, "Setting", problems), problems


@pytest.mark.parametrize("raw", ["nan", "inf", "-inf", "abc", "", None, True, [], 1e999, "1" * 400])
def test_a_number_that_is_none_becomes_the_default(raw):
    value, problems = read(Number(default=0.5, low=0, high=1), raw)
    assert value in (0.5, 1.0) and math.isfinite(value) and len(problems) == 1


@pytest.mark.parametrize("raw, nearest", [(-3, 0.0), ("7", 1.0), (1e300, 1.0)])
def test_a_number_out_of_bounds_becomes_the_bound(raw, nearest):
    value, problems = read(Number(default=0.5, low=0, high=1), raw)
    assert value == nearest
    assert problems[0].startswith("Setting expects a number between 0 and 1; got")


def test_a_whole_number_is_rounded_with_a_word():
    assert read(Whole(default=1, low=1, high=9), "2.6") == (
        3, ["Setting expects a whole number; got '2.6'."])


@pytest.mark.parametrize("raw, value", [("yes", True), ("0", False), (True, True), ("OFF", False)])
def test_a_flag_understands_the_usual_words(raw, value):
    assert read(Flag(), raw) == (value, [])


def test_a_mistyped_choice_becomes_the_nearest():
    value, problems = read(Choice(options=("relu", "tanh"), default="relu"), "tnh")
    assert value == "tanh" and "Did you mean tanh?" in problems[0]


def test_a_part_checks_each_setting_by_itself():
    value, problems = read(One(options=things, default="Box"), Call("ball", (99,), (("bonce", 1),)))
    assert value == Part("Ball", (("size", 9), ("bounce", 1.0)))
    assert len(problems) == 2


def test_an_unknown_part_of_a_row_is_left_out():
    value, problems = read(Many(options=things), ("Ball", "EVIL_THING", Call("Box")))
    assert [part.name for part in value] == ["Ball", "Box"] and len(problems) == 1


def test_a_row_that_is_too_long_is_cut():
    value, problems = read(Many(options=things, most=2), ("Ball",) * 1000)
    assert len(value) == 2 and "at most 2" in problems[0]


def test_several_names_come_in_the_options_order_and_once():
    assert read(Several(options=("a1", "b2", "c3")), ("c3", "a1", "c3"))[0] == ("a1", "c3")


def test_checking_raises_the_first_sentence():
    sentence = "Ball units expects a whole number between 1 and 64; got 0"
    with pytest.raises(ValueError, match=sentence):
        Whole(low=1, high=64).check(0, "Ball units")


def test_a_part_is_a_value():
    part = default_part(things, "ball")
    assert part.size == 3 and part == pickle.loads(pickle.dumps(part)) and hash(part)
    assert part.replace(size=4).size == 4 and part.size == 3
    with pytest.raises(AttributeError, match="no setting"):
        _ = part.colour
    with pytest.raises(ValueError, match="no setting"):
        part.replace(colour=1)


@pytest.mark.parametrize("raw, means, word", [
    ("bill length", "bill length", None), ("", "", None), (7, "x", "plain text"),
    (Call("f"), "x", "plain text"), ("a\x00b", "x", "plain text"), ("a" * 9, "x", "8 characters"),
    ("bad", "x", "Setting: not this one.")])
def test_a_text_is_kept_when_it_is_plain_short_and_formed(raw, means, word):
    def form(text):
        if text == "bad":
            raise ValueError("not this one.")
        return text

    text, problems = read(Text(default="x", longest=8 if raw != "bill length" else 20,
                               form=form), raw)
    assert text == means
    assert (word is None and not problems) or word in problems[0]
