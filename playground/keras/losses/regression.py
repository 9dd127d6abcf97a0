"""Losses between numbers: squared, absolute and relative errors, and directions."""

from __future__ import annotations

import math
from typing import Any

from playground.fields import Number
from playground.keras.backend import jax, jnp
from playground.keras.config import epsilon
from playground.keras.losses.base import loss_of, same_rank
from playground.keras.variable import Array


@loss_of("mean_squared_error", "mse", class_name="MeanSquaredError",
         tasks=("regression", "binary", "classes"))
def mean_squared_error(y_true: Any, y_pred: Any) -> Array:
    """mean((y - p)²) over the last axis."""
    y_true, y_pred = _arrays(y_true, y_pred)
    return jnp.mean(jnp.square(y_true - y_pred), -1)


@loss_of("mean_absolute_error", "mae", class_name="MeanAbsoluteError", tasks=("regression",))
def mean_absolute_error(y_true: Any, y_pred: Any) -> Array:
    """mean(|y - p|) over the last axis."""
    y_true, y_pred = _arrays(y_true, y_pred)
    return jnp.mean(jnp.abs(y_true - y_pred), -1)


@loss_of("mean_absolute_percentage_error", "mape", class_name="MeanAbsolutePercentageError")
def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Array:
    """100 mean(|y - p| / |y|) over the last axis."""
    y_true, y_pred = _arrays(y_true, y_pred)
    size = jnp.maximum(jnp.abs(y_true), epsilon())
    return 100.0 * jnp.mean(jnp.abs((y_true - y_pred) / size), -1)


@loss_of("mean_squared_logarithmic_error", "msle", class_name="MeanSquaredLogarithmicError")
def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Array:
    """mean((log(y + 1) - log(p + 1))²) over the last axis; for positive numbers."""
    y_true, y_pred = _arrays(y_true, y_pred)
    return jnp.mean(jnp.square(jnp.log(jnp.maximum(y_pred, epsilon()) + 1.0)
                               - jnp.log(jnp.maximum(y_true, epsilon()) + 1.0)), -1)


@loss_of(
    "huber", class_name="Huber", default_name="huber_loss", tasks=("regression",),
    delta=Number(default=1.0, low=0.01, high=10.0, scale="log",
                 help="The error up to which the loss is squared; beyond it grows in a line."))
def huber(y_true: Any, y_pred: Any, delta: Any = 1.0) -> Array:
    """½ e² where |e| ≤ delta, delta |e| - ½ delta² beyond: outliers count less.

    Source: P. Huber, "Robust estimation of a location parameter", 1964.
    """
    y_true, y_pred = _arrays(y_true, y_pred)
    error = y_pred - y_true
    size = jnp.abs(error)
    return jnp.mean(jnp.where(size <= delta, 0.5 * jnp.square(error),
                              delta * size - 0.5 * jnp.square(delta)), -1)


@loss_of("log_cosh", "logcosh", class_name="LogCosh", tasks=("regression",))
def log_cosh(y_true: Any, y_pred: Any) -> Array:
    """mean(log(cosh(p - y))) over the last axis: like Huber, without a corner."""
    y_true, y_pred = _arrays(y_true, y_pred)
    error = y_pred - y_true
    return jnp.mean(error + jax.nn.softplus(-2.0 * error) - math.log(2.0), -1)


@loss_of("cosine_similarity", class_name="CosineSimilarity")
def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Array:
    """Minus the cosine of the angle between y and p: -1 is the same direction."""
    y_true, y_pred = _arrays(y_true, y_pred)
    return -jnp.sum(_unit(y_true, axis) * _unit(y_pred, axis), axis)


def _arrays(y_true: Any, y_pred: Any) -> tuple[Array, Array]:
    y_pred = jnp.asarray(y_pred)
    y_true, y_pred = same_rank(jnp.asarray(y_true, y_pred.dtype), y_pred)
    try:
        jnp.broadcast_shapes(y_true.shape, y_pred.shape)
    except ValueError:
        raise ValueError(f"The loss expects labels and predictions of one shape; got labels of "
                         f"shape {y_true.shape} for predictions of shape {y_pred.shape}. Check "
                         "the units of the last layer.") from None
    return y_true, y_pred


def _unit(x: Array, axis: int) -> Array:
    squares = jnp.sum(jnp.square(x), axis, keepdims=True)
    return x * jax.lax.rsqrt(jnp.maximum(squares, epsilon() ** 2))
