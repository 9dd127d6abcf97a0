"""A loss between embeddings: near those of their own class, far from the others."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.losses.base import loss_of
from playground.keras.masking import set_keras_mask
from playground.keras.variable import Array


@loss_of("circle", class_name="Circle", without=("ref_labels", "ref_embeddings"),
         order=("gamma", "margin", "remove_diagonal", "reduction", "name", "dtype"))
def circle(
    y_true: Any, y_pred: Any, ref_labels: Any = None, ref_embeddings: Any = None,
    remove_diagonal: bool = True, gamma: Any = 80.0, margin: Any = 0.4,
) -> Array:
    """softplus(log Σ exp(-γ αₚ (m - d)) + log Σ exp(γ αₙ (1 - m - d))).

    d is 1 less the cosine of two samples; the first sum is over those of the same class, with
    αₚ = m + d, the second over the others, with αₙ = 1 + m - d. Samples without a loss do not
    count.

    Args:
        y_true: whole numbers.
        y_pred: embeddings of length 1.
        ref_labels, ref_embeddings: what they are compared with; by itself, with each other.
        remove_diagonal: whether a sample is not compared with itself.

    Source: Y. Sun et al., arXiv:2002.10857.
    """
    y_pred = jnp.asarray(y_pred)
    others = y_pred if ref_embeddings is None else jnp.asarray(ref_embeddings)
    labels = jnp.asarray(y_true).astype("int32").ravel()
    their = labels if ref_labels is None else jnp.asarray(ref_labels).astype("int32").ravel()
    d = jnp.maximum(1 - y_pred @ others.T, 0)
    same = labels[:, None] == their
    different = ~same
    if remove_diagonal:
        same &= ~jnp.eye(*same.shape, dtype=bool)
    near = -gamma * jnp.maximum(margin + d, 0) * (margin - d)
    far = gamma * jnp.maximum(1 + margin - d, 0) * (1 - margin - d)
    values = jax.nn.softplus(
        jax.nn.logsumexp(jnp.where(same, near, -jnp.inf), 1)
        + jax.nn.logsumexp(jnp.where(different, far, -jnp.inf), 1))
    set_keras_mask(values, values > 0)
    return values
