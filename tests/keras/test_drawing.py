"""The picture of a model: a box for every layer, an arrow for everything that flows."""

from __future__ import annotations

from xml.etree import ElementTree

from playground import keras
from playground.keras import layers
from playground.keras.utils import model_to_dot, plot_model

NAMESPACE = "{http://www.w3.org/2000/svg}"


def two_inputs():
    a, b = keras.Input((4,), name="left"), keras.Input((3,), name="<right> & \"others\"")
    hidden = layers.Dense(5, "relu", name="hidden")(a)
    again = layers.Dense(5, name="again")(hidden)
    joined = keras.ops.concatenate([hidden + again, b], axis=-1)
    inside = keras.Sequential([keras.Input((8,)), layers.Dense(2, name="deep")], name="inside")
    return keras.Model([a, b], inside(joined))


def texts_and_arrows(drawing):
    root = ElementTree.fromstring(drawing.svg)
    boxes = root.findall(NAMESPACE + "rect")
    arrows = root.find(NAMESPACE + "g").findall(NAMESPACE + "path")
    return [each.text for each in root.findall(NAMESPACE + "text")], boxes, arrows


def test_every_layer_has_a_box_and_every_input_of_it_an_arrow(tmp_path, capsys):
    drawing = plot_model(two_inputs(), tmp_path / "model.png", show_shapes=True,
                         show_layer_names=True, show_layer_activations=True, show_trainable=True)
    texts, boxes, arrows = texts_and_arrows(drawing)
    assert len(boxes) == 7 and len(arrows) == 7
    assert "hidden (Dense)" in texts and "activation: relu" in texts
    assert '<right> & "others" (InputLayer)' in texts
    assert "(None, 5), (None, 3) → (None, 8)" in texts and "trainable" in texts
    assert (tmp_path / "model.svg").read_text() == drawing._repr_svg_()
    assert "wrote" in capsys.readouterr().out and not (tmp_path / "model.png").exists()


def test_boxes_do_not_lie_on_each_other():
    for direction in ("TB", "LR"):
        _, boxes, _ = texts_and_arrows(plot_model(two_inputs(), None, rankdir=direction,
                                                  show_shapes=True))
        areas = [[float(each.get(key)) for key in ("x", "y", "width", "height")] for each in boxes]
        for place, (x, y, width, height) in enumerate(areas):
            for left, top, wide, high in areas[place + 1:]:
                assert (x + width <= left or left + wide <= x
                        or y + height <= top or top + high <= y)


def test_models_inside_are_drawn_on_demand_and_stacks_are_chains():
    texts, boxes, _ = texts_and_arrows(plot_model(two_inputs(), None, expand_nested=True,
                                                  show_layer_names=True))
    assert "deep (Dense)" in texts and "inside (Sequential)" not in texts
    stack = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.ReLU(), layers.Dense(1)])
    texts, boxes, arrows = texts_and_arrows(plot_model(stack, None))
    assert texts == ["Dense", "ReLU", "Dense"] and len(arrows) == 2
    assert model_to_dot(stack).count("->") == 2 and '(ReLU)' in model_to_dot(stack)
