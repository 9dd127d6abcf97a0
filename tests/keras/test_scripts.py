"""Scripts that run with real Keras run here too, with one import changed, and give its numbers.

They use Keras as its guides do: stacks, graphs, own layers and models, the built-in training,
callbacks, own training steps and loops.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

SCRIPTS = sorted(Path(__file__).with_name("scripts").glob("*.py"))


def here(source: str) -> str:
    """The script with that import changed and nothing else."""
    source = re.sub(r"^import keras$", "from playground import keras", source, flags=re.M)
    return re.sub(r"^from keras\b", "from playground.keras", source, flags=re.M)


def run(source: str, path: Path) -> dict:
    names = {"__name__": "script"}
    exec(compile(source, str(path), "exec"), names)
    return names["checks"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_gives_the_same_numbers_with_one_import_changed(path):
    source = path.read_text()
    expected = run(source, path)
    given = run(here(source), path)
    assert list(given) == list(expected)
    for name in expected:
        same(given[name], expected[name], name)


def same(given, expected, where):
    if isinstance(expected, dict):
        assert list(given) == list(expected), where
        for key in expected:
            same(given[key], expected[key], f"{where}, {key}")
    elif isinstance(expected, (list, tuple)):
        assert len(given) == len(expected), where
        for number, (one, other) in enumerate(zip(given, expected, strict=True)):
            same(one, other, f"{where}, {number}")
    elif isinstance(expected, str):
        assert given == expected, where
    else:
        np.testing.assert_allclose(
            np.asarray(given), np.asarray(expected), rtol=2e-4, atol=2e-5, err_msg=where)
