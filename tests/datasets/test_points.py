"""The labelled points against their geometry, written down by hand."""

import numpy as np
import pytest

from playground.datasets import datasets


def clean(name: str, points: int = 600) -> tuple[np.ndarray, np.ndarray]:
    return datasets[name](np.random.default_rng(11), points, 0)


def test_the_circle_is_inside_two_and_a_half_and_its_ring_outside_three_and_a_half():
    x, y = clean("circle")
    distance = np.hypot(*x.T)
    assert distance[y == 1].max() <= 2.5
    assert distance[y == 0].min() >= 3.5 and distance[y == 0].max() <= 4.81


def test_the_disc_is_filled_evenly():
    x, y = clean("circle", 4000)
    distance = np.hypot(*x[y == 1].T)
    assert np.mean(distance < 1.25) == pytest.approx(0.25, abs=0.04)  # a quarter of the area


def test_exclusive_or_is_one_where_the_signs_differ():
    x, y = clean("xor")
    np.testing.assert_array_equal(y, (np.sign(x[:, 0]) != np.sign(x[:, 1])).astype(int))
    assert np.abs(x).min() >= 0.3


def test_exclusive_or_fills_all_four_squares():
    x, _ = clean("xor", 1000)
    squares = np.bincount((x[:, 0] > 0) + 2 * (x[:, 1] > 0), minlength=4)
    assert squares.min() > 200


def test_the_gaussian_clouds_have_their_centres_and_spread_and_noise_widens_them():
    for noise, spread in ((0, 0.7), (50, 1.7)):
        x, y = datasets["gaussian"](np.random.default_rng(2), 4000, noise)
        for label, centre in ((0, -2), (1, 2)):
            np.testing.assert_allclose(x[y == label].mean(axis=0), centre, atol=0.15)
            np.testing.assert_allclose(x[y == label].std(axis=0), spread, atol=0.1)


@pytest.mark.parametrize(("name", "arms", "turn"), [
    ("spiral", 2, 2 * np.pi * 1.75), ("pinwheel", 3, 4.0),
])
def test_the_arms_turn_evenly_with_the_distance_and_start_apart(name, arms, turn):
    x, y = clean(name)
    distance = np.hypot(*x.T)
    angle = np.arctan2(x[:, 0], x[:, 1])  # clockwise from above
    wanted = turn * distance / 5 + 2 * np.pi * y / arms
    apart = np.angle(np.exp(1j * (angle - wanted)))
    np.testing.assert_allclose(apart[distance > 0.1], 0, atol=1e-3)
    assert distance.max() <= 5


def test_the_spirals_arms_are_each_other_turned_by_half_a_turn():
    x, y = clean("spiral", 2000)
    for point in x[y == 1][:50]:
        assert np.hypot(*(x[y == 0] + point).T).min() < 0.2


def test_the_moons_are_two_half_circles_that_reach_into_each_other():
    x, y = clean("moons")
    plain = x / 3.2 + [0.5, 0.25]
    upper, lower = plain[y == 0], plain[y == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1, atol=1e-5)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1, atol=1e-5)
    assert upper[:, 1].min() >= -1e-6 and lower[:, 1].max() <= 0.5 + 1e-6
    assert lower[:, 0].min() < 0.1 < 0.9 < upper[:, 0].max()
