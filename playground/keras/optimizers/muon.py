"""Muon: the momentum of each matrix, made orthogonal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.optimizers.base import Optimizer, optimizers
from playground.keras.variable import Array, Variable


@optimizers.register("Muon")
class Muon(Optimizer):
    """m ← μ m + g, w ← w - η 0.2 √max(n, k) O(g + μ m) for matrices (n, k); Adam for the rest.

    O(x) is near the orthogonal matrix closest to x: ``ns_steps`` steps of Newton and Schulz,
    x ← a x + (b x xᵀ + c (x xᵀ)²) x.

    Args:
        exclude_layers: patterns; variables whose path has one are left to Adam.
        exclude_embeddings: whether embeddings are left to Adam.
        adam_lr_ratio: Adam's learning rate divided by that of Muon.
        rms_rate: the 0.2 above; None: steps are not scaled by the matrix's size.

    Source: K. Jordan et al., "Muon", 2024; J. Liu et al., arXiv:2502.16982.
    """

    def __init__(
        self, learning_rate: Any = 0.001, adam_beta_1: float = 0.9, adam_beta_2: float = 0.999,
        adam_weight_decay: float | None = 0.004, epsilon: float = 1e-7,
        weight_decay: float | None = 0.004, clipnorm: float | None = None,
        clipvalue: float | None = None, global_clipnorm: float | None = None,
        use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None,
        exclude_layers: Sequence[str] | None = None, exclude_embeddings: bool = True,
        muon_a: float = 3.4445, muon_b: float = -4.7750, muon_c: float = 2.0315,
        adam_lr_ratio: float = 1, momentum: float = 0.95, ns_steps: int = 5,
        nesterov: bool = True, rms_rate: float | None = 0.2, **kwargs: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm,
                         use_ema, ema_momentum, ema_overwrite_frequency, loss_scale_factor,
                         gradient_accumulation_steps, name, **kwargs)
        self.adam_beta_1, self.adam_beta_2, self.epsilon = adam_beta_1, adam_beta_2, epsilon
        self.adam_weight_decay, self.adam_lr_ratio = adam_weight_decay, adam_lr_ratio
        self.exclude_layers = list(exclude_layers or ())
        self.exclude_embeddings = exclude_embeddings
        self.muon_a, self.muon_b, self.muon_c = muon_a, muon_b, muon_c
        self.momentum, self.ns_steps, self.nesterov = momentum, ns_steps, nesterov
        self.rms_rate = rms_rate

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._momentums: list[Variable] = []
        self._velocities: list[Variable | None] = []
        for each in variables:
            self._momentums.append(self.add_variable_from_reference(each, "momentum"))
            self._velocities.append(self.add_variable_from_reference(each, "velocity")
                                    if self._is_adam_s(each) else None)

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        index = self._get_variable_index(variable)
        momentum, velocity = self._momentums[index], self._velocities[index]
        if velocity is not None:
            self._adam(gradient, variable, learning_rate * self.adam_lr_ratio, momentum, velocity)
            return
        m = gradient + self.momentum * momentum.value
        self.assign(momentum, m)
        step = self._orthogonal(gradient + self.momentum * m if self.nesterov else m)
        if self.rms_rate is not None:
            step = step * max(variable.shape) ** 0.5 * self.rms_rate
        self.assign(variable, variable.value - learning_rate * step)

    def _adam(
        self, gradient: Array, variable: Variable, learning_rate: Array, momentum: Variable,
        velocity: Variable,
    ) -> None:
        t = jnp.asarray(self.iterations + 1, "float32")
        alpha = learning_rate * jnp.sqrt(1 - self.adam_beta_2**t) / (1 - self.adam_beta_1**t)
        m = momentum.value + (gradient - momentum.value) * (1 - self.adam_beta_1)
        v = velocity.value + (jnp.square(gradient) - velocity.value) * (1 - self.adam_beta_2)
        self.assign(momentum, m)
        self.assign(velocity, v)
        self.assign(variable, variable.value - m * alpha / (jnp.sqrt(v) + self.epsilon))

    def _orthogonal(self, x: Array) -> Array:
        tall = x.shape[0] > x.shape[1]
        x = x.T if tall else x
        x = x / (jnp.linalg.norm(x) + 1e-7)
        for _ in range(self.ns_steps):
            square = x @ x.T
            x = self.muon_a * x + (self.muon_b * square + self.muon_c * square @ square) @ x
        return x.T if tall else x

    def _is_adam_s(self, variable: Variable) -> bool:
        embedded = self.exclude_embeddings and "embedding" in variable.path.lower()
        return len(variable.shape) != 2 or embedded or any(
            re.search(each, variable.path) for each in self.exclude_layers)

    def _decay_of(self, variable: Variable) -> Any:
        return self.adam_weight_decay if self._is_adam_s(variable) else self.weight_decay

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **{key: getattr(self, key) for key in (
            "adam_beta_1", "adam_beta_2", "epsilon", "exclude_layers", "muon_a", "muon_b",
            "muon_c", "adam_lr_ratio", "momentum", "ns_steps", "nesterov", "exclude_embeddings",
            "adam_weight_decay", "rms_rate")}}
