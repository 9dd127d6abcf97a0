"""StringLookup: words as numbers, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.keras.layers.base import layers
from playground.keras.layers.preprocessing.fingerprints import fingerprint, keyed_fingerprint
from playground.keras.layers.preprocessing.index_lookup import IndexLookup


def bucket(token: str, count: int, salt: Any = None) -> int:
    """One of ``count`` numbers for a text, always the same: FarmHash, or SipHash with a salt."""
    data = token.encode()
    return (fingerprint(data) if salt is None else keyed_fingerprint(data, tuple(salt))) % count


@layers.register("StringLookup")
class StringLookup(IndexLookup):
    """The number of every word of a vocabulary, 0 for all others.

    Works on NumPy arrays and lists of texts, on the host: call it on the data before ``fit`` and
    ``predict``, or on a model that is called, not compiled. The way back gives NumPy texts.
    The arguments are those of ``IndexLookup``.
    """

    def __init__(
        self, max_tokens: int | None = None, num_oov_indices: int = 1, mask_token: Any = None,
        oov_token: Any = "[UNK]", vocabulary: Any = None, idf_weights: Any = None,
        invert: bool = False, output_mode: str = "int", pad_to_max_tokens: bool = False,
        sparse: bool = False, encoding: str = "utf-8", name: str | None = None, salt: Any = None,
        **settings: Any,
    ) -> None:
        self.encoding = encoding
        super().__init__(
            max_tokens, num_oov_indices, mask_token, oov_token, vocabulary=vocabulary,
            idf_weights=idf_weights, invert=invert, output_mode=output_mode, sparse=sparse,
            pad_to_max_tokens=pad_to_max_tokens, salt=salt, name=name, **settings)

    def _tokens(self, row: Sequence[Any]) -> list[str]:
        return [each.decode(self.encoding) if isinstance(each, bytes) else str(each)
                for each in row]

    def _numbers(self, inputs: Any) -> np.ndarray:
        texts = np.asarray(inputs)
        if texts.dtype.kind not in "OUS":
            raise ValueError(f"{self.name} (StringLookup) expects texts; got an array of "
                             f"{texts.dtype}. IntegerLookup takes whole numbers.")
        tokens = self._tokens(texts.ravel().tolist())
        return np.array([self.number(each) for each in tokens], "int32").reshape(texts.shape)

    def number(self, token: str) -> int:
        """The number of one word."""
        if token == self.mask_token and self.mask_token is not None:
            return 0 if self.output_mode == "int" else -1
        found = self._vocabulary.index.get(token)
        if found is not None:
            return found
        if self.num_oov_indices == 0:
            raise self._unknown([token])
        if self.num_oov_indices == 1:
            return self._first_oov
        return self._first_oov + bucket(token, self.num_oov_indices, self.salt)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "encoding": self.encoding, "oov_method": "floormod"}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> StringLookup:
        return super().from_config({key: value for key, value in config.items()
                                    if key != "oov_method"})
