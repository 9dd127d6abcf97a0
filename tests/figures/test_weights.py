"""Histograms and heat maps of the weights."""

from __future__ import annotations

import pytest

from playground.figures import weights
from playground.figures.live import Grid, Image, Matrix

LAYERS = [(0, "Dense", 2, 20), (3, "Output", 20, 3)]


@pytest.mark.parametrize("live", [
    weights.histograms([each[:2] for each in LAYERS]), weights.kernels(LAYERS)])
def test_every_layer_has_a_panel_with_its_title(live):
    grid = next(each for each in live.bindings if isinstance(each, Grid))
    assert grid.panels == len(live.figure.data) == len(live.figure.layout.images) == len(LAYERS)
    assert [each.text for each in live.figure.layout.annotations] == ["Dense", "Output"]
    assert [each.xref for each in live.figure.layout.images] == ["x", "x2"]


def test_histograms_follow_the_time_on_their_own_axes():
    live = weights.histograms([each[:2] for each in LAYERS])
    followed = [each.axes for each in live.bindings if isinstance(each, Image)]
    assert followed == [("x", "y"), ("x2", "y2")]


def test_a_kernel_has_a_row_for_each_input_first_on_top():
    live = weights.kernels(LAYERS)
    for (_, _, inputs, units), trace, picture in zip(
            LAYERS, live.figure.data, live.figure.layout.images):
        assert (len(trace.z), len(trace.z[0])) == (inputs, units)
        assert (picture.x, picture.sizex, picture.sizey) == (0.5, units, inputs)
    assert live.figure.layout.yaxis.autorange == "reversed"
    named = [each.values for each in live.bindings if isinstance(each, Matrix)]
    assert named == ["weights/0/kernel", "weights/3/kernel"]


def test_units_are_numbered_with_whole_numbers_and_not_too_many():
    axis = weights.kernels(LAYERS).figure.layout.xaxis
    assert (axis.tick0, axis.dtick) == (1, 3)
