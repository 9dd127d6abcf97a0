"""The small pictures of data sets."""

from __future__ import annotations

from base64 import b64decode
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest

from playground.datasets import Data, built_in, datasets, sample
from playground.fields import default_part
from playground.figures import thumbnails

SVG = "{http://www.w3.org/2000/svg}"


def dots(picture: str) -> list[tuple[float, float, str]]:
    kind, _, text = picture.partition(",")
    assert kind == "data:image/svg+xml"
    circles = ElementTree.fromstring(unquote(text)).iter(f"{SVG}circle")
    return [(float(each.get("cx")), float(each.get("cy")), each.get("fill")) for each in circles]


def test_a_picture_is_the_right_way_up():
    corner = np.array([[5.0, 5.0], [-5.0, -5.0]])
    found = {fill: (left, top) for left, top, fill in dots(
        thumbnails.points(corner, np.array([1, 0]), "binary"))}
    right_and_up = max(found.values())
    assert right_and_up[0] > 32 and right_and_up[1] < 32


@pytest.mark.parametrize("task", ["binary", "classes", "regression"])
def test_every_dot_lies_inside_and_there_are_not_too_many(task):
    rng = np.random.default_rng(0)
    y = rng.uniform(-1, 1, 900) if task == "regression" else np.arange(900) % 2
    drawn = dots(thumbnails.points(rng.uniform(-6, 6, (900, 2)), y, task))
    assert 50 < len(drawn) <= 200
    assert all(0 < left < 64 and 0 < top < 64 for left, top, _ in drawn)


def test_classes_that_come_in_turn_are_all_drawn():
    x = np.random.default_rng(0).uniform(-6, 6, (600, 2))
    drawn = dots(thumbnails.points(x, np.arange(600) % 3, "classes"))
    assert len({fill for *_, fill in drawn}) == 3


def test_one_input_is_drawn_as_a_curve_over_it():
    x = np.linspace(-6, 6, 50)
    drawn = sorted(dots(thumbnails.points(x[:, np.newaxis], x, "regression")))
    assert drawn[0][1] > drawn[-1][1]  # rises to the right, and an SVG's y points down


@pytest.mark.parametrize("name", built_in)
def test_every_data_set_has_a_small_picture_that_can_stand_in_an_attribute(name):
    data = sample(name, dict(default_part(datasets, name).settings), 240, 90, 1)
    picture = thumbnails.thumbnail(datasets[name], data)
    assert not set('"#<>') & set(picture) and len(picture) < 12_000
    if picture.startswith("data:image/png;base64,"):
        assert b64decode(picture.partition(",")[2]).startswith(b"\x89PNG")
    else:
        drawing = ElementTree.fromstring(unquote(picture.partition(",")[2]))
        assert drawing.get("width") == "64" and len(drawing) > 0


def test_a_table_shows_columns_that_tell_the_classes_apart_and_fills_the_picture():
    rng, y = np.random.default_rng(0), np.arange(90) % 3
    x = np.stack([rng.normal(size=90), y - 1.0, y % 2 + 0.1 * rng.normal(size=90), 1.0 - y], 1)
    drawn = dots(thumbnails.thumbnail(datasets["iris"], Data((x - x.mean(0)) / x.std(0), y, x, y)))
    assert len({(left, fill) for left, _, fill in drawn}) == 3  # the column that is the class
    assert {round(left) for left, *_ in drawn} == {3, 32, 61}
    high, low = (top for _, top, _ in (min(drawn, key=lambda dot: dot[1]),
                                       max(drawn, key=lambda dot: dot[1])))
    assert high == pytest.approx(3) and low == pytest.approx(61)


def test_a_message_set_shows_words_of_its_classes():
    words = ("", "[unknown]", "lunch", "prize", "the", "winner!", "<b>")
    x = np.array([[2, 4], [2, 4], [3, 4], [3, 6]])
    picture = unquote(thumbnails.words(Data(x, np.array([0, 0, 1, 1]), x, x, words=words), 2))
    text = [each.text for each in ElementTree.fromstring(picture.partition(",")[2])]
    assert text[:3] == ["lunch", "prize", "the"]  # "<b>" and "winner!" are no words to show


def test_what_follows_the_first_part_of_a_series_is_dashed_and_joined_to_it():
    picture = thumbnails.line(np.array([0, 1, 0]), np.array([1, 0]), width=100, height=50)
    first, second = ElementTree.fromstring(unquote(picture.partition(",")[2]))
    assert first.get("stroke-dasharray") is None and second.get("stroke-dasharray")
    assert first.get("stroke") != second.get("stroke")
    assert second.get("points").split()[0] == first.get("points").split()[-1]
    assert first.get("points").split()[:2] == ["3.0,47.0", "26.5,3.0"]  # low, then high


def test_a_bar_of_a_histogram_is_as_high_as_its_values_are_many():
    picture = thumbnails.histogram(np.array([0, 0, 0, 0, 1, 2, 2]), bars=3, height=42)
    bars = ElementTree.fromstring(unquote(picture.partition(",")[2]))
    assert [float(each.get("height")) for each in bars] == [40, 10, 20]
