"""GRU: an output that a gate overwrites little by little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import activations
from playground.keras.backend import jnp
from playground.keras.layers.base import layers
from playground.keras.layers.recurrent.cell import Cell, Shape
from playground.keras.layers.recurrent.cell_layer import FIELDS, CellLayer, for_the_cell
from playground.keras.variable import Array


@layers.register("GRUCell")
class GRUCell(Cell):
    """One step of a GRU: see there."""

    gates = 3  # z, r, h: in this order they lie beside each other in the kernels

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        reset_after: bool = True,
        seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(
            units, activation, use_bias, kernel_initializer, recurrent_initializer,
            bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout,
            seed, **settings)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.reset_after = reset_after

    def step(
        self, inputs: Array, states: Sequence[Array], training: Any
    ) -> tuple[Array, list[Array]]:
        [h] = states
        z, r, new = jnp.split(self.from_inputs(inputs, training), 3, axis=-1)
        if self.reset_after:
            of_h = self.from_output(h, training)
            if self.bias is not None:
                of_h = of_h + self.bias.value[1]
            of_z, of_r, of_new = jnp.split(of_h, 3, axis=-1)
            r = self.recurrent_activation(r + of_r)  # how much of the old the new may see
            new = new + r * of_new
        else:
            of_z, of_r = jnp.split(self.from_output(h, training, last=2), 2, axis=-1)
            r = self.recurrent_activation(r + of_r)
            new = new + self.from_output(r * h, training, first=2)
        z = self.recurrent_activation(z + of_z)  # how much of the old is kept
        h = z * h + (1 - z) * self.activation(new)
        return h, [h]

    def _bias_shape(self) -> Shape:
        both = (3 * self.units,)  # one bias for x W, and one for h U when r comes after it
        return (2, *both) if self.reset_after else both

    def _input_bias(self) -> Array:
        return self.bias.value[0] if self.reset_after else self.bias.value

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "reset_after": self.reset_after,
                "recurrent_activation": activations.serialize(self.recurrent_activation)}


@layers.register("GRU", **FIELDS)
class GRU(CellLayer):
    """Gated recurrent unit: its output h is also its memory, overwritten little by little.

    At every time step, with σ the sigmoid and x the input:

        z = σ(x W_z + h U_z + b_z)                 what is kept
        r = σ(x Wᵣ + h Uᵣ + bᵣ)                    what the new may see of the old
        n = tanh(x Wₙ + bₙ + r · (h Uₙ + b′ₙ))
        h ← z · h + (1 - z) · n

    With ``reset_after=False``, as first published, r comes before the product: (r · h) Uₙ, and
    there is one bias instead of two.

    Args:
        units: how many numbers h has.
        return_sequences: whether the h of every step is the output, or the last one alone.
        return_state: whether the last h is given too.
        stateful: whether the next batch goes on from the last state, until ``reset_state()``.
        use_cudnn: of no effect: one loop serves every device.

    Shapes: (batch, time, features) in, (batch, units) out, or (batch, time, units) with
    ``return_sequences``; kernel W (features, 3 · units), recurrent_kernel U (units, 3 · units),
    bias (2, 3 · units), or (3 · units,) without ``reset_after``; each in the order z, r, n.

    Source: K. Cho et al., arXiv:1406.1078, v3 with ``reset_after=False``, v1 otherwise.
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
        reset_after: bool = True,
        use_cudnn: bool | str = "auto",
        **settings: Any,
    ) -> None:
        cell = GRUCell(
            units, activation, recurrent_activation, use_bias, kernel_initializer,
            recurrent_initializer, bias_initializer, kernel_regularizer, recurrent_regularizer,
            bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint, dropout,
            recurrent_dropout, reset_after, seed, name="gru_cell", **for_the_cell(settings))
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            activity_regularizer=activity_regularizer, **settings)
        self.use_cudnn = use_cudnn
