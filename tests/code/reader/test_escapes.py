"""Every known way out of a restricted Python ends at a refusal, and at nothing else."""

import pytest

from playground.code.reader import Refusal, read
from playground.code.reader.keras_world import keras_world
from tests.code.reader.escapes import CORPUS

WORLD = keras_world()


@pytest.mark.parametrize("name", CORPUS)
def test_it_is_refused_with_a_place_and_a_sentence(name):
    text = CORPUS[name]
    with pytest.raises(Refusal) as refused:
        read(text, WORLD)
    refusal = refused.value
    assert 1 <= refusal.line <= text.count("\n") + 1 and refusal.column >= 1
    assert 8 < len(refusal.sentence) <= 600 and refusal.sentence.endswith((".", "…", "?"))
    assert "/work" not in refusal.sentence and ".py" not in refusal.sentence
