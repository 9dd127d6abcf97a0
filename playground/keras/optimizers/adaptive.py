"""Optimizers with a step size for each weight: from the squares of its past gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.fields import Flag, Number
from playground.keras import initializers
from playground.keras.backend import jnp
from playground.keras.optimizers.base import Optimizer, optimizers
from playground.keras.optimizers.fields import (
    EPSILON_FIELD,
    is_zero,
    learning_rate_field,
    share_field,
)
from playground.keras.variable import Array, Variable

_RHO = "How long squared gradients are remembered: near 1, long."


@optimizers.register(
    "RMSprop",
    learning_rate=learning_rate_field(0.001),
    rho=share_field(0.9, "Rho", _RHO),
    momentum=share_field(0.0, "Momentum", "How much of the last step each step keeps.", 0.999),
    epsilon=EPSILON_FIELD,
    centered=Flag(default=False, label="Centered", restarts=True,
                  help="Divide by the variance of the gradients, not by their mean square."),
)
class RMSprop(Optimizer):
    """v ← ρ v + (1 - ρ) g², w ← w - η g / √(v + ε); centered: v less the squared mean gradient.

    Source: T. Tieleman and G. Hinton, Coursera lecture 6.5, 2012.
    """

    def __init__(
        self, learning_rate: Any = 0.001, rho: float = 0.9, momentum: float = 0.0,
        epsilon: float = 1e-7, centered: bool = False, weight_decay: float | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, **settings)
        self.rho, self.momentum, self.epsilon, self.centered = rho, momentum, epsilon, centered

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._velocities = self.add_optimizer_variables(variables, "velocity")
        self._momentums = [] if is_zero(self.momentum) else self.add_optimizer_variables(
            variables, "momentum")
        self._average_gradients = self.add_optimizer_variables(
            variables, "average_gradient") if self.centered else []

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        index = self._get_variable_index(variable)
        velocity = self._velocities[index]
        v = self.rho * velocity.value + (1 - self.rho) * jnp.square(gradient)
        self.assign(velocity, v)
        if self._average_gradients:
            average = self._average_gradients[index]
            mean = self.rho * average.value + (1 - self.rho) * gradient
            self.assign(average, mean)
            v = v - jnp.square(mean)
        step = learning_rate * gradient / jnp.sqrt(v + self.epsilon)
        if self._momentums:
            momentum = self._momentums[index]
            step = self.momentum * momentum.value + step
            self.assign(momentum, step)
        self.assign(variable, variable.value - step)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "rho": self.rho, "momentum": self.momentum,
                "epsilon": self.epsilon, "centered": self.centered}


@optimizers.register(
    "Adagrad",
    learning_rate=learning_rate_field(0.001),
    initial_accumulator_value=Number(
        default=0.1, low=0.0, high=1.0, step=0.01, restarts=True,
        help="What the sum of squared gradients starts from."),
    epsilon=EPSILON_FIELD,
)
class Adagrad(Optimizer):
    """a ← a + g², w ← w - η g / √(a + ε): weights that moved much move less.

    Source: J. Duchi et al., JMLR 12 (2011).
    """

    def __init__(
        self, learning_rate: Any = 0.001, initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7, weight_decay: float | None = None, **settings: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, **settings)
        self.initial_accumulator_value, self.epsilon = initial_accumulator_value, epsilon

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._accumulators = self.add_optimizer_variables(
            variables, "accumulator", initializers.Constant(self.initial_accumulator_value))

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        accumulator = self._accumulators[self._get_variable_index(variable)]
        a = accumulator.value + jnp.square(gradient)
        self.assign(accumulator, a)
        step = learning_rate * gradient / jnp.sqrt(a + self.epsilon)
        self.assign(variable, variable.value - step)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "epsilon": self.epsilon,
                "initial_accumulator_value": self.initial_accumulator_value}


@optimizers.register(
    "Adadelta",
    learning_rate=learning_rate_field(0.001),
    rho=share_field(0.95, "Rho", _RHO),
    epsilon=EPSILON_FIELD,
)
class Adadelta(Optimizer):
    """a ← ρ a + (1 - ρ) g², δ = -g √(d + ε) / √(a + ε), d ← ρ d + (1 - ρ) δ², w ← w + η δ.

    Source: M. Zeiler, arXiv:1212.5701.
    """

    def __init__(
        self, learning_rate: Any = 0.001, rho: float = 0.95, epsilon: float = 1e-7,
        weight_decay: float | None = None, **settings: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, **settings)
        self.rho, self.epsilon = rho, epsilon

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._accumulated_grads, self._accumulated_delta_vars = self.add_optimizer_variables(
            variables, ["accumulated_grad", "accumulated_delta_var"])

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        index = self._get_variable_index(variable)
        squares, steps = self._accumulated_grads[index], self._accumulated_delta_vars[index]
        a = self.rho * squares.value + (1 - self.rho) * jnp.square(gradient)
        delta = -gradient * jnp.sqrt(steps.value + self.epsilon) / jnp.sqrt(a + self.epsilon)
        self.assign(squares, a)
        self.assign(steps, self.rho * steps.value + (1 - self.rho) * jnp.square(delta))
        self.assign(variable, variable.value + learning_rate * delta)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "rho": self.rho, "epsilon": self.epsilon}


@optimizers.register("Ftrl", learning_rate=learning_rate_field(0.001))
class Ftrl(Optimizer):
    """Follow the regularized leader, made for sparse linear models.

    Source: H. McMahan et al., "Ad click prediction: a view from the trenches", KDD 2013.
    """

    def __init__(
        self, learning_rate: Any = 0.001, learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1, l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        l2_shrinkage_regularization_strength: float = 0.0, beta: float = 0.0,
        weight_decay: float | None = None, **settings: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, **settings)
        if learning_rate_power > 0:
            raise ValueError("Ftrl expects a learning_rate_power of 0 or less; "
                             f"got {learning_rate_power}.")
        self.learning_rate_power = learning_rate_power
        self.initial_accumulator_value = initial_accumulator_value
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        self.beta = beta

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        start = initializers.Constant(self.initial_accumulator_value)
        self._accumulators, self._linears = self.add_optimizer_variables(
            variables, ["accumulator", "linear"], [start, "zeros"])

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        index = self._get_variable_index(variable)
        accumulator, linear = self._accumulators[index], self._linears[index]
        w, a, power = variable.value, accumulator.value, -self.learning_rate_power
        l1, l2 = self.l1_regularization_strength, self.l2_regularization_strength
        l2 = l2 + self.beta / (2.0 * learning_rate)
        shrunk = gradient + 2 * self.l2_shrinkage_regularization_strength * w
        new = a + jnp.square(gradient)
        sigma = (jnp.power(new, power) - jnp.power(a, power)) / learning_rate
        z = linear.value + shrunk - sigma * w
        quadratic = jnp.power(new, power) / learning_rate + 2 * l2
        self.assign(linear, z)
        self.assign(variable, (jnp.clip(z, -l1, l1) - z) / quadratic)
        self.assign(accumulator, new)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **{key: getattr(self, key) for key in (
            "learning_rate_power", "initial_accumulator_value", "l1_regularization_strength",
            "l2_regularization_strength", "l2_shrinkage_regularization_strength", "beta")}}
