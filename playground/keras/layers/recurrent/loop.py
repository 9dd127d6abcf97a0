"""The loop over time: one step after the other, with what a mask leaves out passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playground.keras.backend import jax, jnp, lax
from playground.keras.variable import Array, StatelessScope, Variable

States = Any  # a list of arrays, or of lists of arrays
Step = Callable[[Array, States], tuple[Array, States]]


def loop(
    step: Step,
    sequences: Array,
    states: States,
    mask: Array | None = None,
    *,
    go_backwards: bool = False,
    unroll: bool | int = 1,
    zero_output_for_mask: bool = False,
    changing: Sequence[Variable] = (),
) -> tuple[Array, States]:
    """``output, states = step(x, states)`` for every x in time; all outputs and the last states.

    Args:
        mask: (time, batch). Where it is False the states stay, and the output is the one before.
        go_backwards: whether it begins with the last step; the outputs come in that order too.
        unroll: True, or how many steps are compiled one after the other instead of as a loop.
        zero_output_for_mask: whether the output is 0 where the mask is False.
        changing: variables that a step may assign; the next step finds the new value.

    Shapes: sequences (time, batch, …), outputs (time, batch, …).
    """

    def body(carry: tuple[States, list[Array]], now: Any) -> tuple[Any, Array]:
        states, values = carry
        x, counts = now
        with StatelessScope(zip(changing, values, strict=True)) as scope:
            output, after = step(x, states)
        if counts is not None:
            before = jnp.zeros_like(output) if zero_output_for_mask else _last_output(states)
            output = jnp.where(_wide(counts, output), output, before)
            after = jax.tree.map(
                lambda old, new: jnp.where(_wide(counts, new), new, old), states, after)
        return (after, [scope.get_current_value(each) for each in changing]), output

    carry = states, [each.value for each in changing]
    (states, values), outputs = lax.scan(
        body, carry, (sequences, mask), reverse=go_backwards, unroll=unroll)
    for variable, value in zip(changing, values, strict=True):
        variable.assign(value)
    return (jnp.flip(outputs, axis=0) if go_backwards else outputs), states


def _last_output(states: States) -> Array:
    """The output of the step before: the first state, of the last cell where there are several."""
    return states[-1][0] if isinstance(states[0], (list, tuple)) else states[0]


def _wide(counts: Array, x: Array) -> Array:
    return counts.reshape(counts.shape + (1,) * (x.ndim - counts.ndim))
