"""SpectralNormalization: a layer's kernel is held to stretch nothing by more than 1."""

from __future__ import annotations

from typing import Any

from playground.keras import initializers
from playground.keras.backend import jnp, lax
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.wrapper import Wrapper
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


@layers.register("SpectralNormalization")
class SpectralNormalization(Wrapper):
    """W ← W / σ(W) at each training step, with W's largest singular value σ(W) = vᵀ W u.

    The singular vectors come from power iteration, which goes on where the last step ended:
    v ← W u / ‖W u‖, u ← vᵀ W / ‖vᵀ W‖. That bounds a discriminator's slope and steadies a GAN.

    Args:
        layer: a layer with a kernel or with embeddings.
        power_iterations: how often u and v are improved at each step.

    Source: T. Miyato et al., arXiv:1802.05957.
    """

    def __init__(self, layer: Layer, power_iterations: int = 1, **settings: Any) -> None:
        super().__init__(layer, **settings)
        if power_iterations < 1:
            raise ValueError("SpectralNormalization expects 1 power iteration or more; "
                             f"got {power_iterations}.")
        self.power_iterations = power_iterations

    def build(self, input_shape: Shape) -> None:
        super().build(input_shape)
        self.input_spec = InputSpec(min_ndim=1, axes={-1: input_shape[-1]})
        kernel = getattr(self.layer, "kernel", None)
        self.kernel = getattr(self.layer, "embeddings", None) if kernel is None else kernel
        if self.kernel is None:
            raise ValueError(f"{self.name} (SpectralNormalization) expects a layer with a kernel "
                             f"or with embeddings; {self.layer.name} has neither.")
        self.vector_u = self.add_weight(
            (1, self.kernel.shape[-1]), initializers.TruncatedNormal(stddev=0.02),
            trainable=False, name="vector_u")

    def call(self, inputs: Array, training: bool = False) -> Array:
        if training:
            kernel = self.kernel.value
            w = kernel.reshape(-1, kernel.shape[-1])
            empty = jnp.all(kernel == 0)  # it has no direction in which it stretches most
            u = self.vector_u.value
            for _ in range(self.power_iterations):
                v = _unit(u @ w.T)
                u = _unit(v @ w)
            u, v = lax.stop_gradient(u), lax.stop_gradient(v)
            sigma = jnp.where(empty, 1.0, v @ w @ u.T)
            self.vector_u.assign(jnp.where(empty, self.vector_u.value, u))
            self.kernel.assign((w / sigma).reshape(kernel.shape))
        return self.layer(inputs).astype(inputs.dtype)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return self.layer.compute_output_shape(input_shape)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "power_iterations": self.power_iterations}


def _unit(x: Array) -> Array:
    return x * jnp.minimum(lax.rsqrt(jnp.sum(jnp.square(x))), 1e7)
