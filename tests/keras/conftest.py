"""Here and in Keras 3.15, the oracle, names and seeds begin anew with every test."""

from __future__ import annotations

import os

os.environ.setdefault("COLUMNS", "80")

import jax  # noqa: E402
import pytest  # noqa: E402


@pytest.fixture(autouse=True)
def _fresh_names():
    """Every test counts names from the start, here and in Keras."""
    from keras.src.utils.naming import reset_uids  # clear_session also collects garbage: 0.5 s

    from playground.keras import utils

    utils.clear_session()
    reset_uids()


@pytest.fixture(autouse=True)
def _own_generators(monkeypatch, request):
    """Tests build here and in Keras, then train both: here from generators of its own.

    As in Keras, they would be Python's and NumPy's, and the first ``fit`` would move the second's
    orders. Scripts, which run one after the other, have them so.
    """
    from playground.keras import random, utils

    whole = random.set_random_seed

    def seeded(seed):
        whole(seed)
        random.seed_everything(seed)

    if "a_script" not in request.node.name:
        monkeypatch.setattr(utils, "set_random_seed", seeded)


@pytest.fixture
def compilations():
    """The seconds that each compilation took, one after the other."""
    seconds = []

    def heard(event, duration, **settings):
        if event == "/jax/core/compile/backend_compile_duration":
            seconds.append(duration)

    jax.monitoring.register_event_duration_secs_listener(heard)
    yield seconds
    jax.monitoring.unregister_event_duration_listener(heard)
