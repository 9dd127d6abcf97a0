"""Why the model says what it says of one example: what it leans on, measured, not guessed.

Each of these answers a small question and no larger one; what it is not, the page says beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from playground.datasets.messages import ENDED, UNKNOWN
from playground.keras.layers import Dense
from playground.keras.tree import flatten
from playground.training.arrays import passed, responses
from playground.training.feeding import scaled
from playground.training.inside import first_of
from playground.training.program import Program
from playground.training.trainer import State, Trainer

PATCHES = 9  # squares along a picture's longer side; each overlaps half of the next
SHUFFLES = 5  # of every column
MOST_ROWS = 500  # test rows that a column is shuffled in


class Why:
    """The compiled explanations of one structure.

    Args:
        kind: "image", "table", "text" or "series".
        shape: of one example, as the model gets it.
    """

    def __init__(self, trainer: Trainer, kind: str, shape: Sequence[int]) -> None:
        self.trainer, self.kind = trainer, kind
        self.covers = _patches(*shape[:2]) if kind == "image" else np.eye(shape[0], dtype=bool)
        self._changes = Program(self._changed)
        self._gradient = Program(self._slope)
        self._outputs = Program(self._said_of_all)

    def occlusion(self, state: State, numbers: np.ndarray, x: np.ndarray) -> np.ndarray:
        """How much the answer's log-odds fall when a part of the example is covered.

        They are the logarithm of p / (1 - p), and unlike p itself still move when the model is
        sure. Where a number is predicted, how much smaller it gets. A picture's squares are
        covered with its median shade (Zeiler & Fergus, 2014, with grey), a word becomes an
        unknown one, a moment of a series the window's mean, a column the training rows' mean.

        Args:
            x: the example as a batch of one.

        Returns:
            (height, width) of a picture: each pixel has the mean of the squares over it; else one
            number for each part.
        """
        changes = np.asarray(self._changes(state, numbers, x))
        if self.kind != "image":
            return changes
        covers = self.covers.astype(np.float32)
        return np.tensordot(changes, covers, 1) / covers.sum(axis=0)

    def gradient(self, state: State, numbers: np.ndarray, x: np.ndarray) -> np.ndarray:
        """How fast the answer's score changes with each number of the example, without the sign.

        The score is what the output layer has before its activation (Simonyan, Vedaldi &
        Zisserman, 2014); of a picture's channels the largest counts.
        """
        slope = np.abs(np.asarray(self._gradient(state, numbers, x)))[0]
        return slope.max(axis=-1)

    def importance(
        self, state: State, numbers: np.ndarray, rows: np.ndarray, true: np.ndarray
    ) -> np.ndarray:
        """How much worse the model gets when a column is shuffled among the rows (columns,).

        Accuracy that is lost, or mean absolute error that is gained; the mean of some shuffles,
        always the same ones (Breiman, 2001; here as Fisher, Rudin & Dominici, 2019, of any model).
        """
        rows, true = rows[:MOST_ROWS], true[:MOST_ROWS]
        rng = np.random.default_rng(0)
        orders = [rng.permutation(len(rows)) for _ in range(SHUFFLES)]
        shuffled = [rows]
        for column in range(rows.shape[1]):
            for order in orders:
                other = rows.copy()
                other[:, column] = rows[order, column]
                shuffled.append(other)
        outputs = np.asarray(self._outputs(state, numbers, np.stack(shuffled)))
        errors = np.array([self._error(each, true) for each in outputs])
        return errors[1:].reshape(rows.shape[1], SHUFFLES).mean(axis=1) - errors[0]

    def _error(self, outputs: np.ndarray, true: np.ndarray) -> float:
        if self.trainer.task == "regression":
            return float(np.abs(outputs[:, 0] - true).mean())
        return float((self.trainer.predicted_class(outputs) != true).mean())

    # -- traced ------------------------------------------------------------------------------

    def _said_of_all(self, state: State, numbers: Any, batches: jax.Array) -> jax.Array:
        return jax.lax.map(lambda x: responses(self.trainer, state, numbers, x)[-1], batches)

    def _changed(self, state: State, numbers: Any, x: jax.Array) -> jax.Array:
        x = scaled(x)
        covered = jnp.where(_fitting(self.covers, x), self._cover(x), x)
        scores, outputs = self._scored(state, numbers, jnp.concatenate([x, covered]))
        said = self._said(outputs[0])
        reached = jnp.sum(scores * said, axis=1)
        if scores.shape[1] > 1:  # of several classes: against all others together
            others = jnp.where(said > 0, -jnp.inf, scores)
            reached = reached - jax.nn.logsumexp(others, axis=1)
        return reached[0] - reached[1:]

    def _cover(self, x: jax.Array) -> Any:
        """What stands in the place of a part that is covered."""
        if self.kind == "image":
            return jnp.median(x, axis=(1, 2), keepdims=True)
        if self.kind == "text":
            return jnp.where(x == ENDED, ENDED, UNKNOWN)  # where nothing was, nothing changes
        return x.mean(axis=1, keepdims=True) if self.kind == "series" else 0.0

    def _said(self, output: jax.Array) -> jax.Array:
        """Weights (units,) that pick the answer's score out of all scores."""
        if self.trainer.task == "regression":
            return jnp.ones(1)
        if len(output) > 1:
            return jax.nn.one_hot(output.argmax(), len(output))
        return jnp.where(output > self.trainer.threshold, 1.0, -1.0)  # of the second class, or not

    def _scored(self, state: State, numbers: Any, x: jax.Array) -> tuple[jax.Array, jax.Array]:
        """The answers before and after the activation of the output layer.

        A model of other making may end in something else than a Dense layer; the log-odds, or
        logarithms, of its answers then stand for the numbers before.
        """
        last = passed(self.trainer, state, numbers, x)[-1]
        answers = first_of(last.outputs)
        if not isinstance(last.layer, Dense):
            return self._undone(answers), answers
        weights = dict(zip(map(id, self.trainer.variables[0]), state[0]))
        scores = flatten(last.given)[0] @ weights[id(last.layer.kernel)]
        if last.layer.bias is not None:
            scores = scores + weights[id(last.layer.bias)]
        return scores, answers

    def _undone(self, answers: jax.Array) -> jax.Array:
        if self.trainer.task == "regression":
            return answers
        safe = jnp.clip(answers, 1e-7, 1 - 1e-7)
        return jnp.log(safe) - (jnp.log1p(-safe) if answers.shape[-1] == 1 else 0.0)

    def _slope(self, state: State, numbers: Any, x: jax.Array) -> jax.Array:
        def score(x: jax.Array) -> jax.Array:
            scores, outputs = self._scored(state, numbers, x)
            return jnp.sum(scores[0] * jax.lax.stop_gradient(self._said(outputs[0])))

        return jax.grad(score)(scaled(x))


def _patches(height: int, width: int) -> np.ndarray:
    """Squares that cover a picture, (n, height, width) bool, from its top left on."""
    step = max(1, round(max(height, width) / (PATCHES + 1)))
    size = min(2 * step, height, width)
    found = []
    for top in sorted({*range(0, height - size, step), height - size}):
        for left in sorted({*range(0, width - size, step), width - size}):
            cover = np.zeros((height, width), bool)
            cover[top:top + size, left:left + size] = True
            found.append(cover)
    return np.stack(found)


def _fitting(covers: np.ndarray, x: jax.Array) -> jax.Array:
    """The covers with as many axes as a batch of examples has."""
    return jnp.asarray(covers.reshape(covers.shape + (1,) * (x.ndim - covers.ndim)))
