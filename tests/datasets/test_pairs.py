"""Pairs from MNIST: the answers worked out again, and nothing to be had by guessing."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from playground.datasets import Data, datasets, sample
from playground.datasets.files import shipped
from playground.datasets.messages import words_of
from playground.datasets.pairs import LENGTH, QUESTIONS, TEST_PAIRS, WORDS
from playground.datasets.registry import PAIR

every_set = pytest.mark.parametrize("name", datasets.only(lambda each: each.kind == PAIR))


@cache
def load(name: str, count: int = 3000, seed: int = 1) -> Data:
    return sample(name, {"count": count}, 500, 80, seed)


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
    digits = digits_of(data.x_train.arrays["picture"], "train")
    said = [" ".join(data.words[number] for number in row if number)
            for row in data.x_train.arrays["question"]]
    for sentence, digit, y in zip(said, digits, data.y_train, strict=True):
        question = sentence.capitalize().replace(" ?", "?")
        assert (digit in QUESTIONS[question]) == y
    numbers = data.x_test.arrays["question"]
    assert [" ".join(data.words[number] for number in row if number) for row in numbers] == [
        text.lower().replace("?", " ?") for text in data.texts]


def test_two_pictures_are_the_same_digit_where_it_says_so():
    data = load("same_digit")
    one, other = (digits_of(data.x_test.arrays[name], "test") for name in ("first", "second"))
    np.testing.assert_array_equal(one == other, data.y_test == 1)
    assert np.mean([np.array_equal(*two) for two in
                    zip(*data.x_test.arrays.values(), strict=True)]) < 0.01


@every_set
def test_the_arrays_have_the_announced_forms(name):
    data = load(name)
    for x, y, count in ((data.x_train, data.y_train, 3000), (data.x_test, data.y_test, TEST_PAIRS)):
        assert y.shape == (count,) and y.dtype == np.int32 and set(y) == {0, 1}
        parts = dict(datasets[name].form({}).parts)
        assert len(x) == count and list(x.arrays) == list(parts)
        for key, form in parts.items():
            assert x.arrays[key].shape == (count, *form.shape)
            assert x.arrays[key].dtype == (np.uint8 if form.kind == "image" else np.int32)


@every_set
def test_one_input_alone_tells_nothing(name):
    data = load(name, 20_000)
    if "question" in data.x_train.arrays:
        _, same = np.unique(data.x_train.arrays["question"], axis=0, return_inverse=True)
    else:
        same = digits_of(data.x_train.arrays["first"], "train")
    for each in np.unique(same):
        mine = data.y_train[same.reshape(-1) == each]
        assert abs(mine.mean() - 0.5) < 5 * 0.5 / np.sqrt(len(mine))  # five standard errors


@every_set
def test_the_same_seed_gives_the_same_pairs(name):
    one, again, other = (load(name, 1000, seed) for seed in (4, 4, 5))
    np.testing.assert_array_equal(one.y_train, again.y_train)
    for key in one.x_train.arrays:
        np.testing.assert_array_equal(one.x_test.arrays[key], again.x_test.arrays[key])
    assert not np.array_equal(one.y_train, other.y_train)


def test_the_longest_question_fills_its_row():
    assert LENGTH == max(len(words_of(question)) for question in QUESTIONS)
    assert len(WORDS) == 2 + 10 + 10  # no words, zero to nine, ? a an even is it less more odd than
