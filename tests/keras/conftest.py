"""The oracle of these tests is Keras 3.15 on JAX."""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ.setdefault("COLUMNS", "80")

import pytest  # noqa: E402


@pytest.fixture(autouse=True)
def _fresh_names():
    """Every test counts names from the start, here and in Keras."""
    from keras.src.utils.naming import reset_uids  # clear_session also collects garbage: 0.5 s

    from playground.keras import utils

    utils.clear_session()
    reset_uids()
