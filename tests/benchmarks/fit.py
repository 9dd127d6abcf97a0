"""``fit`` beside Keras's and a hand-written PyTorch loop: steps a second and time to the first.

``python -m tests.benchmarks.fit`` from an environment that also has ``tensorflow-cpu`` and
``torch`` (whoever is missing is left out). Every contender is a process of its own that keeps its
models; they take turns on the same networks, data and batch sizes, and the best of the rounds
counts. Each trains one epoch through its own front door: ``model.fit`` with Adam and no metrics, or
a plain loop in PyTorch.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

ROUNDS = 3
CONTENDERS = {"playground": "jax", "Keras on JAX": "keras", "Keras on TensorFlow": "tensorflow",
              "PyTorch loop": "torch"}
SAMPLES = {"dense 784-128-10": 12_800, "two convolutions": 2_560, "LSTM, 64 characters": 2_560,
           "transformer block": 2_560}
BATCHES = (32, 256)
CHARACTERS, LENGTH, WIDTH, HEADS = 50, 64, 32, 4


def main() -> None:
    """Print a table: a row for each network and batch size, a column for each contender."""
    workers = {name: _Worker(name) for name, needs in CONTENDERS.items()
               if importlib.util.find_spec(needs)}
    print(f"{'steps a second (seconds to the first)':40}"
          + "".join(f"{name:>22}" for name in workers) + f"{'ours / fastest':>16}")
    for network in SAMPLES:
        for batch in BATCHES:
            first = {name: worker.train(network, batch, 1) for name, worker in workers.items()}
            best = dict.fromkeys(workers, 0.0)
            for _ in range(ROUNDS):
                for name, worker in workers.items():
                    steps = SAMPLES[network] // batch
                    best[name] = max(best[name], steps / worker.train(network, batch, steps))
            others = max(best[name] for name in workers if name != "playground")
            print(f"{f'{network}, batch {batch}':40}" + "".join(
                f"{best[name]:14,.0f} ({first[name]:4.1f})" for name in workers)
                + f"{best['playground'] / others:16.2f}", flush=True)
    for worker in workers.values():
        worker.end()


class _Worker:
    """One contender's process: it is told a network, a batch size and a number of steps."""

    def __init__(self, name: str) -> None:
        backend = "tensorflow" if "TensorFlow" in name else "jax"
        self._process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, name], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"})

    def train(self, network: str, batch: int, steps: int) -> float:
        """The seconds that these steps took."""
        self._process.stdin.write(json.dumps([network, batch, steps]) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith("took "):
                return float(line.split()[1])
        raise RuntimeError(f"{network} failed in {self._process.args[-1]}")

    def end(self) -> None:
        self._process.stdin.close()
        self._process.wait()


def data_of(network: str) -> tuple[np.ndarray, np.ndarray]:
    """Random inputs of the network's kind and shape, and a class for each."""
    rng, count = np.random.default_rng(0), SAMPLES[network]
    y = rng.integers(10, size=count).astype("int32")
    if network.startswith("dense"):
        return rng.uniform(size=(count, 784)).astype("float32"), y
    if network.startswith("two"):
        return rng.uniform(size=(count, 28, 28, 1)).astype("float32"), y
    return rng.integers(CHARACTERS, size=(count, LENGTH)).astype("int32"), y


def in_keras(k: Any, network: str) -> Any:
    """The network with Keras's words, whoever speaks them."""
    layers = k.layers
    if network.startswith("dense"):
        model = k.Sequential([k.Input((784,)), layers.Dense(128, "relu"), layers.Dense(10)])
    elif network.startswith("two"):
        model = k.Sequential([
            k.Input((28, 28, 1)), layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(2), layers.Flatten(),
            layers.Dense(10)])
    elif network.startswith("LSTM"):
        model = k.Sequential([
            k.Input((LENGTH,), dtype="int32"), layers.Embedding(CHARACTERS, WIDTH),
            layers.LSTM(64), layers.Dense(10)])
    else:
        start = k.Input((LENGTH,), dtype="int32")
        x = layers.Embedding(CHARACTERS, WIDTH)(start)
        attended = layers.MultiHeadAttention(HEADS, WIDTH // HEADS)(x, x)
        x = layers.LayerNormalization(epsilon=1e-6)(layers.add([x, attended]))
        deeper = layers.Dense(WIDTH)(layers.Dense(2 * WIDTH, "relu")(x))
        x = layers.LayerNormalization(epsilon=1e-6)(layers.add([x, deeper]))
        model = k.Model(start, layers.Dense(10)(layers.GlobalAveragePooling1D()(x)))
    model.compile("adam", k.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def in_torch(network: str) -> Any:
    """The same network as a PyTorch module."""
    from torch import nn

    class Block(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embedding = nn.Embedding(CHARACTERS, WIDTH)
            self.attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
            self.norms = nn.ModuleList([nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)])
            self.deeper = nn.Sequential(
                nn.Linear(WIDTH, 2 * WIDTH), nn.ReLU(), nn.Linear(2 * WIDTH, WIDTH))
            self.end = nn.Linear(WIDTH, 10)

        def forward(self, x: Any) -> Any:
            x = self.embedding(x)
            x = self.norms[0](x + self.attention(x, x, x, need_weights=False)[0])
            x = self.norms[1](x + self.deeper(x))
            return self.end(x.mean(1))

    class Recurrent(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embedding = nn.Embedding(CHARACTERS, WIDTH)
            self.lstm = nn.LSTM(WIDTH, 64, batch_first=True)
            self.end = nn.Linear(64, 10)

        def forward(self, x: Any) -> Any:
            return self.end(self.lstm(self.embedding(x))[0][:, -1])

    if network.startswith("dense"):
        return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    if network.startswith("two"):
        return nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(),
            nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1600, 10))
    return Recurrent() if network.startswith("LSTM") else Block()


def _keras_trainer(k: Any, network: str, batch: int) -> Callable[[int], None]:
    model, (x, y) = in_keras(k, network), data_of(network)

    def train(steps: int) -> None:
        model.fit(x[: steps * batch], y[: steps * batch], batch_size=batch, verbose=0)

    return train


def _torch_trainer(network: str, batch: int) -> Callable[[int], None]:
    import torch

    torch.set_num_threads(os.cpu_count() or 1)
    model, (x, y) = in_torch(network), data_of(network)
    x, y = torch.from_numpy(x), torch.from_numpy(y).long()
    if x.ndim == 4:
        x = x.permute(0, 3, 1, 2).contiguous()
    optimizer, error = torch.optim.Adam(model.parameters()), torch.nn.CrossEntropyLoss()

    def train(steps: int) -> None:
        order = torch.randperm(steps * batch)
        for step in range(steps):
            rows = order[step * batch : (step + 1) * batch]
            optimizer.zero_grad()
            error(model(x[rows]), y[rows]).backward()
            optimizer.step()

    return train


def work(name: str) -> None:
    """A contender: trains what it is told, and says how long that took."""
    if name == "playground":
        from playground import keras as k
    elif name.startswith("Keras"):
        import keras as k
    trainers: dict[tuple[str, int], Callable[[int], None]] = {}
    for line in sys.stdin:
        network, batch, steps = json.loads(line)
        began = time.perf_counter()
        if (network, batch) not in trainers:
            trainers[network, batch] = _torch_trainer(network, batch) if name.startswith(
                "PyTorch") else _keras_trainer(k, network, batch)
        trainers[network, batch](steps)
        print(f"took {time.perf_counter() - began}", flush=True)


if __name__ == "__main__":
    work(sys.argv[1]) if len(sys.argv) > 1 else main()
