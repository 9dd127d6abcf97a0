"""A vocabulary: which words have which number, how it is learned, and how rare words weigh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np


class Vocabulary:
    """The special tokens, then the words; a word's number is its place.

    Args:
        special: the tokens in front: the mask, if it has a number, and those for unknown words.
        limit: how many there may be, the special ones included.
    """

    def __init__(self, special: Sequence[Any], limit: int | None = None) -> None:
        self.special, self.limit = list(special), limit
        self.counts: Counter[Any] = Counter()
        self.documents: Counter[Any] = Counter()
        self.seen = 0  # documents
        self.weights: np.ndarray | None = None  # of every token, for tf-idf
        self.put([])

    def put(self, tokens: Sequence[Any]) -> None:
        self.tokens = list(tokens)
        self.index = {token: place for place, token in enumerate(tokens, len(self.special))}

    def __len__(self) -> int:
        return len(self.special) + len(self.tokens)

    def words(self, include_special_tokens: bool = True) -> list[Any]:
        return [*(self.special if include_special_tokens else ()), *self.tokens]

    # ------------------------------------------------------------------ learned

    def forget(self) -> None:
        self.counts, self.documents, self.seen = Counter(), Counter(), 0

    def count(self, rows: Iterable[Sequence[Any]]) -> None:
        """Count the words of some documents."""
        for row in rows:
            self.counts.update(row)
            self.documents.update(set(row))
            self.seen += 1

    def learn(self, without: Sequence[Any], weigh: bool) -> None:
        """Keep the most frequent words; of equally frequent ones the later in the alphabet first.

        With ``weigh`` also their inverse document frequency, log(1 + documents / (1 + those with
        the word)); unknown words get the mean. Source: K. Spärck Jones, 1972.
        """
        found = sorted((token for token in self.counts if token not in without),
                       key=lambda token: (self.counts[token], token), reverse=True)
        room = len(found) if self.limit is None else self.limit - len(self.special)
        self.put(found[:room])
        if weigh:
            weights = [np.log(1 + self.seen / (1 + self.documents[token]))
                       for token in self.tokens]
            mean = np.mean(weights) if weights else 0.0
            self.weights = np.array([mean] * len(self.special) + weights, "float32")
        self.forget()

    # ------------------------------------------------------------------ given

    def set(self, words: Sequence[Any], weights: Any, who: str) -> None:
        """The words, with the special tokens in front or without.

        Raises:
            ValueError: none, one twice, a special one in the middle, or too many.
        """
        words = np.asarray(words).tolist()
        if not words:
            raise ValueError(f"{who} expects a vocabulary of at least one word; got none.")
        complete = words[:len(self.special)] == self.special
        tokens = words[len(self.special):] if complete else words
        twice = [token for token, count in Counter(tokens).items() if count > 1]
        if twice:
            raise ValueError(f"{who} expects every word once; these occur again: {twice[:5]}.")
        inside = [token for token in tokens if token in self.special[:1] and token is not None]
        if inside and self.special[0] != self.special[-1]:
            raise ValueError(f"{who} expects the mask token {inside[0]!r} in front or not at all; "
                             f"it is number {words.index(inside[0])}.")
        if self.limit is not None and len(tokens) + len(self.special) > self.limit:
            raise ValueError(f"{who} expects at most {self.limit} tokens with the special ones "
                             f"{self.special}; got {len(tokens) + len(self.special)}.")
        if weights is not None:
            weights = np.asarray(weights, "float32")
            if weights.shape != (len(words),):
                raise ValueError(f"{who} expects a weight for each of the {len(words)} words; got "
                                 f"the shape {weights.shape}.")
            front = 0 if complete else len(self.special)
            self.weights = np.pad(weights, (front, 0), constant_values=weights.mean())
        self.put(tokens)
