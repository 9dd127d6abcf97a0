"""The gradient of the loss: of one example, at every box of a model, and how large for each weight.

To what a layer gives a zero is added, and the gradient with respect to that zero is asked for.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from playground.keras.layers.watching import adding, watching
from playground.training.inside import first_of
from playground.training.judgement import judged
from playground.training.program import Program
from playground.training.trainer import State, Trainer


class Slopes:
    """The compiled gradients of one structure."""

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        self._program = Program(self._traced)

    def of(
        self, state: State, numbers: np.ndarray, x: Any, y: Any
    ) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Of the loss, as it is measured, of one example.

        Args:
            x, y: the example and its label, each as a batch of one.

        Returns:
            The gradient with respect to what each layer's call gives (the first of several), with
            the batch; and the norm, the root of the sum of squares, of the one with respect to
            every trainable variable.
        """
        at_boxes, norms = self._program(state, numbers, x, y)
        return [np.asarray(each) for each in at_boxes], [np.asarray(each) for each in norms]

    def _traced(self, state: State, numbers: Any, x: Any, y: Any) -> tuple[list[Any], list[Any]]:
        def loss(more: list[Any], trainable: list[Any]) -> Any:
            with self.trainer.bound(state, numbers) as (_, *others), adding(more):
                _, sums = judged(self.trainer, (trainable, *others), x, y)
                return sums(jnp.ones(1))[0]

        def made(trainable: list[Any]) -> list[Any]:
            with watching() as calls:
                loss([], trainable)
            return [first_of(each.outputs) for each in calls]

        trainable = list(state[0])
        zeros = [jnp.zeros(each.shape, each.dtype)
                 if jnp.issubdtype(each.dtype, jnp.floating) else None
                 for each in jax.eval_shape(made, trainable)]
        at_boxes, at_weights = jax.grad(loss, argnums=(0, 1))(zeros, trainable)
        return ([jnp.zeros(()) if each is None else each for each in at_boxes],
                [jnp.linalg.norm(each.ravel()) for each in at_weights])
