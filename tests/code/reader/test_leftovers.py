"""What notebooks and consoles leave around pasted code is passed over, with a note at its line."""

import pytest

from playground.code.asked import asked
from playground.code.graph_reader import graph_of
from playground.code.reader import Refusal, read
from playground.code.reader.keras_world import keras_world
from playground.code.reader.leftovers import python_of

WORLD = keras_world()
PLAIN = """
import keras
hidden = keras.layers.Dense(3, activation="relu")
model = keras.Sequential([keras.Input((2,)), hidden, keras.layers.Dense(1)])
model.compile("sgd", "mse")
"""
PASTED = {
    "a notebook": """!pip install -q keras
%matplotlib inline
import keras
files = !ls
if keras:
    !nvidia-smi
hidden = keras.layers.Dense(3, activation="relu")
model = keras.Sequential([keras.Input((2,)), hidden, keras.layers.Dense(1)])
%time model.compile("sgd", "mse")
model?
""",
    "a console": """>>> import keras
>>> hidden = keras.layers.Dense(3, activation="relu")
>>> model = keras.Sequential([
...     keras.Input((2,)), hidden, keras.layers.Dense(1)])
>>> model.compile("sgd", "mse")
>>> model.count_params()
13
""",
    "an IPython console": """In [1]: import keras
   ...: hidden = keras.layers.Dense(3, activation="relu")

In [2]: model = keras.Sequential([keras.Input((2,)), hidden, keras.layers.Dense(1)])

In [3]: model.count_params()
Out[3]: 13

In [4]: model.compile("sgd", "mse")
""",
    "cells copied from a page": "In [1]:\n" + PLAIN + "model.count_params()\nOut[1]:\n13\n",
    "another system's file": "\ufeff" + PLAIN.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("kind", PASTED)
def test_it_is_the_same_model_graph_and_settings_as_without(kind):
    ours, plain = (read(each, WORLD).model for each in (PASTED[kind], PLAIN))
    assert [each.get_config() for each in ours.layers] == [
        each.get_config() for each in plain.layers]
    assert graph_of(PASTED[kind]) == graph_of(PLAIN)
    assert asked(PASTED[kind]) == asked(PLAIN)


def test_every_line_that_is_passed_over_has_a_note():
    found = read(PASTED["a notebook"], WORLD).printed
    assert [each.line for each in found] == [1, 2, 4, 6, 10]
    assert {each.text for each in found} == {"This line is for notebooks, and passed over."}


def test_a_refusal_is_at_its_place_in_what_was_pasted():
    for text, line in ((">>> x = 1\n>>> y = missing", 2), (">>> x = 1\n>>> y = yield", 2),
                       (">>> x = 1\n>>> y = = 2", 2)):
        with pytest.raises(Refusal) as refused:
            read(text, WORLD)
        assert (refused.value.line, refused.value.column) == (line, 9)


@pytest.mark.parametrize("text", [
    '"""Says:\n!pip install keras\n>>> import keras\n"""\n', "x = (7\n%two(2))\n", "x = 1\n"])
def test_a_text_that_is_python_stays_as_it_is(text):
    assert python_of(text).text == text
