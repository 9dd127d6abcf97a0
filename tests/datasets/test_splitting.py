"""Rows to learn from and rows to test, worked out by hand."""

import numpy as np
import pytest

from playground.datasets.splitting import split

Y = np.repeat([0, 1, 2], [100, 40, 10])


def test_every_class_is_split_by_itself():
    train, test = split(Y, 70, 3)
    assert np.bincount(Y[train]).tolist() == [70, 28, 7]
    assert np.bincount(Y[test]).tolist() == [30, 12, 3]
    assert sorted([*train, *test]) == list(range(150))


def test_another_share_only_moves_rows_over_the_border():
    few, many = split(Y, 30, 3)[0], split(Y, 60, 3)[0]
    assert [row for row in many if row in set(few)] == few.tolist()


def test_the_parts_are_in_a_random_order_and_another_seed_gives_other_rows():
    train, test = split(Y, 50, 1)
    assert len(set(Y[train][:20])) > 1 and len(set(Y[test][:20])) > 1
    assert set(split(Y, 50, 2)[0]) != set(train)
    np.testing.assert_array_equal(split(Y, 50, 1)[0], train)


@pytest.mark.parametrize("share", [10, 90])
def test_without_classes_the_share_is_of_all_rows(share):
    train, test = split(np.zeros(200, int), share, 1)
    assert len(train) == 2 * share and len(test) == 200 - 2 * share
