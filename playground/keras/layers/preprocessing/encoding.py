"""Whole numbers as they are, or as rows of 0, 1 and counts; the layer CategoryEncoding."""

from __future__ import annotations

from typing import Any

from playground.keras.backend import jax, jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.variable import Array

Shape = tuple[int | None, ...]
MODES = ("one_hot", "multi_hot", "count")


def checked_mode(mode: str, who: str, modes: tuple[str, ...]) -> str:
    """The output mode, its old names included."""
    mode = {"binary": "multi_hot", "tf-idf": "tf_idf"}.get(mode, mode)
    if mode not in modes:
        raise ValueError(f"{who} expects output_mode as one of {', '.join(map(repr, modes))}; "
                         f"got {mode!r}.")
    return mode


def expect_dense(sparse: bool, who: str) -> None:
    if sparse:
        raise ValueError(f"{who} expects sparse=False: arrays here are dense, as in Keras on JAX.")


def encode(indices: Array, mode: str, depth: int, dtype: str, weights: Any = None) -> Array:
    """The rows for these numbers, ``depth`` entries each; a number outside leaves no trace.

    Shapes: "one_hot" (…, 1) or (…) to (…, depth); "multi_hot" and "count" (batch, numbers) to
    (batch, depth).
    """
    indices = jnp.asarray(indices)
    if mode == "int":
        return indices.astype(dtype)
    indices = indices[None] if indices.ndim == 0 else indices
    if mode == "one_hot":
        if indices.ndim > 1 and indices.shape[-1] == 1:
            indices = indices[..., 0]
        return jax.nn.one_hot(indices, depth, dtype=dtype)
    rows = jax.nn.one_hot(indices, depth, dtype=dtype)
    axis = 1 if indices.ndim > 1 else 0
    if mode == "multi_hot":
        return jnp.max(rows, axis)
    return jnp.sum(rows if weights is None else rows * jnp.asarray(weights)[..., None], axis)


def encoded_shape(shape: Shape, mode: str, depth: int | None) -> Shape:
    """The shape that ``encode`` gives."""
    shape = tuple(shape)
    if mode == "int":
        return shape
    if mode == "one_hot" and (len(shape) < 2 or shape[-1] != 1):
        return (*shape, depth)
    return (*shape[:-1], depth)


@layers.register("CategoryEncoding")
class CategoryEncoding(Layer):
    """Whole numbers from 0 to num_tokens - 1 as rows of 0 and 1.

    Args:
        output_mode: "one_hot" a row for every number; "multi_hot" one row for all numbers of a
            sample; "count" how often each occurs.
    """

    def __init__(
        self, num_tokens: int | None = None, output_mode: str = "multi_hot", sparse: bool = False,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.output_mode = checked_mode(output_mode, "CategoryEncoding", MODES)
        expect_dense(sparse, "CategoryEncoding")
        if num_tokens is None or num_tokens < 1:
            raise ValueError("CategoryEncoding expects num_tokens of 1 or more, the number of "
                             f"categories; got {num_tokens}. IntegerLookup finds it by itself.")
        self.num_tokens, self.sparse = num_tokens, False
        self._allow_non_tensor_positional_args = True
        self.built = True

    def call(self, inputs: Array, count_weights: Array | None = None) -> Array:
        if count_weights is not None and self.output_mode != "count":
            raise ValueError(f"{self.name} (CategoryEncoding) expects count_weights with "
                             f"output_mode='count' alone; it has {self.output_mode!r}.")
        return encode(inputs, self.output_mode, self.num_tokens, self.compute_dtype, count_weights)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return encoded_shape(input_shape, self.output_mode, self.num_tokens)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "num_tokens": self.num_tokens,
                "output_mode": self.output_mode}
