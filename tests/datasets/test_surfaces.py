"""The heights over the plane at points worked out by hand."""

import numpy as np
import pytest

from playground.datasets import datasets


def clean(name: str, points: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    return datasets[name](np.random.default_rng(11), points, 0)


def nearest(x: np.ndarray, y: np.ndarray, where: tuple[float, float]) -> float:
    return float(y[np.argmin(np.hypot(*(x - np.array(where)).T))])


def test_the_plane_is_minus_one_and_one_in_two_corners_and_zero_across():
    x, y = clean("plane")
    np.testing.assert_allclose(y, x.sum(axis=1) / 12, atol=1e-6)
    assert nearest(x, y, (6, 6)) > 0.95 and nearest(x, y, (-6, -6)) < -0.95


@pytest.mark.parametrize(("where", "height"), [
    ((-4, 2.5), 1), ((0, 2.5), -1), ((4, 2.5), 1),
    ((-4, -2.5), -1), ((0, -2.5), 1), ((4, -2.5), -1),
    ((-4, 0), 0), ((2, 2.5), 0), ((-6, -6), 0),
])
def test_hills_and_hollows_alternate_and_cancel_half_way(where, height):
    x, y = clean("multi_gaussian", 20_000)
    assert nearest(x, y, where) == pytest.approx(height, abs=0.06)
