"""Training steps a second: this engine, hand-written JAX, and real Keras's ``fit``, in one run.

``python -m tests.benchmarks.steps``. The networks, data, batch sizes, loss and optimizer are the
same for all; every figure is the best of several rounds that take turns.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

os.environ["KERAS_BACKEND"] = "jax"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"  # as the engine's process has it

import jax
import jax.numpy as jnp
import keras
import numpy as np
from jax import lax

from playground.keras.layers import Dense, Input
from playground.keras.models import Sequential
from playground.keras.optimizers import SGD, Adam
from playground.training.epochs import EpochTrainer
from playground.training.material import Material, Orders

ROUNDS = 5
NETWORKS = (
    ("2-4-2-1", (2, 4, 2, 1), 10, 250, 80),
    ("7-8-8-8-8-8-8-1", (7, 8, 8, 8, 8, 8, 8, 1), 10, 250, 40),
    ("784-128-10", (784, 128, 10), 32, 6400, 1),
)


def main() -> None:
    """Print the table."""
    print(f"{'network':18}{'engine':>10}{'hand scan':>11}{'jitted loop':>13}{'Keras fit':>11}"
          f"{'engine/scan':>13}{'engine/Keras':>14}   (steps a second)")
    for name, sizes, batch, count, epochs in NETWORKS:
        rng = np.random.default_rng(0)
        x = rng.normal(size=(count, sizes[0])).astype(np.float32)
        y = rng.integers(0, max(2, sizes[-1]), count).astype(np.int32)
        runs = {
            "engine": _engine(sizes, batch, x, y, epochs),
            "scan": _scan(sizes, batch, x, y, epochs),
            "loop": _loop(sizes, batch, x, y),
            "fit": _keras(sizes, batch, x, y),
        }
        best = dict.fromkeys(runs, 0.0)
        for run in runs.values():
            run()  # compile
        for _ in range(ROUNDS):
            for key, run in runs.items():
                began = time.perf_counter()
                steps = run()
                best[key] = max(best[key], steps / (time.perf_counter() - began))
        print(f"{name:18}{best['engine']:10,.0f}{best['scan']:11,.0f}{best['loop']:13,.0f}"
              f"{best['fit']:11,.0f}{best['engine'] / best['scan']:13.2f}"
              f"{best['engine'] / best['fit']:14.1f}")


def _engine(sizes: tuple[int, ...], batch: int, x: np.ndarray, y: np.ndarray, epochs: int
            ) -> Callable[[], int]:
    model = Sequential([Input((sizes[0],)), *(
        Dense(units, activation=_activation(sizes, index))
        for index, units in enumerate(sizes[1:]))])
    small = sizes[-1] == 1
    model.compile(SGD(0.03) if small else Adam(), _loss(sizes))
    model.optimizer.build(model.trainable_variables)
    trainer = EpochTrainer(model, task="binary" if small else "classes", batch_size=batch,
                      count=len(x), labels="number" if small else "index")
    labels = jnp.asarray(y, jnp.float32)[:, None] if small else jnp.asarray(y)
    material = Material(jnp.asarray(x), labels, len(x), jnp.asarray(x), labels, len(x))
    state = tuple([jnp.asarray(each.value) for each in kind] for kind in (
        model.trainable_variables, model.non_trainable_variables, model.optimizer.variables))
    orders, numbers = Orders(0, len(x)), np.zeros(0, np.float32)

    def run() -> int:
        _, rows = trainer.advance(state, numbers, material, orders, epoch=0, step=0,
                                  epochs=epochs, evaluate=np.zeros(epochs, bool))
        np.asarray(rows)
        return epochs * (len(x) // batch)

    return run


def _scan(sizes: tuple[int, ...], batch: int, x: np.ndarray, y: np.ndarray, epochs: int
          ) -> Callable[[], int]:
    step, state = _by_hand(sizes)

    @jax.jit
    def many(state, x, y, order):
        return lax.scan(lambda state, rows: (step(state, x[rows], y[rows]), None), state, order)[0]

    x, y = jnp.asarray(x), jnp.asarray(y)

    def run() -> int:
        rng = np.random.default_rng(0)
        order = np.concatenate([
            rng.permutation(len(x)).reshape(-1, batch) for _ in range(epochs)])
        jax.block_until_ready(many(state, x, y, order))
        return len(order)

    return run


def _loop(sizes: tuple[int, ...], batch: int, x: np.ndarray, y: np.ndarray) -> Callable[[], int]:
    step, state = _by_hand(sizes)
    step = jax.jit(step)

    def run() -> int:
        now = state
        order = np.random.default_rng(0).permutation(len(x)).reshape(-1, batch)
        for rows in order:
            now = step(now, x[rows], y[rows])
        jax.block_until_ready(now)
        return len(order)

    return run


def _keras(sizes: tuple[int, ...], batch: int, x: np.ndarray, y: np.ndarray) -> Callable[[], int]:
    model = keras.Sequential([keras.Input((sizes[0],)), *(
        keras.layers.Dense(units, activation=_activation(sizes, index))
        for index, units in enumerate(sizes[1:]))])
    model.compile(
        keras.optimizers.SGD(0.03) if sizes[-1] == 1 else keras.optimizers.Adam(), _loss(sizes))
    epochs = 20 if sizes[-1] == 1 else 1

    def run() -> int:
        model.fit(x, y, batch_size=batch, epochs=epochs, verbose=0)
        return epochs * (len(x) // batch)

    return run


def _by_hand(sizes: tuple[int, ...]):
    """One step as one would write it in plain JAX, and its first state."""
    rng = np.random.default_rng(0)
    weights = [
        (jnp.asarray(rng.normal(size=shape).astype(np.float32) / np.sqrt(shape[0])),
         jnp.zeros(shape[1])) for shape in zip(sizes, sizes[1:], strict=False)]

    def outputs(weights, x):
        for kernel, bias in weights[:-1]:
            x = x @ kernel + bias
            x = jnp.tanh(x) if sizes[-1] == 1 else jax.nn.relu(x)
        return x @ weights[-1][0] + weights[-1][1]

    def loss(weights, x, y):
        z = outputs(weights, x)
        if sizes[-1] == 1:
            z = z[:, 0]
            return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(z), y[:, None], axis=1))

    def descend(state, x, y):
        gradients = jax.grad(loss)(state, x, y)
        return jax.tree.map(lambda w, g: w - 0.03 * g, state, gradients)

    def adam(state, x, y):
        weights, first, second, count = state
        gradients = jax.grad(loss)(weights, x, y)
        count = count + 1
        first = jax.tree.map(lambda m, g: m + (g - m) * 0.1, first, gradients)
        second = jax.tree.map(lambda v, g: v + (g * g - v) * 0.001, second, gradients)
        rate = 0.001 * jnp.sqrt(1 - 0.999 ** count) / (1 - 0.9 ** count)
        weights = jax.tree.map(
            lambda w, m, v: w - rate * m / (jnp.sqrt(v) + 1e-7), weights, first, second)
        return weights, first, second, count

    if sizes[-1] == 1:
        return descend, weights
    zeros = jax.tree.map(jnp.zeros_like, weights)
    return adam, (weights, zeros, zeros, jnp.float32(0))


def _activation(sizes: tuple[int, ...], index: int) -> str:
    if index < len(sizes) - 2:
        return "tanh" if sizes[-1] == 1 else "relu"
    return "sigmoid" if sizes[-1] == 1 else "softmax"


def _loss(sizes: tuple[int, ...]) -> str:
    return "binary_crossentropy" if sizes[-1] == 1 else "sparse_categorical_crossentropy"


if __name__ == "__main__":
    main()
