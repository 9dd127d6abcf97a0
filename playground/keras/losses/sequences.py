"""A loss between sequences of different length: connectionist temporal classification."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.losses.base import loss_of
from playground.keras.ops.nn.sequences import ctc_loss
from playground.keras.variable import Array


@loss_of("ctc", class_name="CTC")
def ctc(y_true: Any, y_pred: Any) -> Array:
    """-log of the probability of the label, over all ways of stretching it over the time steps.

    A way has the label's classes in order, each for one step or more, with blanks between: class
    0. See ``keras.ops.ctc_loss``.

    Args:
        y_true: classes from 1, filled up with 0; (batch, length).
        y_pred: what a softmax would be applied to; (batch, steps, classes).

    Source: A. Graves et al., ICML 2006.
    """
    labels, y_pred = jnp.asarray(y_true).astype("int32"), jnp.asarray(y_pred)
    if labels.ndim != 2 or y_pred.ndim != 3:
        raise ValueError("ctc expects labels of shape (batch, length) and predictions of shape "
                         f"(batch, steps, classes); got {labels.shape} and {y_pred.shape}.")
    steps = jnp.full(y_pred.shape[0], y_pred.shape[1])
    return ctc_loss(labels, y_pred, jnp.sum(labels != 0, -1), steps)
