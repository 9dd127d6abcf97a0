"""Adafactor: squared gradients remembered as a row and a column for each matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.optimizers.base import Optimizer, optimizers
from playground.keras.variable import Array, Variable


@optimizers.register("Adafactor")
class Adafactor(Optimizer):
    """V ≈ r cᵀ / mean(r), with r and c the moving means of g² over columns and over rows.

    u = g / √V, shortened to the mean square ``clip_threshold``²; w ← w - α u, where the step α
    follows the size of the weights: max(ε₂, rms(w)) min(η, 1 / √t).

    Args:
        beta_2_decay: the means are remembered by 1 - t^beta_2_decay.
        relative_step: the learning rate is at most 1 / √t.

    Source: N. Shazeer and M. Stern, arXiv:1804.04235.
    """

    def __init__(
        self, learning_rate: Any = 0.001, beta_2_decay: float = -0.8, epsilon_1: float = 1e-30,
        epsilon_2: float = 1e-3, clip_threshold: float = 1.0, relative_step: bool = True,
        weight_decay: float | None = None, **settings: Any,
    ) -> None:
        super().__init__(learning_rate, weight_decay, **settings)
        self.beta_2_decay, self.epsilon_1, self.epsilon_2 = beta_2_decay, epsilon_1, epsilon_2
        self.clip_threshold, self.relative_step = clip_threshold, relative_step

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._r: list[Variable] = []
        self._c: list[Variable] = []
        self._v: list[Variable] = []
        for each in variables:
            rows, columns, dtype = each.shape[:-1], (*each.shape[:-2], *each.shape[-1:]), each.dtype
            if len(each.shape) < 2:  # nothing to factor; Keras's files have a 0 in their place
                rows, columns, dtype = (), (), "int32"
            self._r.append(self.add_variable(rows, dtype=dtype, name=each.name))
            self._c.append(self.add_variable(columns, dtype=dtype, name=each.name))
            self._v.append(self.add_variable_from_reference(each, "velocity"))

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        index = self._get_variable_index(variable)
        t = jnp.asarray(self.iterations + 1, "float32")
        beta = 1 - t**self.beta_2_decay
        squares = jnp.square(gradient) + self.epsilon_1

        def mean(of: Variable, now: Array) -> Array:
            self.assign(of, beta * of.value + (1 - beta) * now)
            return of.value

        velocity, row, column = self._v[index], self._r[index], self._c[index]
        if variable.ndim < 2:
            v = mean(velocity, squares)
        else:
            r, c = mean(row, jnp.mean(squares, -1)), mean(column, jnp.mean(squares, -2))
            v = (r / jnp.mean(r, -1, keepdims=True))[..., None] * c[..., None, :]
            self.assign(velocity, v)
        u = gradient / jnp.sqrt(v)
        u = u / jnp.maximum(1.0, _rms(u) / self.clip_threshold)
        rate = jnp.minimum(learning_rate, 1 / jnp.sqrt(t))
        self.assign(variable,
                    variable.value - jnp.maximum(self.epsilon_2, _rms(variable.value)) * rate * u)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **{key: getattr(self, key) for key in (
            "beta_2_decay", "epsilon_1", "epsilon_2", "clip_threshold", "relative_step")}}


def _rms(x: Array) -> Array:
    return jnp.sqrt(jnp.mean(jnp.square(x)))
