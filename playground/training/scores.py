"""How good answers are, counted: precision, recall and F1 of every class, and the ROC curve."""

from __future__ import annotations

import numpy as np


def by_class(confusion: np.ndarray) -> np.ndarray:
    """Precision, recall and F1 of every class (classes, 3), float32.

    Precision is the right ones' share of what was put into a class, recall their share of what
    belongs there, F1 = 2 · precision · recall / (precision + recall). Where there is nothing to
    take a share of it is not a number.

    Args:
        confusion: (true class, predicted class) counts.
    """
    right = np.diag(confusion)
    said, true = confusion.sum(axis=0), confusion.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = [right / said, right / true, 2 * right / (said + true)]
    return np.stack(shares, axis=1).astype(np.float32)


def roc(score: np.ndarray, positive: np.ndarray) -> np.ndarray:
    """The receiver operating characteristic: false and true positives' rate (2, points), float32.

    From (0, 0) to (1, 1), a point for every score that could be the border between the classes,
    without those on a straight line between others; empty where all examples are of one class.

    Args:
        score: (n,) the higher, the more the positive class is held for true.
        positive: (n,) whether it is.

    Source:
        T. Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 27, 2006.
    """
    if positive.all() or not positive.any() or not np.isfinite(score).all():
        return np.zeros((2, 0), np.float32)
    order = np.argsort(-score, kind="stable")
    score, positive = score[order], positive[order]
    last = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)  # of each equal score
    hits = np.concatenate([[0], np.cumsum(positive)[last]])
    alarms = np.concatenate([[0], last + 1]) - hits
    corner = np.ones(len(hits), bool)
    steps = np.diff(alarms), np.diff(hits)
    corner[1:-1] = steps[0][:-1] * steps[1][1:] != steps[0][1:] * steps[1][:-1]
    return np.stack([alarms[corner] / alarms[-1], hits[corner] / hits[-1]]).astype(np.float32)


def area(curve: np.ndarray) -> float:
    """The area under an ROC curve (2, points): how often a positive one has the higher score."""
    return float(np.trapezoid(curve[1], curve[0])) if curve.size else float("nan")
