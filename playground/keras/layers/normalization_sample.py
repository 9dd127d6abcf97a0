"""Layers that bring each sample to one scale by itself: in groups of channels, by its length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.keras.backend import jnp, lax
from playground.keras.layers.activation import _SameShape
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.normalization import _Normalization
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


@layers.register("GroupNormalization")
class GroupNormalization(_Normalization):
    """y = γ (x - μ) / √(σ² + ε) + β, with mean and variance of each group of a sample's channels.

    Args:
        groups: how many groups; 1: all channels together, -1: each channel by itself.

    Source: Y. Wu and K. He, arXiv:1803.08494.
    """

    def __init__(
        self,
        groups: int = 32,
        axis: int = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        **settings: Any,
    ) -> None:
        super().__init__(center, scale, beta_initializer, gamma_initializer, beta_regularizer,
                         gamma_regularizer, beta_constraint, gamma_constraint, **settings)
        if isinstance(groups, bool) or not isinstance(groups, int) or (
                groups < 1 and groups != -1):
            raise ValueError(f"GroupNormalization expects 1 group or more, or -1; got {groups!r}.")
        self.groups, self.axis, self.epsilon = groups, axis, epsilon

    def build(self, input_shape: Shape) -> None:
        channels = input_shape[self.axis]
        if channels is None:
            raise ValueError(f"{self.name} (GroupNormalization) expects a known size along axis "
                             f"{self.axis}; got inputs of shape {tuple(input_shape)}.")
        if self.groups == -1:
            self.groups = channels
        if channels % self.groups:
            raise ValueError(
                f"{self.name} (GroupNormalization) expects groups to divide the number of "
                f"channels; got {self.groups} groups and {channels} channels.")
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: channels})
        self.add_gamma_and_beta((channels,))

    def call(self, inputs: Array) -> Array:
        x = jnp.moveaxis(inputs, self.axis, -1)
        shape = x.shape
        x = x.reshape(*shape[:-1], self.groups, -1)  # (batch, …, groups, channels of a group)
        axes = (*range(1, x.ndim - 2), x.ndim - 1)
        mean = jnp.mean(x, axes, keepdims=True)
        factor = lax.rsqrt(jnp.var(x, axes, keepdims=True) + self.epsilon)
        x = ((x - mean) * factor).reshape(shape)
        if self.gamma is not None:
            x = x * self.gamma.value
        if self.beta is not None:
            x = x + self.beta.value
        return jnp.moveaxis(x, -1, self.axis)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "groups": self.groups, "axis": self.axis,
                "epsilon": self.epsilon}


@layers.register("RMSNormalization")
class RMSNormalization(Layer):
    """y = scale · x / √(mean(x²) + ε): by the root of the mean square, without a mean.

    Source: B. Zhang and R. Sennrich, arXiv:1910.07467.
    """

    def __init__(
        self, axis: int | Sequence[int] = -1, epsilon: float = 1e-6, **settings: Any
    ) -> None:
        super().__init__(**settings)
        self.axis, self.epsilon = axis, epsilon

    def build(self, input_shape: Shape) -> None:
        several = isinstance(self.axis, (list, tuple))
        self.axis = sorted(self.axis) if several else [self.axis]
        self.scale = self.add_weight(
            [input_shape[axis] for axis in self.axis], "ones", name="scale")

    def call(self, inputs: Array) -> Array:
        axes = tuple(axis % inputs.ndim for axis in self.axis)
        square = jnp.mean(jnp.square(inputs), axes, keepdims=True)
        return inputs * lax.rsqrt(square + self.epsilon) * self.scale.value

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return tuple(input_shape)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "axis": self.axis, "epsilon": self.epsilon}


@layers.register("UnitNormalization")
class UnitNormalization(_SameShape):
    """y = x / ‖x‖₂: every sample has the length 1 along the axis."""

    def __init__(self, axis: int | Sequence[int] = -1, **settings: Any) -> None:
        super().__init__(**settings)
        if not isinstance(axis, (int, list, tuple)):
            raise TypeError("UnitNormalization expects a whole number, or several, as axis; "
                            f"got {axis!r}.")
        self.axis = axis if isinstance(axis, int) else list(axis)

    def call(self, inputs: Array) -> Array:
        axes = (self.axis,) if isinstance(self.axis, int) else tuple(self.axis)
        square = jnp.sum(jnp.square(inputs), axes, keepdims=True)
        return inputs * jnp.minimum(lax.rsqrt(square), 1e12)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "axis": self.axis}
