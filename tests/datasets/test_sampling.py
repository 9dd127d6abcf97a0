"""What every data set of points promises: arrays from a seed, controlled noise, fair parts."""

import numpy as np
import pytest

from playground.datasets import Data, datasets, sample

ruled = datasets.only(lambda each: each.inputs > 0 and "points" in each.adjusts)
every_set = pytest.mark.parametrize("name", ruled)


def both_parts(data: Data) -> tuple[np.ndarray, np.ndarray]:
    return (np.concatenate([data.x_train, data.x_test]),
            np.concatenate([data.y_train, data.y_test]))


@every_set
def test_the_arrays_have_the_announced_shapes_and_types(name):
    about = datasets[name]
    data = sample(name, {"noise": 10}, 200, 30, seed=1)
    assert data.x_train.shape == (60, about.inputs)
    assert data.x_test.shape == (140, about.inputs)
    assert data.y_train.shape == (60,) and data.y_test.shape == (140,)
    wanted = np.float32 if about.task == "regression" else np.int32
    assert {data.x_train.dtype, data.x_test.dtype} == {np.dtype(np.float32)}
    assert {data.y_train.dtype, data.y_test.dtype} == {np.dtype(wanted)}


@every_set
def test_a_set_says_what_it_is(name):
    about = datasets[name]
    assert about.title and about.__doc__.splitlines()[0].endswith(".")
    assert about.inputs in (1, 2)
    assert about.classes == len(about.class_names)
    assert about.task == {0: "regression", 2: "binary", 3: "classes"}[about.classes]
    assert about.fields["noise"].restarts and about.fields["noise"].help


@every_set
def test_points_without_noise_lie_within_the_span_and_nearly_all_do_with_most_noise(name):
    clean, _ = both_parts(sample(name, {"noise": 0}, 1000, 50, seed=4))
    noisy, _ = both_parts(sample(name, {"noise": 50}, 1000, 50, seed=4))
    assert np.abs(clean).max() <= 6
    assert np.mean(np.abs(noisy).max(axis=1) <= 6) > 0.95


@every_set
def test_answers_are_classes_or_numbers_of_about_one(name):
    about = datasets[name]
    _, y = both_parts(sample(name, {"noise": 0}, 600, 50, seed=4))
    if about.classes:
        assert sorted(set(y)) == list(range(about.classes))
    else:
        assert np.abs(y).max() <= 1.001
        assert y.max() > 0.75 and y.min() < -0.75


@every_set
def test_the_same_seed_gives_the_same_points_and_another_gives_others(name):
    first, again, other = (sample(name, {"noise": 20}, 100, 50, seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first.x_train, again.x_train)
    np.testing.assert_array_equal(first.y_test, again.y_test)
    assert not np.array_equal(first.x_train, other.x_train)


@every_set
def test_noise_moves_the_same_points_in_proportion(name):
    def moved(noise: float) -> np.ndarray:
        x, y = both_parts(sample(name, {"noise": noise}, 100, 50, seed=3))
        return np.concatenate([x, y[:, np.newaxis]], axis=1)

    clean, some, much = moved(0), moved(10), moved(30)
    assert np.abs(some - clean).max() > 0.01
    np.testing.assert_allclose(much - clean, 3 * (some - clean), atol=1e-5)


@every_set
def test_noise_moves_points_between_classes_and_values_of_numbers(name):
    clean, noisy = (sample(name, {"noise": noise}, 100, 50, seed=3) for noise in (0, 50))
    if datasets[name].classes:
        np.testing.assert_array_equal(clean.y_train, noisy.y_train)
    else:
        np.testing.assert_array_equal(clean.x_train, noisy.x_train)


@every_set
def test_another_share_only_moves_the_border(name):
    few, many = (sample(name, {"noise": 10}, 200, share, seed=5) for share in (10, 80))
    for one, other in zip(both_parts(few), both_parts(many), strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(few.x_train) == 20 and len(many.x_train) == 160


@every_set
def test_more_points_keep_the_earlier_ones(name):
    few, many = (both_parts(sample(name, {"noise": 10}, points, 50, 5)) for points in (40, 1000))
    for one, other in zip(few, many, strict=True):
        np.testing.assert_array_equal(one, other[:40])


@every_set
def test_both_parts_are_balanced_and_alike(name):
    data = sample(name, {"noise": 0}, 1000, 50, seed=6)
    if classes := datasets[name].classes:
        for part in (data.y_train, data.y_test):
            assert np.ptp(np.bincount(part, minlength=classes)) <= 1
    # means of 500 points each: five standard errors apart would be no accident
    for one, other in ((data.x_train, data.x_test), (data.y_train, data.y_test)):
        error = np.sqrt(one.var(axis=0) / len(one) + other.var(axis=0) / len(other))
        assert np.all(np.abs(one.mean(axis=0) - other.mean(axis=0)) < 5 * error + 1e-6)


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 'spiral'"):
        sample("spirral", {"noise": 0}, 100, 50, 1)
