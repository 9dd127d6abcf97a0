"""SimpleRNN: the output is an input of the next step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.layers.base import layers
from playground.keras.layers.recurrent.cell import Cell
from playground.keras.layers.recurrent.cell_layer import FIELDS, CellLayer, for_the_cell
from playground.keras.variable import Array


@layers.register("SimpleRNNCell")
class SimpleRNNCell(Cell):
    """One step of a SimpleRNN: h ← tanh(x W + h U + b).

    Source: J. Elman, "Finding structure in time", Cognitive Science 14 (1990).
    """

    seeds_first = True

    def step(
        self, inputs: Array, states: Sequence[Array], training: Any
    ) -> tuple[Array, list[Array]]:
        [h] = states
        h = self.activation(self.sums(inputs, h, training))
        return h, [h]


@layers.register("SimpleRNN", **FIELDS)
class SimpleRNN(CellLayer):
    """h ← tanh(x W + h U + b) at every time step; the output is the last h, or all of them.

    ``activity_regularizer`` is heeded, which Keras 3.15 forgets for this layer.

    Shapes: (batch, time, features) in, (batch, units) out, or (batch, time, units) with
    ``return_sequences``; kernel W (features, units), recurrent_kernel U (units, units).

    Source: J. Elman, "Finding structure in time", Cognitive Science 14 (1990).
    """

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        seed: int | None = None,
        **settings: Any,
    ) -> None:
        cell = SimpleRNNCell(
            units, activation, use_bias, kernel_initializer, recurrent_initializer,
            bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout,
            seed, name="simple_rnn_cell", **for_the_cell(settings))
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            activity_regularizer=activity_regularizer, **settings)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["seed"]  # as in Keras, which writes it down for the other two alone
        return config
