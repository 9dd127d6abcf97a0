"""TextVectorization: sentences as rows of the numbers of their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from playground.keras.backend import jnp
from playground.keras.config import floatx
from playground.keras.layers.base import Layer, layers
from playground.keras.layers.preprocessing.batches import batches_of
from playground.keras.layers.preprocessing.encoding import checked_mode
from playground.keras.layers.preprocessing.string_lookup import StringLookup
from playground.keras.serialization import deserialize_keras_object, serialize_keras_object
from playground.keras.symbolic import KerasTensor
from playground.keras.variable import Array

Shape = tuple[int | None, ...]
_PUNCTUATION = re.compile(r"""[!"#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~']""")
_SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_STANDARDIZE = ("lower_and_strip_punctuation", "lower", "strip_punctuation")


@layers.register("TextVectorization")
class TextVectorization(Layer):
    """Standardize, split into words, join neighbours (ngrams), look the words up, fill up.

    Works on NumPy arrays and lists of texts, on the host: call it on the data before ``fit`` and
    ``predict``, or on a model that is called, not compiled. Keras maps it over a
    ``tf.data.Dataset``, which there is none of here.

    Args:
        standardize: "lower_and_strip_punctuation" (only A to Z become small), "lower",
            "strip_punctuation", None, or a function of an array of texts.
        split: "whitespace", "character", None, or a function that gives a list of words a text.
        ngrams: 2 adds pairs of neighbours, 3 triples too; a tuple takes exactly these.
        output_mode: "int", "multi_hot", "count" or "tf_idf", as in StringLookup.
        output_sequence_length: the length of a row of numbers; that of the longest when left out.

    Raises:
        ValueError: an unknown word, or a length without output_mode="int".
    """

    _convert_input_args = False
    _allow_non_tensor_positional_args = True

    def __init__(
        self, max_tokens: int | None = None,
        standardize: str | Callable[..., Any] | None = "lower_and_strip_punctuation",
        split: str | Callable[..., Any] | None = "whitespace",
        ngrams: int | Sequence[int] | None = None, output_mode: str = "int",
        output_sequence_length: int | None = None, pad_to_max_tokens: bool = False,
        vocabulary: Any = None, idf_weights: Any = None, sparse: bool = False,
        ragged: bool = False, encoding: str = "utf-8", name: str | None = None,
        vocabulary_size: int | None = None, has_input_vocabulary: Any = None, **settings: Any,
    ) -> None:
        super().__init__(name=name, **settings)
        for word, given, known in (("standardize", standardize, _STANDARDIZE),
                                   ("split", split, ("whitespace", "character"))):
            if given is not None and given not in known and not callable(given):
                raise ValueError(f"TextVectorization expects {word} as one of "
                                 f"{', '.join(map(repr, known))}, None or a function; "
                                 f"got {given!r}.")
        if ragged:
            raise ValueError("TextVectorization expects ragged=False: arrays here are full, as in "
                             "Keras on JAX.")
        mode = checked_mode(output_mode, "TextVectorization",
                            ("int", "one_hot", "multi_hot", "count", "tf_idf"))
        if mode != "int" and output_sequence_length is not None:
            raise ValueError("TextVectorization expects output_sequence_length with "
                             f"output_mode='int' alone; got {output_mode!r}.")
        self.standardize, self.split, self.ngrams = standardize, split, ngrams
        self.output_mode, self.output_sequence_length = mode, output_sequence_length
        self.encoding, self.ragged, self.supports_jit = encoding, False, False
        self._lookup_layer = StringLookup(
            max_tokens, mask_token="", vocabulary=vocabulary, idf_weights=idf_weights,
            output_mode=mode, pad_to_max_tokens=pad_to_max_tokens, sparse=sparse,
            encoding=encoding, vocabulary_size=vocabulary_size)
        self.built = True

    # ------------------------------------------------------------------ the vocabulary

    def adapt(self, data: Any, batch_size: int | None = None, steps: int | None = None) -> None:
        """Learn the vocabulary: the most frequent words of texts, or of batches of them."""
        self.reset_state()
        for batch in batches_of(data, self.name, steps):
            self.update_state(batch)
        self.finalize_state()

    def reset_state(self) -> None:
        self._lookup_layer.reset_state()

    def update_state(self, data: Any) -> None:
        self._lookup_layer._count(self._rows(data))

    def finalize_state(self) -> None:
        self._lookup_layer.finalize_state()

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[str]:
        """The words; "" and "[UNK]" come first."""
        return self._lookup_layer.get_vocabulary(include_special_tokens)

    def vocabulary_size(self) -> int:
        return self._lookup_layer.vocabulary_size()

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        self._lookup_layer.set_vocabulary(vocabulary, idf_weights)

    # ------------------------------------------------------------------ texts to numbers

    def call(self, inputs: Any) -> Array:
        rows = [[self._lookup_layer.number(each) for each in row] for row in self._rows(inputs)]
        length = self.output_sequence_length
        length = max(map(len, rows), default=0) if length is None else length
        numbers = np.full((len(rows), length), 0 if self.output_mode == "int" else -1, "int32")
        for target, row in zip(numbers, rows, strict=True):
            target[:len(row)] = row[:length]
        outputs = self._lookup_layer._encoded(jnp.asarray(numbers))
        return outputs[0] if np.ndim(inputs) == 0 else outputs

    def _rows(self, inputs: Any) -> list[list[str]]:
        """The words of every text."""
        texts = np.asarray(inputs)
        if texts.dtype.kind not in "OUS":
            raise ValueError(f"{self.name} (TextVectorization) expects texts; got an array of "
                             f"{texts.dtype}.")
        if texts.dtype.kind != "U":
            decoded = [each.decode(self.encoding) if isinstance(each, bytes) else str(each)
                       for each in texts.ravel()]
            texts = np.array(decoded, dtype=str).reshape(texts.shape)
        if self.split is not None and texts.ndim > 1:
            if texts.shape[-1] != 1:
                raise ValueError(f"{self.name} (TextVectorization) expects one text a row; got the "
                                 f"shape {texts.shape}. With split=None it takes words.")
            texts = texts[..., 0]
        texts = self._standardized(np.atleast_1d(texts))
        return [self._with_ngrams(row) for row in self._split(texts)]

    def _standardized(self, texts: np.ndarray) -> np.ndarray:
        if callable(self.standardize):
            return np.asarray(self.standardize(texts))
        flat = texts.ravel().tolist()
        if self.standardize in ("lower", "lower_and_strip_punctuation"):
            flat = [each.translate(_SMALL) for each in flat]
        if self.standardize in ("strip_punctuation", "lower_and_strip_punctuation"):
            flat = [_PUNCTUATION.sub("", each) for each in flat]
        return np.array(flat, dtype=str).reshape(texts.shape)

    def _split(self, texts: np.ndarray) -> list[list[str]]:
        if self.split is None:
            return texts.reshape(len(texts), -1).tolist()
        if callable(self.split):
            return [list(map(str, row)) for row in self.split(texts)]
        return [list(each) if self.split == "character" else each.split()
                for each in texts.tolist()]

    def _with_ngrams(self, row: list[str]) -> list[str]:
        if self.ngrams is None:
            return row
        widths = range(1, self.ngrams + 1) if isinstance(self.ngrams, int) else self.ngrams
        return [" ".join(row[start:start + width]) for width in widths
                for start in range(len(row) - width + 1)]

    # ------------------------------------------------------------------ shapes, files

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        if self.output_mode == "int":
            return (input_shape[0], self.output_sequence_length)
        shape = tuple(input_shape)
        words = (*shape[:1], None) if self.split is not None or len(shape) < 2 else shape
        return self._lookup_layer.compute_output_shape(words)

    def compute_output_spec(self, inputs: KerasTensor) -> KerasTensor:
        return KerasTensor(self.compute_output_shape(inputs.shape),
                           "int64" if self.output_mode == "int" else floatx())

    def get_config(self) -> dict[str, Any]:
        lookup = self._lookup_layer.get_config()
        return {**super().get_config(), "standardize": serialize_keras_object(self.standardize),
                "split": serialize_keras_object(self.split), "ngrams": self.ngrams,
                "output_mode": self.output_mode, "ragged": False, "encoding": self.encoding,
                "output_sequence_length": self.output_sequence_length, **{
                    key: lookup[key] for key in ("max_tokens", "pad_to_max_tokens", "sparse",
                                                 "vocabulary", "idf_weights", "vocabulary_size")}}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> TextVectorization:
        if isinstance(config.get("vocabulary"), str):
            raise ValueError("TextVectorization expects its vocabulary in the configuration, not "
                             "the name of a file: that could be any file of this machine.")
        functions = {key: deserialize_keras_object(config[key]) for key in ("standardize", "split")
                     if isinstance(config.get(key), dict)}
        if isinstance(config.get("ngrams"), list):
            functions["ngrams"] = tuple(config["ngrams"])
        return super().from_config({**config, **functions})

    def save_own_variables(self, store: Any) -> None:
        self._lookup_layer.save_own_variables(store)

    def load_own_variables(self, store: Any) -> None:
        self._lookup_layer.load_own_variables(store)

    def save_assets(self, dir_path: Any) -> None:
        self._lookup_layer.save_assets(dir_path)

    def load_assets(self, dir_path: Any) -> None:
        self._lookup_layer.load_assets(dir_path)
