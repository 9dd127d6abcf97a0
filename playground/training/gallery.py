"""Test examples with what the model says of them: filtered, sorted, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.datasets.inputs import Inputs, side_by_side
from playground.training.looking import Gallery
from playground.training.material import Material
from playground.training.trainer import Trainer

PAGE = 24  # examples


@dataclass(frozen=True, eq=False)
class Shown:
    """One page of the gallery.

    Args:
        rows: the numbers of the test examples on it.
        said: (n,) the class, or the number, that the model says of each.
        sure: (n,) how probable it holds that; for numbers, how far off it is.
        total, page, pages: how many examples pass the filter, and where this page is.
    """

    rows: np.ndarray
    said: np.ndarray
    sure: np.ndarray
    total: int
    page: int
    pages: int

    def parts(self, material: Material) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """``gallery/…`` and what is said beside it."""
        data, x = material.data, material.data.x_test[self.rows]
        true, said, sure = data.y_test[self.rows], self.said, self.sure
        if true.dtype.kind == "f":
            true, said = data.in_own_units(true), data.in_own_units(said)
            sure = sure * data.target_spread
        arrays = {
            "gallery/index": self.rows.astype(np.int32),
            "gallery/true": true.astype(np.float32),
            "gallery/predicted": said.astype(np.float32),
            "gallery/probability": sure.astype(np.float32)}
        if isinstance(x, Inputs):
            x = side_by_side(x)
        if x.dtype == np.uint8:
            arrays["gallery/images"] = x
        elif not data.words:
            values = x if data.centre is None else x * data.spread + data.centre
            arrays["gallery/values"] = values.reshape(len(x), -1).astype(np.float32)
        texts = [data.texts[row] for row in self.rows] if data.texts else []
        return arrays, {"total": self.total, "page": self.page, "pages": self.pages,
                        "texts": texts}


def shown(trainer: Trainer, outputs: np.ndarray, material: Material, asked: Gallery) -> Shown:
    """The page that was asked for, or the last one there is.

    Args:
        outputs: what the model says of every test example (n, units).
    """
    said, sure, wrong = judged(trainer, outputs, material)
    keep = np.ones(len(outputs), bool)
    if trainer.task != "regression":
        keep = {"mistakes": wrong, "right": ~wrong}.get(asked.filter, keep)
        for classes, wanted in ((material.data.y_test, asked.true), (said, asked.predicted)):
            if wanted is not None:
                keep = keep & (classes == wanted)
    rows = np.flatnonzero(keep)
    if asked.sort != "order":
        surest_first = asked.sort == "sure"
        if trainer.task == "regression":
            surest_first = not surest_first  # ``sure`` is an error there
        order = np.argsort(-sure[rows] if surest_first else sure[rows], kind="stable")
        rows = rows[order]
    pages = max(1, -(-len(rows) // PAGE))
    page = min(asked.page, pages - 1)
    here = rows[page * PAGE:(page + 1) * PAGE]
    return Shown(here, said[here], sure[here], len(rows), page, pages)


def next_mistake(
    index: int, trainer: Trainer, outputs: np.ndarray, material: Material
) -> int:
    """The first test example after this one that the model gets wrong, round the end.

    Raises:
        ValueError: when there is none.
    """
    wrong = np.flatnonzero(judged(trainer, outputs, material)[2]) if len(outputs) else ()
    if not len(wrong):
        raise ValueError("The model gets no test example wrong, as far as it was measured.")
    return int(wrong[np.searchsorted(wrong, index, "right") % len(wrong)])


def judged(
    trainer: Trainer, outputs: np.ndarray, material: Material
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What is said (n,), how sure that is (n,), and whether it is wrong (n,)."""
    true = material.data.y_test
    if trainer.task == "regression":
        error = np.abs(outputs[:, 0] - true)
        return outputs[:, 0], error, np.zeros(len(true), bool)
    said = trainer.predicted_class(outputs)
    return said, trainer.probability(outputs, said), said != true
