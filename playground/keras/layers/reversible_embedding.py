"""ReversibleEmbedding: the vectors of words, and from a vector back to a score for every word."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jnp
from playground.keras.layers.base import layers
from playground.keras.layers.embedding import Embedding, Shape
from playground.keras.masking import set_keras_mask
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import Array


@layers.register("ReversibleEmbedding")
class ReversibleEmbedding(Embedding):
    """y = E[x], and with ``reverse=True`` the scores x Eᵀ: one matrix for both ends of a network.

    Args:
        tie_weights: whether the way back has the same matrix, or one of its own.
        reverse_dtype: the type in which the scores are computed.
        logit_soft_cap: c: scores are held between -c and c, as c tanh(score / c).

    Shapes: (batch, …) in, (batch, …, output_dim) out; reversed (…, output_dim) in,
    (…, input_dim) out.

    Source: O. Press, L. Wolf, arXiv:1608.05859.
    """

    fits = given = ()

    def __init__(
        self, input_dim: int, output_dim: int, tie_weights: bool = True,
        embeddings_initializer: Any = "uniform", embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None, mask_zero: bool = False, reverse_dtype: Any = None,
        logit_soft_cap: float | None = None, **settings: Any,
    ) -> None:
        super().__init__(input_dim, output_dim, embeddings_initializer, embeddings_regularizer,
                         embeddings_constraint, mask_zero, **settings)
        self.tie_weights, self.reverse_dtype = tie_weights, reverse_dtype
        self.logit_soft_cap = logit_soft_cap

    def build(self, input_shape: Any = None) -> None:
        super().build(input_shape)
        if not self.tie_weights:
            self.reverse_embeddings = self.add_weight(
                (self.output_dim, self.input_dim), self.embeddings_initializer,
                name="reverse_embeddings")

    def call(self, inputs: Array, reverse: bool = False) -> Array:
        if not reverse:
            outputs = super().call(inputs)
            if self.mask_zero:
                set_keras_mask(outputs, jnp.not_equal(inputs, 0))
            return outputs
        kernel = self._sum(self.embeddings).T if self.tie_weights else self.reverse_embeddings.value
        dtype = self.reverse_dtype or self.compute_dtype
        scores = inputs.astype(dtype) @ kernel.astype(dtype)
        cap = self.logit_soft_cap
        return scores if cap is None else cap * jnp.tanh(scores / cap)

    def compute_mask(self, inputs: Array, mask: Array | None = None) -> None:
        return None  # it is set where vectors are given, not where scores are

    def compute_output_shape(self, input_shape: Shape, reverse: bool = False) -> Shape:
        return (*input_shape[:-1], self.input_dim) if reverse else (*input_shape, self.output_dim)

    def compute_output_spec(self, inputs: KerasTensor, reverse: bool = False) -> KerasTensor:
        return KerasTensor(self.compute_output_shape(inputs.shape, reverse), self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "tie_weights": self.tie_weights,
                "reverse_dtype": self.reverse_dtype, "logit_soft_cap": self.logit_soft_cap}
