"""Adam for large batches: each layer's step in proportion to its weights."""

from __future__ import annotations

from playground.keras.backend import jnp
from playground.keras.optimizers.adam import Moments
from playground.keras.optimizers.base import optimizers
from playground.keras.variable import Array, Variable


@optimizers.register("Lamb")
class Lamb(Moments):
    """u = m̂ / (√v̂ + ε), w ← w - η ‖w‖ / ‖u‖ u, with m̂ = m / (1 - β₁ᵗ) and v̂ = v / (1 - β₂ᵗ).

    Source: Y. You et al., arXiv:1904.00962.
    """

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        t, w = self.step_number(), variable.value
        m, v = self.remember(gradient, variable)
        m_hat, v_hat = m / (1 - self.beta_1**t), v / (1 - self.beta_2**t)
        u = m_hat / (jnp.sqrt(v_hat) + self.epsilon)
        size, length = jnp.sqrt(jnp.sum(jnp.square(w))), jnp.sqrt(jnp.sum(jnp.square(u)))
        known = (size > 0) & (length > 0)
        ratio = jnp.where(known, size / jnp.where(known, length, 1.0), 1.0)
        self.assign(variable, w - ratio * learning_rate * u)
