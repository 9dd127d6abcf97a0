"""Random initial weights whose spread follows from the number of inputs and outputs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from playground.keras import random
from playground.keras.initializers.base import initializers
from playground.keras.initializers.drawn import RandomInitializer
from playground.keras.variable import Array


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
