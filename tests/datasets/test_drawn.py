"""Points drawn by hand: a short text in the link, and a fair part of every class to test."""

import numpy as np
import pytest

from playground.datasets.drawn import points_of, with_point, without_point, written
from playground.datasets.registry import SPAN, datasets, described
from playground.fields import default_part

STEP = (SPAN[1] - SPAN[0]) / 511


def drawn(text: str):
    return described(default_part(datasets, "drawn").replace(points=text))


def load(text: str, share: int = 50):
    return drawn(text).load({}, points=0, share=share, seed=0)


def many(count: int, classes: int = 2) -> str:
    rng = np.random.default_rng(count)
    return written(rng.uniform(-6, 6, (count, 2)), rng.integers(0, classes, count), classes)


def test_a_text_holds_points_to_half_a_step_in_three_characters_each():
    rng = np.random.default_rng(1)
    x, y = rng.uniform(-6, 6, (300, 2)), np.sort(rng.integers(0, 3, 300))
    text = written(x, y, 3)
    assert len(text) == 3 * 300 + 2
    back, labels = points_of(text)
    assert np.abs(back - x).max() <= STEP / 2 + 1e-6
    np.testing.assert_array_equal(labels, y)
    assert written(back, labels, 3) == text


def test_the_corners_and_what_lies_outside_of_them():
    text = written(np.array([[-6, -6], [6, 6], [-99, 99], [0, 0]]), np.array([0, 0, 1, 1]), 2)
    assert text[:3] == "AAA" and text[3:6] == "___"
    x, _ = points_of(text)
    np.testing.assert_allclose(x[:3], [[-6, -6], [6, 6], [-6, 6]], atol=1e-6)


@pytest.mark.parametrize("text, sentence", [
    ("", "2 to 5 classes"), ("AAA", "2 to 5 classes"), ("AAA.AA", "three letters"),
    ("A A.AAA", "three letters"), ("AAA.AÄA", "three letters"), ("......", "2 to 5 classes"),
    ("AAA" * 501 + ".", "up to 500 points"), ("<b>.AAA", "three letters")])
def test_a_text_that_means_no_points_is_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        points_of(text)


def test_a_point_is_added_as_the_last_of_its_class_and_the_nearest_is_removed():
    text = many(9)
    more = with_point(text, (1.5, -2.5), 1)
    x, y = points_of(more)
    np.testing.assert_allclose(x[-1], (1.5, -2.5), atol=STEP)
    assert y[-1] == 1 and without_point(more, (1.49, -2.5)) == text
    third = with_point(text, (0, 0), 2)
    assert third.count(".") == 2 and points_of(third)[1][-1] == 2
    assert without_point(third, (0, 0)) == text + "."  # an empty class stays where it was


@pytest.mark.parametrize("place, label, sentence", [
    ((0, 0), 3, "got class 4 beside 2"), ((0, 0), -1, "one of 5 classes"),
    ((float("nan"), 0), 0, "has a place")])
def test_a_point_that_cannot_be_is_a_sentence(place, label, sentence):
    with pytest.raises(ValueError, match=sentence):
        with_point(many(9), place, label)


def test_no_more_points_than_a_link_holds():
    with pytest.raises(ValueError, match="500 points, as many as a link can hold"):
        with_point(many(500), (0, 0), 0)
    assert without_point(".", (0, 0)) == "."


@pytest.mark.parametrize("share", [10, 50, 90])
def test_every_class_is_split_by_the_share_and_the_parts_are_all(share):
    text = many(200, 3)
    data, y = load(text, share), points_of(text)[1]
    assert len(data.y_train) + len(data.y_test) == 200
    for label in range(3):
        count = (y == label).sum()
        assert (data.y_train == label).sum() == -(-count * share // 100)


def test_a_point_more_leaves_every_other_in_its_part():
    text = many(41)
    before, after = load(text), load(with_point(text, (0.5, 0.5), 0))
    for part in ("x_train", "x_test"):
        one = {tuple(row) for row in getattr(before, part)}
        assert one <= {tuple(row) for row in getattr(after, part)}


@pytest.mark.parametrize("text", ["AAAAAB.", ".", "AAA.BBB", "AAABBB.."])
def test_too_few_points_are_a_sentence(text):
    with pytest.raises(ValueError, match="draw more"):
        load(text)


@pytest.mark.parametrize("share", [10, 50, 90])
def test_the_fewest_points_that_can_be_learned_have_both_parts(share):
    data = load("AAABBB.CCC", share)
    assert len(data.y_test) >= 1 and set(data.y_train) == {0, 1}


def test_there_is_something_to_begin_with():
    data = load(default_part(datasets, "drawn").points)
    assert len(data.y_train) >= 10 and drawn(many(9, 5)).task == "classes"
    assert drawn(many(9)).task == "binary"
