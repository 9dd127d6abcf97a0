"""Messages: rows of numbers of words, and whether a message is spam.

A message is cut into words by ``words_of``; the most frequent words of the training messages have
a number each. x (n, length) int32 holds the numbers of a message's first words: 0 where it has
ended, 1 for a word without a number of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from html import unescape

import numpy as np

from playground.datasets.files import SHIPPED, fixed
from playground.datasets.registry import TEXT, Card, Data, Form, Settings, loader
from playground.datasets.splitting import split
from playground.fields import Whole

ENDED, UNKNOWN = 0, 1
_FIRST = ("", "[unknown]")  # what the numbers ENDED and UNKNOWN say
CLASSES = ("ham", "spam")


@loader(
    "sms_spam", title="SMS spam", kind=TEXT, classes=CLASSES, adjusts=("share", "data_seed"),
    form=lambda settings: Form(TEXT, (settings["length"],), settings["words"]),
    fields={
        "words": Whole(
            default=4000, low=100, high=8000, step=100, label="Words", restarts=True,
            help="How many numbers there are for words: the most frequent words of the training "
                 "messages have one each, and all others share one."),
        "length": Whole(
            default=48, low=8, high=96, step=4, label="Length", restarts=True,
            help="How many words of a message the network reads; the rest is cut off. One in a "
                 "hundred has more than 57."),
    },
    card=Card(
        what="English text messages, 4,827 that were wanted (ham) and 747 advertisements and "
             "frauds (spam). Which is it?",
        source="T. A. Almeida and J. M. Gómez Hidalgo, SMS Spam Collection v.1, UCI repository, "
               "2012",
        licence="CC BY 4.0",
        note="403 messages repeat another one. All copies of a message are on the same side, so "
             "nothing that tests the network was there to learn from. Real messages: some are "
             "rude, and some of the spam is for adults."))
def sms_spam(settings: Settings, *, points: int, share: int, seed: int) -> Data:
    """Text messages, wanted ones and spam: a network reads their words."""
    return _prepared(settings["words"], settings["length"], share, seed)


def pieces_of(message: str) -> list[str]:
    """The words, the numbers and the signs £ $ € ! ? of a message as they are written there."""
    return re.findall(r"[^\W\d_]+|\d+|[£$€!?]", message)


def words_of(message: str) -> list[str]:
    """A message's words, one a piece: small letters, and # for every digit.

    So all numbers of eleven digits, which is what a telephone's number looks like, are one word.
    """
    return [re.sub(r"\d", "#", piece.lower()) for piece in pieces_of(message)]


def vocabulary_of(messages: Iterable[Sequence[str]], most: int) -> tuple[str, ...]:
    """The word of every number: what is not a word first, then the messages' most frequent words.

    Words that are equally frequent are in the order of the alphabet. There are at most ``most``.
    """
    counts = Counter(word for message in messages for word in message)
    frequent = sorted(counts, key=lambda word: (-counts[word], word))
    return _FIRST + tuple(frequent[:most - len(_FIRST)])


def numbers_of(message: str, words: tuple[str, ...], length: int) -> np.ndarray:
    """A message as a row of numbers (length,) int32; one without a word is one unknown word."""
    return np.array(_row(words_of(message), _numbering(words), length), np.int32)


def _row(said: Sequence[str], known: Mapping[str, int], length: int) -> list[int]:
    numbers = [known.get(word, UNKNOWN) for word in said[:length]] or [UNKNOWN]
    return numbers + [ENDED] * (length - len(numbers))


@lru_cache(maxsize=8)
def _numbering(words: tuple[str, ...]) -> dict[str, int]:
    return {word: number for number, word in enumerate(words) if number > UNKNOWN}


@lru_cache(maxsize=8)
def _prepared(most: int, length: int, share: int, seed: int) -> Data:
    messages, y = _messages()
    learns = _learned_from(share, seed)
    order = np.random.default_rng(seed).permutation(len(y))
    train = [row for row in order if messages[row] in learns]
    test = [row for row in order if messages[row] not in learns]
    said = _words()
    words = vocabulary_of((said[row] for row in train), most)
    known = _numbering(words)

    def numbers(rows: list[int]) -> np.ndarray:
        return fixed(np.array([_row(said[row], known, length) for row in rows], np.int32))

    return Data(numbers(train), fixed(y[train]), numbers(test), fixed(y[test]), words=words,
                texts=tuple(messages[row] for row in test))


def _learned_from(share: int, seed: int) -> set[str]:
    """The different messages to learn from; what is written twice is not in both parts."""
    messages, y = _messages()
    label = dict(zip(messages, y))
    different = list(label)
    train, _ = split(np.array(list(label.values())), share, seed)
    return {different[number] for number in train}


@cache
def _words() -> tuple[tuple[str, ...], ...]:
    """The words of every message, cut once."""
    return tuple(tuple(words_of(message)) for message in _messages()[0])


@cache
def _messages() -> tuple[tuple[str, ...], np.ndarray]:
    """All messages in the file's order and their classes, int32.

    The file has a line each, after a line of headers: ham or spam, a tab, the message. Quotation
    marks in it mean nothing; what passed through a web page on its way, as ``&lt;``, is read as it
    was typed. Only wanted messages did, so a network must not be told.
    """
    lines = (SHIPPED / "sms_spam.tsv").read_text("utf-8").split("\n")[1:]
    labels, messages = zip(*(unescape(line).split("\t", 1) for line in lines if line))
    return messages, fixed(np.array([CLASSES.index(label) for label in labels], np.int32))
