"""Heights over the plane, to be learned as numbers.

Each function takes a generator, the number of points and the noise in percent, and returns
x (points, 2) float32 from -6 to 6 and the height of each point, y (points,) float32, in about
-1 to 1.
"""

from __future__ import annotations

import numpy as np

from playground.datasets.registry import dataset


@dataset("plane", title="Plane")
def plane(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """A tilted plane: no hidden layer is needed, each input has one weight."""
    first, second, up = rng.random((points, 3)).T
    x = 12 * np.stack([first, second], axis=1) - 6
    y = (x[:, 0] + x[:, 1]) / 12
    y += noise / 100 * (2 * up - 1)
    return x.astype(np.float32), y.astype(np.float32)


@dataset("multi_gaussian", title="Gaussians")
def multi_gaussian(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Three hills and three hollows in two rows: many bends to find."""
    first, second, up = rng.random((points, 3)).T
    x = 12 * np.stack([first, second], axis=1) - 6
    y = np.zeros(points)
    for middle, height in ((-4, 1), (0, -1), (4, 1)):
        for row, sign in ((2.5, 1), (-2.5, -1)):
            square = (x[:, 0] - middle) ** 2 + (x[:, 1] - row) ** 2
            y += sign * height * np.exp(-square / 2)
    y += noise / 100 * (2 * up - 1)
    return x.astype(np.float32), y.astype(np.float32)
