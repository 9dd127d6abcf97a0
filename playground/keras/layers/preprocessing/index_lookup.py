"""What StringLookup and IntegerLookup share: a vocabulary, and what is done with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.config import floatx
from playground.keras.layers.base import Layer
from playground.keras.layers.preprocessing.batches import batches_of
from playground.keras.layers.preprocessing.encoding import (
    MODES,
    checked_mode,
    encode,
    encoded_shape,
    expect_dense,
)
from playground.keras.layers.preprocessing.vocabulary import Vocabulary
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import Array

Shape = tuple[int | None, ...]


class IndexLookup(Layer):
    """Base of layers that give every token its number, or every number its token.

    Number 0 is the mask, if there is a mask token and the output is numbers; then come
    ``num_oov_indices`` numbers for what the vocabulary does not have; then the vocabulary.

    Args:
        max_tokens: the largest vocabulary, special tokens included.
        num_oov_indices: how many numbers are shared by unknown tokens; 0: they are an error.
        mask_token: the token that stands for nothing.
        oov_token: what an unknown number becomes on the way back.
        vocabulary: the tokens, a NumPy array or the name of a file with one a line; or ``adapt``.
        idf_weights: how each weighs, for "tf_idf".
        invert: whether it is the way back, from numbers to tokens.
        output_mode: "int" the numbers; "one_hot", "multi_hot", "count", "tf_idf" rows, of floats
            here (whole numbers in Keras).
        pad_to_max_tokens: whether rows have max_tokens entries, however small the vocabulary.
    """

    _convert_input_args = False
    _allow_non_tensor_positional_args = True
    vocabulary_dtype = "string"

    def __init__(
        self, max_tokens: int | None, num_oov_indices: int, mask_token: Any, oov_token: Any,
        vocabulary: Any = None, idf_weights: Any = None, invert: bool = False,
        output_mode: str = "int", sparse: bool = False, pad_to_max_tokens: bool = False,
        salt: Any = None, vocabulary_size: int | None = None, has_input_vocabulary: Any = None,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        who = type(self).__name__
        self.output_mode = checked_mode(output_mode, who, ("int", *MODES, "tf_idf"))
        expect_dense(sparse, who)
        if max_tokens is not None and max_tokens <= 1:
            raise ValueError(f"{who} expects max_tokens above 1; got {max_tokens}.")
        if pad_to_max_tokens and max_tokens is None:
            raise ValueError(f"{who} expects max_tokens with pad_to_max_tokens=True.")
        if num_oov_indices < 0:
            raise ValueError(f"{who} expects num_oov_indices of 0 or more; got {num_oov_indices}.")
        if invert and self.output_mode != "int":
            raise ValueError(f"{who} expects output_mode 'int' with invert=True; "
                             f"got {output_mode!r}.")
        if vocabulary is not None and (idf_weights is None) == (self.output_mode == "tf_idf"):
            raise ValueError(f"{who} expects idf_weights with output_mode='tf_idf' and a "
                             "vocabulary, and with nothing else.")
        self.max_tokens, self.num_oov_indices = max_tokens, num_oov_indices
        self.mask_token, self.oov_token = mask_token, oov_token
        self.invert, self.sparse, self.pad_to_max_tokens = invert, False, pad_to_max_tokens
        self.salt = None if salt is None else [salt, salt] if isinstance(salt, int) else list(salt)
        self.input_vocabulary = None if isinstance(vocabulary, str) else vocabulary
        self.input_idf_weights = idf_weights
        self._given = vocabulary is not None
        self.supports_jit = False
        self._first_oov = int(mask_token is not None and self.output_mode == "int")
        self._vocabulary = Vocabulary(
            [mask_token] * self._first_oov + [oov_token] * num_oov_indices, max_tokens)
        self._size_of_config = vocabulary_size
        if vocabulary is not None:
            self.set_vocabulary(vocabulary, idf_weights)
        self.built = True

    # ------------------------------------------------------------------ the vocabulary

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[Any]:
        """The tokens; each one's place is its number."""
        return self._vocabulary.words(include_special_tokens)

    def vocabulary_size(self) -> int:
        return len(self._vocabulary)

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Take these tokens: a list, an array, or the name of a file with one a line.

        Raises:
            ValueError: they do not fit, or there are weights without need.
        """
        if (idf_weights is None) == (self.output_mode == "tf_idf"):
            raise ValueError(f"{self.name} expects idf_weights with output_mode='tf_idf' alone.")
        if isinstance(vocabulary, str):
            vocabulary = self._tokens(Path(vocabulary).read_text(encoding="utf-8").splitlines())
        self._vocabulary.set(vocabulary, idf_weights, f"{self.name} ({type(self).__name__})")

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Learn the vocabulary: the most frequent tokens of an array, or of batches.

        Raises:
            ValueError: the layer was given its vocabulary.
        """
        self.reset_state()
        for batch in batches_of(data, self.name, steps):
            self.update_state(batch[:, None] if batch.ndim == 1 else batch)
        self.finalize_state()

    def reset_state(self) -> None:
        self._vocabulary.forget()

    def update_state(self, data: Any) -> None:
        """Count the tokens of a batch, each row a document."""
        self._count(np.atleast_2d(data).reshape(len(np.atleast_2d(data)), -1).tolist())

    def finalize_state(self) -> None:
        self._vocabulary.learn((self.mask_token, self.oov_token), self.output_mode == "tf_idf")

    def _count(self, rows: Sequence[Sequence[Any]]) -> None:
        if self._given:
            raise ValueError(f"{self.name} ({type(self).__name__}) was given its vocabulary, so "
                             "there is nothing to adapt.")
        self._vocabulary.count([self._tokens(row) for row in rows])

    def _tokens(self, row: Sequence[Any]) -> list[Any]:
        """The entries as the vocabulary has them."""
        raise NotImplementedError

    # ------------------------------------------------------------------ looking up

    def call(self, inputs: Any) -> Any:
        if self.invert:
            return self._words(inputs)
        return self._encoded(self._numbers(inputs))

    def _numbers(self, inputs: Any) -> Array:
        """The number of every token; -1 where a row shall show nothing."""
        raise NotImplementedError

    def _words(self, inputs: Any) -> Any:
        """The token of every number; the unknown one for numbers outside."""
        words = np.asarray([self.oov_token if each is None else each
                            for each in self.get_vocabulary()])
        places = np.asarray(inputs)
        known = (places >= 0) & (places < len(words))
        return np.where(known, words[np.where(known, places, 0)], self.oov_token)

    def _encoded(self, numbers: Array) -> Array:
        if self.output_mode == "int":
            return jnp.asarray(numbers, "int32")
        if not len(self._vocabulary.tokens) and not self.pad_to_max_tokens:
            raise RuntimeError(f"{self.name} ({type(self).__name__}) has no vocabulary yet. Call "
                               "adapt(data) first, or give it vocabulary=[…].")
        mode = "count" if self.output_mode == "tf_idf" else self.output_mode
        rows = encode(numbers, mode, self._depth(), floatx())
        if self.output_mode != "tf_idf":
            return rows
        weights = self._vocabulary.weights
        if weights is None:
            raise ValueError(f"{self.name} has no idf_weights yet. Call adapt(data) first.")
        return rows * np.pad(weights, (0, self._depth() - len(weights)))

    def _unknown(self, what: Sequence[Any]) -> ValueError:
        return ValueError(f"{self.name} ({type(self).__name__}) expects tokens of its vocabulary, "
                          f"as num_oov_indices is 0; got {list(what)[:5]}. Give it "
                          "num_oov_indices=1.")

    def _depth(self) -> int:
        if self.pad_to_max_tokens:
            return self.max_tokens
        return max(len(self._vocabulary), self._size_of_config or 0)

    # ------------------------------------------------------------------ shapes, files

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        mode = "count" if self.output_mode == "tf_idf" else self.output_mode
        return encoded_shape(input_shape, mode, self._depth())

    def compute_output_spec(self, inputs: KerasTensor) -> KerasTensor:
        numbers = self.vocabulary_dtype if self.invert else "int64"
        return KerasTensor(self.compute_output_shape(inputs.shape),
                           numbers if self.output_mode == "int" else floatx())

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "invert": self.invert, "max_tokens": self.max_tokens,
                "num_oov_indices": self.num_oov_indices, "oov_token": self.oov_token,
                "mask_token": self.mask_token, "output_mode": self.output_mode, "sparse": False,
                "pad_to_max_tokens": self.pad_to_max_tokens,
                "idf_weights": _plain(self.input_idf_weights),
                "vocabulary": _plain(self.input_vocabulary),
                "vocabulary_size": self.vocabulary_size() if self._vocabulary.tokens else None,
                "salt": self.salt}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        if isinstance(config.get("vocabulary"), str):
            raise ValueError(f"{cls.__name__} expects its vocabulary in the configuration, not the "
                             "name of a file: that could be any file of this machine.")
        return super().from_config(config)

    def save_own_variables(self, store: Any) -> None:
        if self.output_mode == "tf_idf" and self._vocabulary.weights is not None:
            store["idf_weights"] = self._vocabulary.weights

    def load_own_variables(self, store: Any) -> None:
        if self.output_mode == "tf_idf":
            self._vocabulary.weights = np.asarray(store["idf_weights"], "float32")

    def save_assets(self, dir_path: Any) -> None:
        if self.input_vocabulary is None:
            text = "\n".join(map(str, self.get_vocabulary()))
            Path(dir_path, "vocabulary.txt").write_text(text, encoding="utf-8")

    def load_assets(self, dir_path: Any) -> None:
        if self.input_vocabulary is None:
            lines = Path(dir_path, "vocabulary.txt").read_text(encoding="utf-8").split("\n")
            tokens = self._tokens(lines)[len(self._vocabulary.special):]
            while tokens and tokens[-1] == "":
                tokens.pop()
            self._vocabulary.put(tokens)


def _plain(value: Any) -> Any:
    return np.asarray(value).tolist() if value is not None else None
