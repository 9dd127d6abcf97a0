"""Adam and its relatives: momentum, divided by the size of past gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.fields import Field, Flag, Number
from playground.keras.backend import jnp
from playground.keras.optimizers.base import Optimizer, optimizers
from playground.keras.optimizers.fields import (
    EPSILON_FIELD,
    learning_rate_field,
    share_field,
)
from playground.keras.variable import Array, Variable

_BETAS: dict[str, Field] = {
    "beta_1": share_field(0.9, "Beta 1", "How long gradients are remembered: near 1, long."),
    "beta_2": share_field(0.999, "Beta 2",
                          "How long squared gradients are remembered: near 1, long."),
    "epsilon": EPSILON_FIELD,
}
_AMSGRAD = Flag(default=False, label="AMSGrad", restarts=True,
                help="Divide by the largest past size of the gradients: steps never grow again.")


class Moments(Optimizer):
    """Base of those that remember gradients (m) and squared gradients (v)."""

    def __init__(
        self, learning_rate: Any = 0.001, beta_1: float = 0.9, beta_2: float = 0.999,
        epsilon: float = 1e-7, weight_decay: float | None = None, **settings: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, **settings)
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._momentums, self._velocities = self.add_optimizer_variables(
            variables, ["momentum", "velocity"])

    def remember(self, gradient: Array, variable: Variable) -> tuple[Array, Array]:
        """m ← m + (1 - β₁)(g - m), v ← v + (1 - β₂)(g² - v)"""
        index = self._get_variable_index(variable)
        momentum, velocity = self._momentums[index], self._velocities[index]
        m = momentum.value + (gradient - momentum.value) * (1 - self.beta_1)
        v = velocity.value + (jnp.square(gradient) - velocity.value) * (1 - self.beta_2)
        self.assign(momentum, m)
        self.assign(velocity, v)
        return m, v

    def step_number(self) -> Array:
        """t: 1 at the first step."""
        return (jnp.asarray(self.iterations) + 1).astype("float32")

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "beta_1": self.beta_1, "beta_2": self.beta_2,
                "epsilon": self.epsilon}


@optimizers.register("Adam", learning_rate=learning_rate_field(0.001), **_BETAS, amsgrad=_AMSGRAD)
class Adam(Moments):
    """w ← w - η √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + ε).

    Source: D. Kingma and J. Ba, arXiv:1412.6980; amsgrad: S. Reddi et al., ICLR 2018.
    """

    def __init__(
        self, learning_rate: Any = 0.001, beta_1: float = 0.9, beta_2: float = 0.999,
        epsilon: float = 1e-7, amsgrad: bool = False, weight_decay: float | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(learning_rate, beta_1, beta_2, epsilon, weight_decay, **settings)
        self.amsgrad = amsgrad

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        if self.amsgrad:
            self._velocity_hats = self.add_optimizer_variables(variables, "velocity_hat")

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        t = self.step_number()
        alpha = learning_rate * jnp.sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
        m, v = self.remember(gradient, variable)
        if self.amsgrad:
            largest = self._velocity_hats[self._get_variable_index(variable)]
            v = jnp.maximum(largest.value, v)
            self.assign(largest, v)
        self.assign(variable, variable.value - m * alpha / (jnp.sqrt(v) + self.epsilon))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "amsgrad": self.amsgrad}


@optimizers.register(
    "AdamW",
    learning_rate=learning_rate_field(0.001),
    weight_decay=Number(default=0.004, low=1e-5, high=1.0, scale="log", label="Weight decay",
                        help="How much every step shrinks the weights, times the learning rate."),
    **_BETAS,
    amsgrad=_AMSGRAD,
)
class AdamW(Adam):
    """Adam, with the weights first shrunk: w ← w - η λ w. Source: arXiv:1711.05101."""

    def __init__(
        self, learning_rate: Any = 0.001, weight_decay: float = 0.004, beta_1: float = 0.9,
        beta_2: float = 0.999, epsilon: float = 1e-7, amsgrad: bool = False, **settings: Any,
    ) -> None:
        if weight_decay is None:
            raise ValueError("AdamW expects a number as weight_decay; got None. "
                             "Without weight decay it is Adam.")
        super().__init__(learning_rate, beta_1, beta_2, epsilon, amsgrad, weight_decay, **settings)


@optimizers.register("Nadam", learning_rate=learning_rate_field(0.001), **_BETAS)
class Nadam(Moments):
    """Adam with Nesterov momentum; its momentum μₜ = β₁ (1 - ½ 0.96ᵗ) grows with the steps.

    w ← w - η (μₜ₊₁ m / (1 - Πμ μₜ₊₁) + (1 - μₜ) g / (1 - Πμ)) / (√(v / (1 - β₂ᵗ)) + ε).

    Source: T. Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016.
    """

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._u_product = self.add_variable((), "ones", name="u_product")

    def update_all(
        self, gradients: list[Array], variables: list[Variable], learning_rate: Array
    ) -> None:
        self.assign(self._u_product, self._u_product.value * self._mu(self.step_number()))
        super().update_all(gradients, variables, learning_rate)

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        t = self.step_number()
        now, following, product = self._mu(t), self._mu(t + 1), self._u_product.value
        m, v = self.remember(gradient, variable)
        m_hat = following * m / (1 - product * following) + (1 - now) * gradient / (1 - product)
        v_hat = v / (1 - self.beta_2**t)
        step = learning_rate * m_hat / (jnp.sqrt(v_hat) + self.epsilon)
        self.assign(variable, variable.value - step)

    def _mu(self, t: Array) -> Array:
        return self.beta_1 * (1.0 - 0.5 * 0.96**t)


@optimizers.register("Adamax", learning_rate=learning_rate_field(0.001), **_BETAS)
class Adamax(Moments):
    """u ← max(β₂ u, |g|), w ← w - η / (1 - β₁ᵗ) · m / (u + ε). Source: arXiv:1412.6980, §7."""

    def build(self, variables: Sequence[Variable]) -> None:
        Optimizer.build(self, variables)
        self._m, self._u = self.add_optimizer_variables(variables, ["momentum", "norm"])

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        index = self._get_variable_index(variable)
        momentum, norm = self._m[index], self._u[index]
        m = momentum.value + (gradient - momentum.value) * (1 - self.beta_1)
        u = jnp.maximum(self.beta_2 * norm.value, jnp.abs(gradient))
        self.assign(momentum, m)
        self.assign(norm, u)
        step = learning_rate * m / ((1 - self.beta_1**self.step_number()) * (u + self.epsilon))
        self.assign(variable, variable.value - step)
