"""How a script draws the pairs of pictures and questions that the page does, from MNIST."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from playground.datasets import pairs
from playground.experiment import Experiment

Source = Callable[[Any], list[str]]


def imports_of(experiment: Experiment) -> list[str]:
    """The import lines that the pairs need beside NumPy and Keras."""
    return ["import re", ""] if _asks(experiment) else []


def passages(experiment: Experiment, source_of: Source) -> list[list[str]]:
    """From nothing to ``x_train`` and ``x_test``, dicts of arrays, ``y_train`` and ``y_test``."""
    draw = experiment.dataset
    return [
        *(_questions(source_of) if _asks(experiment) else []),
        ["", *source_of(pairs._one_of_each), ""],
        ["", *source_of(draw), ""],
        ["", *_DRAW.format(name=draw.__name__, seed=experiment.data_seed).splitlines(), ""],
        ["train, test = keras.datasets.mnist.load_data()",
         f'x_train, y_train = draw("train", *train, count={experiment.data.count})',
         f'x_test, y_test = draw("test", *test, count={pairs.TEST_PAIRS})']]


def _asks(experiment: Experiment) -> bool:
    return "question" in dict(experiment.form.parts)


def _questions(source_of: Source) -> list[list[str]]:
    words = textwrap.wrap(", ".join(f'"{each}"' for each in pairs.WORDS), 74)
    return [
        ["_NUMBERS = (" + ", ".join(f'"{each}"' for each in pairs._NUMBERS[:7]) + ",",
         "            " + ", ".join(f'"{each}"' for each in pairs._NUMBERS[7:]) + ")",
         f"LENGTH = {pairs.LENGTH}  # words of the longest question",
         "WORDS = [  # every word's number; the first two are the end, and all other words",
         *(f"    {each}" for each in words), "]"],
        ["", *source_of(pairs.questions), ""],
        ["", *_NUMBERS_OF.splitlines(), ""],
        ["QUESTIONS = questions()"]]


_NUMBERS_OF = '''\
def numbers_of(question, words, length):
    """A question as a row of numbers of words."""
    said = re.findall(r"[a-z]+|[?]", question.lower())
    return [words.index(each) for each in said] + [0] * (length - len(said))'''

_DRAW = '''\
def draw(part, pictures, digits, count):
    """Pairs with their answers; pixels from 0 to 1."""
    rng = np.random.default_rng(({seed}, part == "test"))
    x, y = {name}(rng, pictures[..., np.newaxis], digits, count)
    return {{each: rows.astype("float32") / 255 if rows.ndim == 4 else rows
            for each, rows in x.items()}}, y'''
