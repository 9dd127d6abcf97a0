"""IntegerLookup: any whole numbers as numbers without gaps, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.keras.backend import jax, jnp
from playground.keras.layers.base import layers
from playground.keras.layers.preprocessing.index_lookup import IndexLookup
from playground.keras.layers.preprocessing.string_lookup import bucket
from playground.keras.variable import Array


@layers.register("IntegerLookup")
class IntegerLookup(IndexLookup):
    """The number of every whole number of a vocabulary, 0 for all others.

    It computes on arrays of JAX, so it may also stand inside a model. The arguments are those of
    ``IndexLookup``.

    Args:
        oov_method: with several numbers for unknown ones: "floormod" the remainder, "farmhash" a
            fingerprint, on the host.
    """

    vocabulary_dtype = "int64"

    def __init__(
        self, max_tokens: int | None = None, num_oov_indices: int = 1, mask_token: Any = None,
        oov_token: Any = -1, vocabulary: Any = None, vocabulary_dtype: str = "int64",
        idf_weights: Any = None, invert: bool = False, output_mode: str = "int",
        sparse: bool = False, pad_to_max_tokens: bool = False, oov_method: str = "floormod",
        salt: Any = None, name: str | None = None, **settings: Any,
    ) -> None:
        if vocabulary_dtype != "int64" or oov_method not in ("floormod", "farmhash"):
            raise ValueError("IntegerLookup expects vocabulary_dtype 'int64' and oov_method "
                             f"'floormod' or 'farmhash'; got {vocabulary_dtype!r} and "
                             f"{oov_method!r}.")
        if salt is not None and oov_method != "farmhash":
            raise ValueError("IntegerLookup expects a salt with oov_method='farmhash' alone.")
        self.oov_method = oov_method
        super().__init__(
            max_tokens, num_oov_indices, mask_token, oov_token, vocabulary=vocabulary,
            idf_weights=idf_weights, invert=invert, output_mode=output_mode, sparse=sparse,
            pad_to_max_tokens=pad_to_max_tokens, salt=salt, name=name, **settings)

    def _tokens(self, row: Sequence[Any]) -> list[int]:
        return [int(each) for each in row]

    def _numbers(self, inputs: Any) -> Array:
        inputs = jnp.asarray(inputs)
        tokens = np.asarray(self._vocabulary.tokens or [0], "int32")
        order = np.argsort(tokens)
        place = jnp.clip(jnp.searchsorted(jnp.asarray(tokens[order]), inputs), 0, len(order) - 1)
        found = (jnp.asarray(tokens[order])[place] == inputs) & bool(self._vocabulary.tokens)
        numbers = jnp.asarray(order)[place] + len(self._vocabulary.special)
        if self.mask_token is not None:
            masked = inputs == self.mask_token
            numbers = jnp.where(masked, 0 if self.output_mode == "int" else -1, numbers)
            found = found | masked
        return jnp.where(found, numbers, self._of_unknown(inputs, found))

    def _of_unknown(self, inputs: Array, found: Array) -> Array:
        if self.num_oov_indices == 0:
            if not isinstance(found, jax.core.Tracer) and not bool(jnp.all(found)):
                raise self._unknown(np.asarray(inputs)[~np.asarray(found)].tolist())
            return jnp.full_like(inputs, -1)
        if self.num_oov_indices == 1:
            return jnp.full_like(inputs, self._first_oov)
        if self.oov_method == "floormod":
            return self._first_oov + inputs % self.num_oov_indices
        buckets = [bucket(str(each), self.num_oov_indices, self.salt)
                   for each in np.asarray(inputs).ravel().tolist()]
        return self._first_oov + jnp.asarray(buckets, "int32").reshape(inputs.shape)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "vocabulary_dtype": "int64",
                "oov_method": self.oov_method}
