"""Gradient descent, plain or with momentum; and Lion, which steps by signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.fields import Flag
from playground.keras.backend import jnp
from playground.keras.optimizers.base import Optimizer, optimizers
from playground.keras.optimizers.fields import (
    is_zero,
    learning_rate_field,
    share_field,
)
from playground.keras.variable import Array, Variable


@optimizers.register(
    "SGD",
    learning_rate=learning_rate_field(0.01),
    momentum=share_field(0.0, "Momentum", "How much of the last step each step keeps.", 0.999),
    nesterov=Flag(default=False, label="Nesterov", restarts=True,
                  help="Take the slope where the momentum is about to lead."),
)
class SGD(Optimizer):
    """Stochastic gradient descent.

    w ← w - η g, or with momentum: m ← μ m - η g, w ← w + m (nesterov: w ← w + μ m - η g).

    Source: I. Sutskever et al., "On the importance of initialization and momentum", ICML 2013.
    """

    def __init__(
        self, learning_rate: Any = 0.01, momentum: float = 0.0, nesterov: bool = False,
        weight_decay: float | None = None, **settings: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, **settings)
        if not isinstance(momentum, (int, float)) or not 0 <= momentum <= 1:
            raise ValueError(f"SGD expects a momentum from 0 to 1; got {momentum!r}.")
        self.momentum = momentum
        self.nesterov = nesterov

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self.momentums = [] if is_zero(self.momentum) else self.add_optimizer_variables(
            variables, "momentum")

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        step = learning_rate * gradient
        if not self.momentums:
            self.assign(variable, variable.value - step)
            return
        momentum = self.momentums[self._get_variable_index(variable)]
        m = self.momentum * momentum.value - step
        self.assign(momentum, m)
        self.assign(variable, variable.value + (self.momentum * m - step if self.nesterov else m))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "momentum": self.momentum, "nesterov": self.nesterov}


@optimizers.register(
    "Lion",
    learning_rate=learning_rate_field(0.001),
    beta_1=share_field(0.9, "Beta 1", "How much of the momentum goes into each step."),
    beta_2=share_field(0.99, "Beta 2", "How much of the momentum is kept."),
)
class Lion(Optimizer):
    """Steps of one size in each weight: w ← w - η sign(β₁ m + (1 - β₁) g), m ← β₂ m + (1 - β₂) g.

    Source: X. Chen et al., arXiv:2302.06675.
    """

    def __init__(
        self, learning_rate: Any = 0.001, beta_1: float = 0.9, beta_2: float = 0.99,
        weight_decay: float | None = None, **settings: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, **settings)
        if not 0 < beta_1 <= 1:
            raise ValueError(f"Lion expects a beta_1 above 0 and up to 1; got {beta_1}.")
        self.beta_1, self.beta_2 = beta_1, beta_2

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._momentums = self.add_optimizer_variables(variables, "momentum")

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        momentum = self._momentums[self._get_variable_index(variable)]
        direction = self.beta_1 * momentum.value + (1 - self.beta_1) * gradient
        self.assign(variable, variable.value - learning_rate * jnp.sign(direction))
        self.assign(momentum, self.beta_2 * momentum.value + (1 - self.beta_2) * gradient)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "beta_1": self.beta_1, "beta_2": self.beta_2}
