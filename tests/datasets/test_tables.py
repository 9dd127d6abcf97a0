"""The tables against scikit-learn, and their standardization by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest
from sklearn import datasets as theirs

from playground.datasets import built_in, datasets, sample
from playground.datasets.registry import TABLE
from playground.datasets.tables import standardized

tables = built_in.only(lambda each: each.kind == TABLE)
every_table = pytest.mark.parametrize("name", tables)


def in_own_units(name: str) -> list[tuple[float, ...]]:
    """All rows with their answers, sorted, as they were before they were standardized."""
    data = sample(name, {}, 500, 80, 1)
    x = np.concatenate([data.x_train, data.x_test]) * data.spread + data.centre
    y = np.concatenate([data.y_train, data.y_test]) * data.target_spread + data.target_centre
    return sorted(map(tuple, np.round(np.column_stack([x, y]), 3).tolist()))


@every_table
def test_the_rows_are_scikit_learns(name):
    raw = {"scaled": False} if name == "diabetes" else {}
    x, y = getattr(theirs, f"load_{name}")(return_X_y=True, **raw)
    if name == "breast_cancer":
        y = 1 - y  # malignant is 0 there
    wanted = sorted(map(tuple, np.round(np.column_stack([x, y]), 3).tolist()))
    np.testing.assert_allclose(in_own_units(name), wanted, atol=2e-3)


@pytest.mark.parametrize(("name", "counts"), [
    ("iris", [50, 50, 50]), ("wine", [59, 71, 48]), ("breast_cancer", [357, 212])])
def test_the_classes_have_the_sizes_that_their_authors_counted(name, counts):
    data = sample(name, {}, 500, 80, 1)
    assert np.bincount(np.concatenate([data.y_train, data.y_test])).tolist() == counts
    assert datasets[name].classes == len(counts)


@every_table
def test_the_training_rows_are_standardized_and_the_test_rows_only_nearly(name):
    data = sample(name, {}, 500, 50, 1)
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(data.x_train.std(axis=0), 1, atol=1e-5)
    assert 1e-3 < np.abs(data.x_test.mean(axis=0)).max() < 0.6


def test_a_number_to_be_learned_is_standardized_too():
    data = sample("diabetes", {}, 500, 80, 1)
    assert data.y_train.mean() == pytest.approx(0, abs=1e-6)
    assert data.y_train.std() == pytest.approx(1, abs=1e-6)
    assert len(data.y_train) == 354 and len(data.y_test) == 88
    assert data.target_centre == pytest.approx(152, abs=5)  # the mean of all 442


def test_mean_and_spread_are_those_of_the_training_rows_by_hand():
    x = np.array([[1.0, 7], [3, 7], [5, 7], [7, 7]])
    data = standardized(x, np.zeros(4, np.int32), share=50, seed=0)
    rows = data.x_train * data.spread + data.centre
    assert data.centre.tolist() == rows.mean(axis=0).tolist()
    assert data.spread.tolist() == [rows[:, 0].std(), 1.0]  # a constant column is left at 0
    assert not data.x_test[:, 1].any()


@every_table
def test_columns_can_be_named_in_a_link_and_read_by_a_person(name):
    columns = datasets[name].columns
    assert len({each.name for each in columns}) == len({each.label for each in columns})
    for each in columns:
        assert re.fullmatch("[a-z][a-z0-9_]*", each.name)
        assert each.label[0].isupper() and (not each.help or each.help.endswith("."))


def test_the_columns_are_in_scikit_learns_order():
    def plain(words):
        return [re.sub(r"[^a-z]", "", word.lower()) for word in words]

    cancer = [each.name for each in datasets["breast_cancer"].columns]
    assert plain(cancer) == plain(theirs.load_breast_cancer().feature_names)
    iris = [each.label for each in datasets["iris"].columns]
    assert plain(iris) == plain(theirs.load_iris().feature_names)
    wine = [each.name for each in datasets["wine"].columns]
    for ours, name in zip(wine, theirs.load_wine().feature_names, strict=True):
        assert ours[:3] in name or (ours, name) in {
            ("alkalinity", "alcalinity_of_ash"), ("other_phenols", "nonflavanoid_phenols"),
            ("colour", "color_intensity"), ("dilution", "od280/od315_of_diluted_wines")}


@every_table
def test_a_number_to_be_learned_has_a_name(name):
    about = datasets[name]
    assert (about.target is None) == bool(about.classes)
