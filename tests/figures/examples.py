"""One example of every figure, for the promises that all of them keep."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.figures import curves, forecast, output, predictions, weights
from playground.figures.live import LiveFigure

rng = np.random.default_rng(0)
PLANE = rng.uniform(-6, 6, (40, 2))
TRAIN = np.arange(40) % 2 == 0
ANSWERS = {
    "binary": (PLANE[:, 0] > 0).astype(int),
    "classes": np.arange(40) % 3,
    "regression": PLANE.sum(axis=1) / 12,
}
NAMES = {"binary": ("−", "+"), "classes": ("a", "b", "c"), "regression": ("−", "+")}


def decision_map(task: str, **settings: bool) -> LiveFigure:
    return output.decision_map(
        PLANE, ANSWERS[task], task=task, train_mask=TRAIN, class_names=NAMES[task], **settings)


EXAMPLES: dict[str, Callable[[], LiveFigure]] = {
    "map of two classes": lambda: decision_map("binary"),
    "map of three classes": lambda: decision_map("classes"),
    "map of values": lambda: decision_map("regression"),
    "curve": lambda: output.curve(PLANE[:, :1], ANSWERS["regression"], train_mask=TRAIN),
    "loss": curves.loss,
    "accuracy": curves.accuracy,
    "regression": curves.regression,
    "histograms": lambda: weights.histograms([(0, "Dense"), (2, "Output")]),
    "kernels": lambda: weights.kernels([(0, "Dense", 2, 4), (2, "Output", 4, 1)]),
    "confusion": lambda: predictions.confusion(("a", "b", "c")),
    "confusion to choose from": lambda: predictions.confusion(
        tuple("0123456789"), choose=True),
    "roc": lambda: predictions.roc("spam"),
    "against true": lambda: predictions.against_true((-1.0, 1.0)),
    "forecast": lambda: forecast.forecast("Next value"),
    "residuals": lambda: predictions.residuals((25.0, 346.0), "Progression of the disease"),
}
