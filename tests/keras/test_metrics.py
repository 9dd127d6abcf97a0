"""Every registered metric against Keras 3.15, over several batches; masks; own metrics."""

from __future__ import annotations

import jax
import keras as oracle
import numpy as np
import pytest

from playground import keras
from playground.keras.metrics import metrics

SETTINGS = {
    "Precision": [{}, {"thresholds": [0.3, 0.6]}, {"top_k": 2, "class_id": 1}],
    "Recall": [{}, {"class_id": 2}, {"top_k": 1}],
    "TruePositives": [{"thresholds": [0.2, 0.7]}],
    "AUC": [{}, {"curve": "PR"}, {"curve": "PRGAIN", "summation_method": "minoring"},
            {"curve": "PR", "summation_method": "majoring", "num_thresholds": 20},
            {"multi_label": True, "label_weights": [1.0, 2.0, 0.5, 1.0]},
            {"thresholds": [0.1, 0.35, 0.6]}, {"from_logits": True}],
    "SensitivityAtSpecificity": [{"specificity": 0.4}],
    "SpecificityAtSensitivity": [{"sensitivity": 0.3, "num_thresholds": 30}],
    "PrecisionAtRecall": [{"recall": 0.6}], "RecallAtPrecision": [{"precision": 0.5}],
    "TopKCategoricalAccuracy": [{"k": 2}], "SparseTopKCategoricalAccuracy": [{"k": 2}],
    "BinaryAccuracy": [{}, {"threshold": 0.3}],
    "BinaryCrossentropy": [{}, {"from_logits": True, "label_smoothing": 0.1}],
    "CategoricalCrossentropy": [{"label_smoothing": 0.2}],
    "SparseCategoricalCrossentropy": [{"from_logits": True}],
    "F1Score": [{}, {"average": "macro", "threshold": 0.4}],
    "FBetaScore": [{"beta": 2.0, "average": "weighted"}, {"average": "micro", "beta": 0.5}],
    "R2Score": [{}, {"class_aggregation": None}, {"class_aggregation": "variance_weighted_average",
                                                  "num_regressors": 1}],
    "IoU": [{"num_classes": 4, "target_class_ids": [0, 2]}],
    "MeanIoU": [{"num_classes": 4, "ignore_class": 1}],
    "OneHotIoU": [{"num_classes": 4, "target_class_ids": [1, 3]}],
    "OneHotMeanIoU": [{"num_classes": 4}],
    "BinaryIoU": [{"threshold": 0.6}],
}
SPARSE = ("SparseCategoricalAccuracy", "SparseTopKCategoricalAccuracy",
          "SparseCategoricalCrossentropy")
BINARY = ("Precision", "Recall", "AUC", "BinaryAccuracy", "BinaryCrossentropy", "Hinge",
          "SquaredHinge", "BinaryIoU", "F1Score", "FBetaScore", "SensitivityAtSpecificity",
          "SpecificityAtSensitivity", "PrecisionAtRecall", "RecallAtPrecision",
          "TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives")


def batch(name, size):
    """Labels and predictions that the metric takes, of four classes or outputs."""
    rng = np.random.default_rng(size)
    scores = rng.uniform(0.05, 1, (size, 4)).astype("float32")
    shares = scores / scores.sum(1, keepdims=True)
    classes = rng.integers(0, 4, size)
    if name in ("Mean", "Sum"):
        return (scores,)
    if name in ("IoU", "MeanIoU"):
        return classes, rng.integers(0, 4, size)
    if name in SPARSE:
        return classes, shares
    if "Categorical" in name or "OneHot" in name:
        return np.eye(4, dtype="float32")[classes], shares
    if name in BINARY:
        return rng.integers(0, 2, (size, 4)).astype("float32"), scores
    return rng.uniform(0.1, 2, (size, 4)).astype("float32"), scores


@pytest.mark.parametrize(("name", "settings"), [
    (name, each) for name in metrics for each in SETTINGS.get(name, [{}])])
def test_metrics_are_keras_s_over_several_batches(name, settings):
    for weighted in (False, True):
        ours, theirs = metrics[name](**settings), getattr(oracle.metrics, name)(**settings)
        assert ours.name == theirs.name
        for size in (8, 5):
            data = batch(name, size)
            weight = np.linspace(0.5, 2, size).astype("float32") if weighted else None
            if weighted and "IoU" in name:
                weight = np.arange(data[0].size if name == "BinaryIoU" else size, dtype="int32")
            ours.update_state(*data, sample_weight=weight)
            theirs.update_state(*data, sample_weight=weight)
        np.testing.assert_allclose(ours.result(), theirs.result(), rtol=1e-5, atol=1e-6)
        assert [v.shape for v in ours.variables] == [v.shape for v in theirs.variables]
    mine, its = ours.get_config(), theirs.get_config()
    assert type(ours).from_config(mine).get_config() == mine
    for key in set(mine) & set(its) - {"dtype", "label_weights", "fn"}:
        assert mine[key] == its[key] or list(mine[key]) == pytest.approx(list(its[key]))
    assert set(mine) - {"axis"} == set(its) - {"fn", "axis"}
    again = ours.stateless_update_state(ours.stateless_reset_state(), *data, sample_weight=weight)
    ours.reset_state()
    ours.update_state(*data, sample_weight=weight)
    np.testing.assert_allclose(ours.stateless_result(again), ours.result(), rtol=1e-6)
    direction = getattr(theirs, "_direction", None)
    assert direction is None or ours._direction == direction


def test_no_metric_of_keras_is_missing():
    known = {each.__name__ for each in oracle.src.metrics.ALL_OBJECTS}
    assert known - set(metrics) == {"Metric", "MeanMetricWrapper"}
    known = {each.__name__ for each in oracle.src.losses.ALL_OBJECTS if isinstance(each, type)}
    ours = {each.__name__ for each in keras.losses.losses.values()}
    assert known - ours == {"Loss", "LossFunctionWrapper"}


def masked(k, x, mask):
    """An array that carries a mask."""
    array = jax.numpy.asarray(x)
    array._keras_mask = jax.numpy.asarray(mask)
    return array


def test_what_a_mask_leaves_out_counts_neither_in_losses_nor_in_metrics():
    rng = np.random.default_rng(0)
    y, p = rng.normal(size=(2, 3, 4, 1)).astype("float32")
    mask, weight = rng.integers(0, 2, (3, 4)).astype(bool), np.array([1.0, 2.0, 0.5], "float32")
    for reduction in ("sum_over_batch_size", "sum", "mean_with_sample_weight"):
        values = [k.losses.MeanSquaredError(reduction=reduction)(y, masked(k, p, mask), given)
                  for k in (keras, oracle) for given in (None, weight[:, None] * np.ones((1, 4)))]
        np.testing.assert_allclose(values[:2], values[2:], rtol=1e-5)
    results = []
    for k in (keras, oracle):
        metric = k.metrics.MeanAbsoluteError()
        metric.update_state(y, masked(k, p, mask))
        metric.update_state(y, masked(k, p, mask), sample_weight=np.ones((3, 4), "float32") * 2)
        results.append(float(metric.result()))
    assert results[0] == pytest.approx(results[1], rel=1e-5)


def far(k):
    """A user's loss."""

    class Far(k.losses.Loss):
        def __init__(self, factor=0.5, **settings):
            super().__init__(**settings)
            self.factor = factor

        def call(self, y_true, y_pred):
            return k.ops.mean(abs(y_true - y_pred), axis=-1) * self.factor

    return Far


def test_a_loss_takes_lists_of_numbers():
    y, y_pred = [[0, 1, 0], [0, 0, 1]], [[0.05, 0.95, 0], [0.1, 0.8, 0.1]]
    theirs, ours = (k.losses.CategoricalCrossentropy()(y, y_pred, sample_weight=[0.3, 0.7])
                    for k in (oracle, keras))
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)


def test_an_own_loss_has_weights_and_a_reduction():
    y, p = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    values = []
    for k in (keras, oracle):
        loss = far(k)
        values += [loss()(y, p, np.arange(5)), loss(reduction="sum", name="far")(y, p)]
    np.testing.assert_allclose(values[:2], values[2:], rtol=1e-5)


def own(k):
    """A user's metric, as Keras's documentation has them written."""
    ours = k is keras

    class Largest(k.metrics.Metric):
        def __init__(self, name="largest", **kwargs):
            super().__init__(name=name, **kwargs)
            self.largest = self.add_weight(shape=(), initializer="zeros", name="largest")
            self.count = self.add_variable(shape=(), initializer="zeros", name="count")

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.largest.assign(k.ops.maximum(self.largest, k.ops.max(abs(y_true - y_pred))))
            self.count.assign_add(1.0)

        def result(self):
            return self.largest if ours else self.largest.value

        def reset_state(self):
            self.largest.assign(0.0)

    return Largest()


def test_an_own_metric_and_a_function_are_watched_while_training():
    x = np.random.default_rng(1).normal(size=(12, 3)).astype("float32")
    results = []
    for k in (keras, oracle):
        k.utils.set_random_seed(2)
        model = k.Sequential([k.Input((3,)), k.layers.Dense(1)])

        def twice(y, p):
            return 2 * abs(y - p)

        model.compile("sgd", "mse", metrics=[own(k), twice, k.metrics.MeanMetricWrapper(
            twice, name="again"), "concordance_correlation"])
        results.append(model.fit(x, x[:, :1], batch_size=6, epochs=2, verbose=0).history)
    assert list(results[0]) == list(results[1])
    for key in results[0]:
        np.testing.assert_allclose(results[0][key], results[1][key], rtol=1e-4)


@pytest.mark.parametrize(("mistake", "sentence"), [
    (lambda: keras.metrics.AUC(curve="RCO"), "'ROC', 'PR' or 'PRGAIN'"),
    (lambda: keras.metrics.Precision(thresholds=2), "from 0 to 1"),
    (lambda: keras.metrics.F1Score(average="mean"), "average of None, micro"),
    (lambda: keras.metrics.F1Score()([1, 2], [[0.1, 0.9], [0.8, 0.2]]), "one-hot"),
    (lambda: keras.metrics.IoU(2, [2]), "target_class_ids below 2"),
    (lambda: keras.metrics.MeanSquaredError(axis=1), "expects the arguments"),
    (lambda: keras.metrics.get("acuracy"), "Did you mean"),
])
def test_a_mistake_is_answered_by_a_sentence(mistake, sentence):
    with pytest.raises((ValueError, TypeError)) as error:
        mistake()
    assert sentence in str(error.value)


@pytest.mark.parametrize("metric", [
    "mae", "MSE", "bce", "acc", "accuracy", "cosine_similarity", "kl_divergence", "Precision",
    "categorical_accuracy", "top_k_categorical_accuracy", "pearson_correlation",
    lambda k: k.metrics.mean_squared_error, lambda k: k.metrics.Recall,
    lambda k: k.metrics.AUC(num_thresholds=5, name="area"), lambda k: k.metrics.F1Score()])
def test_compiled_metrics_are_called_and_valued_as_those_of_keras(metric):
    x, y = np.random.default_rng(0).uniform(0.1, 1, (2, 4, 3)).astype("float32")
    y = (y > 0.5).astype("float32")
    paths, results = [], []
    for k in (keras, oracle):
        given = metric if isinstance(metric, str) else metric(k)
        model = k.Sequential([k.Input((3,)), k.layers.Activation("softmax")])
        model.compile(loss="mse", metrics=[given], weighted_metrics=["mae"])
        results.append(model.test_on_batch(x, y, return_dict=True))
        paths.append([each.path for each in model.metrics_variables])
    assert paths[0] == paths[1]
    assert results[0].keys() == results[1].keys()
    for name in results[0]:
        np.testing.assert_allclose(results[0][name], results[1][name], rtol=1e-5)
