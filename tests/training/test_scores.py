"""How good answers are, counted as scikit-learn counts it."""

import numpy as np
import pytest
from sklearn import metrics

from playground.training import scores

rng = np.random.default_rng(0)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_precision_recall_and_f1_are_those_of_scikit_learn(classes):
    true, said = rng.integers(0, classes, (2, 200))
    ours = scores.by_class(metrics.confusion_matrix(true, said, labels=range(classes)))
    theirs = metrics.precision_recall_fscore_support(true, said, labels=range(classes))[:3]
    np.testing.assert_allclose(ours, np.stack(theirs, axis=1), rtol=1e-6)


def test_a_class_that_is_never_said_has_no_precision():
    ours = scores.by_class(np.array([[4, 0], [3, 0]]))
    np.testing.assert_allclose(ours, [[4 / 7, 1, 8 / 11], [np.nan, 0, 0]], rtol=1e-6)


@pytest.mark.parametrize("digits", [1, 6])  # with one digit many scores are equal
def test_the_roc_curve_and_its_area_are_those_of_scikit_learn(digits):
    positive = rng.random(300) < 0.3
    score = np.round(positive * 0.4 + rng.random(300), digits)
    ours = scores.roc(score, positive)
    theirs = np.stack(metrics.roc_curve(positive, score)[:2])
    assert {*map(tuple, ours.T)} <= {*map(tuple, theirs.T.astype(np.float32))}
    for mine, other in zip(ours, theirs):  # what we leave out is on a straight line
        np.testing.assert_allclose(
            np.interp(theirs.sum(axis=0), ours.sum(axis=0), mine), other, atol=1e-6)
    assert scores.area(ours) == pytest.approx(metrics.roc_auc_score(positive, score), abs=1e-6)


def test_a_perfect_score_goes_by_way_of_the_corner():
    curve = scores.roc(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True]))
    assert curve.tolist() == [[0, 0, 1], [0, 1, 1]] and scores.area(curve) == 1


@pytest.mark.parametrize("positive", [True, False])
def test_one_class_alone_has_no_roc_curve(positive):
    curve = scores.roc(np.array([0.1, 0.2]), np.array([positive, positive]))
    assert curve.shape == (2, 0) and np.isnan(scores.area(curve))
