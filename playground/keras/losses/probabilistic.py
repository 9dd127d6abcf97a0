"""Losses between probabilities: cross-entropies, Kullback-Leibler divergence, Poisson."""

from __future__ import annotations

from typing import Any

from playground.fields import Number
from playground.keras.backend import jax, jnp
from playground.keras.config import epsilon
from playground.keras.losses.base import loss_of
from playground.keras.masking import set_keras_mask
from playground.keras.variable import Array

_SMOOTHING = Number(default=0.0, low=0.0, high=0.5, step=0.01, label="label smoothing",
                    help="How far the targets are moved from 0 and 1 towards the middle.")
_GAMMA = Number(default=2.0, low=0.0, high=5.0, step=0.1, label="gamma",
                help="How much less the examples count that are already right; 0: all the same.")


@loss_of("binary_crossentropy", "bce", class_name="BinaryCrossentropy", tasks=("binary",),
         label_smoothing=_SMOOTHING)
def binary_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: Any = 0.0,
    axis: int = -1,
) -> Array:
    """-(y log p + (1 - y) log(1 - p)), p the predicted probability; the mean over the last axis.

    ``from_logits``: y_pred is what a sigmoid would be applied to.
    """
    y_pred = jnp.asarray(y_pred)
    y_true = _smooth(jnp.asarray(y_true, y_pred.dtype), label_smoothing, 0.5)
    _check_same_shape(y_true, y_pred, "binary_crossentropy",
                      "End the model with Dense(1, activation='sigmoid').")
    return jnp.mean(_binary(y_true, y_pred, from_logits), axis)


@loss_of("categorical_crossentropy", class_name="CategoricalCrossentropy", tasks=("classes",),
         label_smoothing=_SMOOTHING)
def categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: Any = 0.0,
    axis: int = -1,
) -> Array:
    """-Σ y log p: y_true is one-hot, y_pred has a probability for each class.

    ``from_logits``: y_pred is what a softmax would be applied to.
    """
    y_pred = jnp.asarray(y_pred)
    y_true = jnp.asarray(y_true, y_pred.dtype)
    _check_same_shape(y_true, y_pred, "categorical_crossentropy",
                      "Whole-number labels go with sparse_categorical_crossentropy, "
                      "or through keras.utils.to_categorical.")
    y_true = _smooth(y_true, label_smoothing, 1.0 / y_true.shape[-1])
    return -jnp.sum(y_true * _log_probability(y_pred, from_logits, axis), axis)


@loss_of("sparse_categorical_crossentropy", class_name="SparseCategoricalCrossentropy",
         tasks=("classes",),
         order=("from_logits", "ignore_class", "reduction", "axis", "name", "dtype"))
def sparse_categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, ignore_class: int | None = None,
    axis: int = -1,
) -> Array:
    """-log p of the true class: y_true holds whole numbers from 0, y_pred a number for each class.

    Samples of ``ignore_class`` do not count.
    """
    y_pred, y_true = jnp.asarray(y_pred), jnp.asarray(y_true)
    if y_true.ndim == y_pred.ndim and y_true.shape[axis] == 1:
        y_true = jnp.squeeze(y_true, axis)
    if y_true.shape != y_pred.shape[:-1]:
        raise ValueError(
            "sparse_categorical_crossentropy expects one whole number for each sample; got labels "
            f"of shape {_batch(y_true)} for predictions of shape {_batch(y_pred)}. "
            "One-hot labels go with categorical_crossentropy.")
    y_true = y_true.astype("int32")
    log_probability = _log_probability(y_pred, from_logits, axis)
    # a product with one-hot rows: its gradient is much cheaper than that of an indexed look-up
    chosen = jax.nn.one_hot(y_true, y_pred.shape[axis], axis=axis, dtype=y_pred.dtype)
    values = -jnp.sum(chosen * log_probability, axis)
    if ignore_class is None:
        return values
    values = jnp.where(y_true != ignore_class, values, 0.0)
    set_keras_mask(values, y_true != ignore_class)
    return values


@loss_of("binary_focal_crossentropy", class_name="BinaryFocalCrossentropy", tasks=("binary",),
         gamma=_GAMMA)
def binary_focal_crossentropy(
    y_true: Any, y_pred: Any, apply_class_balancing: bool = False, alpha: Any = 0.25,
    gamma: Any = 2.0, from_logits: bool = False, label_smoothing: Any = 0.0, axis: int = -1,
) -> Array:
    """(1 - p)^gamma times the cross-entropy, p the probability given to the right answer.

    Source: T. Lin et al., "Focal loss for dense object detection", arXiv:1708.02002.
    """
    y_pred = jnp.asarray(y_pred)
    y_true = _smooth(jnp.asarray(y_true, y_pred.dtype), label_smoothing, 0.5)
    y_pred = jax.nn.sigmoid(y_pred) if from_logits else y_pred
    right = y_true * y_pred + (1 - y_true) * (1 - y_pred)
    values = jnp.power(1.0 - right, gamma) * _binary(y_true, y_pred, False)
    if apply_class_balancing:
        values = (y_true * alpha + (1 - y_true) * (1 - alpha)) * values
    return jnp.mean(values, axis)


@loss_of("categorical_focal_crossentropy", class_name="CategoricalFocalCrossentropy",
         tasks=(), gamma=_GAMMA)
def categorical_focal_crossentropy(
    y_true: Any, y_pred: Any, alpha: Any = 0.25, gamma: Any = 2.0, from_logits: bool = False,
    label_smoothing: Any = 0.0, axis: int = -1,
) -> Array:
    """-Σ alpha (1 - p)^gamma y log p. Source: arXiv:1708.02002."""
    y_pred = jnp.asarray(y_pred)
    y_true = jnp.asarray(y_true, y_pred.dtype)
    y_true = _smooth(y_true, label_smoothing, 1.0 / y_true.shape[-1])
    y_pred = jax.nn.softmax(y_pred, axis) if from_logits else y_pred
    p = _clipped(y_pred / jnp.sum(y_pred, axis, keepdims=True))
    return jnp.sum(alpha * jnp.power(1.0 - p, gamma) * -y_true * jnp.log(p), axis)


@loss_of("kl_divergence", "kld", "kullback_leibler_divergence", class_name="KLDivergence",
         tasks=())
def kl_divergence(y_true: Any, y_pred: Any) -> Array:
    """Σ y log(y / p)"""
    y_pred = jnp.asarray(y_pred)
    y_true = jnp.clip(jnp.asarray(y_true, y_pred.dtype), epsilon(), 1)
    return jnp.sum(y_true * jnp.log(y_true / jnp.clip(y_pred, epsilon(), 1)), -1)


@loss_of("poisson", class_name="Poisson", tasks=())
def poisson(y_true: Any, y_pred: Any) -> Array:
    """mean(p - y log p): for counts."""
    y_pred = jnp.asarray(y_pred)
    y_true = jnp.asarray(y_true, y_pred.dtype)
    return jnp.mean(y_pred - y_true * jnp.log(y_pred + epsilon()), -1)


@loss_of("categorical_generalized_cross_entropy",
         class_name="CategoricalGeneralizedCrossEntropy")
def categorical_generalized_cross_entropy(y_true: Any, y_pred: Any, q: Any = 0.5) -> Array:
    """(1 - p^q) / q of the true class, a whole number: wrong labels count less.

    Near q = 0 it is the cross-entropy, at q = 1 the mean absolute error.

    Source: Z. Zhang and M. Sabuncu, arXiv:1805.07836.
    """
    if isinstance(q, (int, float)) and not 0 < q < 1:
        raise ValueError("categorical_generalized_cross_entropy expects q between 0 and 1; "
                         f"got {q}.")
    y_pred, y_true = jnp.asarray(y_pred), jnp.asarray(y_true)
    if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1:
        y_true = y_true[..., 0]
    chosen = jax.nn.one_hot(y_true.astype("int32"), y_pred.shape[-1], dtype=y_pred.dtype)
    return (1 - jnp.power(jnp.sum(chosen * y_pred, -1), q)) / q


def _smooth(y_true: Array, label_smoothing: Any, middle: float) -> Array:
    if isinstance(label_smoothing, (int, float)) and label_smoothing == 0:
        return y_true
    return y_true * (1.0 - label_smoothing) + middle * label_smoothing


def _clipped(p: Array) -> Array:
    return jnp.clip(p, epsilon(), 1.0 - epsilon())


def _binary(y_true: Array, y_pred: Array, from_logits: bool) -> Array:
    if from_logits:
        return (-y_true * jax.nn.log_sigmoid(y_pred)
                - (1.0 - y_true) * jax.nn.log_sigmoid(-y_pred))
    p = _clipped(y_pred)
    return -(y_true * jnp.log(p) + (1.0 - y_true) * jnp.log(1.0 - p))


def _log_probability(y_pred: Array, from_logits: bool, axis: int) -> Array:
    if from_logits:
        return jax.nn.log_softmax(y_pred, axis)
    return jnp.log(_clipped(y_pred / jnp.sum(y_pred, axis, keepdims=True)))


def _batch(array: Array) -> str:
    sizes = ", ".join(str(size) for size in array.shape[1:])
    return f"(batch, {sizes})" if sizes else "(batch,)"


def _check_same_shape(y_true: Array, y_pred: Array, name: str, way_out: str) -> None:
    if y_true.shape != y_pred.shape:
        raise ValueError(f"{name} expects labels and predictions of one shape; got labels of "
                         f"shape {_batch(y_true)} for predictions of shape {_batch(y_pred)}. "
                         f"{way_out}")
