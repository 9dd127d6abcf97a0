"""Initializers: the first values of a layer's weights.

An initializer is called with a shape and a type and gives an array. Its ``seed`` is drawn when it
is constructed; it may be replaced, also by a traced number, before the weights are first read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from playground.keras import random
from playground.keras.backend import jnp
from playground.keras.config import dtype_name
from playground.keras.serialization import from_identifier, serialize_keras_object
from playground.keras.variable import Array
from playground.registry import Registry

initializers: Registry[type[Initializer]] = Registry("initializer")


class Initializer:
    """Base of all initializers: ``initializer(shape, dtype=None)`` gives the first values."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        raise NotImplementedError("An initializer expects a __call__(shape, dtype) of its own.")

    def get_config(self) -> dict[str, Any]:
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Initializer:
        return cls(**config)

    def clone(self) -> Initializer:
        return self.from_config(self.get_config())


@initializers.register("zeros", "zero")
class Zeros(Initializer):
    """All 0."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        return jnp.zeros(tuple(shape), dtype_name(dtype))


@initializers.register("ones", "one")
class Ones(Initializer):
    """All 1."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        return jnp.ones(tuple(shape), dtype_name(dtype))


@initializers.register("constant")
class Constant(Initializer):
    """All ``value``."""

    def __init__(self, value: Any = 0.0) -> None:
        self.value = value

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        dtype = dtype_name(dtype)
        return jnp.asarray(self.value, dtype) * jnp.ones(tuple(shape), dtype)

    def get_config(self) -> dict[str, Any]:
        return {"value": serialize_keras_object(self.value)}


@initializers.register("identity", "IdentityInitializer")
class Identity(Initializer):
    """``gain`` on the diagonal of a matrix, 0 elsewhere."""

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        if len(shape) != 2:
            raise ValueError(f"Identity expects the shape of a matrix; got {tuple(shape)}.")
        return self.gain * jnp.eye(*shape, dtype=dtype_name(dtype))

    def get_config(self) -> dict[str, Any]:
        return {"gain": self.gain}


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


@initializers.register("variance_scaling")
class VarianceScaling(RandomInitializer):
    """Random with the variance ``scale`` / n, so that signals keep their size through the layers.

    n is the number of inputs (``fan_in``), of outputs (``fan_out``) or their mean (``fan_avg``).

    Args:
        distribution: "truncated_normal", "untruncated_normal" or "uniform".

    Source: X. Glorot and Y. Bengio, AISTATS 2010; K. He et al., arXiv:1502.01852.
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: Any = None,
        input_axes: Sequence[int] | None = None,
        output_axes: Sequence[int] | None = None,
    ) -> None:
        if scale <= 0:
            raise ValueError(f"VarianceScaling expects a scale above 0; got {scale}.")
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError("VarianceScaling expects the mode 'fan_in', 'fan_out' or 'fan_avg'; "
                             f"got {mode!r}.")
        distribution = distribution.lower()
        distribution = "truncated_normal" if distribution == "normal" else distribution
        if distribution not in ("uniform", "truncated_normal", "untruncated_normal"):
            raise ValueError("VarianceScaling expects the distribution 'uniform', "
                             f"'truncated_normal' or 'untruncated_normal'; got {distribution!r}.")
        self.scale, self.mode, self.distribution = scale, mode, distribution
        self.input_axes, self.output_axes = input_axes, output_axes
        super().__init__(seed)

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        fan_in, fan_out = compute_fans(shape, self.input_axes, self.output_axes)
        n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2.0}[self.mode]
        variance = self.scale / max(1.0, n)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * variance)
            return random.uniform(shape, -limit, limit, dtype, self.seed)
        stddev = math.sqrt(variance)
        if self.distribution == "untruncated_normal":
            return random.normal(shape, 0.0, stddev, dtype, self.seed)
        stddev /= 0.87962566103423978  # what cutting off at ±2 leaves of a standard deviation of 1
        return random.truncated_normal(shape, 0.0, stddev, dtype, self.seed)

    def get_config(self) -> dict[str, Any]:
        axes = {"input_axes": self.input_axes, "output_axes": self.output_axes}
        if type(self) is not VarianceScaling:
            return {**super().get_config(), **axes}
        return {**super().get_config(), "scale": self.scale, "mode": self.mode,
                "distribution": self.distribution, **axes}


class _Scaled(VarianceScaling):
    """One of the named choices of scale, mode and distribution."""

    choice: tuple[float, str, str]

    def __init__(
        self,
        seed: Any = None,
        input_axes: Sequence[int] | None = None,
        output_axes: Sequence[int] | None = None,
    ) -> None:
        super().__init__(*self.choice, seed, input_axes, output_axes)


@initializers.register("glorot_uniform")
class GlorotUniform(_Scaled):
    """Evenly distributed within ±√(6 / (inputs + outputs)); Keras's own choice for kernels."""

    choice = (1.0, "fan_avg", "uniform")


@initializers.register("glorot_normal")
class GlorotNormal(_Scaled):
    """Normal (cut off) with variance 2 / (inputs + outputs)."""

    choice = (1.0, "fan_avg", "truncated_normal")


@initializers.register("he_uniform")
class HeUniform(_Scaled):
    """Evenly distributed within ±√(6 / inputs); made for relu."""

    choice = (2.0, "fan_in", "uniform")


@initializers.register("he_normal")
class HeNormal(_Scaled):
    """Normal (cut off) with variance 2 / inputs; made for relu."""

    choice = (2.0, "fan_in", "truncated_normal")


@initializers.register("lecun_uniform")
class LecunUniform(_Scaled):
    """Evenly distributed within ±√(3 / inputs)."""

    choice = (1.0, "fan_in", "uniform")


@initializers.register("lecun_normal")
class LecunNormal(_Scaled):
    """Normal (cut off) with variance 1 / inputs; made for selu."""

    choice = (1.0, "fan_in", "truncated_normal")


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


def compute_fans(
    shape: Sequence[int],
    input_axes: Sequence[int] | None = None,
    output_axes: Sequence[int] | None = None,
) -> tuple[int, int]:
    """How many inputs and outputs a kernel of this shape connects."""
    shape = tuple(shape)
    if input_axes is not None and output_axes is not None:
        return math.prod(shape[i] for i in input_axes), math.prod(shape[i] for i in output_axes)
    if len(shape) < 2:
        return (shape[0], shape[0]) if shape else (1, 1)
    field = math.prod(shape[:-2])  # of a convolution; 1 for a matrix
    return shape[-2] * field, shape[-1] * field


def get(identifier: Any) -> Callable[..., Array] | None:
    """The initializer that an argument means; an array stands for itself."""
    if hasattr(identifier, "shape") and not callable(identifier):
        return _FromArray(identifier)
    return from_identifier(initializers, identifier, callable)


class _FromArray(Initializer):
    def __init__(self, array: Any) -> None:
        self.array = array

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> Array:
        if tuple(shape) != tuple(self.array.shape):
            raise ValueError(f"The initial array has the shape {tuple(self.array.shape)}; "
                             f"the weight expects {tuple(shape)}.")
        return jnp.asarray(self.array, dtype_name(dtype))


def serialize(initializer: Initializer) -> Any:
    return serialize_keras_object(initializer)


glorot_uniform, glorot_normal = GlorotUniform, GlorotNormal
he_uniform, he_normal = HeUniform, HeNormal
lecun_uniform, lecun_normal = LecunUniform, LecunNormal
zeros, ones, constant, identity, orthogonal = Zeros, Ones, Constant, Identity, Orthogonal
random_normal, random_uniform = RandomNormal, RandomUniform
truncated_normal, variance_scaling = TruncatedNormal, VarianceScaling
