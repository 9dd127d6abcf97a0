"""What layers with several attention heads share: projections, masks and the equation itself."""

from __future__ import annotations

import math
from typing import Any

from playground.keras import constraints, initializers, regularizers, symbolic
from playground.keras.backend import jnp, lax
from playground.keras.layers.activation import Softmax
from playground.keras.layers.attention.masks import causal, near, together
from playground.keras.layers.base import Layer
from playground.keras.layers.core import Identity
from playground.keras.layers.einsum_dense import EinsumDense
from playground.keras.layers.regularization import Dropout
from playground.keras.naming import auto_name
from playground.keras.serialization import serialize_keras_object as serialize
from playground.keras.variable import Array

Shape = tuple[int | None, ...]
Mask = Array | None


class Heads(Layer):
    """Base: softmax(Q Kᵀ / √d) V, where Q, K and V are projections of query, key and value.

    A subclass makes the projections in ``build``, with ``_projection`` and ``_attention``.
    """

    def __init__(
        self,
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
        super().__init__(**settings)
        if sliding_window is not None:
            self._check_whole(sliding_window=sliding_window)
        if flash_attention and dropout > 0:
            raise ValueError(f"{type(self).__name__} expects dropout=0 with flash_attention; got "
                             f"{dropout}.")
        self.supports_masking = True
        self.dropout, self.use_bias, self.use_gate = dropout, use_bias, use_gate
        self.sliding_window, self.seed = sliding_window, seed
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self._of_the_projections = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def call(
        self,
        query: Array,
        value: Array,
        key: Array | None = None,
        query_mask: Mask = None,
        value_mask: Mask = None,
        key_mask: Mask = None,
        attention_mask: Mask = None,
        return_attention_scores: bool = False,
        training: Any = None,
        use_causal_mask: bool = False,
    ) -> Any:
        key = value if key is None else key
        may_see = self._may_see(query, value, query_mask, value_mask, key_mask, attention_mask,
                                use_causal_mask)
        gate = self._gate_dense(query) if self.use_gate else None
        output, scores = self._compute_attention(
            self._query_dense(query), self._key_dense(key), self._value_dense(value),
            may_see, training, return_attention_scores)
        output = self._output_dense(output if gate is None else output * gate)
        return (output, scores) if return_attention_scores else output

    def _compute_attention(
        self,
        query: Array,
        key: Array,
        value: Array,
        attention_mask: Mask = None,
        training: Any = None,
        return_attention_scores: bool = False,
    ) -> tuple[Array, Array | None]:
        """softmax(Q Kᵀ / √d) V, and the softmax itself: how much each query sees of each key.

        Shapes: query (batch, T, heads, d), key and value (batch, S, heads, …), the mask
        (batch, T, S); the softmax is (batch, heads, T, S), and None where nobody asks for it.
        """
        size = query.shape[-1]
        scores = jnp.einsum(self._dot_product_equation, key, query / math.sqrt(size))
        mask = self._for_every_head(attention_mask, scores.ndim)
        if query.ndim == 4 and not self.dropout and not return_attention_scores:
            return self._mean_of(scores, value, mask), None
        weights = self._softmax(scores, mask=mask)  # 0 where nothing may be seen
        seen = self._dropout_layer(weights, training=training)
        return jnp.einsum(self._combine_equation, seen, value), weights

    def _mean_of(self, scores: Array, value: Array, mask: Mask) -> Array:
        """The mean of the values, weighted with e^scores: divided at the end, where it is little.

        A training step of a small transformer takes two thirds of the time that it takes with the
        softmax written out (batch 256, 64 steps, 4 heads of 8; ``tests.benchmarks.fit``). Where
        nothing may be seen it is the mean of all: as Keras's fused kernel has it.
        """
        if mask is not None:
            scores = jnp.where(mask, scores, 0.7 * jnp.finfo(scores.dtype).min)
        most = lax.stop_gradient(jnp.max(scores, axis=-1, keepdims=True))
        weights = jnp.exp(scores - most)  # (batch, heads, T, S)
        total = jnp.swapaxes(jnp.sum(weights, axis=-1), 1, 2)  # (batch, T, heads)
        return jnp.einsum(self._combine_equation, weights, value) / total[..., None]

    def _for_every_head(self, mask: Mask, ndim: int) -> Mask:
        if mask is None:
            return None
        place = -2 * len(self._softmax.axis) - 1
        return jnp.expand_dims(mask, [place - more for more in range(ndim - mask.ndim)])

    def _may_see(
        self, query: Array, value: Array, query_mask: Mask, value_mask: Mask, key_mask: Mask,
        attention_mask: Mask, use_causal_mask: bool,
    ) -> Mask:
        """Which step of the query may see which step of the value: (batch, T, S), or None."""
        steps = query.shape[1], value.shape[1]
        return together(
            None if query_mask is None else query_mask[..., :, None],
            None if value_mask is None else value_mask[..., None, :],
            None if key_mask is None else key_mask[..., None, :],
            causal(*steps) if use_causal_mask else None,
            near(*steps, self.sliding_window) if self.sliding_window is not None else None,
            attention_mask)

    # ------------------------------------------------------------------ building

    def _projection(
        self, name: str, equation: str, output_shape: Shape, bias_axes: str, input_shape: Shape,
        activation: str | None = None,
    ) -> EinsumDense:
        dense = EinsumDense(
            equation, output_shape, activation, bias_axes if self.use_bias else None,
            self.kernel_initializer.clone(), self.bias_initializer.clone(),
            self.kernel_regularizer, self.bias_regularizer, self.kernel_constraint,
            self.bias_constraint, activity_regularizer=self._of_the_projections, name=name,
            dtype=self.dtype_policy)
        dense.build(input_shape)
        return dense

    def _attention(self, scores: str, combine: str, axes: int) -> None:
        """Remember the two equations, and over how many axes of the scores the sum is 1."""
        self._dot_product_equation, self._combine_equation = scores, combine
        self._softmax = Softmax(tuple(range(-axes, 0)), dtype=self.dtype_policy)
        self._dropout_layer = (
            Dropout(self.dropout, seed=self.seed, dtype=self.dtype_policy) if self.dropout else
            Identity(name=auto_name("Dropout"), dtype=self.dtype_policy))  # without a seed

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("return_attention_scores"):
            return symbolic.compute_output_spec(self.call, *args, **kwargs)
        return super().compute_output_spec(*args, **kwargs)

    def _check_key(self, value_shape: Shape, key_shape: Shape | None) -> None:
        if key_shape is not None and tuple(value_shape[1:-1]) != tuple(key_shape[1:-1]):
            raise ValueError(
                f"{self.name} ({type(self).__name__}) expects as many steps of the key as of the "
                f"value; got the shapes {tuple(key_shape)} and {tuple(value_shape)}.")

    def _check_whole(self, **sizes: Any) -> None:
        for word, size in sizes.items():
            if isinstance(size, bool) or not isinstance(size, int) or size < 1:
                raise ValueError(f"{type(self).__name__} expects {word} as a whole number of 1 or "
                                 f"more; got {size!r}.")

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        for key in ("dropout", "use_bias", "use_gate", "sliding_window", "seed"):
            config[key] = getattr(self, key)
        for key in ("kernel_initializer", "bias_initializer", "kernel_regularizer",
                    "bias_regularizer", "kernel_constraint", "bias_constraint"):
            config[key] = serialize(getattr(self, key))
        return {**config, "activity_regularizer": serialize(self._of_the_projections)}
