"""Attention and AdditiveAttention: attention with hardly a weight of its own."""

from __future__ import annotations

from typing import Any

from playground.keras import random, symbolic
from playground.keras.backend import jax, jnp
from playground.keras.layers.attention.masks import causal, together
from playground.keras.layers.base import Layer, layers
from playground.keras.random import SeedGenerator
from playground.keras.variable import Array

Shape = tuple[int | None, ...]
Mask = Array | None


@layers.register("Attention")
class Attention(Layer):
    """y = softmax(scores) V: for every query the mean of the values whose keys fit best.

        scores = scale · Q Kᵀ                    "dot"
        scores = w Σ tanh(scale · (Q + K))       "concat"

    It is called on ``[query, value]`` or ``[query, value, key]``, with ``mask=[query_mask,
    value_mask]``: a masked value is not seen, the output of a masked query is 0.

    Args:
        use_scale: whether the scale is learned; otherwise it is 1.
        score_mode: "dot" or "concat".
        dropout: the share of the softmax that is set to 0 while training.

    Shapes: query (batch, T, d), value and key (batch, S, d); the output is (batch, T, d), the
    scores (batch, T, S).

    Source: M. Luong et al., arXiv:1508.04025.
    """

    def __init__(
        self,
        use_scale: bool = False,
        score_mode: str = "dot",
        dropout: float = 0.0,
        seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        if score_mode not in ("dot", "concat"):
            raise ValueError(f"{type(self).__name__} expects score_mode 'dot' or 'concat'; got "
                             f"{score_mode!r}.")
        self.use_scale, self.score_mode = use_scale, score_mode
        self.dropout, self.seed = dropout, seed
        if dropout > 0:
            self.seed_generator = SeedGenerator(seed)

    def build(self, input_shape: list[Shape]) -> None:
        self._check(input_shape)
        self.scale = self.add_weight((), "ones", name="scale") if self.use_scale else None
        self.concat_score_weight = self.add_weight(
            (), "ones", name="concat_score_weight") if self.score_mode == "concat" else None

    def call(
        self,
        inputs: list[Array],
        mask: Any = None,
        training: Any = False,
        return_attention_scores: bool = False,
        use_causal_mask: bool = False,
    ) -> Any:
        self._check(inputs, mask)
        query, value, *key = inputs
        query_mask, value_mask, *_ = mask or (None, None)
        scores = self._calculate_scores(query, key[0] if key else value)  # (batch, T, S)
        may_see = together(None if value_mask is None else value_mask[..., None, :],
                           causal(*scores.shape[-2:]) if use_causal_mask else None)
        if may_see is not None:
            far = 65504.0 if scores.dtype == jnp.float16 else 1e9  # the largest float16
            scores = jnp.where(may_see, scores, scores - far)
        weights = jax.nn.softmax(scores, axis=-1)
        if training and self.dropout > 0:
            weights = random.dropout(weights, self.dropout, seed=self.seed_generator)
        output = weights @ value
        if query_mask is not None:
            output = jnp.where(query_mask[..., None].astype(bool), output, 0)
        return (output, weights) if return_attention_scores else output

    def _calculate_scores(self, query: Array, key: Array) -> Array:
        scale = 1 if self.scale is None else self.scale.value
        if self.score_mode == "dot":
            return query @ jnp.swapaxes(key, -2, -1) * scale
        both = jnp.tanh(scale * _pairs(query, key))
        return self.concat_score_weight.value * jnp.sum(both, axis=-1)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Mask:
        return None if mask is None else mask[0]

    def compute_output_shape(self, input_shape: list[Shape]) -> Shape:
        self._check(input_shape)
        return (*input_shape[0][:-1], input_shape[1][-1])

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("return_attention_scores"):
            return symbolic.compute_output_spec(self.call, *args, **kwargs)
        return super().compute_output_spec(*args, **kwargs)

    def _check(self, inputs: Any, mask: Any = None) -> None:
        for what, given in (("inputs", inputs), ("masks", mask)):
            if given is None and what == "masks":
                continue
            if not isinstance(given, (list, tuple)) or len(given) not in (2, 3):
                count = f"{len(given)}" if isinstance(given, (list, tuple)) else "one array"
                raise ValueError(
                    f"{self.name} ({type(self).__name__}) expects a list of 2 or 3 {what}, as "
                    f"layer([query, value]) or layer([query, value, key]); got {count}.")

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "use_scale": self.use_scale,
                "score_mode": self.score_mode, "dropout": self.dropout, "seed": self.seed}


@layers.register("AdditiveAttention")
class AdditiveAttention(Attention):
    """As Attention, with scores = Σ scale · tanh(Q + K), and a scale for every feature.

    Source: D. Bahdanau et al., arXiv:1409.0473.
    """

    def __init__(self, use_scale: bool = True, dropout: float = 0.0, **settings: Any) -> None:
        super().__init__(use_scale, dropout=dropout, **settings)

    def build(self, input_shape: list[Shape]) -> None:
        self._check(input_shape)
        self.scale = self.add_weight(
            (input_shape[0][-1],), "glorot_uniform", name="scale") if self.use_scale else None

    def _calculate_scores(self, query: Array, key: Array) -> Array:
        scale = 1 if self.scale is None else self.scale.value
        return jnp.sum(scale * jnp.tanh(_pairs(query, key)), axis=-1)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["score_mode"]
        return config


def _pairs(query: Array, key: Array) -> Array:
    """The sum of every query with every key: (batch, T, S, d)."""
    return query[..., :, None, :] + key[..., None, :, :]
