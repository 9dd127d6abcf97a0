"""What the model says against what is true."""

from __future__ import annotations

from playground.figures import predictions
from playground.figures.live import Cells, Points


def test_a_confusion_has_a_cell_for_each_pair_of_classes_with_its_count():
    live = predictions.confusion(("a", "b", "c"))
    (cells,) = live.figure.data
    assert cells.texttemplate == "%{text}" and len(cells.z) == len(cells.z[0]) == 3
    assert (cells.zmin, cells.zmax) == (0, 1)
    assert live.bindings[0] == Cells(0, "confusion")


def test_the_first_true_class_is_on_top():
    assert predictions.confusion(("a", "b")).figure.layout.yaxis.autorange == "reversed"


def test_a_perfect_model_is_on_a_line_from_corner_to_corner():
    live = predictions.against_true((-2.0, 3.0))
    perfect, axes = live.figure.data[0], live.figure.layout
    assert perfect.x == perfect.y == axes.xaxis.range == axes.yaxis.range
    assert live.bindings[0] == Points(1, "predicted/true", "predicted/value")


def test_one_true_value_alone_leaves_an_axis_to_draw_on():
    low, high = predictions.against_true((1.0, 1.0)).figure.layout.xaxis.range
    assert low < 1 < high
