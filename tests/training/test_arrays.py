"""What is said of all test examples at once."""

from types import SimpleNamespace

import numpy as np

from playground.datasets import Data
from playground.training.arrays import predictions_of
from playground.training.trainer import Trainer


def said(outputs, true, task, **more):
    trainer = SimpleNamespace(task=task, threshold=0.5)
    trainer.predicted_class = lambda outputs: Trainer.predicted_class(trainer, outputs)
    none = np.zeros((0, 1), np.float32)
    data = Data(none, none[:, 0], none, np.array(true), **more)
    return predictions_of(trainer, np.array(outputs, np.float32), SimpleNamespace(data=data))


def test_two_classes_have_scores_and_the_second_one_a_roc_curve():
    arrays = said([[0.1], [0.7], [0.4], [0.9]], [0, 0, 1, 1], "binary")
    assert arrays["confusion"].tolist() == [[1, 1], [1, 1]]
    np.testing.assert_array_equal(arrays["predicted/scores"], np.full((2, 3), 0.5))
    assert arrays["predicted/area"] == 0.75  # 3 of 4 pairs are in the right order
    assert (arrays["predicted/false_here"], arrays["predicted/true_here"]) == (0.5, 0.5)


def test_two_softmax_outputs_have_the_roc_curve_of_the_second_one():
    arrays = said([[0.9, 0.1], [0.2, 0.8]], [0, 1], "binary")
    assert arrays["predicted/area"] == 1


def test_more_classes_have_scores_and_no_roc_curve():
    arrays = said(np.eye(3), [0, 1, 1], "classes")
    np.testing.assert_allclose(
        arrays["predicted/scores"], [[1, 1, 1], [1, 0.5, 2 / 3], [0, np.nan, 0]], rtol=1e-6)
    assert "predicted/area" not in arrays


def test_predictions_and_residuals_are_in_the_units_of_the_data():
    arrays = said([[0.0], [1.0]], np.array([0.5, 0.5], np.float32), "regression",
                  target_centre=100.0, target_spread=10.0)
    assert arrays["predicted/true"].tolist() == [105, 105]
    assert arrays["predicted/value"].tolist() == [100, 110]
    assert arrays["predicted/residual"].tolist() == [-5, 5]
