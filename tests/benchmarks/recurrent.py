"""Recurrent layers in training steps inside a loop: how fast, and against what.

``python -m tests.benchmarks.recurrent``. Every figure is the best of several rounds that take
turns, all in the same outer loop: our layer, and Keras 3.15 on JAX.
"""

from __future__ import annotations

import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"  # as the engine's process has it
os.environ["KERAS_BACKEND"] = "jax"

import math
import time
from collections.abc import Callable
from typing import Any

import jax
import keras as oracle
import numpy as np
from jax import lax

from playground import keras

ROUNDS = 4
SIZES = ((8, 16, 4, 8), (32, 64, 16, 32), (32, 64, 64, 128), (256, 64, 16, 32), (256, 64, 32, 64))


def main() -> None:
    """Print the table."""
    print(f"{'milliseconds a step':34}{'ours':>9}{'Keras':>9}{'ratio':>8}")
    for kind in ("SimpleRNN", "GRU", "LSTM"):
        for size in SIZES if kind == "LSTM" else (SIZES[1], SIZES[-1]):
            batch, time_steps, features, units = size
            show(f"{kind} {batch} × {time_steps} × {features} → {units}", size, *(
                getattr(k.layers, kind)(units) for k in (keras, oracle)))


def show(name: str, size: tuple[int, ...], *layers: Any) -> None:
    count = max(2, 64 // size[0])
    runs = [looped(layer, size, count) for layer in layers]
    best = [math.inf] * len(runs)
    for _ in range(ROUNDS):
        for index, run in enumerate(runs):
            began = time.perf_counter()
            run()
            best[index] = min(best[index], 1000 * (time.perf_counter() - began) / count)
    print(f"{name:34}" + "".join(f"{each:9.2f}" for each in best)
          + f"{best[1] / best[0]:8.1f}", flush=True)


def looped(layer: Any, size: tuple[int, ...], count: int) -> Callable[[], Any]:
    """A compiled loop of training steps of the layer."""
    batch, time_steps, features, units = size
    rng = np.random.default_rng(0)
    x = rng.normal(size=(count, batch, time_steps, features)).astype("float32")
    y = rng.normal(size=(count, batch, units)).astype("float32")
    layer.build((batch, time_steps, features))
    state = [each.value for each in layer.non_trainable_variables]

    def loss(weights: Any, x: Any, y: Any) -> Any:
        return ((layer.stateless_call(weights, state, x)[0] - y) ** 2).mean()

    def step(weights: Any, batch: Any) -> Any:
        value, slopes = jax.value_and_grad(loss)(weights, *batch)
        return jax.tree.map(lambda w, g: w - 0.01 * g, weights, slopes), value

    weights = [each.value for each in layer.trainable_variables]
    run = jax.jit(lambda weights, x, y: lax.scan(step, weights, (x, y)))
    jax.block_until_ready(run(weights, x, y))
    return lambda: jax.block_until_ready(run(weights, x, y))


if __name__ == "__main__":
    main()
