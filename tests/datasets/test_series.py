"""The series against their rules, written down again by hand."""

from __future__ import annotations

import numpy as np
import pytest

from playground.datasets import datasets, sample
from playground.datasets.registry import SERIES
from playground.datasets.series import windows

every_series = pytest.mark.parametrize("name", datasets.only(lambda each: each.kind == SERIES))


def values(name: str, noise: float = 0, points: int = 400, seed: int = 1) -> np.ndarray:
    return datasets[name](np.random.default_rng(seed), points, noise)


def test_a_sine_repeats_itself_after_25_steps_and_fills_its_range():
    x = values("noisy_sine")
    np.testing.assert_allclose(x[25:], x[:-25], atol=1e-9)
    assert x.max() > 0.99 and x.min() < -0.99


def test_two_seasons_are_the_sum_of_waves_of_7_and_30_steps():
    strength = np.abs(np.fft.rfft(values("seasons", points=420))) / 210  # 60 and 14 periods
    assert strength[[60, 14]] == pytest.approx([0.5, 0.5])
    strength[[60, 14]] = 0
    assert strength.max() < 1e-9


def test_the_logistic_map_follows_its_parabola_and_forgets_where_it_began():
    x = values("logistic_map")
    np.testing.assert_allclose(x[1:], 3.9 * x[:-1] * (1 - x[:-1]))
    assert 0 < x.min() < 0.2 and 0.9 < x.max() < 1
    first, other = x.copy(), np.empty(60)
    other[0] = x[0] + 1e-9
    for step in range(1, 60):
        other[step] = 3.9 * other[step - 1] * (1 - other[step - 1])
    assert np.abs(first[:10] - other[:10]).max() < 1e-6 < 0.1 < np.abs(first[:60] - other).max()


@every_series
def test_a_window_is_followed_by_its_value(name):
    data = sample(name, {"window": 6, "noise": 5}, 100, 70, 3)
    x = np.concatenate([data.x_train, data.x_test])[..., 0]
    y = np.concatenate([data.y_train, data.y_test])
    assert len(data.x_train) == 70 and len(data.x_test) == 30
    np.testing.assert_array_equal(x[1:, -1], y[:-1])
    np.testing.assert_array_equal(x[1:, :-1], x[:-1, 1:])


@every_series
def test_the_test_is_what_comes_later(name):
    data = sample(name, {"window": 6, "noise": 0}, 100, 70, 3)
    series = datasets[name](np.random.default_rng(3), 106, 0)
    np.testing.assert_allclose(data.y_test, series[76:], atol=1e-6)


@every_series
def test_noise_moves_the_same_values_in_proportion_and_more_keep_the_earlier(name):
    clean, some, much = (values(name, noise) for noise in (0, 10, 30))
    np.testing.assert_allclose(much - clean, 3 * (some - clean), atol=1e-9)
    assert 0.05 < np.abs(some - clean).max() <= 0.1
    np.testing.assert_array_equal(values(name, 20, points=50), values(name, 20)[:50])


@every_series
def test_another_seed_is_another_series(name):
    assert np.abs(values(name) - values(name, seed=2)).max() > 0.1


@every_series
def test_the_smallest_and_the_largest_window_leave_all_examples(name):
    for window in (2, 64):
        assert len(sample(name, {"window": window, "noise": 0}, 20, 50, 1).x_test) == 10


def test_windows_by_hand():
    x, y = windows(np.arange(5.0), 3)
    assert x[..., 0].tolist() == [[0, 1, 2], [1, 2, 3]] and y.tolist() == [3, 4]
