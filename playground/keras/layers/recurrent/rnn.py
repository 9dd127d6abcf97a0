"""RNN: a layer that lets a cell walk along a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras import tree
from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.calling import takes
from playground.keras.layers.recurrent.cell import Cell
from playground.keras.layers.recurrent.loop import States, loop
from playground.keras.layers.recurrent.stacked import StackedRNNCells, output_size_of
from playground.keras.layers.recurrent.walks import Walks
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.variable import Array, Variable

Shape = tuple[int | None, ...]


@layers.register("RNN")
class RNN(Layer):
    """Calls its cell once for every time step, and hands the states on.

    A cell is any layer with a ``state_size`` (a number, or a list of them) and a
    ``call(inputs, states)`` that gives the output and the next states; ``output_size`` and
    ``get_initial_state(batch_size)`` when they are not the first size and zeros.

    Args:
        cell: a cell; a list of them stands on each other.
        return_sequences: whether the output of every step is given, or the last one alone.
        return_state: whether the last states are given behind the output.
        go_backwards: whether the last step comes first; the outputs come in that order too.
        stateful: whether the next batch goes on from the last states, until ``reset_state()``.
            The states are variables of the layer, so ``fit`` and ``predict`` keep them too (in
            Keras on JAX only calls of the layer itself do).
        unroll: it is a loop either way, for steps compiled one after the other take longer; but,
            as in Keras, the next is not heeded then.
        zero_output_for_mask: whether the output is 0 where the mask leaves a step out, instead of
            the output before.

    Shapes: (batch, time, …) in, (batch, …) out, or (batch, time, …) with ``return_sequences``.
    """

    def __init__(
        self,
        cell: Any,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        zero_output_for_mask: bool = False,
        **settings: Any,
    ) -> None:
        if isinstance(cell, (list, tuple)):
            cell = StackedRNNCells(cell)
        _check_cell(cell, type(self).__name__)
        super().__init__(**settings)
        self.cell = cell
        self.return_sequences, self.return_state = return_sequences, return_state
        self.go_backwards, self.stateful, self.unroll = go_backwards, stateful, unroll
        self.zero_output_for_mask = zero_output_for_mask
        self.supports_masking = True
        size = cell.state_size
        self.single_state = isinstance(size, int)
        self.state_size = [size] if self.single_state else list(size)
        self._memory = _Memory()

    def build(self, sequences_shape: Shape, initial_state_shape: Any = None) -> None:
        if isinstance(self.cell, Layer) and not self.cell.built:
            self.cell.build((sequences_shape[0], *sequences_shape[2:]))
        if self.stateful and self.states is None:
            batch = sequences_shape[0]
            if batch is None:
                raise ValueError(
                    f"{self.name} ({type(self).__name__}) is stateful, so it expects batches of "
                    "one size: give it as Input(batch_shape=(batch, time, features)).")
            self._memory.states = tree.map_structure(
                lambda first: Variable(first, dtype=self.variable_dtype, trainable=False,
                                       name="rnn_state"), self.get_initial_state(batch))

    # ------------------------------------------------------------------ along the sequence

    def call(
        self, sequences: Array, initial_state: Any = None, mask: Any = None, training: Any = False
    ) -> Any:
        self._check_batch(sequences)
        states = self._first_states(sequences, initial_state)
        if isinstance(mask, (list, tuple)):
            mask = mask[0]
        settings = (bool(training), self.return_sequences, self.go_backwards,
                    self.zero_output_for_mask and not self.unroll)
        output, states = self._memory.walks.along(
            self._walk, self.cell, (sequences, states, mask), settings)
        if self.stateful:
            for each, value in zip(*map(tree.flatten, (self.states, states)), strict=True):
                each.assign(value)
        return (output, *states) if self.return_state else output

    def _walk(
        self, sequences: Array, states: States, mask: Array | None, training: bool, *_: bool
    ) -> tuple[Array, States]:
        steps = jnp.moveaxis(sequences, 1, 0)  # (time, batch, …)
        if mask is not None:  # (time, batch)
            mask = jnp.moveaxis(mask.astype(bool), 1, 0)
            mask = jnp.any(mask.reshape(*mask.shape[:2], -1), axis=-1)
        try:
            _draw_dropout_masks(self.cell, steps[0], states)
            outputs, states = self._along(steps, states, mask, training)
        finally:
            _forget_dropout_masks(self.cell)
        cast = _caster(self.compute_dtype)
        output = cast(jnp.moveaxis(outputs, 0, 1) if self.return_sequences else outputs[-1])
        return output, tree.map_structure(cast, states)

    def _along(
        self, steps: Array, states: States, mask: Array | None, training: Any
    ) -> tuple[Array, States]:
        cell, settings, changing = self.cell, {}, []
        if isinstance(cell, Layer):
            settings = {"training": training} if takes(type(cell), "training") else {}
            changing = [each for each in cell.variables if not each.made_trainable]

        def step(x: Array, states: States) -> tuple[Array, States]:
            output, after = cell(x, states, **settings)
            return output, tree.pack_sequence_as(states, tree.flatten(after))

        return loop(step, steps, states, mask, changing=changing, go_backwards=self.go_backwards,
                    zero_output_for_mask=self.zero_output_for_mask and not self.unroll)

    def _first_states(self, sequences: Array, initial_state: Any) -> States:
        if initial_state is None:
            initial_state = self.states if self.stateful else self.get_initial_state(
                sequences.shape[0])
        if not tree.is_nested(initial_state):
            initial_state = [initial_state]
        cast = _caster(getattr(self.cell, "compute_dtype", self.compute_dtype))
        return tree.map_structure(cast, list(initial_state))

    def get_initial_state(self, batch_size: int) -> States:
        """What the states are before the first step: the cell's own, or zeros."""
        own = getattr(self.cell, "get_initial_state", None)
        if own is None:
            return [jnp.zeros((batch_size, size), self.compute_dtype) for size in self.state_size]
        states = own(batch_size=batch_size)
        return list(states) if tree.is_nested(states) else [states]

    # ------------------------------------------------------------------ from batch to batch

    @property
    def states(self) -> Any:
        """The variables that keep the states of a ``stateful`` layer; None when it is not."""
        return self._memory.states

    @property
    def variables(self) -> list[Variable]:
        return [*super().variables, *tree.flatten(self.states or [])]

    def reset_state(self) -> None:
        """Let the next batch begin with zeros again."""
        for variable in tree.flatten(self.states or []):
            variable.assign(jnp.zeros(variable.shape))

    reset_states = reset_state

    def _check_batch(self, sequences: Array) -> None:
        if self.stateful and self.states is not None:
            expected = tree.flatten(self.states)[0].shape[0]
            if sequences.shape[0] != expected:
                raise ValueError(
                    f"{self.name} ({type(self).__name__}) is stateful, so it expects batches of "
                    f"{expected} samples, as the first one had; got {sequences.shape[0]}. "
                    f"Give fit, evaluate and predict batch_size={expected}.")

    # ------------------------------------------------------------------ shapes and masks

    def compute_output_shape(
        self, sequences_shape: Shape, initial_state_shape: Any = None
    ) -> Any:
        batch, time = sequences_shape[:2]
        ahead = (batch, time) if self.return_sequences else (batch,)
        output = (*ahead, *_as_tuple(output_size_of(self.cell)))
        if not self.return_state:
            return output
        return (output, *([(batch, each) for each in size] if isinstance(size, (list, tuple))
                          else (batch, size) for size in self.state_size))

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        mask = tree.flatten(mask)[0] if self.return_sequences else None
        return [mask, *(None for _ in self.state_size)] if self.return_state else mask

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "return_sequences": self.return_sequences,
                "return_state": self.return_state, "go_backwards": self.go_backwards,
                "stateful": self.stateful, "unroll": self.unroll,
                "zero_output_for_mask": self.zero_output_for_mask,
                "cell": serialize_keras_object(self.cell)}

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> RNN:
        config = dict(config)
        return cls(deserialize_keras_object(config.pop("cell"), custom_objects), **config)


class _Memory:
    """Beside the layer: its states, which are variables of it but no weights, and its programs."""

    def __init__(self) -> None:
        self.states: Any = None
        self.walks = Walks()


def _check_cell(cell: Any, who: str) -> None:
    if not callable(getattr(cell, "call", None)) or getattr(cell, "state_size", None) is None:
        raise ValueError(f"{who} expects a cell: a layer with a state_size and a "
                         f"call(inputs, states) that gives (output, states); got {cell!r}.")
    if not isinstance(cell.state_size, (int, list, tuple)):
        raise ValueError(f"{who} expects the state_size of its cell as a whole number, or a list "
                         f"with one for each state; got {cell.state_size!r}.")


def _draw_dropout_masks(cell: Any, x: Array, states: Sequence[Any]) -> None:
    """Draw what every step multiplies by, in Keras's order, before the loop begins."""
    if isinstance(cell, Cell):
        cell.get_dropout_mask(x)
        cell.get_recurrent_dropout_mask(states[0])
    elif isinstance(cell, StackedRNNCells):
        for each, its in zip(cell.cells, states, strict=True):
            its = its if isinstance(its, (list, tuple)) else [its]
            _draw_dropout_masks(each, x, its)
            x = jnp.zeros((x.shape[0], output_size_of(each)), x.dtype)


def _forget_dropout_masks(cell: Any) -> None:
    if isinstance(cell, Cell):
        cell.reset_dropout_mask()
        cell.reset_recurrent_dropout_mask()
    elif isinstance(cell, StackedRNNCells):
        for each in cell.cells:
            _forget_dropout_masks(each)


def _caster(dtype: str) -> Any:
    return lambda x: jnp.asarray(x.value if isinstance(x, Variable) else x, dtype)


def _as_tuple(size: Any) -> tuple[int, ...]:
    return tuple(size) if isinstance(size, (list, tuple)) else (size,)
