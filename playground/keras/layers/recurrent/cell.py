"""What the cells of SimpleRNN, LSTM and GRU share: their weights, and their products with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import activations, constraints, initializers, random, regularizers
from playground.keras.backend import jnp
from playground.keras.layers.base import Layer
from playground.keras.product import product
from playground.keras.random import SeedGenerator
from playground.keras.serialization import serialize_keras_object as serialize
from playground.keras.variable import Array

Shape = tuple[int | None, ...]
Masks = Array | list[Array] | None

PARTS = tuple(f"{of}_{what}" for what in ("initializer", "regularizer", "constraint")
              for of in ("kernel", "recurrent", "bias"))


class Cell(Layer):
    """Base of the cells: one step in time, with gates that see the input x and the last output h.

    A subclass says in ``step`` what its gates do with the sums x W + h U + b.

    Dropout (Y. Gal, Z. Ghahramani, arXiv:1512.05287) has one mask for all steps, so that it is
    drawn before the loop; with ``recurrent_dropout`` every gate has one of its own.

    Args:
        units: how many numbers the output h has.
        dropout, recurrent_dropout: the share of x, and of h, that is set to 0 while training.
        implementation: 1: every gate has a dropout mask of its own; the sums are the same.
    """

    gates = 1
    seeds_first = False  # whether Keras draws its seed before those of its initializers

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
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        implementation: int = 2,
        **settings: Any,
    ) -> None:
        who = type(self).__name__.removesuffix("Cell")
        if isinstance(units, bool) or not isinstance(units, int):
            raise TypeError(f"{who} expects a whole number of units; got {units!r} "
                            f"({type(units).__name__}).")
        if units < 1:
            raise ValueError(f"{who} expects 1 unit or more; got {units}.")
        super().__init__(**settings)
        if self.seeds_first:  # Keras's order, so that every initializer draws Keras's seed
            self.seed_generator = SeedGenerator(seed)
        self.units = self.output_size = units
        self.state_size: int | list[int] = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.recurrent_regularizer = regularizers.get(recurrent_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.recurrent_constraint = constraints.get(recurrent_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.dropout = min(1.0, max(0.0, dropout))
        self.recurrent_dropout = min(1.0, max(0.0, recurrent_dropout))
        self.implementation = 1 if self.recurrent_dropout else implementation
        self.seed = seed
        if not self.seeds_first:
            self.seed_generator = SeedGenerator(seed)
        self._dropout_mask: Masks = None
        self._recurrent_dropout_mask: Masks = None

    def build(self, input_shape: Shape) -> None:
        inputs, outputs = input_shape[-1], self.gates * self.units
        if inputs is None:
            raise ValueError(f"{self.name} ({type(self).__name__}) expects inputs with a known "
                             f"last axis; got {input_shape}.")
        self.kernel = self.add_weight(
            (inputs, outputs), self.kernel_initializer, name="kernel",
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(
            (self.units, outputs), self.recurrent_initializer, name="recurrent_kernel",
            regularizer=self.recurrent_regularizer, constraint=self.recurrent_constraint)
        self.bias = self.add_weight(
            self._bias_shape(), self._first_bias(), name="bias",
            regularizer=self.bias_regularizer, constraint=self.bias_constraint,
        ) if self.use_bias else None

    def _bias_shape(self) -> Shape:
        return (self.gates * self.units,)

    def _first_bias(self) -> Any:
        return self.bias_initializer

    # ------------------------------------------------------------------ one step

    def call(self, inputs: Array, states: Any, training: Any = False) -> tuple[Array, Any]:
        listed = isinstance(states, (list, tuple))
        h, after = self.step(inputs, list(states) if listed else [states], training)
        return h, after if listed else after[0]

    def step(
        self, inputs: Array, states: Sequence[Array], training: Any
    ) -> tuple[Array, list[Array]]:
        """The output and the next states."""
        raise NotImplementedError

    def sums(self, inputs: Array, h: Array, training: Any) -> Array:
        """x W + h U + b, for all gates beside each other.

        As one product with both kernels, where no dropout comes between: of a training step that
        saves a fifth (LSTM, batch 256, 64 steps, 32 features, 64 units: 60 ms against 49).
        """
        if training and (self.dropout or self.recurrent_dropout):
            return self.from_inputs(inputs, training) + self.from_output(h, training)
        kernels = jnp.concatenate([self.kernel.value, self.recurrent_kernel.value])
        sums = product(jnp.concatenate([inputs, h], axis=-1), kernels)
        return sums if self.bias is None else sums + self._input_bias()

    def from_inputs(self, inputs: Array, training: Any) -> Array:
        """x W + b, for all gates beside each other."""
        masks = self.get_dropout_mask(inputs)
        x = self._gates(inputs, self.kernel.value, masks if training else None)
        return x if self.bias is None else x + self._input_bias()

    def from_output(
        self, h: Array, training: Any, first: int = 0, last: int | None = None
    ) -> Array:
        """h U, for all gates beside each other, or for those from ``first`` up to ``last``."""
        masks = self.get_recurrent_dropout_mask(h)
        last = self.gates if last is None else last
        kernel = self.recurrent_kernel.value[:, first * self.units:last * self.units]
        if isinstance(masks, list):
            masks = masks[first:last]
        return self._gates(h, kernel, masks if training else None)

    def _input_bias(self) -> Array:
        return self.bias.value

    def _gates(self, x: Array, kernel: Array, masks: Masks) -> Array:
        if not isinstance(masks, list):
            return product(x if masks is None else x * masks, kernel)
        kernels = jnp.split(kernel, len(masks), axis=1)
        return jnp.concatenate([product(x * mask, part) for mask, part in zip(
            masks, kernels, strict=True)], axis=-1)

    def get_initial_state(self, batch_size: int) -> list[Array]:
        sizes = self.state_size if isinstance(self.state_size, list) else [self.state_size]
        return [jnp.zeros((batch_size, size), self.compute_dtype) for size in sizes]

    # ------------------------------------------------------------------ dropout

    def get_dropout_mask(self, step_input: Array) -> Masks:
        """What x is multiplied by while training, drawn when it is first asked for."""
        if self._dropout_mask is None:
            self._dropout_mask = self._drawn(step_input, self.dropout)
        return self._dropout_mask

    def get_recurrent_dropout_mask(self, step_input: Array) -> Masks:
        """What h is multiplied by while training, drawn when it is first asked for."""
        if self._recurrent_dropout_mask is None:
            self._recurrent_dropout_mask = self._drawn(step_input, self.recurrent_dropout)
        return self._recurrent_dropout_mask

    def reset_dropout_mask(self) -> None:
        """Let the next ``get_dropout_mask`` draw anew; a layer does so after every call."""
        self._dropout_mask = None

    def reset_recurrent_dropout_mask(self) -> None:
        self._recurrent_dropout_mask = None

    def _drawn(self, like: Array, rate: float) -> Masks:
        if rate == 0:
            return None
        each = self.gates > 1 and self.implementation == 1
        masks = [random.dropout(jnp.ones_like(like), rate, seed=self.seed_generator)
                 for _ in range(self.gates if each else 1)]
        return masks if each else masks[0]

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "units": self.units,
                "activation": activations.serialize(self.activation), "use_bias": self.use_bias,
                "dropout": self.dropout, "recurrent_dropout": self.recurrent_dropout,
                "seed": self.seed, **{key: serialize(getattr(self, key)) for key in PARTS}}

