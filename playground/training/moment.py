"""What is seen of a course at one moment: plain words and numbers, and the arrays asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.training.arrays import without_inner
from playground.training.course import Course
from playground.training.looking import Look
from playground.training.paced import Asked, Paced


class Moment:
    """A course as it is now. Made while it stands still; drawn while it trains on."""

    def __init__(self, fields: tuple[str, ...], course: Course, probes: Any, look: Look,
                 slow: Mapping[str, Paced]) -> None:
        """Around what is wanted of a course, what can tell it, and what is looked at."""
        self._fields, self._course, self._probes = fields, course, probes
        self._look, self._slow = look, slow
        self._state, self._numbers = course.state, course.numbers
        self._words = _facts(course) | {"look": look.described(probes)}
        judges = course.trainer.answers.judged and {"predictions", "gallery"} & set(fields)
        self._outputs = course.outputs() if judges else None
        self._arrays: dict[str, np.ndarray] = {}
        if "history" in fields:
            self._arrays |= course.history.curves(
                course.spread, course.material.data.target_spread)
        if "histograms" in fields:
            self._arrays |= course.history.histograms()

    def seen(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """The arrays by name, and what a snapshot says in words and numbers."""
        material, fields = self._course.material, self._fields
        more, words = self._probes.seen(
            fields, self._state, self._numbers, material, self._look, self._outputs)
        arrays = self._arrays | more
        if "samples" in fields and self._probes.samples:
            arrays |= self._probes.samples(self._state, self._numbers)
        for name in set(fields) & set(self._slow):
            arrays |= self._slow[name].newest(
                Asked(self._state, self._numbers, material, self._look))
        if "inside" not in fields:
            arrays = without_inner(arrays, self._course.trainer.boxes)
        return arrays, self._words | words


def _facts(course: Course) -> dict[str, Any]:
    trainer, answers = course.trainer, course.trainer.answers
    loss = metric = val_loss = val_metric = None
    if course.measured is not None:
        (loss, metric), (val_loss, val_metric) = (
            course.measured[:, :2] * [1.0, course.material.data.target_spread]).tolist()
    if not answers.judged and not answers.metric_name:
        metric = val_metric = None
    judged = "mean_absolute_error" if trainer.task == "regression" else "accuracy"
    return {
        "epoch": course.epoch, "step": course.step, "steps_per_epoch": course.steps_per_epoch,
        "seconds_per_epoch": course.seconds_per_epoch, "parameters": trainer.parameters,
        "sampled": course.material.sampled,
        "metric_name": judged if answers.judged else answers.metric_name,
        "loss": loss, "val_loss": val_loss, "metric": metric, "val_metric": val_metric}
