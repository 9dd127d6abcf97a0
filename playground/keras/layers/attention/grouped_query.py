"""GroupedQueryAttention: several heads of the query share one of key and value."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.layers.attention.heads import Heads, Mask, Shape
from playground.keras.layers.base import layers
from playground.keras.variable import Array


@layers.register("GroupQueryAttention", "GroupedQueryAttention")
class GroupedQueryAttention(Heads):
    """As MultiHeadAttention, with fewer heads for key and value than for the query.

    Args:
        head_dim: how many numbers each head has.
        num_query_heads: how many heads the query has.
        num_key_value_heads: how many key and value have; a divisor of that.

    Shapes: query (batch, T, features), value and key (batch, S, features); the output is as the
    query, the scores (batch, num_query_heads, T, S).

    Source: J. Ainslie et al., arXiv:2305.13245.
    """

    keras_name = "GroupQueryAttention"  # in Keras's modules and configurations

    def __init__(
        self,
        head_dim: int,
        num_query_heads: int,
        num_key_value_heads: int,
        dropout: float = 0.0,
        use_bias: bool = True,
        sliding_window: int | None = None,
        flash_attention: bool | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        use_gate: bool = False,
        seed: int | None = None,
        **settings: Any,
    ) -> None:
        self._check_whole(head_dim=head_dim, num_query_heads=num_query_heads,
                          num_key_value_heads=num_key_value_heads)
        if num_query_heads % num_key_value_heads:
            raise ValueError(
                "GroupedQueryAttention expects num_key_value_heads to divide num_query_heads; got "
                f"{num_key_value_heads} and {num_query_heads}.")
        super().__init__(
            dropout, use_bias, sliding_window, flash_attention, kernel_initializer,
            bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
            kernel_constraint, bias_constraint, use_gate, seed, **settings)
        self.activity_regularizer = self._of_the_projections  # of the output too, as in Keras
        self.head_dim = head_dim
        self.num_query_heads, self.num_key_value_heads = num_query_heads, num_key_value_heads

    def build(
        self, query_shape: Shape, value_shape: Shape, key_shape: Shape | None = None
    ) -> None:
        key_shape = value_shape if key_shape is None else key_shape
        many = (None, self.num_query_heads, self.head_dim)
        few = (None, self.num_key_value_heads, self.head_dim)
        to_heads = "btm,mnh->btnh"
        self._query_dense = self._projection("query", to_heads, many, "nh", query_shape)
        self._key_dense = self._projection("key", to_heads, few, "nh", key_shape)
        if self.use_gate:
            self._gate_dense = self._projection(
                "gate", to_heads, many, "nh", query_shape, "sigmoid")
        self._value_dense = self._projection("value", to_heads, few, "nh", value_shape)
        self._attention("bsnh,btnh->bnts", "bnts,bsnh->btnh", 1)
        self._output_dense = self._projection(
            "attention_output", "btnh,nhm->btm", (None, query_shape[-1]), "m",
            (None, None, self.num_query_heads, self.head_dim))

    def _compute_attention(
        self, query: Array, key: Array, value: Array, attention_mask: Mask = None,
        training: Any = None, return_attention_scores: bool = False,
    ) -> tuple[Array, Array]:
        times = self.num_query_heads // self.num_key_value_heads
        key, value = jnp.repeat(key, times, axis=2), jnp.repeat(value, times, axis=2)
        return super()._compute_attention(
            query, key, value, attention_mask, training, return_attention_scores)

    def compute_output_shape(
        self, query_shape: Shape, value_shape: Shape, key_shape: Shape | None = None
    ) -> Shape:
        self._check_key(value_shape, key_shape)
        if query_shape[-1] != value_shape[-1]:
            raise ValueError(
                f"{self.name} (GroupedQueryAttention) expects as many features of the value as of "
                f"the query; got the shapes {tuple(value_shape)} and {tuple(query_shape)}.")
        return tuple(query_shape)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "head_dim": self.head_dim,
                "num_query_heads": self.num_query_heads,
                "num_key_value_heads": self.num_key_value_heads}
