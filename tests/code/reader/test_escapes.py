"""Every known way out of a restricted Python ends at a refusal, and at nothing else."""

import jax
import pytest

from playground.code.reader import Refusal, read
from playground.code.reader.jax_module import jax_modules
from playground.code.reader.keras_world import keras_world
from tests.code.reader.escapes import CORPUS, OF_JAX

WORLD = keras_world()
BESIDE_JAX = keras_world(extra=jax_modules(jax))
IMPORTS = "import jax, keras\nimport jax.numpy as jnp\nfrom keras import layers\n"


@pytest.mark.parametrize("name", CORPUS)
def test_it_is_refused_with_a_place_and_a_sentence(name):
    text = CORPUS[name]
    with pytest.raises(Refusal) as refused:
        read(text, WORLD)
    refusal = refused.value
    assert 1 <= refusal.line <= text.count("\n") + 1 and refusal.column >= 1
    assert 8 < len(refusal.sentence) <= 600 and refusal.sentence.endswith((".", "…", "?"))
    assert not any(each in refusal.sentence for each in ("/work", ".py", " at 0x", "_print"))


@pytest.mark.parametrize("line", OF_JAX)
def test_nothing_of_jax_leads_out_or_explodes(line):
    with pytest.raises(Refusal) as refused:
        read(IMPORTS + line, BESIDE_JAX)
    assert refused.value.line == 4
