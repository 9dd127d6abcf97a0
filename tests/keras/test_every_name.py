"""Every public name of Keras 3.15 is here, or its absence is answered by a sentence."""

from __future__ import annotations

import inspect

import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.keras.absent import ABSENT

NOT_SHIPPED = {"keras.datasets.imdb", "keras.datasets.reuters"}


def modules():
    found, waiting = [], [("keras", oracle, keras)]
    while waiting:
        name, theirs, ours = waiting.pop()
        found.append((name, theirs, ours))
        for each in sorted(public(theirs) - set(ABSENT.get(name, ()))):
            part = getattr(theirs, each)
            whole = f"{name}.{each}"
            if inspect.ismodule(part) and whole not in NOT_SHIPPED and each not in (
                    "src", "legacy"):
                waiting.append((whole, part, getattr(ours, each)))
    return found


def public(module):
    return {name for name in dir(module) if not name.startswith("_")}


@pytest.mark.parametrize(("name", "theirs", "ours"), modules(), ids=lambda each: str(each)[:40])
def test_a_module_has_the_names_of_keras_or_says_what_then(name, theirs, ours):
    missing = {each for each in public(theirs) if not hasattr(ours, each)}
    assert missing == set(ABSENT.get(name, ()))
    for each in ABSENT.get(name, ()):
        with pytest.raises(AttributeError, match=rf"^{name} has no '{each}'\. .*\.$"):
            getattr(ours, each)


def test_a_name_that_keras_has_not_either_is_told_as_such():
    with pytest.raises(AttributeError, match="^keras.utils has no 'to_categorial'.$"):
        _ = keras.utils.to_categorial
    with pytest.raises(AttributeError, match="Did you mean 'Dense'"):
        _ = keras.layers.Dence


def test_a_device_is_chosen_or_said_not_to_be_there():
    with keras.device("cpu:0"):
        assert keras.ops.ones(2).device == jax.devices("cpu")[0]
    for wrong in ("tpu:0", "cpu:99", "cpu:x"):
        with pytest.raises(ValueError, match="keras.device expects one of .*cpu:0"):
            with keras.device(wrong):
                pass


def test_a_structure_is_mapped_as_far_as_another_goes():
    shallow, deep = {"a": 0, "b": [0, 0]}, {"b": [(1, 2), {"c": 3}], "a": [4]}
    for k in (keras, oracle):
        assert k.tree.map_structure_up_to(shallow, lambda each: [each], deep) == {
            "a": [[4]], "b": [[(1, 2)], [{"c": 3}]]}
    with pytest.raises(ValueError, match="go on where the shallow"):
        keras.tree.map_structure_up_to([0, 0], lambda each: each, [1])


def test_names_within_a_scope_have_it_in_their_path():
    with keras.name_scope("outer"):
        assert keras.Variable(np.ones(1), name="v").path == "outer/v"
