"""Random numbers: where seeds come from, and the draws that initializers and layers make.

One seed starts everything: ``keras.utils.set_random_seed(s)``. Every initializer and every layer
with noise draws a seed of its own when it is constructed, in the same order and from the same
generator as Keras, and turns it into JAX's raw key ``[seed, 0]``: so the numbers are Keras's.
"""

from __future__ import annotations

import math
import random as python_random
import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from playground.keras.backend import jax, jnp, lax
from playground.keras.config import floatx
from playground.keras.naming import auto_name, name_scope
from playground.keras.variable import Array, Variable


class _Sources(threading.local):
    """Where a thread draws from: two of one engine build models at once, and must not mix."""

    def __init__(self) -> None:
        self.seeds: Any = python_random  # Keras draws its seeds from Python's own generator
        self.orders: Any = np.random  # and its orders from NumPy's, which scripts draw from too
        self.shared: SeedGenerator | None = None


_sources = _Sources()


def seed_everything(seed: int) -> None:
    """Start two generators of this thread's own, of seeds and of orders; leave the rest be."""
    _sources.seeds, _sources.orders = python_random.Random(seed), np.random.RandomState(seed)
    _sources.shared = None


def lent() -> Callable[[], None]:
    """A function that lets the thread which calls it draw from the generators of this one."""
    sources = dict(vars(_sources))
    return lambda: vars(_sources).update(sources)


def set_random_seed(seed: int) -> None:
    """Start all randomness from one whole number: the same script then gives the same numbers.

    Python's and NumPy's generators are seeded, and drawn from as in Keras: what a script draws in
    between moves the seeds and the orders that come after it.
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise ValueError(f"set_random_seed expects a whole number; got {seed!r}.")
    _sources.seeds, _sources.orders, _sources.shared = python_random, np.random, None
    python_random.seed(int(seed))
    np.random.seed(int(seed))


def default_seed() -> int:
    """The next seed: a whole number between 1 and 10⁹."""
    return _sources.seeds.randint(1, int(1e9))


def permutation(count: int) -> np.ndarray:
    """The numbers from 0 to ``count`` - 1 in the next random order."""
    return _sources.orders.permutation(count)


def key_of(seed: Any) -> Array:
    """JAX's raw key for a seed: a whole number, a traced one, a key, a SeedGenerator or None."""
    if seed is None:
        if _sources.shared is None:
            _sources.shared = SeedGenerator()
        seed = _sources.shared
    if isinstance(seed, SeedGenerator):
        return seed.next()
    if isinstance(seed, (int, np.integer)):
        return jnp.asarray(np.array([int(seed) & 0xFFFFFFFF, 0], np.uint32))
    if isinstance(seed, Variable):
        seed = seed.value
    if getattr(seed, "shape", None) == (2,):
        return seed
    return jnp.stack([jnp.asarray(seed).astype("uint32"), jnp.zeros((), "uint32")])


class SeedState:
    """The first state of a seed generator. ``seed`` may be replaced by a traced number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def __call__(self, shape: tuple[int, ...] = (2,), dtype: str | None = None) -> Array:
        return key_of(self.seed)


class SeedGenerator:
    """Gives a new key at every draw; its state is a variable of the layer that owns it.

    Args:
        seed: a whole number; None takes the next default seed.
    """

    def __init__(self, seed: int | None = None, name: str | None = None) -> None:
        if seed is not None and not isinstance(seed, (int, np.integer)):
            raise ValueError(f"SeedGenerator expects a whole number as seed; got {seed!r}.")
        self.name = name or auto_name(type(self).__name__)
        self._initial_seed = seed
        self.initializer = SeedState(default_seed() if seed is None else int(seed))
        with name_scope(self.name, self):
            self.state = Variable(self.initializer, (2,), "uint32", trainable=False,
                                  name="seed_generator_state")

    def next(self, ordered: bool = True) -> Array:
        """The key for the next draw: ``[seed, number of the draw]``; ``ordered`` is of no effect.
        """
        key = self.state.value
        self.state.assign(key + jnp.array([0, 1], "uint32"))
        return key

    def get_config(self) -> dict[str, Any]:
        return {"seed": self._initial_seed, "name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> SeedGenerator:
        return cls(**config)


def _in_a_row(shape: Sequence[int], draw: Callable[[tuple[int, ...]], Array]) -> Array:
    """Numbers of this shape, drawn as one row: they are the same, and compiled far sooner.

    Seconds to compile the first weights of a convolution, 5 × 5 × 3 × 8 (JAX 0.10): 2.3 by the
    shape, 0.25 in a row.
    """
    return draw((math.prod(shape),)).reshape(tuple(shape))


def normal(
    shape: Sequence[int], mean: Any = 0.0, stddev: Any = 1.0, dtype: str | None = None,
    seed: Any = None,
) -> Array:
    """Numbers with the density of a bell around ``mean``."""
    sample = _in_a_row(shape, lambda row: jax.random.normal(key_of(seed), row, dtype or floatx()))
    return sample * stddev + mean


def truncated_normal(
    shape: Sequence[int], mean: Any = 0.0, stddev: Any = 1.0, dtype: str | None = None,
    seed: Any = None,
) -> Array:
    """As ``normal``, but never more than two standard deviations from ``mean``."""
    sample = _in_a_row(shape, lambda row: jax.random.truncated_normal(
        key_of(seed), -2.0, 2.0, row, dtype or floatx()))
    return sample * stddev + mean


def uniform(
    shape: Sequence[int], minval: Any = 0.0, maxval: Any = 1.0, dtype: str | None = None,
    seed: Any = None,
) -> Array:
    """Numbers between ``minval`` and ``maxval``, each as likely."""
    def draw(shape: tuple[int, ...]) -> Array:
        return jax.random.uniform(key_of(seed), shape, dtype or floatx(), minval, maxval)

    return _in_a_row(shape, draw) if jnp.ndim(minval) == jnp.ndim(maxval) == 0 else draw(
        tuple(shape))


def randint(
    shape: Sequence[int], minval: int, maxval: int, dtype: str = "int32", seed: Any = None
) -> Array:
    """Whole numbers from ``minval`` up to and without ``maxval``."""
    return jax.random.randint(key_of(seed), tuple(shape), minval, maxval, dtype)


def dropout(
    inputs: Array, rate: Any, noise_shape: Sequence[int | None] | None = None, seed: Any = None
) -> Array:
    """Set a share ``rate`` of the inputs to 0 and divide the rest by 1 - rate. Rate may be traced.

    Source: N. Srivastava et al., "Dropout", JMLR 15 (2014).
    """
    inputs = jnp.asarray(inputs)
    if isinstance(rate, (int, float)) and rate in (0, 1):  # nothing is drawn
        return inputs if rate == 0 else jnp.zeros_like(inputs)
    shape = inputs.shape if noise_shape is None else tuple(
        size if size is not None else inputs.shape[axis] for axis, size in enumerate(noise_shape))
    keep = 1.0 - rate
    mask = _in_a_row(shape, lambda row: jax.random.bernoulli(key_of(seed), keep, row))
    mask = jnp.broadcast_to(mask, inputs.shape)
    return lax.select(mask, (inputs / keep).astype(inputs.dtype), jnp.zeros_like(inputs))


def shuffle(x: Array, axis: int = 0, seed: Any = None) -> Array:
    """The same numbers in another order along ``axis``."""
    return jax.random.permutation(key_of(seed), jnp.asarray(x), axis, independent=True)


def categorical(logits: Array, num_samples: int, dtype: str = "int32", seed: Any = None) -> Array:
    """Numbers of classes, drawn with the probabilities softmax(logits) of each row.

    Shapes: logits (rows, classes) in, (rows, num_samples) out.
    """
    logits = jnp.asarray(logits)
    shape = (logits.shape[0], num_samples, *logits.shape[2:])
    drawn = jax.random.categorical(key_of(seed), logits[..., None], axis=1, shape=shape)
    return drawn.astype(dtype)


def gamma(
    shape: Sequence[int], alpha: Any, dtype: str | None = None, seed: Any = None
) -> Array:
    """Numbers with the density x^(alpha - 1) e⁻ˣ / Γ(alpha)."""
    return jax.random.gamma(key_of(seed), jnp.asarray(alpha), tuple(shape), dtype or floatx())


def beta(
    shape: Sequence[int], alpha: Any, beta: Any, dtype: str | None = None, seed: Any = None
) -> Array:
    """Numbers from 0 to 1 with the density x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta)."""
    return jax.random.beta(key_of(seed), jnp.asarray(alpha), jnp.asarray(beta), tuple(shape),
                           dtype or floatx())


def binomial(
    shape: Sequence[int], counts: Any, probabilities: Any, dtype: str | None = None,
    seed: Any = None,
) -> Array:
    """How many of ``counts`` tries succeed, each with this probability."""
    return jax.random.binomial(key_of(seed), jnp.asarray(counts), jnp.asarray(probabilities),
                               tuple(shape), dtype or floatx())
