"""Layers that disturb while training, so that no unit relies on another."""

from __future__ import annotations

from typing import Any

from playground.fields import Number
from playground.keras import random
from playground.keras.layers.activation import _SameShape
from playground.keras.layers.base import layers
from playground.keras.optimizers.fields import is_zero
from playground.keras.random import SeedGenerator
from playground.keras.variable import Array


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
