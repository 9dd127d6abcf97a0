"""The scales and colours: a neutral middle, readable on both pages and for every eye."""

from __future__ import annotations

import json

import numpy as np
import pytest

from playground.figures import colours

PALETTES = {"light": colours.LIGHT, "dark": colours.DARK}
PAGES = {"light": (255, 255, 255), "dark": (14, 17, 23)}

# What red, green and blue (linear) become for eyes without one kind of cone:
# Machado, Oliveira and Fernandes 2009, table 1, severity 1.
EYES = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: tuple[int, int, int]) -> np.ndarray:
    part = np.array(colour) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(colour: tuple[int, int, int], eye: str = "usual") -> np.ndarray:
    seen = np.clip(np.array(EYES[eye]) @ linear(colour), 0, 1)
    x, y, z = np.cbrt(XYZ @ seen / (XYZ @ np.ones(3)))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    light, dark = sorted((float((XYZ @ linear(each))[1]) for each in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=PALETTES)
def page(request):
    return request.param


def test_the_middle_of_the_diverging_scale_is_neutral_and_close_to_the_page(page):
    middle = colours.table(PALETTES[page].diverging)[127]
    assert max(middle) - min(middle) <= 16
    assert contrast(middle, PAGES[page]) < 1.25


def test_both_sides_of_the_diverging_scale_are_equally_strong(page):
    scale = [lab(colour) for colour in colours.table(PALETTES[page].diverging)]
    negative, positive = (np.linalg.norm(scale[end] - scale[127]) for end in (0, 254))
    assert 0.6 < negative / positive < 1.7


@pytest.mark.parametrize("scale", ["diverging", "sequential"])
def test_a_scale_moves_away_from_neutral_step_by_step(page, scale):
    table = colours.table(getattr(PALETTES[page], scale))
    towards = np.array([lab(each)[0] for each in table[127 if scale == "diverging" else 0:]])
    steps = np.diff(towards)
    assert (steps <= 0.2).all() if page == "light" else (steps >= -0.2).all()


def test_orange_is_negative_and_blue_positive(page):
    table = colours.table(PALETTES[page].diverging)
    assert table[0][0] > table[0][2] and table[-1][2] > table[-1][0]


@pytest.mark.parametrize("eye", EYES)
def test_classes_differ_for_every_eye(page, eye):
    named = PALETTES[page].classes
    seen = [lab(colours.rgb(colour), eye) for colour in named]
    apart = [np.linalg.norm(a - b) for i, a in enumerate(seen) for b in seen[:i]]
    assert min(apart) > 20
    assert len(set(colours.SHAPES)) == len(named)  # and by shape


@pytest.mark.parametrize("eye", EYES)
def test_training_and_test_differ_for_every_eye_and_by_dash(page, eye):
    seen = [lab(colours.rgb(each), eye) for each in PALETTES[page].series.values()]
    assert np.linalg.norm(seen[0] - seen[1]) > 20
    assert len(set(colours.DASHES.values())) == 2


def test_lines_and_classes_stand_out_from_the_page(page):
    palette = PALETTES[page]
    for colour in (*palette.classes, *palette.series.values(), palette.ink):
        assert contrast(colours.rgb(colour), PAGES[page]) >= 3


def test_the_first_two_classes_are_the_ends_of_the_diverging_scale(page):
    table = colours.table(PALETTES[page].diverging)
    assert [table[0], table[-1]] == [colours.rgb(each) for each in PALETTES[page].classes[:2]]


def test_the_browser_gets_plain_tables():
    scales = json.loads(json.dumps(colours.for_browser()))
    for form in (scales, scales["dark"]):
        assert len(form["diverging"]) == len(form["sequential"]) == colours.SIZE
        assert all(len(colour) == 3 for colour in form["diverging"] + form["classes"])
