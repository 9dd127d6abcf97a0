"""What the editor completes: the names that the reader hands out, and nothing else."""

import json

import pytest

from playground import keras
from playground.code.reader import read
from playground.code.reader.keras_world import keras_world
from playground.code.reader.vocabulary import LONGEST_HELP, vocabulary

WORDS = {each["name"]: each for each in vocabulary()}


def test_a_word_says_what_it_is_and_what_it_takes():
    dense = WORDS["keras.layers.Dense"]
    assert dense["kind"] == "layer" and dense["takes"][:2] == ["units", "activation"]
    assert "name" in dense["takes"] and "weight of its own" in dense["help"]
    assert WORDS["keras.optimizers.schedules.ExponentialDecay"]["kind"] == "schedule"
    assert WORDS["keras.ops.relu"]["kind"] == WORDS["keras.layers.add"]["kind"] == "function"
    assert WORDS["self.add_weight"]["takes"][:2] == ["shape", "initializer"]
    assert WORDS["self.trainable_variables"]["kind"] == "attribute"
    assert "model.add" in WORDS and "range" in WORDS and "numpy.where" in WORDS


def test_every_word_is_short_and_plain():
    assert json.loads(json.dumps(vocabulary())) == list(vocabulary())
    assert len(WORDS) == len(vocabulary())
    for each in vocabulary():
        assert len(each["help"]) <= LONGEST_HELP and "`" not in each["help"]
        assert not any(part.startswith("_") for part in each["name"].split("."))


@pytest.mark.parametrize("module", [
    "keras.layers", "keras.ops", "keras.activations", "keras.losses", "keras.optimizers", "numpy"])
def test_the_reader_knows_every_word_of_a_module(module):
    names = [name for name in WORDS if name.rpartition(".")[0] == module]
    text = "\n".join([f"import {module.partition('.')[0]}", *(f"x = {name}" for name in names)])
    assert len(names) >= 15
    read(text, keras_world())


def test_no_layer_is_forgotten():
    for name in keras.layers.__all__:
        one = getattr(keras.layers, name)
        if isinstance(one, type) and issubclass(one, keras.Layer):
            assert f"keras.layers.{name}" in WORDS
