"""The map and the curve of what is looked at."""

from __future__ import annotations

import numpy as np
import pytest

from playground.figures import output
from playground.figures.live import Image
from tests.figures.examples import ANSWERS, PLANE, TRAIN, decision_map

TASKS = ("binary", "classes", "regression")


def points(live, name):
    return [each for each in live.figure.data if each.name == name and each.x[0] is not None]


def look(trace):
    """What a marker looks like apart from its colours."""
    hollow = trace.marker.color == "#ffffff"
    return trace.marker.symbol, hollow


def surface(live) -> Image:
    return next(each for each in live.bindings if isinstance(each, Image))


@pytest.mark.parametrize("task", TASKS)
def test_every_point_is_drawn_once_where_it_is(task):
    live = decision_map(task)
    drawn = np.concatenate([
        np.stack([each.x, each.y], axis=1) for name in ("training", "test")
        for each in points(live, name) if len(each.x)])
    assert sorted(map(tuple, drawn.round(3))) == sorted(
        map(tuple, PLANE.astype(np.float32).round(3)))


@pytest.mark.parametrize("task", TASKS)
def test_test_points_differ_from_training_points_by_more_than_colour(task):
    live = decision_map(task)
    for training, test in zip(points(live, "training"), points(live, "test")):
        assert look(training) != look(test)


@pytest.mark.parametrize("task", TASKS)
def test_test_points_can_be_left_out(task):
    live = decision_map(task, show_test=False)
    assert all(each.visible is False for each in points(live, "test"))
    assert all(each.visible is True for each in points(live, "training"))


@pytest.mark.parametrize("task", TASKS)
def test_the_key_names_training_and_test_points_only_where_both_are_drawn(task):
    def key(live):
        return [each.name for each in live.figure.data
                if each.showlegend and each.legend in (None, "legend")]

    assert key(decision_map(task)) == ["training", "test"]
    assert key(decision_map(task, show_test=False)) == []


def test_three_classes_have_three_colours_and_three_shapes():
    traces = points(decision_map("classes"), "training")
    assert len({each.marker.color for each in traces}) == 3
    assert len({each.marker.symbol for each in traces}) == 3


def test_values_have_the_colours_of_the_map():
    live = decision_map("regression")
    for trace in points(live, "training"):
        assert (trace.marker.cmin, trace.marker.cmax) == surface(live).limits
        assert trace.marker.colorscale == live.figure.data[surface(live).bar].marker.colorscale


def test_the_colour_bar_says_what_the_ends_mean():
    for task, ends in (("binary", ("−", "unsure", "+")), ("regression", ("−1", "0", "1"))):
        live = decision_map(task)
        bar = live.figure.data[surface(live).bar].marker
        assert bar.showscale and bar.colorbar.ticktext == ends == surface(live).ends


def test_three_classes_are_explained_by_their_names_instead():
    live = decision_map("classes")
    assert surface(live).legend and not live.figure.data[surface(live).bar].marker.showscale
    named = [each.name for each in live.figure.data if each.legend == "legend2"]
    assert named == ["a", "b", "c"]


def test_discretizing_changes_how_the_map_is_painted_and_nothing_of_the_figure():
    smooth, sharp = decision_map("binary"), decision_map("binary", discretize=True)
    assert surface(sharp).discretize and not surface(smooth).discretize
    assert smooth.figure.to_json() == sharp.figure.to_json()


def test_the_map_lies_exactly_over_the_axes():
    figure = decision_map("binary").figure
    picture, axes = figure.layout.images[0], figure.layout
    assert (picture.x, picture.x + picture.sizex) == axes.xaxis.range == (-6, 6)
    assert (picture.y - picture.sizey, picture.y) == axes.yaxis.range == (-6, 6)
    assert axes.yaxis.scaleanchor == "x"


def test_minus_one_is_the_first_of_two_classes_as_zero_is():
    zeros = decision_map("binary")
    signs = output.decision_map(PLANE, 2 * ANSWERS["binary"] - 1, task="binary", train_mask=TRAIN)
    assert zeros.figure.to_json() == signs.figure.to_json()


def test_a_curve_has_room_above_and_below_its_points():
    steady = output.curve(PLANE[:, 0], ANSWERS["regression"]).figure.layout.yaxis.autorangeoptions
    assert steady.include[0] < ANSWERS["regression"].min()
    assert steady.include[1] > ANSWERS["regression"].max()
