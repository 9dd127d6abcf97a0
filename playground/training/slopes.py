"""Gradients at every box of a model: of the loss of one example, or of the answer over the plane.

To what a step gives a zero is added, and the gradient with respect to that zero is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from playground.keras.layers.watching import changing, watching
from playground.training.arrays import responses
from playground.training.inside import first_of, weights_in
from playground.training.judgement import judged
from playground.training.program import Program
from playground.training.trainer import State, Trainer


class Slopes:
    """The compiled gradients of one structure."""

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        self._of_one = Program(self._traced)
        self._of_all = Program(self._at_weights)
        self._of_answer = Program(self._answered)

    def of(
        self, state: State, numbers: np.ndarray, x: Any, y: Any
    ) -> tuple[list[np.ndarray], dict[str, np.ndarray]]:
        """Of the loss, as it is measured, of one example.

        Args:
            x, y: the example and its label, each as a batch of one.

        Returns:
            The gradient with respect to what each step gives (the first of several), with the
            batch; and the norms as ``norms`` has them.
        """
        at_boxes, norms = self._of_one(state, numbers, x, y)
        return [np.asarray(each) for each in at_boxes], self._named(norms)

    def norms(
        self, state: State, numbers: np.ndarray, x: Any, y: Any, count: int
    ) -> dict[str, np.ndarray]:
        """How large the gradient of the mean loss of the first ``count`` examples is.

        Returns:
            ``<box>/norm/<weight>`` (1,): the root of the sum of squares for every trainable
            variable, at the box where it is met first.
        """
        return self._named(self._of_all(state, numbers, x, y, np.int32(count)))

    def of_answer(self, state: State, numbers: np.ndarray, x: np.ndarray) -> list[np.ndarray]:
        """Of the answer to each example alone, with respect to what each step gives for it.

        The answer is the model's one output; of several classes it is that of the largest, the
        class that it says.
        """
        return [np.asarray(each) for each in self._of_answer(state, numbers, x)]

    def _named(self, norms: Sequence[Any]) -> dict[str, np.ndarray]:
        found = {}
        for variable, norm in zip(self.trainer.variables[0], norms, strict=True):
            place = next((k for k, box in enumerate(self.trainer.boxes) if any(
                each is variable for each in weights_in(box.layer))), None)
            if place is not None:
                found[f"{place}/norm/{variable.name}"] = np.asarray(norm).reshape(1)
        return found

    # -- traced ------------------------------------------------------------------------------

    def _loss(
        self, state: State, numbers: Any, trainable: list[Any], x: Any, y: Any, real: Any
    ) -> Any:
        """The mean loss of the examples whose weight in ``real`` is 1."""
        with self.trainer.bound(state, numbers) as (_, *others):
            _, sums = judged(self.trainer, (trainable, *others), x, y)
            return sums(real)[0] / real.sum()

    def _traced(self, state: State, numbers: Any, x: Any, y: Any) -> tuple[list[Any], list[Any]]:
        def loss(more: list[Any], trainable: list[Any]) -> Any:
            with changing(_adding(more)):
                return self._loss(state, numbers, trainable, x, y, jnp.ones(1))

        trainable = list(state[0])
        zeros = _zeros_for(lambda: loss([], trainable))
        at_boxes, at_weights = jax.grad(loss, argnums=(0, 1))(zeros, trainable)
        return _filled(at_boxes), _norms(at_weights)

    def _at_weights(self, state: State, numbers: Any, x: Any, y: Any, count: Any) -> list[Any]:
        real = (jnp.arange(y.shape[0]) < count).astype(jnp.float32)
        return _norms(jax.grad(lambda trainable: self._loss(
            state, numbers, trainable, x, y, real))(list(state[0])))

    def _answered(self, state: State, numbers: Any, x: Any) -> list[Any]:
        def answers(more: list[Any]) -> Any:
            with changing(_adding(more)):
                says = responses(self.trainer, state, numbers, x)[-1]
            if self.trainer.boxes[-1].layer is self.trainer.model:  # no step gives it as it is
                says += more[-1]
            return says.max(axis=-1).sum()

        outputs = jax.eval_shape(lambda: responses(self.trainer, state, numbers, x))
        return _filled(jax.grad(answers)(_zeros_like(outputs)))


def _adding(more: list[Any]) -> Callable[[Any], Any]:
    """Adds to each array that it is called with the next one; None adds nothing."""
    values = iter(more)

    def add(array: Any) -> Any:
        value = next(values, None)
        return array if value is None else array + value

    return add


def _zeros_for(run: Callable[[], Any]) -> list[Any]:
    """A zero for what each step gives in a run; None where it has no gradient."""
    def made() -> list[Any]:
        with watching() as calls:
            run()
        return [first_of(each.outputs) for each in calls]

    return _zeros_like(jax.eval_shape(made))


def _zeros_like(outputs: list[Any]) -> list[Any]:
    return [jnp.zeros(each.shape, each.dtype) if jnp.issubdtype(each.dtype, jnp.floating) else None
            for each in outputs]


def _filled(gradients: list[Any]) -> list[Any]:
    return [jnp.zeros(()) if each is None else each for each in gradients]


def _norms(gradients: list[Any]) -> list[Any]:
    return [jnp.linalg.norm(each.ravel()) for each in gradients]
