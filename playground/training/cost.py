"""What a training step would cost, known before it is compiled: a server has many visitors."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import jax

MOST_OPERATIONS = 30e9  # arithmetic operations of a batch: about a second of one core
MOST_NUMBERS = 50_000_000  # in one array


def checked(step: Any, *arguments: Any) -> Any:
    """The shapes and types that ``step`` gives for arguments of these shapes and types.

    Raises:
        ValueError: a sentence, where it would take too long or too much room.
    """
    traced = jax.jit(step).trace(*arguments)
    largest = max(_sizes(traced.jaxpr.jaxpr), default=0)
    if largest > MOST_NUMBERS:
        raise ValueError(f"A batch makes an array of {largest:,} numbers; the playground takes "
                         f"{MOST_NUMBERS:,}. A smaller batch, fewer units or pooling helps.")
    cost = traced.lower().cost_analysis() or {}
    operations = cost.get("flops", 0.0)
    if operations > MOST_OPERATIONS:
        raise ValueError(
            f"A batch takes {operations / 1e9:,.0f} billion operations; the playground takes "
            f"{MOST_OPERATIONS / 1e9:,.0f}. A smaller batch, fewer layers or units help.")
    return traced.out_info


def _sizes(jaxpr: Any) -> Iterator[int]:
    """How many numbers each array in a program has, and in the programs within it."""
    for equation in jaxpr.eqns:
        for each in equation.outvars:
            yield math.prod(getattr(each.aval, "shape", ()))
        for each in jax.tree.leaves(
                list(equation.params.values()), is_leaf=lambda value: hasattr(value, "eqns")):
            inner = getattr(each, "jaxpr", each)
            if hasattr(inner, "eqns"):
                yield from _sizes(inner)
