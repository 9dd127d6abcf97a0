"""A loss between sequences of different length: connectionist temporal classification."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jax, jnp, lax
from playground.keras.losses.base import loss_of
from playground.keras.variable import Array

_NEVER = -1e30  # log 0; an infinity would have no gradient


@loss_of("ctc", class_name="CTC")
def ctc(y_true: Any, y_pred: Any) -> Array:
    """-log of the probability of the label, over all ways of stretching it over the time steps.

    A way has the label's classes in order, each for one step or more, with blanks between: class
    0. α holds the probability of having come to each place of blank, first, blank, second, ….

    Args:
        y_true: classes from 1, filled up with 0; (batch, length).
        y_pred: what a softmax would be applied to; (batch, steps, classes).

    Source: A. Graves et al., ICML 2006.
    """
    labels, y_pred = jnp.asarray(y_true).astype("int32"), jnp.asarray(y_pred)
    if labels.ndim != 2 or y_pred.ndim != 3:
        raise ValueError("ctc expects labels of shape (batch, length) and predictions of shape "
                         f"(batch, steps, classes); got {labels.shape} and {y_pred.shape}.")
    size, length = labels.shape
    places = jnp.zeros((size, 2 * length + 1), "int32").at[:, 1::2].set(labels)
    before = jnp.pad(places, ((0, 0), (2, 0)))[:, :-2]
    skips = (places != 0) & (places != before)  # over the blank between two different classes
    log_p = jnp.take_along_axis(jax.nn.log_softmax(y_pred, -1), places[:, None, :], -1)

    def later(alpha: Array, by: int) -> Array:
        return jnp.pad(alpha, ((0, 0), (by, 0)), constant_values=_NEVER)[:, :-by]

    def step(alpha: Array, now: Array) -> tuple[Array, None]:
        came = jnp.logaddexp(alpha, later(alpha, 1))
        return jnp.logaddexp(came, jnp.where(skips, later(alpha, 2), _NEVER)) + now, None

    first = jnp.where(jnp.arange(2 * length + 1) < 2, log_p[:, 0], _NEVER)
    alpha, _ = lax.scan(step, first, jnp.moveaxis(log_p[:, 1:], 1, 0))
    last = 2 * jnp.sum(labels != 0, -1, keepdims=True)
    on_blank = jnp.take_along_axis(alpha, last, -1)
    on_class = jnp.take_along_axis(alpha, jnp.maximum(last - 1, 0), -1)
    return -jnp.logaddexp(on_blank, jnp.where(last > 0, on_class, _NEVER))[:, 0]
