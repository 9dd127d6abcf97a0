"""A sound file, from which the tests make strange ones."""

import zipfile

import pytest

from playground import keras


@pytest.fixture(scope="session")
def good(tmp_path_factory):
    """The parts of a sound ``.keras`` file."""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="first"),
                              keras.layers.Dense(1)], name="sound")
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    path = tmp_path_factory.mktemp("files") / "good.keras"
    model.save(path)
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}
