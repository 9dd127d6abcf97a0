"""MultiHeadAttention: every step of a sequence looks at all others, in several ways at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.fields import Flag, Number, Whole
from playground.keras.layers.attention.heads import Heads, Mask, Shape
from playground.keras.layers.base import layers
from playground.keras.masking import get_keras_mask, set_keras_mask
from playground.keras.variable import Array


@layers.register(
    "MultiHeadAttention",
    num_heads=Whole(default=2, low=1, high=16, positional=True, restarts=True, label="Heads",
                    help="In how many ways at once every step looks at the others."),
    key_dim=Whole(default=8, low=1, high=128, positional=True, restarts=True, label="Size",
                  help="How many numbers a head compares."),
    dropout=Number(default=0.0, low=0.0, high=0.9, step=0.01, restarts=True, label="Dropout",
                   help="The share of the looks that is left out while training."),
    use_bias=Flag(default=True, restarts=True, label="Bias",
                  help="Whether the projections add a number of their own."),
)
class MultiHeadAttention(Heads):
    """Every head compares queries with keys, and gives the mean of the values that fit best:

        head = softmax(Q Kᵀ / √key_dim) V        Q = query W_Q + b_Q, K = key W_K + b_K, …
        y = [head, head, …] W_O + b_O

    Called with one sequence as query and value, each of its steps looks at all of them: that is
    self-attention. ``layer(x, x, use_causal_mask=True)``: at none that comes later.

    Args:
        num_heads: how many heads there are.
        key_dim: how many numbers a query and a key have in each head.
        value_dim: how many a value has; None: as many.
        dropout: the share of the softmax that is set to 0 while training.
        output_shape: of one step of the output; None: as the query.
        attention_axes: the axes along which one looks; None: all between batch and features.
        sliding_window: how far one looks to either side, itself included; None: any distance.
        flash_attention: of no effect: there is one kernel.
        use_gate: whether a sigmoid of the query multiplies the heads (arXiv:2505.06708).

    Shapes: query (batch, T, features), value and key (batch, S, features); the output is
    (batch, T, features of the query), the scores (batch, heads, T, S).

    Source: A. Vaswani et al., "Attention is all you need", arXiv:1706.03762.
    """

    def __init__(
        self,
        num_heads: int,
        key_dim: int,
        value_dim: int | None = None,
        dropout: float = 0.0,
        use_bias: bool = True,
        output_shape: int | Sequence[int] | None = None,
        attention_axes: int | Sequence[int] | None = None,
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
        self._check_whole(num_heads=num_heads, key_dim=key_dim,
                          **({} if value_dim is None else {"value_dim": value_dim}))
        super().__init__(
            dropout, use_bias, sliding_window, flash_attention, kernel_initializer,
            bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
            kernel_constraint, bias_constraint, use_gate, seed, **settings)
        self.num_heads, self.key_dim, self.value_dim = num_heads, key_dim, value_dim or key_dim
        self._shape_of_output = _as_tuple(output_shape) or None
        self.attention_axes = _as_tuple(attention_axes)

    def build(
        self, query_shape: Shape, value_shape: Shape, key_shape: Shape | None = None
    ) -> None:
        self._check_key(value_shape, key_shape)
        key_shape = value_shape if key_shape is None else key_shape
        rank = len(query_shape)
        self._query_dense = self._to_heads("query", query_shape, self.key_dim)
        self._key_dense = self._to_heads("key", key_shape, self.key_dim)
        if self.use_gate:
            self._gate_dense = self._to_heads("gate", query_shape, self.value_dim, "sigmoid")
        self._value_dense = self._to_heads("value", value_shape, self.value_dim)
        axes = self.attention_axes or range(1, rank - 1)
        self.attention_axes = tuple(axis % rank if axis < 0 else axis for axis in axes)
        self._attention(*_equations(rank, self.attention_axes), len(self.attention_axes))
        given = self._shape_of_output or (query_shape[-1],)
        here, new = _LETTERS[:rank - 1], "UVWXYZ"[:len(given)]
        self._output_dense = self._projection(
            "attention_output", f"{here}NH,NH{new}->{here}{new}",
            (*[None] * (rank - 2), *given), new,
            (*query_shape[:-1], self.num_heads, self.value_dim))

    def _to_heads(
        self, name: str, shape: Shape, size: int, activation: str | None = None
    ) -> Any:
        """(batch, …, features) to (batch, …, heads, size)"""
        here = _LETTERS[:len(shape) - 1]
        return self._projection(
            name, f"{here}M,MNH->{here}NH",
            (*[None] * (len(shape) - 2), self.num_heads, size), "NH", shape, activation)

    def _may_see(
        self, query: Array, value: Array, query_mask: Mask, *rest: Any
    ) -> Mask:
        # As in Keras: the query's own mask is taken, and no mask is left for those who come later.
        mask = get_keras_mask(query)
        set_keras_mask(query, None)
        set_keras_mask(value, None)
        return super()._may_see(query, value, mask, *rest)

    def compute_output_shape(
        self, query_shape: Shape, value_shape: Shape, key_shape: Shape | None = None
    ) -> Shape:
        self._check_key(value_shape, key_shape)
        return (*query_shape[:-1], *(self._shape_of_output or query_shape[-1:]))

    @property
    def query_dense(self) -> Any:
        return self._query_dense

    @property
    def key_dense(self) -> Any:
        return self._key_dense

    @property
    def value_dense(self) -> Any:
        return self._value_dense

    @property
    def output_dense(self) -> Any:
        return self._output_dense

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "num_heads": self.num_heads, "key_dim": self.key_dim,
                "value_dim": self.value_dim, "output_shape": self._shape_of_output,
                "attention_axes": self.attention_axes}


_LETTERS = "abcdefg"  # the batch and the axes of the query; in capitals, those of key and value


def _equations(rank: int, axes: Sequence[int]) -> tuple[str, str]:
    """The einsums key, query -> scores and scores, value -> output.

    For a sequence: aBNH,abNH->aNbB and aNbB,aBNH->abNH.
    """
    query = _LETTERS[:rank - 1]
    key = "".join(each.upper() if at in axes else each for at, each in enumerate(query))
    alone = "".join(each for at, each in enumerate(query) if at not in axes)
    scores = (f"{alone}N{''.join(query[axis] for axis in axes)}"
              f"{''.join(key[axis] for axis in axes)}")
    return f"{key}NH,{query}NH->{scores}", f"{scores},{key}NH->{query}NH"


def _as_tuple(value: int | Sequence[int] | None) -> tuple[int, ...] | None:
    if value is None or isinstance(value, int):
        return None if value is None else (value,)
    if not isinstance(value, (list, tuple)):
        raise ValueError("MultiHeadAttention expects output_shape and attention_axes as a whole "
                         f"number or a tuple of them; got {value!r}.")
    return tuple(value)
