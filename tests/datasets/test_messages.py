"""The messages against counts by hand, and the rule that makes numbers of them."""

from __future__ import annotations

import csv
import io
from html import unescape

import numpy as np
import pytest

from playground.datasets import files, sample
from playground.datasets.messages import numbers_of, pieces_of, vocabulary_of, words_of

SETTINGS = {"words": 4000, "length": 48}


def test_all_messages_are_there():
    data = sample("sms_spam", SETTINGS, 500, 80, 1)
    y = np.concatenate([data.y_train, data.y_test])
    assert np.bincount(y).tolist() == [4827, 747]
    assert len(data.texts) == len(data.x_test)


def test_the_messages_are_those_that_a_reader_without_quoting_finds():
    text = unescape((files.SHIPPED / "sms_spam.tsv").read_text("utf-8"))
    rows = list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    label = {message: name == "spam" for name, message in rows}
    data = sample("sms_spam", SETTINGS, 500, 50, 3)
    assert all(label[text] == y for text, y in zip(data.texts, data.y_test, strict=True))


def test_both_parts_have_as_much_spam():
    data = sample("sms_spam", SETTINGS, 500, 80, 1)
    assert data.y_train.mean() == pytest.approx(747 / 5574, abs=0.01)
    assert data.y_test.mean() == pytest.approx(747 / 5574, abs=0.02)


def test_no_message_is_in_both_parts():
    data = sample("sms_spam", SETTINGS, 500, 50, 1)
    train = {tuple(row) for row in sample("sms_spam", SETTINGS, 500, 50, 1).x_train}
    # other messages may look alike as numbers, but the many that are sent twice are not split
    assert np.mean([tuple(row) in train for row in data.x_test]) < 0.02


@pytest.mark.parametrize(("message", "words"), [
    ("WINNER!! Claim £900, code KL341", ["winner", "!", "!", "claim", "£", "###", "code", "kl",
                                        "###"]),
    ("don't", ["don", "t"]),
    ("Ü r over18's...", ["ü", "r", "over", "##", "s"]),
    ("call 08452810075 now?", ["call", "###########", "now", "?"]),
    ("a_b :-) <x>\t\"q\"", ["a", "b", "x", "q"]),
    ("", []),
])
def test_a_message_is_cut_into_words(message, words):
    assert words_of(message) == words
    assert len(pieces_of(message)) == len(words)
    assert all(piece in message for piece in pieces_of(message))


def test_the_most_frequent_words_have_the_first_numbers():
    words = vocabulary_of(["baac", "abd"], 5)
    assert words == ("", "[unknown]", "a", "b", "c")  # c before d: as frequent, by the alphabet


def test_a_message_becomes_a_row():
    words = vocabulary_of(["baac"], 100)
    assert numbers_of("A zebra, b", words, 5).tolist() == [2, 1, 3, 0, 0]
    assert numbers_of("a a a b", words, 2).tolist() == [2, 2]
    assert numbers_of(":-)", words, 3).tolist() == [1, 0, 0]  # a mean over no words is none
    assert numbers_of("[unknown]", words, 2).tolist() == [1, 0]


def test_the_vocabulary_is_that_of_the_training_messages_alone():
    data = sample("sms_spam", {"words": 8000, "length": 96}, 500, 20, 1)
    lines = unescape((files.SHIPPED / "sms_spam.tsv").read_text("utf-8")).split("\n")[1:]
    train = {line.partition("\t")[2] for line in lines} - set(data.texts)
    assert set(data.words[2:]) == {word for message in train for word in words_of(message)}


def test_a_tested_message_is_the_row_of_its_text():
    data = sample("sms_spam", SETTINGS, 500, 80, 1)
    for number in (0, 7, 500):
        row = numbers_of(data.texts[number], data.words, 48)
        np.testing.assert_array_equal(row, data.x_test[number])
