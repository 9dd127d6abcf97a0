"""A slow question never holds up a frame, and is asked again when its answer is old."""

import threading
import time
from dataclasses import replace

import numpy as np

from playground.training import paced
from playground.training.looking import Look

ASKED = paced.Asked(("state",), np.zeros(1), None, Look())


def until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def answers(seen):
    def answer(asked):
        seen.append(asked)
        return {"number": np.array([len(seen)])}
    return answer


def test_the_first_answer_comes_when_it_is_there_and_is_told():
    go, told = threading.Event(), threading.Event()

    def answer(asked):
        go.wait(20)
        return {"number": np.array([1])}

    one = paced.Paced(answer, told.set)
    assert one.newest(ASKED) == {}  # at once
    go.set()
    assert told.wait(20)
    assert one.newest(ASKED)["number"] == 1


def test_what_is_the_same_is_not_asked_again(monkeypatch):
    monkeypatch.setattr(paced, "PAUSE", 0.0)
    seen = []
    one = paced.Paced(answers(seen), lambda: None)
    until(lambda: one.newest(ASKED))
    for same in (ASKED, replace(ASKED, numbers=np.zeros(1)),
                 replace(ASKED, look=Look(layer=1, unit=2))):
        one.newest(same)
    time.sleep(0.05)
    assert len(seen) == 1


def test_what_is_asked_again_while_it_is_worked_out_is_answered_once(monkeypatch):
    monkeypatch.setattr(paced, "PAUSE", 0.0)
    begun, go, seen = threading.Event(), threading.Event(), []

    def answer(asked):
        begun.set()
        go.wait(20)
        return answers(seen)(asked)

    one = paced.Paced(answer, lambda: None)
    one.newest(ASKED)
    assert begun.wait(20) and one.newest(ASKED) == {}
    go.set()
    until(lambda: not one._working)
    assert len(seen) == 1 and one.newest(ASKED)["number"] == 1


def test_a_newer_state_and_another_example_are_asked_about(monkeypatch):
    monkeypatch.setattr(paced, "PAUSE", 0.0)
    seen = []
    one = paced.Paced(answers(seen), lambda: None)
    for number, other in enumerate((ASKED, replace(ASKED, state=("newer",)), replace(
            ASKED, look=Look(index=3)), replace(ASKED, look=Look(own="hello"))), start=1):
        until(lambda: one.newest(other).get("number") == number)


def test_an_answer_about_another_example_is_not_given_out(monkeypatch):
    monkeypatch.setattr(paced, "PAUSE", 30.0)  # longer than this test waits
    monkeypatch.setattr(paced, "LONGEST_REST", 30.0)
    one = paced.Paced(answers(seen := []), lambda: None)
    until(lambda: one.newest(ASKED))
    assert one.newest(replace(ASKED, state=("newer",)))["number"] == 1  # of a moment before
    other = replace(ASKED, look=Look(index=7))
    assert one.newest(other) == {}
    until(lambda: one.newest(other))  # and that is not waited for until the rest is over
    assert seen[-1] is other


def test_it_rests_between_two_answers_and_then_answers_what_was_asked_last(monkeypatch):
    monkeypatch.setattr(paced, "PAUSE", 0.3)
    seen, told = [], threading.Event()
    one = paced.Paced(answers(seen), told.set)
    one.newest(ASKED)
    assert told.wait(20)
    began = time.monotonic()
    for state in ("b", "c", "d"):
        one.newest(replace(ASKED, state=(state,)))
    until(lambda: len(seen) == 2)
    assert time.monotonic() - began > 0.2 and seen[-1].state == ("d",)


def test_a_question_that_fails_leaves_no_answer_and_can_be_asked_again(monkeypatch, caplog):
    monkeypatch.setattr(paced, "PAUSE", 0.0)
    told = threading.Event()
    one = paced.Paced(lambda asked: 1 / 0, told.set)
    one.newest(ASKED)
    assert told.wait(20) and one.newest(ASKED) == {}
    assert "could not be answered" in caplog.text
