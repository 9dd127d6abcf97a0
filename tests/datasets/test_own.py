"""Data sets of one's own: what they say without their file, and who may have it."""

import inspect

import numpy as np
import pytest

from playground.datasets import datasets
from playground.datasets.registry import Need, described
from playground.datasets.upload.known import digest_of, plain_name
from playground.datasets.upload.lent import Shelf
from playground.fields import default_part

own = datasets.only(lambda each: each.needs is not None)
NEED = Need("cats.zip", "0" * 16, "key", "ZIP")
ROWS = {"x": np.zeros(1000, np.uint8)}


@pytest.mark.parametrize("name", own)
def test_a_set_of_ones_own_says_what_it_is_and_asks_for_a_file(name):
    about = described(default_part(datasets, name))
    assert about is described(default_part(datasets, name))
    assert inspect.getdoc(about).splitlines()[0].endswith(".")
    assert about.card.what.endswith("?") and about.card.source and about.card.note.endswith(".")
    assert about.fields == datasets[name].fields
    assert about.needs.sentence == (
        f"This experiment needs a {about.needs.kind} file of your own; drop it here.")
    assert all(field.restarts and field.label and field.help.endswith(".")
               for field in about.fields.values())
    with pytest.raises(ValueError, match="needs a"):
        about.load({}, points=0, share=80, seed=1)


def test_every_other_set_is_what_it_was_registered_as():
    for name, about in datasets.items():
        if inspect.isfunction(about):
            assert described(default_part(datasets, name)) is about and about.needs is None


def test_who_lends_has_it_until_it_lends_something_else_or_goes():
    shelf = Shelf()
    shelf.lend("one", "key", ROWS)
    assert shelf.holds("one", "key") and not shelf.holds("two", "key")
    assert shelf.arrays(NEED) is ROWS
    shelf.lend("one", "other", ROWS)
    assert not shelf.holds("one", "key")
    shelf.drop("one")
    shelf.drop("one")
    assert not shelf.holds("one", "other")
    with pytest.raises(ValueError, match="needs the file cats.zip; drop it here"):
        shelf.arrays(NEED)


def test_what_is_lent_is_bounded_for_each_and_for_all():
    shelf = Shelf(each=1500, everything=2500)
    with pytest.raises(ValueError, match="A part of them may be enough"):
        shelf.lend("one", "key", {"x": np.zeros(1501, np.uint8)})
    shelf.lend("one", "key", ROWS)
    shelf.lend("two", "key", ROWS)
    with pytest.raises(ValueError, match="try again later"):
        shelf.lend("three", "key", ROWS)
    shelf.lend("two", "again", ROWS)  # in the place of its own
    shelf.drop("one")
    shelf.lend("three", "key", ROWS)


@pytest.mark.parametrize("name, plain", [
    ("a.csv", "a.csv"), ("C:\\data\\a.csv", "a.csv"), ("../../etc/passwd", "passwd"),
    ("a\x00b\n.csv", "a b .csv"), ("x" * 90 + ".csv", "x" * 51 + "…xxxx.csv"), ("", "")])
def test_a_files_name_is_only_a_name(name, plain):
    assert plain_name(name) == plain and len(plain) <= 60


def test_a_file_is_known_by_how_its_sha_256_begins():
    assert digest_of(b"abc") == "ba7816bf8f01cfea"  # FIPS 180-2, appendix B.1
