"""Means over several steps: of gradients before a step, and of the weights after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.optimizers.state import OptimizerState
from playground.keras.variable import Array, Variable


class Averaging(OptimizerState):
    """``gradient_accumulation_steps``: n gradients make one step, by their mean.

    ``use_ema``: an exponential moving average of the weights, a ← m a + (1 - m) w, which becomes
    the weights every ``ema_overwrite_frequency`` steps and at the end of ``fit``.
    """

    use_ema: bool
    ema_momentum: Any
    ema_overwrite_frequency: int | None
    _trainable_variables: list[Variable]

    def _build_means(self, variables: Sequence[Variable]) -> None:
        if self.use_ema:
            self._averages = self.add_optimizer_variables(variables, "average")
        if self.gradient_accumulation_steps:
            self._accumulated = self.add_optimizer_variables(variables, "gradient_accumulator")

    def _accumulate(self, gradients: list[Array], variables: list[Variable]) -> None:
        """Add the gradients up; at every n-th step, step by their mean and start again."""
        n = self.gradient_accumulation_steps
        now = (self._iterations.value + 1) % n == 0
        sums = [self._accumulated[self._get_variable_index(each)] for each in variables]
        total = [gradient + each.value for gradient, each in zip(gradients, sums, strict=True)]
        touched = [*variables, *self.variables]
        before = [each.value for each in touched]
        self._step([each / n for each in total], variables)
        for each, old in zip(touched, before, strict=True):
            each.assign(jnp.where(now, each.value, old))
        for each, value in zip(sums, total, strict=True):
            each.assign(jnp.where(now, 0.0, value))

    def _average(self) -> None:
        momentum = jnp.where(jnp.asarray(self.iterations) != 0, self.ema_momentum, 0.0)
        for variable, average in zip(self._trainable_variables, self._averages, strict=True):
            average.assign(momentum * average.value + (1 - momentum) * variable.value)
        if self.ema_overwrite_frequency:
            now = (jnp.asarray(self.iterations) + 1) % self.ema_overwrite_frequency == 0
            for variable, average in zip(self._trainable_variables, self._averages, strict=True):
                variable.assign(jnp.where(now, average.value, variable.value))

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """After training with ``use_ema``: the weights become their averages."""
        if self.use_ema:
            for variable, average in zip(self._trainable_variables, self._averages, strict=True):
                variable.assign(average.value)
