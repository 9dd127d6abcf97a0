"""ConvLSTM: an LSTM whose memory is a picture, and whose products are convolutions."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.layers.base import layers
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.recurrent.cell import Masks
from playground.keras.layers.recurrent.cell_layer import CellLayer, of_the_cell
from playground.keras.layers.recurrent.lstm import LSTMCell
from playground.keras.layers.spatial import checked_padding, whole_numbers
from playground.keras.ops.nn.convolution import conv
from playground.keras.ops.nn.spatial import checked_format
from playground.keras.variable import Array
from playground.keras.windows import output_size

Shape = tuple[int | None, ...]


class ConvLSTMCell(LSTMCell):
    """One step of a ConvLSTM: that of an LSTM, with * for a convolution in place of the product.

    Its states are [h, c], each as large as the output of the convolution of the input.
    """

    seeds_first = True

    def __init__(
        self, rank: int, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, dilation_rate: Any = 1, **settings: Any,
    ) -> None:
        who = f"ConvLSTM{rank}D"
        (self.filters,) = whole_numbers(filters, 1, "filters", who)
        super().__init__(self.filters, **settings, implementation=1)
        self.rank = rank
        self.kernel_size = whole_numbers(kernel_size, rank, "kernel_size", who)
        self.strides = whole_numbers(strides, rank, "strides", who)
        self.dilation_rate = whole_numbers(dilation_rate, rank, "dilation_rate", who)
        self.padding = checked_padding(padding, who)
        self.data_format = checked_format(data_format, who)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(f"{who} expects strides or dilation_rate of 1; got {strides} and "
                             f"{dilation_rate}.")

    def build(self, input_shape: Shape) -> None:
        self._input_shape = input_shape
        if None in input_shape[1:]:
            raise ValueError(f"{self.name} (ConvLSTM{self.rank}D) expects steps of a known size; "
                             f"got {input_shape}. Give every size but the steps in Input.")
        channels = input_shape[1 if self._channels_first else -1]
        self.kernel = self.add_weight(
            (*self.kernel_size, channels, 4 * self.filters), self.kernel_initializer,
            name="kernel", regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(
            (*self.kernel_size, self.filters, 4 * self.filters), self.recurrent_initializer,
            name="recurrent_kernel", regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint)
        self.bias = self.add_weight(
            self._bias_shape(), self._first_bias(), name="bias",
            regularizer=self.bias_regularizer, constraint=self.bias_constraint,
        ) if self.use_bias else None

    @property
    def _channels_first(self) -> bool:
        return self.data_format == "channels_first"

    def step(self, x: Array, states: Any, training: Any) -> tuple[Array, list[Array]]:
        """Channels last, whatever the format of the states."""
        if not self._channels_first:
            return super().step(x, states, training)
        _, after = super().step(x, [jnp.moveaxis(each, 1, -1) for each in states], training)
        after = [jnp.moveaxis(each, -1, 1) for each in after]
        return after[0], after

    def sums(self, inputs: Array, h: Array, training: Any) -> Array:
        """x * W + h * U + b: two convolutions, each with a window of its own."""
        return self.from_inputs(inputs, training) + self.from_output(h, training)

    def from_inputs(self, inputs: Array, training: Any) -> Array:
        """x * W + b, for all gates beside each other, the channels last."""
        masks = self.get_dropout_mask(inputs)

        def share(x: Array, kernel: Array) -> Array:
            y = conv(x, kernel, self.strides, self.padding, self.data_format, self.dilation_rate)
            return jnp.moveaxis(y, 1, -1) if self._channels_first else y

        x = _each_gate(share, inputs, self.kernel.value, masks if training else None)
        return x if self.bias is None else x + self.bias.value

    def from_output(
        self, h: Array, training: Any, first: int = 0, last: int | None = None
    ) -> Array:
        """h * U, for all gates beside each other."""
        masks = self._recurrent_dropout_mask
        if masks is not None and self._channels_first:
            masks = [jnp.moveaxis(each, 1, -1) for each in masks]
        return _each_gate(lambda h, kernel: conv(h, kernel, 1, "same", "channels_last"), h,
                          self.recurrent_kernel.value, masks if training else None)

    def compute_output_shape(self, input_shape: Shape, states_shape: Any = None) -> Any:
        sizes = input_shape[2:] if self._channels_first else input_shape[1:-1]
        sizes = tuple(output_size(size, window, stride, self.padding, gap)
                      for size, window, stride, gap in zip(
                          sizes, self.kernel_size, self.strides, self.dilation_rate, strict=True))
        shape = ((input_shape[0], self.filters, *sizes) if self._channels_first
                 else (input_shape[0], *sizes, self.filters))
        return shape, [shape, shape]

    def get_initial_state(self, batch_size: int) -> list[Array]:
        shape, _ = self.compute_output_shape((batch_size, *self._input_shape[1:]))
        return [jnp.zeros(shape, self.compute_dtype) for _ in range(2)]

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["units"]
        return {**config, "filters": self.filters, "kernel_size": self.kernel_size,
                "strides": self.strides, "padding": self.padding,
                "data_format": self.data_format, "dilation_rate": self.dilation_rate}


def _each_gate(share: Any, x: Array, kernel: Array, masks: Masks) -> Array:
    if masks is None:
        return share(x, kernel)
    return jnp.concatenate([share(x * mask, part) for mask, part in zip(
        masks, jnp.split(kernel, 4, axis=-1), strict=True)], axis=-1)


class _ConvLSTM(CellLayer):
    """Base of ConvLSTM1D, 2D and 3D.

        i, f, o = σ(x * W + h * U + b), one of each;  new = tanh(x * W_c + h * U_c + b_c)
        c ← f c + i new;  h ← o tanh(c)

    with * for a convolution: what is remembered has a place.

    Args:
        filters: how many channels h and c have.
        kernel_size, strides, padding, dilation_rate: of the convolution of the input; that of h
            has the same window, and keeps its size.
        return_sequences: whether the h of every step is the output, or the last one alone.

    Shapes: (batch, time, …sizes, channels) in, (batch, …sizes, filters) out, with the time too
    where ``return_sequences``; kernel (…window, channels, 4 · filters).

    Source: X. Shi et al., "Convolutional LSTM network", arXiv:1506.04214 (without peepholes).
    """

    rank = 2
    fits = ()

    def __init__(
        self, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, dilation_rate: Any = 1, activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid", use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform", recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros", unit_forget_bias: bool = True,
        kernel_regularizer: Any = None, recurrent_regularizer: Any = None,
        bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, recurrent_constraint: Any = None,
        bias_constraint: Any = None, dropout: float = 0.0, recurrent_dropout: float = 0.0,
        seed: int | None = None, return_sequences: bool = False, return_state: bool = False,
        go_backwards: bool = False, stateful: bool = False, **settings: Any,
    ) -> None:
        cell = ConvLSTMCell(
            self.rank, filters, kernel_size, strides, padding, data_format, dilation_rate,
            activation=activation, recurrent_activation=recurrent_activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, unit_forget_bias=unit_forget_bias,
            kernel_regularizer=kernel_regularizer, recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint,
            dropout=dropout, recurrent_dropout=recurrent_dropout, seed=seed,
            name="conv_lstm_cell", dtype=settings.get("dtype"),
            trainable=settings.get("trainable", True))
        super().__init__(cell, return_sequences, return_state, go_backwards, stateful,
                         activity_regularizer=activity_regularizer, **settings)
        self.input_spec = InputSpec(ndim=self.rank + 3)

    def compute_output_shape(
        self, sequences_shape: Shape, initial_state_shape: Any = None
    ) -> Any:
        batch, time, *step = sequences_shape
        _, *state = self.cell.compute_output_shape((batch, *step))[0]
        output = (batch, time, *state) if self.return_sequences else (batch, *state)
        return (output, (batch, *state), (batch, *state)) if self.return_state else output


for _name in ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate"):
    setattr(_ConvLSTM, _name, of_the_cell(_name))


@layers.register("ConvLSTM1D")
class ConvLSTM1D(_ConvLSTM):
    """An LSTM over sequences of sequences: see its base."""

    rank = 1


@layers.register("ConvLSTM2D")
class ConvLSTM2D(_ConvLSTM):
    """An LSTM over sequences of images, the frames of a film: see its base."""

    rank = 2


@layers.register("ConvLSTM3D")
class ConvLSTM3D(_ConvLSTM):
    """An LSTM over sequences of volumes: see its base."""

    rank = 3
