"""Two inputs and one answer, drawn from MNIST by a seed: what a model with two branches learns.

Training pairs are made of MNIST's training pictures, test pairs of its test pictures. Yes and no
are equally frequent, for every question too: whoever does not look at both inputs can only guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from playground.datasets.files import shipped
from playground.datasets.inputs import Inputs
from playground.datasets.messages import numbers_of, vocabulary_of, words_of
from playground.datasets.registry import (
    IMAGE,
    PAIR,
    TEXT,
    Card,
    Data,
    Dataset,
    Form,
    Settings,
    datasets,
    describe,
)
from playground.fields import Whole

TEST_PAIRS = 5000
LENGTH = 6  # words of the longest question, its mark included
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

Drawn = tuple[dict[str, np.ndarray], np.ndarray]
PICTURE = Form(IMAGE, (28, 28, 1))


def pair(name: str, *, title: str, classes: tuple[str, str], parts: Mapping[str, Form],
         what: str, words: tuple[str, ...] = ()) -> Callable[[Callable[..., Drawn]], Dataset]:
    """Register the decorated function of a generator, digits' pictures and classes, and a count.

    It gives each part's array by its name, pictures uint8 and questions int32 numbers of words,
    and the classes (count,) int32.
    """

    def add(function: Dataset) -> Dataset:
        describe(function, title=title, kind=PAIR, classes=classes, share=80,
                 adjusts=("data_seed",), card=Card(
                     what=what, source="drawn from MNIST (Y. LeCun, C. Cortes and C. Burges, "
                     "1998) by the data seed", licence="CC BY-SA 3.0"))
        form = Form(PAIR, (), parts=tuple(parts.items()))
        function.form = lambda settings: form

        def load(settings: Settings, *, points: int, share: int, seed: int) -> Data:
            """As many training pairs as the settings say, and 5,000 to test."""
            mnist = shipped("mnist.npz")
            drawn = []
            for part, count in (("train", settings["count"]), ("test", TEST_PAIRS)):
                rng = np.random.default_rng((seed, part == "test"))
                x, y = function(rng, mnist[f"x_{part}"][..., np.newaxis], mnist[f"y_{part}"], count)
                drawn += [Inputs(x), y]
            return Data(*drawn, words=words, texts=_read_aloud(drawn[2]))

        function.load = load
        return datasets.register(name, count=Whole(
            default=20_000, low=1000, high=60_000, step=1000, label="Training pairs",
            restarts=True, help="How many pairs the network learns from; 5,000 others test it."))(
            function)

    return add


def _read_aloud(x: Inputs) -> tuple[str, ...]:
    """The question of each pair, where it has one."""
    rows = x.arrays.get("question", np.zeros((0, LENGTH), np.int32))
    known = {numbers_of(each, WORDS, LENGTH).tobytes(): each for each in QUESTIONS}
    return tuple(known[row.tobytes()] for row in rows)


def questions() -> dict[str, frozenset[int]]:
    """Every question, and the digits for which the answer is yes."""
    asked = {"Is it even?": range(0, 10, 2), "Is it odd?": range(1, 10, 2)}
    for number, word in enumerate(_NUMBERS):
        article = "an" if word == "eight" else "a"
        asked[f"Is it {article} {word}?"] = (number,)
        if number < 9:
            asked[f"Is it more than {word}?"] = range(number + 1, 10)
        if number > 0:
            asked[f"Is it less than {word}?"] = range(number)
    return {question: frozenset(digits) for question, digits in asked.items()}


QUESTIONS = questions()
WORDS = vocabulary_of([words_of(question) for question in QUESTIONS], 100)


@pair(
    "digit_questions", title="Questions about a digit", classes=("no", "yes"), words=WORDS,
    parts={"picture": PICTURE, "question": Form(TEXT, (LENGTH,), len(WORDS))},
    what="A digit written by hand and a short question in words, such as: is it even? Is it more "
         "than four? Yes or no?")
def digit_questions(
    rng: np.random.Generator, pictures: np.ndarray, digits: np.ndarray, count: int
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """A picture and a question in words; the answer needs both."""
    asked = list(QUESTIONS)
    question = rng.integers(len(asked), size=count)
    y = rng.integers(2, size=count)
    # (questions, 2, 10): how likely each digit is, for the answer to be no, and to be yes
    fits = np.array([[[(digit in QUESTIONS[each]) == answer for digit in range(10)]
                      for answer in (False, True)] for each in asked], float)
    chance = np.cumsum(fits / fits.sum(axis=-1, keepdims=True), axis=-1)[question, y]
    digit = (rng.random((count, 1)) >= chance).sum(axis=1).clip(max=9)
    rows = np.stack([numbers_of(each, WORDS, LENGTH) for each in asked])
    return {"picture": pictures[_one_of_each(rng, digits, digit)], "question": rows[question]}, (
        y.astype(np.int32))


@pair(
    "same_digit", title="The same digit?", classes=("different", "same"),
    parts={"first": PICTURE, "second": PICTURE},
    what="Two digits written by hand. Are they the same digit?")
def same_digit(
    rng: np.random.Generator, pictures: np.ndarray, digits: np.ndarray, count: int
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Two pictures; whether they show one digit needs no name for it."""
    y = rng.integers(2, size=count)
    first = rng.integers(10, size=count)
    second = np.where(y == 1, first, (first + rng.integers(1, 10, size=count)) % 10)
    return {"first": pictures[_one_of_each(rng, digits, first)],
            "second": pictures[_one_of_each(rng, digits, second)]}, y.astype(np.int32)


def _one_of_each(rng: np.random.Generator, digits: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """For every digit that is wanted, the number of a random picture of it."""
    order = np.argsort(digits, kind="stable")  # the pictures by digit
    sizes = np.bincount(digits, minlength=10)
    first = np.cumsum(sizes) - sizes
    return order[first[wanted] + (rng.random(len(wanted)) * sizes[wanted]).astype(int)]
