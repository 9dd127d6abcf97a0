"""Attention: what a step of a sequence gives depends on which other steps fit it."""

from playground.keras.layers.attention.grouped_query import GroupedQueryAttention
from playground.keras.layers.attention.multi_head import MultiHeadAttention
from playground.keras.layers.attention.sequence import AdditiveAttention, Attention

__all__ = ["AdditiveAttention", "Attention", "GroupedQueryAttention", "MultiHeadAttention"]
