"""Many steps in one dispatch: what ``fit``, ``evaluate`` and ``predict`` run.

A step costs microseconds, and telling the device to do one costs hundreds of them. So the data
lies on the device, and one compiled program gathers batch after batch by number and steps on.
How many steps make one dispatch is found while running: so many that it takes a tenth of a
second, so the progress bar moves and Ctrl-C works; one, when a callback asks for every batch.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from playground.keras.backend import jax, jnp, lax
from playground.keras.variable import Array

Step = Callable[[Any, Any], tuple[Any, Any]]  # (state, batch) -> (logs, state)
SECONDS = 0.1  # of one dispatch


def many_steps(step: Step, eager: bool = False) -> Callable[..., tuple[Any, Any]]:
    """A program ``(state, data, order, start, stop) -> (logs, state)``: from batch to batch.

    ``order`` (batches, batch_size) holds the samples' numbers. Start and stop are traced: any
    number of steps runs the same program.
    """
    def batch(data: Any, numbers: Array) -> Any:
        return jax.tree.map(lambda each: each[numbers], data)

    def run(state: Any, data: Any, order: Array, start: Array, stop: Array) -> tuple[Any, Any]:
        def one(index: Array, carried: tuple[Any, Any]) -> tuple[Any, Any]:
            logs, state = step(carried[1], batch(data, order[index]))
            return jax.tree.map(jnp.asarray, logs), state

        shapes = jax.eval_shape(lambda: one(0, (None, state))[0])
        logs = jax.tree.map(lambda each: jnp.zeros(each.shape, each.dtype), shapes)
        return lax.fori_loop(start, stop, one, (logs, state))

    def run_eagerly(state: Any, data: Any, order: Array, start: int, stop: int) -> tuple[Any, Any]:
        logs = None
        for index in range(start, stop):
            logs, state = step(state, batch(data, order[index]))
        return logs, state

    return run_eagerly if eager else jax.jit(run)


def many_outputs(step: Step, eager: bool = False) -> Callable[[Any, Any], Any]:
    """A program ``(state, x) -> outputs`` for x of shape (batches, batch_size, …)."""
    def run(state: Any, batches: Any) -> Any:
        return lax.map(lambda x: step(state, (x,))[0], batches)

    def run_eagerly(state: Any, batches: Any) -> Any:
        count = jax.tree.leaves(batches)[0].shape[0]
        each = []
        for i in range(count):
            outputs, _ = step(state, (jax.tree.map(lambda x: x[i], batches),))  # noqa: B023
            each.append(outputs)
        return jax.tree.map(lambda *parts: jnp.stack(parts), *each)

    return run_eagerly if eager else jax.jit(run)


class Pace:
    """How many steps make one dispatch."""

    def __init__(self) -> None:
        self.steps = 16
        self._known: set[Any] = set()  # what has run before: a first run compiles

    def measured(self, what: Any, steps: int, seconds: float) -> None:
        if what not in self._known:
            self._known.add(what)
            return
        wanted = steps * SECONDS / max(seconds, 1e-6)
        self.steps = int(min(max(wanted, 1), 4 * max(self.steps, 1)))


def run_batches(
    program: Callable[..., tuple[Any, Any]],
    state: Any,
    data: Any,
    order: np.ndarray,
    rest: np.ndarray | None,
    pace: Pace,
    *,
    one_by_one: bool = False,
    begin: Callable[[int], None] = lambda step: None,
) -> Iterator[tuple[int, Any, Any]]:
    """Run through all batches; yields (last step, logs, state) after each dispatch.

    The state may be replaced by what the listener sends back.
    """
    done = 0
    for numbers in (order, rest):
        if numbers is None or not len(numbers):
            continue
        on_device = jnp.asarray(numbers)
        start = 0
        while start < len(numbers):
            stop = min(start + (1 if one_by_one else pace.steps), len(numbers))
            begin(done + start)
            began = time.perf_counter()
            logs, state = program(state, data, on_device, start, stop)
            jax.block_until_ready(logs)
            what = (id(program), numbers.shape, data[0].shape if hasattr(data[0], "shape") else 0)
            if not one_by_one:
                pace.measured(what, stop - start, time.perf_counter() - began)
            sent = yield done + stop - 1, logs, state
            state = state if sent is None else sent
            start = stop
        done += len(numbers)
