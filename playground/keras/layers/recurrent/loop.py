"""The loop over time: one step after the other, with what a mask leaves out passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from playground.keras.backend import jax, jnp, lax
from playground.keras.variable import Array, StatelessScope, Variable

States = Any  # a list of arrays, or of lists of arrays
# An LSTM's training step inside a loop, milliseconds (2 cores, JAX 0.10; batch 32, 64 steps, 16
# features, 32 units; and batch 256): as it stands 1.9 and 16; with x W of all steps computed before
# the loop 3.1 and 50, for the gradient then waits in memory; two steps unrolled 3.0 and 26, four
# 6.1 and 46. So everything is computed within the loop, one step at a time.
# What a step computed is kept for the gradient, many times its states. Where that is much, fetching
# it takes longer than computing it again (milliseconds of the processor, kept and anew; 64 steps,
# 32 features, 64 units): LSTM with batch 32 6.7 and 6.8, 128 25.4 and 25.6, 256 77 and 61 with a
# third of the memory; GRU with batch 256 47 and 41, SimpleRNN 13 and 13.
MUCH = 2**19  # numbers in the states of all steps from which it is computed again

Step = Callable[[Array, States], tuple[Array, States]]


def loop(
    step: Step,
    sequences: Array,
    states: States,
    mask: Array | None = None,
    *,
    go_backwards: bool = False,
    zero_output_for_mask: bool = False,
    changing: Sequence[Variable] = (),
) -> tuple[Array, States]:
    """``output, states = step(x, states)`` for every x in time; all outputs and the last states.

    Args:
        mask: (time, batch). Where it is False the states stay, and the output is the one before.
        go_backwards: whether it begins with the last step; the outputs come in that order too.
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

    if len(sequences) * sum(each.size for each in jax.tree.leaves(states)) > MUCH:
        body = jax.checkpoint(body, prevent_cse=False)
    carry = states, [each.value for each in changing]
    (states, values), outputs = lax.scan(
        body, carry, (sequences, mask), reverse=go_backwards)
    for variable, value in zip(changing, values, strict=True):
        variable.assign(value)
    return (jnp.flip(outputs, axis=0) if go_backwards else outputs), states


def _last_output(states: States) -> Array:
    """The output of the step before: the first state, of the last cell where there are several."""
    return states[-1][0] if isinstance(states[0], (list, tuple)) else states[0]


def _wide(counts: Array, x: Array) -> Array:
    return counts.reshape(counts.shape + (1,) * (x.ndim - counts.ndim))
