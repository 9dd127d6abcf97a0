"""Loss and metric over the epochs."""

from __future__ import annotations

import pytest

from playground.figures import curves
from playground.figures.live import Line, LogScale

CURVES = (curves.loss, curves.accuracy, curves.regression)


@pytest.mark.parametrize("make", CURVES)
def test_training_and_test_differ_by_colour_and_dash(make):
    shown = [each for each in make().figure.data if each.visible is not False and each.name]
    for training, test in zip(shown[::2], shown[1::2]):
        assert (training.name, test.name) == ("training", "test")
        assert training.line.color != test.line.color
        assert training.line.dash != test.line.dash


@pytest.mark.parametrize("make", CURVES)
def test_each_line_keeps_its_raw_curve_faint_behind_it_while_it_is_smoothed(make):
    live = make()
    for line in (each for each in live.bindings if isinstance(each, Line)):
        smooth, raw = live.figure.data[line.trace], live.figure.data[line.raw]
        assert raw.visible is False and raw.opacity < 0.5 and not raw.showlegend
        assert raw.line.color == smooth.line.color and raw.yaxis == smooth.yaxis


@pytest.mark.parametrize("make", CURVES)
def test_without_a_curve_the_axes_reach_over_the_first_epochs(make):
    figure = make().figure
    grounds = [each for each in figure.data if not each.name]
    assert all(each.opacity == 0 and tuple(each.x) == (0, curves.FIRST_EPOCHS)
               for each in grounds)
    assert {each.yaxis for each in grounds} == {each.yaxis for each in figure.data}


def test_only_the_loss_has_a_log_scale():
    logs = [any(isinstance(each, LogScale) for each in make().bindings) for make in CURVES]
    assert logs == [True, False, False]


def test_the_error_and_the_fit_share_their_epochs():
    figure = curves.regression().figure
    assert {each.yaxis for each in figure.data} == {None, "y2"}
    assert {each.xaxis for each in figure.data} == {None}
    assert figure.layout.hoversubplots == "axis"
