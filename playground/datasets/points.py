"""Points in the plane that belong to two or three classes.

Each function takes a generator, the number of points and the noise in percent, and returns
x (points, 2) float32 in about -6 to 6 and the class of each point, y (points,) int32.
"""

from __future__ import annotations

import numpy as np

from playground.datasets.registry import dataset


@dataset("circle", title="Circle", classes=("outside", "inside"))
def circle(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """A disc inside a ring: only a closed curve separates the two."""
    distance, turn, right, up = rng.random((points, 4)).T
    y = np.arange(points) % 2
    radius = np.where(y == 1, 2.5 * np.sqrt(distance), 3.5 + 1.3 * distance)
    angle = 2 * np.pi * turn
    x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    x += 3 * noise / 100 * (2 * np.stack([right, up], axis=1) - 1)
    return x.astype(np.float32), y.astype(np.int32)


@dataset("xor", "exclusive_or", title="Exclusive or", classes=("same signs", "different signs"))
def xor(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Four squares like a chessboard: one class where the signs differ."""
    side, first, second, right, up = rng.random((points, 5)).T
    y = np.arange(points) % 2
    x = 0.3 + 4.5 * np.stack([first, second], axis=1)  # away from the axes
    x *= np.where(side < 0.5, -1, 1)[:, np.newaxis]
    x[y == 1, 1] *= -1
    x += 3 * noise / 100 * (2 * np.stack([right, up], axis=1) - 1)
    return x.astype(np.float32), y.astype(np.int32)


@dataset("gaussian", title="Gaussian", classes=("lower left", "upper right"))
def gaussian(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Two round clouds: a straight line separates them, one unit is enough."""
    y = np.arange(points) % 2
    centre = np.where(y == 1, 2, -2)[:, np.newaxis]
    spread = 0.7 + 2 * noise / 100
    x = centre + spread * rng.normal(size=(points, 2))
    return x.astype(np.float32), y.astype(np.int32)


@dataset("spiral", title="Spiral", classes=("one arm", "other arm"))
def spiral(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Two arms wound around each other: the hardest for a small network."""
    along, right, up = rng.random((points, 3)).T
    y = np.arange(points) % 2
    along = np.sqrt(along)  # evenly along the arm, which is longer further out
    angle = 2 * np.pi * 1.75 * along + np.pi * y
    x = 5 * np.stack([along * np.sin(angle), along * np.cos(angle)], axis=1)
    x += 1.5 * noise / 100 * (2 * np.stack([right, up], axis=1) - 1)
    return x.astype(np.float32), y.astype(np.int32)


@dataset("moons", title="Moons", classes=("upper moon", "lower moon"))
def moons(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Two half circles that reach into each other: the border has to bend."""
    along, right, up = rng.random((points, 3)).T
    y = np.arange(points) % 2
    angle = np.pi * along
    x = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x[y == 1] = [1, 0.5] - x[y == 1]
    x = 3.2 * (x - [0.5, 0.25])
    x += 3 * noise / 100 * (2 * np.stack([right, up], axis=1) - 1)
    return x.astype(np.float32), y.astype(np.int32)


@dataset("pinwheel", title="Pinwheel", classes=("arm 1", "arm 2", "arm 3"))
def pinwheel(
    rng: np.random.Generator, points: int, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Three bent arms around one centre: three classes, three outputs."""
    along, right, up = rng.random((points, 3)).T
    y = np.arange(points) % 3
    along = np.sqrt(along)  # evenly along the arm, which is longer further out
    angle = 4 * along + 2 * np.pi / 3 * y
    x = 5 * np.stack([along * np.sin(angle), along * np.cos(angle)], axis=1)
    x += 3 * noise / 100 * (2 * np.stack([right, up], axis=1) - 1)
    return x.astype(np.float32), y.astype(np.int32)
