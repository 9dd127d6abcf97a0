"""Many steps in one dispatch: what ``fit``, ``evaluate`` and ``predict`` run.

A step costs microseconds, and telling the device to do one costs hundreds of them. So the data
lies on the device, and one compiled program gathers batch after batch by number and steps on. Data
and numbers have room up to the next power of two: other data of about the size compile nothing.
How many steps make one dispatch is found while running: so many that it takes a quarter of
a second, so the progress bar moves and Ctrl-C works; ``steps_per_execution``, when a callback asks
for every batch. Batches that come one by one, from a generator, are dispatched one by one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from itertools import islice
from typing import Any

import numpy as np

from playground.keras.backend import jax, jnp, lax
from playground.keras.models.data import room_for
from playground.keras.variable import Array

Step = Callable[[Any, Any], tuple[Any, Any]]  # (state, batch) -> (logs, state)
Dispatch = Callable[[Any], tuple[Any, Any]]  # state -> (logs, state)
SECONDS = 0.25  # of one dispatch: each begins with new memory for what its steps compute
BATCHES = 64  # for so many there is room at least


def many_steps(step: Step, eager: bool = False) -> Callable[..., tuple[Any, Any]]:
    """A program ``(state, data, order, start, stop) -> (logs, state)``: from batch to batch.

    ``order`` (batches, batch_size) holds the samples' numbers. Start and stop are traced: any
    number of steps runs the same program.
    """
    def run(state: Any, data: Any, order: Array, start: Array, stop: Array) -> tuple[Any, Any]:
        def one(index: Array, carried: tuple[Any, Any]) -> tuple[Any, Any]:
            logs, state = step(carried[1], _rows(data, order[index]))
            return jax.tree.map(jnp.asarray, logs), as_before(state, carried[1])

        shapes = jax.eval_shape(lambda: one(0, (None, state))[0])
        logs = jax.tree.map(lambda each: jnp.zeros(each.shape, each.dtype), shapes)
        return lax.fori_loop(start, stop, one, (logs, state))

    def run_eagerly(state: Any, data: Any, order: Array, start: int, stop: int) -> tuple[Any, Any]:
        logs = None
        for index in range(start, stop):
            logs, state = step(state, _rows(data, order[index]))
        return logs, state

    return run_eagerly if eager else jax.jit(run)


def as_before(state: Any, before: Any) -> Any:
    """The state in the form and the types that it had: a user's step may give tuples or floats."""
    leaves, form = jax.tree.flatten(before)
    return jax.tree.unflatten(form, [
        jnp.asarray(new, old.dtype) for new, old in zip(jax.tree.leaves(state), leaves,
                                                        strict=True)])


def many_outputs(step: Step, eager: bool = False) -> Callable[..., tuple[Any, Any]]:
    """A program ``(state, data, order, stop) -> (outputs, rest)``, the outputs (batches, …).

    The state is (trainable, rest): what goes on from batch to batch is the rest, as noise does.
    """
    def run(state: Any, data: Any, order: Array, stop: Array) -> tuple[Any, Any]:
        def outputs(rest: Any, index: Array) -> tuple[Any, Any]:
            return step((state[0], rest), _rows(data, order[index]))

        def one(index: Array, carried: tuple[Any, Any]) -> tuple[Any, Any]:
            found, rest = outputs(carried[1], index)
            together = jax.tree.map(lambda every, new: every.at[index].set(new), carried[0], found)
            return together, as_before(rest, carried[1])

        every = jax.tree.map(lambda each: jnp.zeros((len(order), *each.shape), each.dtype),
                             jax.eval_shape(outputs, state[1], 0)[0])
        return lax.fori_loop(0, stop, one, (every, state[1]))

    def run_eagerly(state: Any, data: Any, order: Array, stop: int) -> tuple[Any, Any]:
        rest, each = state[1], []
        for index in range(stop):
            outputs, rest = step((state[0], rest), _rows(data, order[index]))
            each.append(outputs)
        return jax.tree.map(lambda *parts: jnp.stack(parts), *each), rest

    return run_eagerly if eager else jax.jit(run)


def _rows(data: Any, numbers: Array) -> Any:
    return jax.tree.map(lambda each: each[numbers], data)


def with_room(order: np.ndarray, least: int = 1) -> Array:
    """The numbers of the samples in batches, with room for more batches."""
    more = room_for(len(order), least) - len(order)
    return jnp.asarray(np.pad(order, ((0, more), (0, 0))))


class Pace:
    """How many steps make one dispatch."""

    def __init__(self) -> None:
        self.steps = 1  # the first is seen as soon as it is compiled
        self._known: set[Any] = set()  # what has run before: a first run compiles

    def measured(self, what: Any, steps: int, seconds: float) -> None:
        if what not in self._known:
            self._known.add(what)
            return
        wanted = steps * SECONDS / max(seconds, 1e-6)
        self.steps = int(min(max(wanted, 1), 4 * max(self.steps, 1)))


def array_dispatches(
    program: Callable[..., tuple[Any, Any]], data: Any, order: np.ndarray,
    rest: np.ndarray | None, pace: Pace, at_once: int | None = None,
) -> Iterator[tuple[int, int, Dispatch]]:
    """(first step, last step, what runs them), until all batches are done.

    ``at_once``: exactly so many steps in each; None: as many as the pace says.
    """
    done = 0
    for numbers in (order, rest):
        if numbers is None or not len(numbers):
            continue
        on_device = with_room(numbers, BATCHES)
        what = (id(program), on_device.shape, tuple(jnp.shape(each)
                                                  for each in jax.tree.leaves(data)))
        start = 0
        while start < len(numbers):
            stop = min(start + (at_once or pace.steps), len(numbers))

            def run(state: Any, start: int = start, stop: int = stop) -> tuple[Any, Any]:
                began = time.perf_counter()
                logs, state = program(state, data, on_device, start, stop)  # noqa: B023
                if at_once is None:
                    jax.block_until_ready(logs)
                    pace.measured(what, stop - start, time.perf_counter() - began)  # noqa: B023
                return logs, state

            yield done + start, done + stop - 1, run
            start = stop
        done += len(numbers)


def stream_dispatches(
    step: Step, batches: Generator[Any], at_once: int = 1
) -> Iterator[tuple[int, int, Dispatch]]:
    """(first step, last step, what runs them): one dispatch a batch."""
    done = 0
    with closing(batches):
        while waiting := list(islice(batches, at_once)):

            def run(state: Any, waiting: list[Any] = waiting) -> tuple[Any, Any]:
                logs = None
                for batch in waiting:
                    logs, state = step(state, batch)
                return logs, state

            yield done, done + len(waiting) - 1, run
            done += len(waiting)
