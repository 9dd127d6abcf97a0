"""Embedding: a learned vector for every whole number."""

from __future__ import annotations

import warnings
from typing import Any

from playground.fields import Flag, Whole
from playground.keras import constraints, initializers, ops, regularizers
from playground.keras.backend import jnp
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.low_rank import LowRank
from playground.keras.serialization import serialize_keras_object as serialize
from playground.keras.variable import Array, Variable

Shape = tuple[int | None, ...]


@layers.register(
    "Embedding",
    output_dim=Whole(default=8, low=1, high=256, positional=True, restarts=True, label="Numbers",
                     help="By how many numbers each word is described. How many words there are "
                          "follows from the data."),
    mask_zero=Flag(default=False, restarts=True, label="Mask zero",
                   help="Whether token 0 only fills up, and later layers leave it out."),
)
class Embedding(LowRank, Layer):
    """A row of numbers for every whole number: y = E[x], row x of a matrix that is learned.

    A number outside 0 … input_dim - 1 gives not-a-number, as in Keras on JAX: the loss then shows
    it. (-1 is the last row, as everywhere in NumPy.)

    Args:
        input_dim: how many different numbers there are: the largest and 1.
        output_dim: the length of a vector.
        mask_zero: whether 0 only fills up; the output then carries a mask without it.
        lora_rank, lora_alpha: E is frozen and adapted, as by ``enable_lora``; as in Keras 3.15, α
            is then the rank, and another one is given to ``enable_lora`` alone.
        weights: the first matrix, alone or in a list, instead of a drawn one.

    Shapes: (batch, …) in, (batch, …, output_dim) out; embeddings (input_dim, output_dim).
    """

    fits = ("text",)
    given = ("input_dim",)

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None,
        mask_zero: bool = False,
        weights: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        quantization_config: Any = None,
        **settings: Any,
    ) -> None:
        for word, size in (("input_dim", input_dim), ("output_dim", output_dim)):
            if isinstance(size, bool) or not isinstance(size, int) or size < 1:
                raise ValueError(f"Embedding expects {word} as a whole number of 1 or more; "
                                 f"got {size!r}.")
        if quantization_config is not None:
            raise ValueError("Embedding expects quantization_config as None: quantized weights "
                             "are not there.")
        if settings.pop("input_length", None) is not None:
            warnings.warn("Embedding no longer needs input_length: leave it out.", stacklevel=2)
        super().__init__(**settings)
        self.input_dim, self.output_dim = input_dim, output_dim
        self.lora_rank, self.lora_alpha = lora_rank, lora_alpha or lora_rank
        self.embeddings_initializer = initializers.get(embeddings_initializer)
        self.embeddings_regularizer = regularizers.get(embeddings_regularizer)
        self.embeddings_constraint = constraints.get(embeddings_constraint)
        self.mask_zero = self.supports_masking = mask_zero
        self.autocast = False
        if weights is not None:
            self.build()
            self.set_weights(weights if isinstance(weights, list) and len(weights) == 1
                             else [weights])

    def build(self, input_shape: Any = None) -> None:
        if not self.built:
            self._embeddings = self.add_weight(
                (self.input_dim, self.output_dim), self.embeddings_initializer, name="embeddings",
                regularizer=self.embeddings_regularizer, constraint=self.embeddings_constraint)
            self.built = True
            if self.lora_rank is not None:
                self.enable_lora(self.lora_rank)

    def _adapted(self) -> Any:
        return ("embeddings", getattr(self, "_embeddings", None), self.embeddings_constraint,
                self.embeddings_regularizer)

    @property
    def embeddings(self) -> Variable:
        """The matrix."""
        if not self.built:
            raise AttributeError(f"{self.name} has no embeddings yet. Call it on data or build() "
                                 "first.")
        return self._embeddings

    def call(self, inputs: Array) -> Array:
        if not jnp.issubdtype(inputs.dtype, jnp.integer):
            inputs = inputs.astype("int32")
        rows = jnp.take(self._sum(self.embeddings), inputs, axis=0)  # (batch, …, output_dim)
        return rows.astype(self.compute_dtype)

    def compute_mask(self, inputs: Array, mask: Array | None = None) -> Array | None:
        return ops.not_equal(inputs, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape, self.output_dim)

    def get_config(self) -> dict[str, Any]:
        config = {**super().get_config(), "input_dim": self.input_dim,
                  "output_dim": self.output_dim, "mask_zero": self.mask_zero,
                  **self._lora_config()}
        return config | {key: serialize(getattr(self, key)) for key in (
            "embeddings_initializer", "embeddings_regularizer", "activity_regularizer",
            "embeddings_constraint")}
