"""The curves at points worked out by hand."""

import numpy as np
import pytest

from playground.datasets import datasets


@pytest.mark.parametrize(("name", "at", "value"), [
    ("sine", 0, 0), ("sine", np.pi / 2, 1), ("sine", -np.pi / 2, -1), ("sine", 5.5, -0.7055),
    ("step", -0.1, -0.8), ("step", 0.1, 0.8), ("step", -5, -0.8), ("step", 5, 0.8),
    ("polynomial", -6, -1), ("polynomial", -3, 1), ("polynomial", 0, 0),
    ("polynomial", 3, -1), ("polynomial", 6, 1),
])
def test_a_curve_passes_through(name, at, value):
    x, y = datasets[name](np.random.default_rng(1), 20_000, 0)
    assert y[np.argmin(np.abs(x[:, 0] - at))] == pytest.approx(value, abs=0.005)
