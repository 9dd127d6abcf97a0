"""AdamW without a schedule: the weights are a mean of all steps so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.optimizers.base import Optimizer, optimizers
from playground.keras.variable import Array, Variable


@optimizers.register("ScheduleFreeAdamW")
class ScheduleFreeAdamW(Optimizer):
    """z ← z - η g / (√v̂ + ε), x ← (1 - 1/t) x + z / t, w = (1 - β₁) z + β₁ x.

    The gradient is taken at w; x is not kept, it follows from w and z.

    Source: A. Defazio et al., "The road less scheduled", arXiv:2405.15682.
    """

    def __init__(
        self, learning_rate: Any = 0.0025, beta_1: float = 0.9, beta_2: float = 0.999,
        epsilon: float = 1e-8, warmup_steps: int = 0, weight_decay: float | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, **settings)
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon
        self.warmup_steps = warmup_steps

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._points, self._velocities = self.add_optimizer_variables(
            variables, ["momentum", "velocity"])
        for point, variable in zip(self._points, variables, strict=True):
            point.assign(variable.value)  # z starts where the weights are

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        index = self._get_variable_index(variable)
        point, velocity = self._points[index], self._velocities[index]
        t = jnp.asarray(self.iterations + 1, "float32")
        if self.warmup_steps > 0:
            learning_rate = learning_rate * jnp.minimum(t / self.warmup_steps, 1.0)
        v = velocity.value + (jnp.square(gradient) - velocity.value) * (1 - self.beta_2)
        self.assign(velocity, v)
        before, beta = point.value, self.beta_1
        z = before - learning_rate * gradient / (
            jnp.sqrt(v / (1 - self.beta_2**t)) + self.epsilon)
        self.assign(point, z)
        x = (variable.value - (1 - beta) * before) / beta
        x = (1 - 1 / t) * x + z / t
        self.assign(variable, (1 - beta) * z + beta * x)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **{key: getattr(self, key) for key in (
            "beta_1", "beta_2", "epsilon", "warmup_steps")}}
