"""Losses of overlap, for regions in images: how much two sets have in common."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.config import epsilon
from playground.keras.losses.base import loss_of
from playground.keras.variable import Array


@loss_of("dice", class_name="Dice", order=("reduction", "name", "axis", "dtype"))
def dice(y_true: Any, y_pred: Any, axis: Any = None) -> Array:
    """1 - 2 Σ y p / (Σ y + Σ p); over everything, or over the axes of ``axis``."""
    y_pred = jnp.asarray(y_pred)
    y_true = jnp.asarray(y_true, y_pred.dtype)
    axis = _axes(axis)
    both = jnp.sum(y_true * y_pred, axis)
    return 1 - 2 * both / (jnp.sum(y_true, axis) + jnp.sum(y_pred, axis) + epsilon())


@loss_of("tversky", class_name="Tversky",
         order=("alpha", "beta", "reduction", "name", "axis", "dtype"))
def tversky(
    y_true: Any, y_pred: Any, alpha: Any = 0.5, beta: Any = 0.5, axis: Any = None
) -> Array:
    """1 - TP / (TP + alpha Σ y (1 - p) + beta Σ (1 - y) p), with TP = Σ y p.

    Source: S. Salehi et al., arXiv:1706.05721.
    """
    y_pred = jnp.asarray(y_pred)
    y_true = jnp.asarray(y_true, y_pred.dtype)
    axis = _axes(axis)
    both = jnp.sum(y_true * y_pred, axis)
    missed, wrong = jnp.sum(y_true * (1 - y_pred), axis), jnp.sum((1 - y_true) * y_pred, axis)
    return 1 - both / (both + alpha * missed + beta * wrong + epsilon())


def _axes(axis: Any) -> Any:
    return tuple(axis) if isinstance(axis, list) else axis
