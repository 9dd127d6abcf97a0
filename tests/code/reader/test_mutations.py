"""Whatever is given to the reader, it reads or refuses it: no other error comes out."""

import contextlib
import random

import pytest

from playground.code.reader import Budget, Outcome, Refusal, read
from playground.code.reader.keras_world import keras_world
from playground.templates import templates
from tests.code.reader.escapes import CORPUS
from tests.code.reader.mutations import blind, crossed, exchanged, scrambled
from tests.code.reader.test_reading import STACKS
from tests.code.tutorials import TUTORIALS

WORLD = keras_world()
PROGRAMS = [*STACKS.values(), *(code for _, code in TUTORIALS.values()),
            *(each.experiment.code for each in templates.values())]
BUDGET = Budget(steps=5_000, calls=60, things=30)


def is_read_or_refused(text):
    with contextlib.suppress(Refusal):
        assert isinstance(read(text, WORLD, BUDGET), Outcome)


@pytest.mark.parametrize("seed", range(10))
def test_programs_with_their_parts_exchanged(seed):
    rng = random.Random(seed)
    for _ in range(8):
        is_read_or_refused(exchanged(rng.choice(list(STACKS.values())), rng))


@pytest.mark.parametrize("seed", range(10))
def test_tutorials_with_parts_of_others(seed):
    rng = random.Random(seed)
    for _ in range(12):
        is_read_or_refused(crossed(*rng.sample(PROGRAMS, 2), rng))


@pytest.mark.parametrize("seed", range(10))
def test_programs_with_their_characters_scrambled(seed):
    rng = random.Random(seed)
    for _ in range(10):
        is_read_or_refused(scrambled(rng.choice([*STACKS.values(), *CORPUS.values()]), rng))


@pytest.mark.parametrize("seed", range(10))
def test_programs_put_together_blindly(seed):
    rng = random.Random(seed)
    for _ in range(60):
        is_read_or_refused(blind(rng))
