"""Pairs from MNIST: the answers worked out again, and nothing to be had by guessing."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from playground.datasets.files import shipped
from playground.datasets.messages import words_of
from playground.datasets.pairs import LENGTH, QUESTIONS, TEST_PAIRS, WORDS, Pairs, pairs
from playground.fields import default_part

every_set = pytest.mark.parametrize("name", pairs)


@cache
def load(name: str, count: int = 3000, seed: int = 1) -> Pairs:
    return pairs[name].load({"count": count}, seed=seed)


def digits_of(pictures: np.ndarray, part: str) -> np.ndarray:
    """The label of every picture, looked up by its pixels."""
    mnist = shipped("mnist.npz")
    label = {picture.tobytes(): digit for picture, digit in
             zip(mnist[f"x_{part}"], mnist[f"y_{part}"], strict=True)}
    return np.array([label[picture.tobytes()] for picture in pictures])


@pytest.mark.parametrize(("question", "digits"), [
    ("Is it even?", {0, 2, 4, 6, 8}), ("Is it odd?", {1, 3, 5, 7, 9}),
    ("Is it more than four?", {5, 6, 7, 8, 9}), ("Is it less than three?", {0, 1, 2}),
    ("Is it an eight?", {8}), ("Is it a zero?", {0}),
])
def test_a_question_is_answered_as_a_person_would(question, digits):
    assert QUESTIONS[question] == digits
    assert len(QUESTIONS) == 30 and all(0 < len(yes) < 10 for yes in QUESTIONS.values())


def test_the_answer_to_a_question_is_that_of_the_pictures_digit():
    data = load("digit_questions")
    digits = digits_of(data.x_train["picture"], "train")
    said = [" ".join(data.words[number] for number in row if number)
            for row in data.x_train["question"]]
    for sentence, digit, y in zip(said, digits, data.y_train, strict=True):
        question = sentence.capitalize().replace(" ?", "?")
        assert (digit in QUESTIONS[question]) == y


def test_two_pictures_are_the_same_digit_where_it_says_so():
    data = load("same_digit")
    one, other = (digits_of(data.x_test[name], "test") for name in ("first", "second"))
    np.testing.assert_array_equal(one == other, data.y_test == 1)
    assert np.mean([np.array_equal(*two) for two in
                    zip(data.x_test["first"], data.x_test["second"])]) < 0.01


@every_set
def test_the_arrays_have_the_announced_forms(name):
    data = load(name)
    for x, y, count in ((data.x_train, data.y_train, 3000), (data.x_test, data.y_test, TEST_PAIRS)):
        assert y.shape == (count,) and y.dtype == np.int32 and set(y) == {0, 1}
        assert list(x) == list(pairs[name].inputs)
        for key, form in pairs[name].inputs.items():
            assert x[key].shape == (count, *form.shape)
            assert x[key].dtype == (np.uint8 if form.kind == "image" else np.int32)


@every_set
def test_one_input_alone_tells_nothing(name):
    data = load(name, 20_000)
    if "question" in data.x_train:
        _, same = np.unique(data.x_train["question"], axis=0, return_inverse=True)
    else:
        same = digits_of(data.x_train["first"], "train")
    for each in np.unique(same):
        mine = data.y_train[same.reshape(-1) == each]
        assert abs(mine.mean() - 0.5) < 5 * 0.5 / np.sqrt(len(mine))  # five standard errors


@every_set
def test_the_same_seed_gives_the_same_pairs(name):
    one, again, other = (pairs[name].load({"count": 1000}, seed=seed) for seed in (4, 4, 5))
    np.testing.assert_array_equal(one.y_train, again.y_train)
    for key in one.x_train:
        np.testing.assert_array_equal(one.x_test[key], again.x_test[key])
    assert not np.array_equal(one.y_train, other.y_train)


@every_set
def test_a_set_says_what_it_is(name):
    about = pairs[name]
    assert about.title and about.card.what.endswith("?") and len(about.class_names) == 2
    assert default_part(pairs, name).count == 20_000


def test_the_longest_question_fills_its_row():
    assert LENGTH == max(len(words_of(question)) for question in QUESTIONS)
    assert len(WORDS) == 2 + 10 + 10  # no words, zero to nine, ? a an even is it less more odd than
