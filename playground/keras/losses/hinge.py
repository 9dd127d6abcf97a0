"""Losses that ask for a margin: the right side is not enough, it must be by 1."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.losses.base import loss_of
from playground.keras.variable import Array


@loss_of("hinge", class_name="Hinge", tasks=("binary",))
def hinge(y_true: Any, y_pred: Any) -> Array:
    """mean(max(1 - y p, 0)) with y = -1 or 1; labels 0 and 1 are taken for them."""
    y_true, y_pred = _signs(y_true, y_pred)
    return jnp.mean(jnp.maximum(1.0 - y_true * y_pred, 0.0), -1)


@loss_of("squared_hinge", class_name="SquaredHinge", tasks=("binary",))
def squared_hinge(y_true: Any, y_pred: Any) -> Array:
    """mean(max(1 - y p, 0)²) with y = -1 or 1; labels 0 and 1 are taken for them."""
    y_true, y_pred = _signs(y_true, y_pred)
    return jnp.mean(jnp.square(jnp.maximum(1.0 - y_true * y_pred, 0.0)), -1)


@loss_of("categorical_hinge", class_name="CategoricalHinge")
def categorical_hinge(y_true: Any, y_pred: Any) -> Array:
    """max(highest wrong class - right class + 1, 0) with one-hot y."""
    y_pred = jnp.asarray(y_pred)
    y_true = jnp.asarray(y_true, y_pred.dtype)
    right = jnp.sum(y_true * y_pred, -1)
    wrong = jnp.max((1.0 - y_true) * y_pred, -1)
    return jnp.maximum(wrong - right + 1.0, 0.0)


def _signs(y_true: Any, y_pred: Any) -> tuple[Array, Array]:
    y_pred = jnp.asarray(y_pred)
    y_true = jnp.asarray(y_true, y_pred.dtype)
    binary = jnp.all((y_true == 0) | (y_true == 1))
    return jnp.where(binary, 2.0 * y_true - 1.0, y_true), y_pred
