"""Random initial weights of a given spread, and random orthogonal matrices."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from playground.keras import random
from playground.keras.backend import jnp
from playground.keras.initializers.base import Initializer, initializers
from playground.keras.serialization import serialize_keras_object
from playground.keras.variable import Array


class RandomInitializer(Initializer):
    """Base of the random ones. ``seed`` None: a seed is drawn now, and stays."""

    def __init__(self, seed: int | random.SeedGenerator | None = None) -> None:
        self._init_seed = seed
        if isinstance(seed, dict):
            seed = random.SeedGenerator(**seed["config"])
        if seed is not None and not isinstance(seed, (int, random.SeedGenerator)):
            raise ValueError("seed expects a whole number, a keras.random.SeedGenerator or None; "
                             f"got {seed!r}.")
        self.seed: Any = random.default_seed() if seed is None else seed

    def get_config(self) -> dict[str, Any]:
        return {"seed": serialize_keras_object(self._init_seed)}


@initializers.register("random_normal", "normal")
class RandomNormal(RandomInitializer):
    """Normally distributed around ``mean``."""

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: Any = None) -> None:
        self.mean, self.stddev = mean, stddev
        super().__init__(seed)

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        return random.normal(shape, self.mean, self.stddev, dtype, self.seed)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "mean": self.mean, "stddev": self.stddev}


@initializers.register("truncated_normal")
class TruncatedNormal(RandomNormal):
    """Normally distributed around ``mean``, within two standard deviations."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        return random.truncated_normal(shape, self.mean, self.stddev, dtype, self.seed)


@initializers.register("random_uniform", "uniform")
class RandomUniform(RandomInitializer):
    """Evenly distributed between ``minval`` and ``maxval``."""

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: Any = None) -> None:
        self.minval, self.maxval = minval, maxval
        super().__init__(seed)

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        return random.uniform(shape, self.minval, self.maxval, dtype, self.seed)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "minval": self.minval, "maxval": self.maxval}


@initializers.register("orthogonal", "OrthogonalInitializer")
class Orthogonal(RandomInitializer):
    """``gain`` times a random orthogonal matrix. Source: A. Saxe et al., arXiv:1312.6120."""

    def __init__(self, gain: float = 1.0, seed: Any = None) -> None:
        self.gain = gain
        super().__init__(seed)

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        if len(shape) < 2:
            raise ValueError(f"Orthogonal expects a shape of two axes or more; got {tuple(shape)}.")
        rows, columns = math.prod(shape[:-1]), shape[-1]
        flat = (max(rows, columns), min(rows, columns))
        q, r = jnp.linalg.qr(random.normal(flat, dtype=dtype, seed=self.seed))
        q = q * jnp.sign(jnp.diag(r))  # the signs make it evenly distributed
        return self.gain * jnp.reshape(q.T if rows < columns else q, tuple(shape))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "gain": self.gain}
