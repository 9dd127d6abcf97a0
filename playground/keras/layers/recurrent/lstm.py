"""LSTM: a memory that gates write to, keep and read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import activations
from playground.keras.backend import jnp
from playground.keras.layers.base import layers
from playground.keras.layers.recurrent.cell import Cell
from playground.keras.layers.recurrent.cell_layer import FIELDS, CellLayer, for_the_cell
from playground.keras.variable import Array


@layers.register("LSTMCell")
class LSTMCell(Cell):
    """One step of an LSTM: see there. Its states are [h, c]."""

    gates = 4  # i, f, c, o: in this order they lie beside each other in the kernels

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(
            units, activation, use_bias, kernel_initializer, recurrent_initializer,
            bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout,
            seed, **settings)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias
        self.state_size = [units, units]

    def step(
        self, inputs: Array, states: Sequence[Array], training: Any
    ) -> tuple[Array, list[Array]]:
        h, c = states
        i, f, new, o = jnp.split(self.sums(inputs, h, training), 4, axis=-1)
        i = self.recurrent_activation(i)  # how much of the new is written
        f = self.recurrent_activation(f)  # how much of the old is kept
        o = self.recurrent_activation(o)  # how much is read
        c = f * c + i * self.activation(new)
        h = o * self.activation(c)
        return h, [h, c]

    def _first_bias(self) -> Any:
        return self._forgetting_little if self.unit_forget_bias else self.bias_initializer

    def _forgetting_little(self, shape: Any, dtype: str | None = None) -> Array:
        """1 for the gate f: at first the memory is kept. Source: R. Jozefowicz, ICML 2015."""
        some, rest = self.bias_initializer, (2 * self.units,)
        ones = jnp.ones((self.units,), dtype)
        return jnp.concatenate([some((self.units,), dtype=dtype), ones, some(rest, dtype=dtype)])

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "unit_forget_bias": self.unit_forget_bias,
                "recurrent_activation": activations.serialize(self.recurrent_activation)}


@layers.register("LSTM", **FIELDS)
class LSTM(CellLayer):
    """Long short-term memory: beside its output h it has a memory c that gates change gently.

    At every time step, with σ the sigmoid and x the input:

        i = σ(x Wᵢ + h Uᵢ + bᵢ)           what is written
        f = σ(x W_f + h U_f + b_f)        what is kept
        o = σ(x Wₒ + h Uₒ + bₒ)           what is read
        c ← f · c + i · tanh(x W_c + h U_c + b_c)
        h ← o · tanh(c)

    Where f is 1 and i is 0, c passes through any number of steps unchanged, and so does its
    gradient: that is why an LSTM learns what lies far apart.

    Args:
        units: how many numbers h and c have.
        unit_forget_bias: whether b_f is 1 at first, so that the memory is kept.
        return_sequences: whether the h of every step is the output, or the last one alone.
        return_state: whether the last h and c are given too.
        stateful: whether the next batch goes on from the last states, until ``reset_state()``.
        use_cudnn: of no effect: one loop serves every device.

    Shapes: (batch, time, features) in, (batch, units) out, or (batch, time, units) with
    ``return_sequences``; kernel W (features, 4 · units), recurrent_kernel U (units, 4 · units),
    bias (4 · units,), each in the order i, f, c, o.

    Source: S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9 (1997);
    the gate f: F. Gers et al., "Learning to forget", Neural Computation 12 (2000).
    """

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        use_cudnn: bool | str = "auto",
        **settings: Any,
    ) -> None:
        cell = LSTMCell(
            units, activation, recurrent_activation, use_bias, kernel_initializer,
            recurrent_initializer, bias_initializer, unit_forget_bias, kernel_regularizer,
            recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
            bias_constraint, dropout, recurrent_dropout, seed, name="lstm_cell",
            **for_the_cell(settings))
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            activity_regularizer=activity_regularizer, **settings)
        self.use_cudnn = use_cudnn
