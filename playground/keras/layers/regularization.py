"""Layers that disturb while training, so that no unit relies on another."""

from __future__ import annotations

from typing import Any

from playground.fields import Number
from playground.keras import random, regularizers
from playground.keras.backend import jnp
from playground.keras.layers.activation import _SameShape
from playground.keras.layers.base import layers
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.spatial import checked_format
from playground.keras.optimizers.fields import is_zero
from playground.keras.random import SeedGenerator
from playground.keras.variable import Array

_LOWEST = -1.6732632423543772 * 1.0507009873554805  # where selu goes down to


class _Noise(_SameShape):
    """Base of layers with a seed generator, which draws only while training."""

    def __init__(self, amount: float, word: str, seed: int | None, **settings: Any) -> None:
        super().__init__(**settings)
        who = type(self).__name__
        if isinstance(amount, bool) or not isinstance(amount, (int, float)):
            raise TypeError(f"{who} expects a number from 0 to 1 as {word}; got {amount!r}.")
        if not 0 <= amount <= 1:
            raise ValueError(f"{who} expects a {word} from 0 to 1; got {amount}.")
        self.seed = seed
        # Keras draws no seed for an amount of 0. The generator is there all the same: the amount
        # may be raised later, while the model trains.
        self.seed_generator = SeedGenerator(0 if seed is None and amount == 0 else seed)


@layers.register("Dropout", rate=Number(
    default=0.2, low=0.0, high=0.9, step=0.01, positional=True, label="Rate",
    help="The share of the inputs that is set to 0 in each training step."))
class Dropout(_Noise):
    """Sets a share ``rate`` of its inputs to 0 while training, and divides the rest by 1 - rate.

    Source: N. Srivastava et al., JMLR 15 (2014).
    """

    fits = ("vector",)

    def __init__(
        self, rate: float, noise_shape: Any = None, seed: int | None = None, **settings: Any
    ) -> None:
        super().__init__(rate, "rate", seed, **settings)
        self.rate = rate
        self.noise_shape = None if noise_shape is None else tuple(noise_shape)

    def call(self, inputs: Array, training: bool = False) -> Array:
        if not training or is_zero(self.rate):
            return inputs
        if isinstance(self.rate, (int, float)) and self.rate == 1:
            return inputs * 0
        return random.dropout(inputs, self.rate, self.noise_shape, self.seed_generator)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "rate": self.rate, "seed": self.seed,
                "noise_shape": self.noise_shape}


@layers.register("GaussianNoise", stddev=Number(
    default=0.1, low=0.0, high=1.0, step=0.01, positional=True, label="Standard deviation",
    help="How strong the noise is that is added in each training step."))
class GaussianNoise(_Noise):
    """Adds normally distributed numbers while training."""

    fits = ("vector",)

    def __init__(self, stddev: float, seed: int | None = None, **settings: Any) -> None:
        super().__init__(stddev, "stddev", seed, **settings)
        self.stddev = stddev

    def call(self, inputs: Array, training: bool = False) -> Array:
        if not training or is_zero(self.stddev):
            return inputs
        return inputs + random.normal(inputs.shape, 0.0, self.stddev, self.compute_dtype,
                                      self.seed_generator)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "stddev": self.stddev, "seed": self.seed}


@layers.register("GaussianDropout")
class GaussianDropout(_Noise):
    """Multiplies by noise while training: normal, of mean 1 and variance rate / (1 - rate).

    Source: N. Srivastava et al., JMLR 15 (2014), section 10.
    """

    def __init__(self, rate: float, seed: int | None = None, **settings: Any) -> None:
        super().__init__(rate, "rate", seed, **settings)
        self.rate = rate

    def call(self, inputs: Array, training: bool = False) -> Array:
        if not training or is_zero(self.rate):
            return inputs
        stddev = (self.rate / (1.0 - self.rate)) ** 0.5
        return inputs * random.normal(inputs.shape, 1.0, stddev, self.compute_dtype,
                                      self.seed_generator)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


@layers.register("AlphaDropout")
class AlphaDropout(_Noise):
    """Dropout for selu: drops to selu's lowest value, and keeps the mean and the variance.

    Source: G. Klambauer et al., arXiv:1706.02515.
    """

    def __init__(
        self, rate: float, noise_shape: Any = None, seed: int | None = None, **settings: Any
    ) -> None:
        super().__init__(rate, "rate", seed, **settings)
        self.rate = rate
        self.noise_shape = noise_shape

    def call(self, inputs: Array, training: bool = False) -> Array:
        if not training or is_zero(self.rate):
            return inputs
        shape = [size if given is None else given for size, given in zip(
            inputs.shape, self.noise_shape or (None,) * inputs.ndim, strict=True)]
        kept = random.uniform(shape, seed=self.seed_generator) >= self.rate
        a = ((1 - self.rate) * (1 + self.rate * _LOWEST**2)) ** -0.5
        return a * jnp.where(kept, inputs, _LOWEST) - a * _LOWEST * self.rate

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "rate": self.rate, "noise_shape": self.noise_shape,
                "seed": self.seed}


class _SpatialDropout(Dropout):
    """Base of dropout of whole channels: neighbours are alike, so single numbers say little.

    Source: J. Tompson et al., arXiv:1411.4280.
    """

    rank = 2

    def __init__(
        self, rate: float, data_format: str | None = None, seed: int | None = None,
        name: str | None = None, dtype: Any = None,
    ) -> None:
        super().__init__(rate, seed=seed, name=name, dtype=dtype)
        self.data_format = checked_format(data_format, type(self).__name__)
        self.input_spec = InputSpec(ndim=self.rank + 2)
        ones = (1,) * self.rank
        self.noise_shape = (None, None, *ones) if self.data_format == "channels_first" else (
            None, *ones, None)

    def get_config(self) -> dict[str, Any]:
        return {"rate": self.rate, "seed": self.seed, "name": self.name, "dtype": self.dtype,
                "data_format": self.data_format}


@layers.register("SpatialDropout1D", **Dropout.fields)
class SpatialDropout1D(_SpatialDropout):
    """Sets whole channels of a sequence to 0 while training: (batch, steps, channels)."""

    rank = 1
    fits = ("sequence",)

    def __init__(
        self, rate: float, seed: int | None = None, name: str | None = None, dtype: Any = None
    ) -> None:
        super().__init__(rate, "channels_last", seed, name, dtype)

    def get_config(self) -> dict[str, Any]:
        return {key: each for key, each in super().get_config().items() if key != "data_format"}


@layers.register("SpatialDropout2D", **Dropout.fields)
class SpatialDropout2D(_SpatialDropout):
    """Sets whole channels of an image to 0 while training."""

    rank = 2
    fits = ("image",)


@layers.register("SpatialDropout3D")
class SpatialDropout3D(_SpatialDropout):
    """Sets whole channels of a volume to 0 while training."""

    rank = 3
    fits = ()


@layers.register("ActivityRegularization")
class ActivityRegularization(_SameShape):
    """y = x; large outputs cost l1 · Σ |y| + l2 · Σ y², divided by the batch size."""

    def __init__(self, l1: float = 0.0, l2: float = 0.0, **settings: Any) -> None:
        super().__init__(activity_regularizer=regularizers.L1L2(l1=l1, l2=l2), **settings)
        self.l1, self.l2 = l1, l2

    def call(self, inputs: Array) -> Array:
        return inputs

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(), "l1": self.l1, "l2": self.l2}
        del config["activity_regularizer"]
        return config
