"""Curves over one input, to be learned as numbers.

Each function takes a generator, the number of points and the noise in percent, and returns
x (points, 1) float32 from -6 to 6 and the value at each, y (points,) float32, in about -1 to 1.
"""

from __future__ import annotations

import numpy as np

from playground.datasets.registry import dataset


@dataset("sine", title="Sine", inputs=1)
def sine(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """A sine wave of nearly two periods: the bends appear one by one."""
    along, up = rng.random((points, 2)).T
    x = 12 * along - 6
    y = np.sin(x)
    y += noise / 100 * (2 * up - 1)
    return x[:, np.newaxis].astype(np.float32), y.astype(np.float32)


@dataset("step", title="Step", inputs=1)
def step(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Low, then suddenly high: smooth units can only make the jump steep."""
    along, up = rng.random((points, 2)).T
    x = 12 * along - 6
    y = np.where(x < 0, -0.8, 0.8)
    y += noise / 100 * (2 * up - 1)
    return x[:, np.newaxis].astype(np.float32), y.astype(np.float32)


@dataset("polynomial", title="Polynomial", inputs=1)
def polynomial(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """A cubic: up, down and up again, so the network has to turn twice."""
    along, up = rng.random((points, 2)).T
    x = 12 * along - 6
    y = 4 * (x / 6) ** 3 - 3 * (x / 6)
    y += noise / 100 * (2 * up - 1)
    return x[:, np.newaxis].astype(np.float32), y.astype(np.float32)
