"""What every data set that is not of points promises, whatever its kind."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from playground.datasets import built_in, datasets, sample
from playground.datasets.registry import IMAGE, PAIR, POINTS, SERIES, TABLE, TEXT, Data
from playground.fields import default_part

KINDS = {IMAGE: np.uint8, TABLE: np.float32, TEXT: np.int32, SERIES: np.float32}
loaded = built_in.only(lambda each: each.kind != POINTS)
every_set = pytest.mark.parametrize("name", loaded)


def load(name: str, share: int = 80, seed: int = 1) -> Data:
    return sample(name, dict(default_part(datasets, name).settings), 500, share, seed)


of_one_part = pytest.mark.parametrize("name", loaded.only(lambda each: each.kind != PAIR))


@of_one_part
def test_the_examples_have_the_announced_form(name):
    about, data = datasets[name], load(name)
    form = about.form(dict(default_part(datasets, name).settings))
    assert form.kind == about.kind
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        assert x.shape[1:] == form.shape and x.dtype == KINDS[about.kind]
        assert y.shape == (len(x),) and len(x) > 0
        assert y.dtype == (np.int32 if about.classes else np.float32)


@every_set
def test_a_set_says_what_it_is_whose_it_is_and_under_which_terms(name):
    about = datasets[name]
    assert about.title and inspect.getdoc(about).splitlines()[0].endswith(".")
    assert about.card.what.endswith(("?", ".")) and about.card.source and about.card.licence
    assert about.task == {0: "regression", 2: "binary"}.get(about.classes, "classes")
    assert about.adjusts <= {"points", "share", "data_seed", "features"}
    for field in about.fields.values():
        assert field.restarts and field.help.endswith(".") and field.label


@every_set
def test_every_class_is_in_both_parts(name):
    data, classes = load(name), datasets[name].classes
    for y in (data.y_train, data.y_test):
        if classes:
            assert sorted(set(y)) == list(range(classes))
        else:
            assert y.std() > 0.1


@of_one_part
def test_what_a_set_does_not_heed_changes_nothing(name):
    data, other = load(name), load(name, share=60, seed=9)
    if not datasets[name].adjusts & {"share", "data_seed"}:
        np.testing.assert_array_equal(data.x_train, other.x_train)
        np.testing.assert_array_equal(data.y_test, other.y_test)
    else:
        assert not np.array_equal(data.x_test[:20], other.x_test[:20])


@of_one_part
def test_the_same_seed_gives_the_same_examples_in_the_same_order(name):
    one, again = load(name, seed=5), load(name, seed=5)
    for part in ("x_train", "y_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(one, part), getattr(again, part))
