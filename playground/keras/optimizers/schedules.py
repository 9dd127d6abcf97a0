"""Learning-rate schedules: the step size as a function of the number of steps taken."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping, Sequence
from typing import Any

from playground.keras.backend import jnp
from playground.keras.config import floatx
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.variable import Array, Variable
from playground.registry import Registry

schedules: Registry[type[LearningRateSchedule]] = Registry("learning-rate schedule")


class LearningRateSchedule:
    """Base of all schedules: a subclass writes ``__call__(step)`` and ``get_config``."""

    keras_module = "keras.optimizers.schedules"  # where Keras has it, for configurations

    def __call__(self, step: Any) -> Array:
        raise NotImplementedError(f"{type(self).__name__} expects a __call__(self, step) that "
                                  "gives the learning rate.")

    def get_config(self) -> dict[str, Any]:
        raise NotImplementedError(f"{type(self).__name__} expects a get_config() to be saved.")

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> LearningRateSchedule:
        return cls(**config)


class _OwnArguments(LearningRateSchedule):
    """A schedule whose configuration is its arguments, kept under their names."""

    def get_config(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def _check_steps(self, name: str) -> None:
        if getattr(self, name) <= 0:
            raise ValueError(f"{type(self).__name__} expects {name} above 0; "
                             f"got {getattr(self, name)}.")


@schedules.register("ExponentialDecay")
class ExponentialDecay(_OwnArguments):
    """η₀ rᵗᐟᵀ: every T = decay_steps steps the rate is r = decay_rate times what it was.

    ``staircase``: all at once at the end of each T steps.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, decay_rate: float,
        staircase: bool = False, name: str = "ExponentialDecay",
    ) -> None:
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.decay_rate, self.staircase, self.name = decay_rate, staircase, name
        self._check_steps("decay_steps")

    def __call__(self, step: Any) -> Array:
        p = _real(step) / self.decay_steps
        p = jnp.floor(p) if self.staircase else p
        return self.initial_learning_rate * jnp.power(_real(self.decay_rate), p)


@schedules.register("PiecewiseConstantDecay")
class PiecewiseConstantDecay(_OwnArguments):
    """values[0] up to and with step boundaries[0], then values[1], …, at last values[-1]."""

    def __init__(
        self, boundaries: Sequence[float], values: Sequence[float],
        name: str = "PiecewiseConstant",
    ) -> None:
        if len(boundaries) != len(values) - 1:
            raise ValueError("PiecewiseConstantDecay expects one value more than boundaries; got "
                             f"{len(values)} values for {len(boundaries)} boundaries.")
        self.boundaries, self.values, self.name = list(boundaries), list(values), name

    def __call__(self, step: Any) -> Array:
        passed = jnp.sum(_real(step) > jnp.asarray(self.boundaries, floatx()))
        return jnp.asarray(self.values, floatx())[passed]


@schedules.register("PolynomialDecay")
class PolynomialDecay(_OwnArguments):
    """(η₀ - η₁)(1 - t / T)ᵖ + η₁: from η₀ to η₁ in T = decay_steps steps.

    ``cycle``: past T, as if T were its next multiple.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, end_learning_rate: float = 0.0001,
        power: float = 1.0, cycle: bool = False, name: str = "PolynomialDecay",
    ) -> None:
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.end_learning_rate, self.power = end_learning_rate, power
        self.cycle, self.name = cycle, name
        self._check_steps("decay_steps")

    def __call__(self, step: Any) -> Array:
        t, steps = _real(step), _real(self.decay_steps)
        if self.cycle:
            steps = steps * jnp.where(t == 0, 1.0, jnp.ceil(t / steps))
        left = 1 - jnp.minimum(t, steps) / steps
        span = self.initial_learning_rate - self.end_learning_rate
        return span * jnp.power(left, self.power) + self.end_learning_rate


@schedules.register("InverseTimeDecay")
class InverseTimeDecay(_OwnArguments):
    """η₀ / (1 + r t / T)"""

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, decay_rate: float,
        staircase: bool = False, name: str = "InverseTimeDecay",
    ) -> None:
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.decay_rate, self.staircase, self.name = decay_rate, staircase, name
        self._check_steps("decay_steps")

    def __call__(self, step: Any) -> Array:
        p = _real(step) / self.decay_steps
        p = jnp.floor(p) if self.staircase else p
        return self.initial_learning_rate / (1 + self.decay_rate * p)


@schedules.register("CosineDecay")
class CosineDecay(_OwnArguments):
    """η₀ ((1 - α) ½ (1 + cos(π t / T)) + α): half a cosine from η₀ down to α η₀.

    With ``warmup_target`` the rate first goes in a line from η₀ to it, in ``warmup_steps`` steps,
    and the cosine starts there.

    Source: I. Loshchilov and F. Hutter, "SGDR", arXiv:1608.03983.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, alpha: float = 0.0,
        name: str = "CosineDecay", warmup_target: float | None = None, warmup_steps: int = 0,
    ) -> None:
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.alpha, self.name = alpha, name
        self.warmup_target, self.warmup_steps = warmup_target, warmup_steps
        self._check_steps("decay_steps")

    def __call__(self, step: Any) -> Array:
        t, first = _real(step), self.initial_learning_rate
        if self.warmup_target is None:
            return first * self._share(t)
        rising = first + (self.warmup_target - first) * t / max(self.warmup_steps, 1)
        falling = self.warmup_target * self._share(t - self.warmup_steps)
        return jnp.where(t < self.warmup_steps, rising, falling)

    def _share(self, t: Array) -> Array:
        done = jnp.minimum(t, self.decay_steps) / self.decay_steps
        return (1 - self.alpha) * 0.5 * (1 + jnp.cos(math.pi * done)) + self.alpha


@schedules.register("CosineDecayRestarts")
class CosineDecayRestarts(_OwnArguments):
    """Half cosines one after the other, each ``t_mul`` times as long and ``m_mul`` times as high.

    The n-th begins at step T (1 - t_mulⁿ) / (1 - t_mul), with T = first_decay_steps.

    Source: I. Loshchilov and F. Hutter, "SGDR", arXiv:1608.03983.
    """

    def __init__(
        self, initial_learning_rate: float, first_decay_steps: int, t_mul: float = 2.0,
        m_mul: float = 1.0, alpha: float = 0.0, name: str = "SGDRDecay",
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.first_decay_steps = first_decay_steps
        self.t_mul, self.m_mul, self.alpha, self.name = t_mul, m_mul, alpha, name
        self._check_steps("first_decay_steps")

    def __call__(self, step: Any) -> Array:
        done = _real(step) / self.first_decay_steps
        if self.t_mul == 1:
            n = jnp.floor(done)
            done = done - n
        else:
            ratio = _real(self.t_mul)
            n = jnp.floor(jnp.log(1 - done * (1 - ratio)) / jnp.log(ratio))
            done = (done - (1 - ratio**n) / (1 - ratio)) / ratio**n
        cosine = 0.5 * jnp.power(_real(self.m_mul), n) * (1 + jnp.cos(math.pi * done))
        return self.initial_learning_rate * ((1 - self.alpha) * cosine + self.alpha)


def serialize(learning_rate_schedule: LearningRateSchedule) -> Any:
    return serialize_keras_object(learning_rate_schedule)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """The schedule of a configuration; ``custom_objects`` has own classes by name."""
    return deserialize_keras_object(config, custom_objects)


def _real(value: Any) -> Array:
    return jnp.asarray(value.value if isinstance(value, Variable) else value, floatx())
