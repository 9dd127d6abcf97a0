"""Convolution and pooling, two ways in one run: XLA's own against slices and a matrix product.

``python -m tests.benchmarks.convolution``. A training step (forward and backward) inside a loop,
as the library trains, and the same step dispatched singly; every figure is the best of several
rounds that take turns.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"  # as the engine's process has it

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from playground.keras import convolution, windows

ROUNDS = 3
LAYERS = (  # batch, size, channels, window, filters, stride
    (32, 28, 1, 3, 32, 1),
    (32, 13, 32, 3, 64, 1),
    (256, 13, 32, 3, 64, 1),
    (8, 14, 256, 3, 256, 1),
    (4, 64, 3, 7, 32, 2),
)
Step = Callable[[tuple], tuple]
Way = tuple[Callable, Callable]


def main() -> None:
    """Print the table."""
    print(f"{'milliseconds a step':42}{'':>4}{'XLA':>10}{'slices':>10}{'ratio':>8}")
    for batch in (32, 256):
        show(f"28×28×1 → 32 → 64 → 10, batch {batch}", max(3, 320 // batch), *(
            network(batch, *way) for way in (COMPILER, SLICES)))
    for batch, size, channels, window, filters, stride in LAYERS:
        show(f"{batch} × {size}×{size}×{channels}, {window}×{window}×{filters}, stride {stride}", 3,
             *(layer(batch, size, channels, window, filters, stride, way[0])
               for way in (COMPILER, SLICES)))
    for window, stride in ((2, 2), (3, 2)):
        show(f"32 × 26×26×32, greatest of {window}×{window}, stride {stride}", 10,
             *(pooling(window, stride, way[1]) for way in (COMPILER, SLICES)))


def show(name: str, count: int, *steps: tuple[Step, tuple]) -> None:
    for word, count_of in (("loop", count), ("once", 1)):
        runs = [looped(step, state, count_of) for step, state in steps]
        best = [math.inf] * len(runs)
        for _ in range(ROUNDS):
            for index, run in enumerate(runs):
                began = time.perf_counter()
                run()
                best[index] = min(best[index], 1000 * (time.perf_counter() - began) / count_of)
        print(f"{name:42}{word:>4}{best[0]:10.2f}{best[1]:10.2f}{best[0] / best[1]:8.1f}",
              flush=True)


def looped(step: Step, state: tuple, count: int) -> Callable[[], None]:
    many = jax.jit(step if count == 1 else lambda state: lax.scan(
        lambda state, _: (step(state), None), state, length=count)[0])
    jax.block_until_ready(many(state))  # compile
    return lambda: jax.block_until_ready(many(state))


def descent(loss: Callable[..., jax.Array]) -> Step:
    def step(state: tuple) -> tuple:
        gradients = jax.grad(loss)(state)
        return jax.tree.map(lambda value, slope: value - 1e-3 * slope, state, gradients)

    return step


def network(batch: int, conv: Callable, pool: Callable) -> tuple[Step, tuple]:
    """Two convolutions with pooling and a dense layer, as for MNIST."""
    x = numbers(batch, 28, 28, 1)
    y = jnp.arange(batch) % 10

    def loss(state: tuple) -> jax.Array:
        first, second, dense = state
        h = pool(jax.nn.relu(conv(x, first, (1, 1))), 2, 2)
        h = pool(jax.nn.relu(conv(h, second, (1, 1))), 2, 2)
        logits = jax.nn.log_softmax(h.reshape(batch, -1) @ dense)
        return -jnp.mean(jnp.take_along_axis(logits, y[:, None], axis=1))

    return descent(loss), (numbers(3, 3, 1, 32), numbers(3, 3, 32, 64), numbers(1600, 10))


def layer(
    batch: int, size: int, channels: int, window: int, filters: int, stride: int, conv: Callable
) -> tuple[Step, tuple]:
    def loss(state: tuple) -> jax.Array:
        return jnp.mean(jax.nn.relu(conv(*state, (stride, stride))) ** 2)

    return descent(loss), (numbers(batch, size, size, channels),
                           numbers(window, window, channels, filters))


def pooling(window: int, stride: int, pool: Callable) -> tuple[Step, tuple]:
    return descent(lambda x: jnp.mean(pool(jax.nn.relu(x), window, stride) ** 2)), numbers(
        32, 26, 26, 32)


def numbers(*shape: int) -> jax.Array:
    return jnp.asarray(np.random.default_rng(0).normal(0, 0.1, shape), jnp.float32)


COMPILER: Way = (
    lambda x, kernel, strides: lax.conv_general_dilated(
        x, kernel, strides, "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")),
    lambda x, window, stride: lax.reduce_window(
        x, -jnp.inf, lax.max, (1, window, window, 1), (1, stride, stride, 1), "VALID"),
)
SLICES: Way = (
    lambda x, kernel, strides: convolution.convolve(x, kernel, strides, "valid", (1, 1)),
    lambda x, window, stride: windows.greatest(x, (window, window), (stride, stride), "valid"),
)


if __name__ == "__main__":
    main()
