"""What the model says against what is true."""

from __future__ import annotations

from playground.figures import predictions
from playground.figures.live import Cells, Points


def test_a_confusion_has_a_cell_for_each_pair_of_classes_with_its_count():
    live = predictions.confusion(("a", "b", "c"))
    cells, _ = live.figure.data
    assert cells.texttemplate == "%{text}" and len(cells.z) == len(cells.z[0]) == 3
    assert (cells.zmin, cells.zmax) == (0, 1)
    assert live.bindings[0] == Cells(0, "confusion")


def test_the_first_true_class_is_on_top():
    assert predictions.confusion(("a", "b")).figure.layout.yaxis.autorange == "reversed"


def test_the_numbers_of_ten_classes_fit_their_cells_and_those_of_two_are_large():
    size = {count: predictions.confusion(tuple("abcdefghij"[:count])).figure.data[0].textfont.size
            for count in (2, 10)}
    assert size[2] > 14 and size[10] <= 10  # "1028" in a cell of 26 pixels


def test_the_scores_of_a_class_stand_in_its_row():
    cells, scores = predictions.confusion(("a", "b", "c")).figure.data
    assert scores.x == ("precision", "recall", "F1")
    assert scores.y == cells.y and scores.yaxis is None  # the same axis


def test_a_long_class_name_is_shortened_beside_the_cells_and_whole_when_pointed_at():
    live = predictions.confusion(("a", "a very long name of a class"))
    assert live.figure.layout.yaxis.ticktext == ("a", "a very long n…")
    assert live.figure.data[0].y[1] == "a very long name of a class"


def test_axes_name_what_is_predicted_with_its_unit():
    layout = predictions.against_true((0, 1), "Price (EUR)").figure.layout
    assert layout.xaxis.title.text == "true price (EUR)"
    assert predictions.residuals((0, 1), "BMI").figure.layout.xaxis.title.text == "true BMI"


def test_a_perfect_model_is_on_a_line_from_corner_to_corner():
    live = predictions.against_true((-2.0, 3.0))
    perfect, axes = live.figure.data[0], live.figure.layout
    assert perfect.x == perfect.y == axes.xaxis.range == axes.yaxis.range
    assert live.bindings[0] == Points(1, "predicted/true", "predicted/value")


def test_one_true_value_alone_leaves_an_axis_to_draw_on():
    low, high = predictions.against_true((1.0, 1.0)).figure.layout.xaxis.range
    assert low < 1 < high
