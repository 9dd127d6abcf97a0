"""Attention: every query takes the mean of the values, weighted by how its key fits."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.ops.base import op
from playground.keras.variable import Array


@op
def dot_product_attention(
    query: Array, key: Array, value: Array, bias: Array | None = None, mask: Array | None = None,
    scale: Array | None = None, is_causal: bool = False, flash_attention: bool | None = None,
    attn_logits_soft_cap: float | None = None,
) -> Array:
    """softmax(scale · q kᵀ + bias) v, head by head. Source: A. Vaswani et al., arXiv:1706.03762.

    Args:
        mask: where it is False, a query does not see a value.
        scale: 1 / √depth when left out.
        is_causal: whether a query sees only values at its own place and before.

    Shapes: query (batch, queries, heads, depth), key and value (batch, keys, heads, depth);
    bias and mask (batch, heads, queries, keys), or 1 where they are the same for all.

    Raises:
        ValueError: not four axes, or flash_attention=True, which is for other devices.
    """
    query, key, value = (jnp.asarray(each) for each in (query, key, value))
    if {query.ndim, key.ndim, value.ndim} != {4}:
        raise ValueError("dot_product_attention expects arrays of four axes (batch, places, "
                         f"heads, depth); got {query.shape}, {key.shape} and {value.shape}.")
    if flash_attention:
        raise ValueError("dot_product_attention expects flash_attention None or False here.")
    optional: list[Any] = [None if each is None else jnp.asarray(each) for each in (bias, mask)]
    return jax.nn.dot_product_attention(query, key, value, *optional, scale=scale,
                                        is_causal=is_causal, implementation="xla")
