"""Activation functions: what a unit makes of its weighted sum.

Every function takes an array and gives one of the same shape (``glu`` halves its last axis).
Those marked ``elementwise`` work on each number by itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.registration import CustomObjectScope, get_registered_object
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import Array
from playground.registry import Registry

Activation = Callable[..., Array]
activations: Registry[Activation] = Registry("activation")


def _activation(name: str, *aliases: str, elementwise: bool = True) -> Callable[..., Activation]:
    def add(function: Activation) -> Activation:
        @functools.wraps(function)
        def run(x: Any, *settings: Any, **named: Any) -> Any:
            if isinstance(x, KerasTensor):
                return _in_a_graph(name, x, *settings, **named)
            return function(jnp.asarray(x), *settings, **named)

        run.elementwise = elementwise  # type: ignore[attr-defined]
        return activations.register(name, *aliases)(run)

    return add


def _in_a_graph(name: str, x: KerasTensor, *settings: Any, **named: Any) -> KerasTensor:
    """The activation as an operation, or several, of the model that is built from ``x``."""
    from playground.keras import ops

    if name == "linear":
        return x
    if name == "exponential":
        return ops.exp(x)
    if name == "mish":
        return x * ops.tanh(ops.softplus(x))
    if name == "relu" and (settings or named):
        from playground.keras.layers import ReLU

        names = ("negative_slope", "max_value", "threshold")
        return ReLU(**dict(zip(names, settings)), **named)(x)
    if name == "gelu" and not settings:
        named = {"approximate": False, **named}
    return getattr(ops, name)(x, *settings, **named)


@_activation("linear")
def linear(x: Array) -> Array:
    """x"""
    return x


@_activation("relu")
def relu(
    x: Array, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0
) -> Array:
    """max(x, 0); with a slope for what is negative, a highest value and a threshold on demand.

    Source: V. Nair and G. Hinton, "Rectified linear units improve restricted Boltzmann
    machines", ICML 2010.
    """
    if negative_slope == 0 and max_value is None and threshold == 0:
        return jax.nn.relu(x)
    if max_value is None and threshold == 0:
        return leaky_relu(x, negative_slope)
    below = jax.nn.relu(threshold - x)
    above = x * (x > threshold).astype(x.dtype) if threshold != 0 else jax.nn.relu(x)
    if max_value is not None:
        above = jnp.clip(above, 0, max_value)
    return above - negative_slope * below


@_activation("tanh")
def tanh(x: Array) -> Array:
    """(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)"""
    return jnp.tanh(x)


@_activation("sigmoid")
def sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ)"""
    return jax.nn.sigmoid(x)


@_activation("elu")
def elu(x: Array, alpha: float = 1.0) -> Array:
    """x above 0, alpha (eˣ - 1) below. Source: D. Clevert et al., arXiv:1511.07289."""
    return jax.nn.elu(x, alpha)


@_activation("selu")
def selu(x: Array) -> Array:
    """1.0507 · elu(x, 1.6733): keeps mean 0 and variance 1. Source: arXiv:1706.02515."""
    return jax.nn.selu(x)


@_activation("gelu")
def gelu(x: Array, approximate: bool = False) -> Array:
    """x Φ(x), Φ the normal distribution. Source: D. Hendrycks, K. Gimpel, arXiv:1606.08415."""
    return jax.nn.gelu(x, approximate)


@_activation("silu", "swish")
def silu(x: Array) -> Array:
    """x sigmoid(x), also called swish. Source: P. Ramachandran et al., arXiv:1710.05941."""
    return jax.nn.silu(x)


@_activation("softplus")
def softplus(x: Array) -> Array:
    """log(1 + eˣ)"""
    return jax.nn.softplus(x)


@_activation("softsign")
def softsign(x: Array) -> Array:
    """x / (1 + |x|)"""
    return jax.nn.soft_sign(x)


@_activation("leaky_relu")
def leaky_relu(x: Array, negative_slope: Any = 0.2) -> Array:
    """x above 0, negative_slope · x below."""
    return jax.nn.leaky_relu(x, negative_slope)


@_activation("relu6")
def relu6(x: Array) -> Array:
    """min(max(x, 0), 6)"""
    return jax.nn.relu6(x)


@_activation("mish")
def mish(x: Array) -> Array:
    """x tanh(softplus(x)). Source: D. Misra, arXiv:1908.08681."""
    return x * jnp.tanh(jax.nn.softplus(x))


@_activation("celu")
def celu(x: Array, alpha: float = 1.0) -> Array:
    """max(x, 0) + min(alpha (exp(x / alpha) - 1), 0). Source: J. Barron, arXiv:1704.07483."""
    return jax.nn.celu(x, alpha)


@_activation("exponential")
def exponential(x: Array) -> Array:
    """eˣ"""
    return jnp.exp(x)


@_activation("hard_sigmoid")
def hard_sigmoid(x: Array) -> Array:
    """relu6(x + 3) / 6"""
    return jax.nn.hard_sigmoid(x)


@_activation("hard_silu", "hard_swish")
def hard_silu(x: Array) -> Array:
    """x hard_sigmoid(x). Source: A. Howard et al., "Searching for MobileNetV3", 1905.02244."""
    return jax.nn.hard_silu(x)


@_activation("hard_tanh")
def hard_tanh(x: Array) -> Array:
    """x between -1 and 1, cut off outside."""
    return jax.nn.hard_tanh(x)


@_activation("hard_shrink")
def hard_shrink(x: Array, threshold: float = 0.5) -> Array:
    """x where |x| > threshold, else 0."""
    return jnp.where(jnp.abs(x) > threshold, x, 0.0)


@_activation("soft_shrink")
def soft_shrink(x: Array, threshold: float = 0.5) -> Array:
    """x moved by threshold towards 0, and 0 where it would pass it."""
    return jnp.where(x > threshold, x - threshold, jnp.where(x < -threshold, x + threshold, 0.0))


@_activation("tanh_shrink")
def tanh_shrink(x: Array) -> Array:
    """x - tanh(x)"""
    return x - jnp.tanh(x)


@_activation("squareplus")
def squareplus(x: Array, b: float = 4) -> Array:
    """(x + √(x² + b)) / 2. Source: J. Barron, arXiv:2112.11687."""
    return jax.nn.squareplus(x, b)


@_activation("sparse_plus")
def sparse_plus(x: Array) -> Array:
    """0 below -1, (x + 1)² / 4 between -1 and 1, x above."""
    return jax.nn.sparse_plus(x)


@_activation("sparse_sigmoid")
def sparse_sigmoid(x: Array) -> Array:
    """0 below -1, (x + 1) / 2 between -1 and 1, 1 above."""
    return jax.nn.sparse_sigmoid(x)


@_activation("log_sigmoid")
def log_sigmoid(x: Array) -> Array:
    """log(1 / (1 + e⁻ˣ))"""
    return jax.nn.log_sigmoid(x)


@_activation("threshold", elementwise=False)  # needs two numbers: its name alone means nothing
def threshold(x: Array, threshold: float, default_value: float) -> Array:
    """x where x > threshold, else default_value."""
    return jnp.where(x > threshold, x, default_value)


@_activation("softmax", elementwise=False)
def softmax(x: Array, axis: int = -1) -> Array:
    """eˣ / Σ eˣ along the axis: positive numbers whose sum is 1."""
    return jax.nn.softmax(x, axis)


@_activation("log_softmax", elementwise=False)
def log_softmax(x: Array, axis: int = -1) -> Array:
    """log(softmax(x))"""
    return jax.nn.log_softmax(x, axis)


@_activation("glu", elementwise=False)
def glu(x: Array, axis: int = -1) -> Array:
    """a sigmoid(b), a and b the halves of x along the axis. Source: arXiv:1612.08083."""
    return jax.nn.glu(x, axis)


@_activation("sparsemax", elementwise=False)
def sparsemax(x: Array, axis: int = -1) -> Array:
    """The point of the probability simplex nearest to x. Source: arXiv:1602.02068.

    max(x - τ, 0), with τ so that the sum is 1; in Keras 3.15 it is more than 1 when two or more
    stay above 0.
    """
    ordered = -jnp.sort(-x, axis)
    sums = jnp.cumsum(ordered, axis)
    shape = [1] * x.ndim
    shape[axis] = -1
    count = jnp.arange(1, x.shape[axis] + 1).reshape(shape)
    support = ordered - (sums - 1) / count > 0
    size = jnp.sum(support, axis, keepdims=True)
    tau = (jnp.sum(jnp.where(support, ordered, 0.0), axis, keepdims=True) - 1) / size
    return jnp.maximum(x - tau, 0.0)


swish = silu
hard_swish = hard_silu


def get(identifier: Any) -> Activation:
    """The activation that an argument means: a name, a function or layer, or None for ``linear``.

    Raises:
        ValueError: no activation has this name.
        TypeError: the argument is neither a name nor callable.
    """
    if identifier is None:
        return linear
    if isinstance(identifier, dict):
        from playground.keras.serialization import deserialize_keras_object

        return deserialize_keras_object(identifier)
    if isinstance(identifier, str):
        own = get_registered_object(identifier)
        return activations[identifier] if own is None else own
    if callable(identifier):
        return identifier
    raise TypeError("activation expects a name such as 'relu' or a function; "
                    f"got {identifier!r} ({type(identifier).__name__}).")


def serialize(activation: Activation) -> Any:
    """The name of one of Keras's activations; the configuration of another object."""
    from playground.keras.serialization import name_or_config

    return name_or_config(activation)


def deserialize(config: Any, custom_objects: Any = None) -> Any:
    """The activation of a configuration; ``custom_objects`` has own ones by name."""
    with CustomObjectScope(custom_objects):
        return get(config)


# The activations that work on one number and need nothing else: what a menu offers.
elementwise = activations.only(lambda each: getattr(each, "elementwise", True))


