"""Cross-entropies, a number for every sample: what ``keras.losses`` takes the mean of.

Source: C. Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.3.
"""

from __future__ import annotations

from playground.keras.backend import jax, jnp
from playground.keras.config import epsilon
from playground.keras.ops.base import op
from playground.keras.variable import Array


@op
def binary_crossentropy(target: Array, output: Array, from_logits: bool = False) -> Array:
    """-(y log p + (1 - y) log(1 - p)) of every number; p = sigmoid(output) from logits.

    Raises:
        ValueError: the shapes differ.
    """
    target, output = jnp.asarray(target), jnp.asarray(output)
    if target.shape != output.shape:
        raise ValueError("binary_crossentropy expects target and output of one shape; got "
                         f"{target.shape} and {output.shape}.")
    if from_logits:
        return -(target * jax.nn.log_sigmoid(output)
                 + (1.0 - target) * jax.nn.log_sigmoid(-output))
    output = jnp.clip(output, epsilon(), 1.0 - epsilon())
    return -(target * jnp.log(output) + (1.0 - target) * jnp.log(1.0 - output))


@op
def categorical_crossentropy(
    target: Array, output: Array, from_logits: bool = False, axis: int = -1
) -> Array:
    """-Σ y log p over the classes, y one-hot; p = softmax(output) from logits.

    Raises:
        ValueError: the shapes differ, or are of single numbers.
    """
    target, output = jnp.asarray(target), jnp.asarray(output)
    if target.shape != output.shape or not target.ndim:
        raise ValueError("categorical_crossentropy expects target and output of one shape, "
                         f"with an axis of classes; got {target.shape} and {output.shape}.")
    return -jnp.sum(target * _log_probability(output, from_logits, axis), axis=axis)


@op
def sparse_categorical_crossentropy(
    target: Array, output: Array, from_logits: bool = False, axis: int = -1
) -> Array:
    """-log p of the class whose number is the target; p = softmax(output) from logits.

    Raises:
        ValueError: not one target for every row of the output.
    """
    target, output = jnp.asarray(target, "int32"), jnp.asarray(output)
    if target.ndim == output.ndim and target.shape[-1] == 1:
        target = target[..., 0]
    if not output.ndim or target.shape != output.shape[:-1]:
        raise ValueError("sparse_categorical_crossentropy expects one target for every row of "
                         f"the output; got {target.shape} and {output.shape}.")
    one_hot = jax.nn.one_hot(target, output.shape[axis], axis=axis)
    return -jnp.sum(one_hot * _log_probability(output, from_logits, axis), axis=axis)


def _log_probability(output: Array, from_logits: bool, axis: int) -> Array:
    if from_logits:
        return jax.nn.log_softmax(output, axis=axis)
    output = output / jnp.sum(output, axis, keepdims=True)
    return jnp.log(jnp.clip(output, epsilon(), 1.0 - epsilon()))
