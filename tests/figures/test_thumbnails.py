"""The small pictures of data sets."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest

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


def test_a_picture_can_stand_in_an_attribute():
    picture = thumbnails.points(np.zeros((1, 2)), np.zeros(1), "binary")
    assert '"' not in picture and "#" not in picture and "<" not in picture
