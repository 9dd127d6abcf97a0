"""The graph of code on the page: its boxes' words, its templates, and what is known of each box."""

import pytest

from playground.code.graph_reader import graph_of, steps_of
from playground.code.graph_writer import write
from playground.code.writer import model_code
from playground.experiment import Experiment, change
from playground.presets import presets
from playground.share import link
from playground.templates import graph_templates as templates
from playground.training.describing import describe
from playground.ui import writing
from playground.ui.graph_boxes import Known, boxes_of, output_place
from playground.ui.graph_events import Desk, edited
from playground.ui.graph_known import known_of
from tests.code.graphs import EVERY, residual, twins
from tests.code.test_graph_writer import model_of


def opened(name):
    return link.read(templates[name].link).experiment


@pytest.mark.parametrize("name", templates)
def test_a_template_is_a_model_of_its_data_and_every_box_is_known(name):
    experiment = opened(name)
    described = describe(experiment)
    assert described.problem is None
    graph = graph_of(experiment.code)
    assert write(graph) == experiment.code  # as an edit leaves it
    known = known_of(experiment, graph, described)
    for node in graph.nodes:
        assert node.kind == "Input" or known[node.name].shapes
    calls = [each.call for each in known.values() if each.call is not None]
    inside = {name for _, model in graph.models for name in (n.name for n in model.nodes)}
    drawn = {each.call for name, each in known.items() if name not in inside}
    assert described.parameters == model_of(
        experiment.code.partition("model.fit")[0]).count_params()  # real Keras 3.15
    assert len(calls) == len(set(calls)) and drawn - {None} == {
        place for place, box in enumerate(described.boxes) if box["within"] is None}


@pytest.mark.parametrize("name", [name for name in presets if not presets[name].experiment.code])
def test_every_stack_is_a_graph_with_what_is_known_of_its_layers(name):
    experiment = presets[name].experiment
    graph = graph_of(model_code(experiment))
    known = known_of(experiment, graph, None)
    layers = [node.name for node in graph.nodes if node.kind != "Input"]
    assert len(layers) == len(experiment.model) + 1
    assert [known[each].call for each in layers] == list(range(len(layers)))
    assert all(known[each].shapes for each in layers)


def test_a_graph_that_breaks_says_so_at_its_box_and_the_shapes_before_it_are_known():
    experiment = opened("graph_residual")
    code = experiment.code.replace("z = keras.layers.Dense(16)", "z = keras.layers.Dense(7)")
    experiment = change(experiment, code=code)
    known = known_of(experiment, graph_of(code), describe(experiment))
    assert "(None, 16)" in known["added"].problem or "16" in known["added"].problem
    assert known["z"].shapes == ((7,),) and "active" not in known


def test_an_input_that_is_not_the_datas_says_so_itself():
    experiment = opened("graph_residual")
    code = experiment.code.replace("keras.Input((2,))", "keras.Input((5,))")
    experiment = change(experiment, code=code)
    known = known_of(experiment, graph_of(code), describe(experiment))
    assert "Write keras.Input((2,))" in known["inputs"].problem


@pytest.mark.parametrize("name", EVERY)
def test_every_graph_has_its_boxes_and_its_outputs(name):
    graph = EVERY[name][0]()
    boxes = boxes_of(graph)
    assert len(boxes) == len(graph.nodes) + len(graph.outputs)
    assert [output_place(box["name"]) for box in boxes[-len(graph.outputs):]] == list(
        range(len(graph.outputs)))
    assert all(len(box.get("detail", "")) <= 30 for box in boxes)


def test_a_box_says_its_settings_in_few_words():
    words = {box["name"]: box.get("detail") for box in boxes_of(residual())}
    assert words["x"] == "4 filters, 3, same, relu"
    assert words["outputs"] == "2 units, softmax, L2 0.01"
    words = {box["name"]: box.get("detail") for box in boxes_of(twins(), {
        "one": Known(parameters=18)})}
    assert words["first"] == "[..., :1]" and words["squared"] == "2"
    assert words["distance"] == "axis -1, keepdims"


def test_a_nested_model_is_one_box_until_it_is_opened():
    experiment = opened("graph_autoencoder")
    described = describe(experiment)

    def boxes(*names):
        return {box["name"]: ([name for name, _ in box["inputs"]], box.get("opened"))
                for box in writing._boxes(experiment, described, names)}

    assert boxes() == {"example": ([], None), "encoder": (["example"], False),
                       "decoder": (["encoder"], False)}
    assert boxes("encoder") == {
        "example": ([], None), "encoder / flatten": (["example"], None),
        "encoder / dense": (["encoder / flatten"], None),
        "encoder / dense_1": (["encoder / dense"], None),
        "encoder": (["encoder / dense_1"], True), "decoder": (["encoder"], False)}


def test_each_edit_is_undone_and_done_again():
    text, desk = write(residual()), Desk()
    texts = [text]
    for event in ({"do": "add", "kind": "Dropout", "after": "pooled"},
                  {"do": "delete", "names": ["y"]}, {"do": "choose", "name": "x"},
                  {"do": "rename", "name": "x", "to": "first"},
                  {"do": "disconnect", "target": "output 1", "input": 0}):
        changed = edited(texts[-1], event, desk)
        if event["do"] != "choose":
            texts.append(changed)
    assert "keras.Model(inputs, None)" in texts[-1] and len(desk.before) == 4
    for before in reversed(texts[:-1]):
        changed = edited(changed, {"do": "undo"}, desk)
        assert changed == before
    assert edited(changed, {"do": "redo"}, desk) == texts[1]
    with pytest.raises(ValueError, match="nothing to redo"):
        edited(text, {"do": "redo"}, Desk())


def test_what_the_browser_shows_too_long_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="There is no box called gone"):
        edited(write(residual()), {"do": "connect", "name": "gone", "target": "x"}, Desk())
    with pytest.raises(ValueError, match="there is no output 4"):
        edited(write(residual()), {"do": "connect", "name": "x", "target": "output 4"}, Desk())


def test_an_output_is_added_and_taken_away():
    desk = Desk()
    text = edited(write(residual()), {"do": "add", "kind": "Output", "after": "pooled"}, desk)
    assert "model = keras.Model(inputs, [outputs, pooled])" in text
    text = edited(text, {"do": "delete", "names": ["output 1"]}, desk)
    assert "model = keras.Model(inputs, pooled)" in text
    with pytest.raises(ValueError, match="A model has an output"):
        edited(text, {"do": "delete", "names": ["output 1"]}, desk)


def test_each_call_of_the_text_is_a_step():
    assert steps_of(write(residual()))[:2] == (("x", 4), ("y", 5))


STACKED = {
    "called on a tensor": ("""
import keras
from keras import layers
inner = keras.Sequential([layers.ReLU(), layers.Dense(5)])
front = keras.Sequential([keras.Input((2,)), layers.Dense(4), inner, layers.Dense(3)])
inputs = keras.Input((2,))
model = keras.Model(inputs, layers.Dense(1)(layers.add([front(inputs), front(2 * inputs)])))
""", [(2,), (4,), (4,), (5,), (3,), (4,), (4,), (5,), (3,), (3,), (1,)]),
    "in a stack": ("""
import keras
from keras import layers
front = keras.Sequential([layers.Dense(4), layers.ReLU(), layers.Dense(3)])
model = keras.Sequential([keras.Input((2,)), front, layers.Dense(1)])
""", [(4,), (4,), (3,), (1,)]),
}


@pytest.mark.parametrize("where", STACKED)
def test_of_a_stack_in_a_graph_every_layer_has_its_shape_its_weights_and_its_arrays(where):
    code, shapes = STACKED[where]
    experiment = change(Experiment(), code=code)
    described, graph = describe(experiment), graph_of(code)
    assert described.problem is None
    known = known_of(experiment, graph, described)
    boxes = [node for node in graph.nodes if node.kind != "Input"]
    found = [known[node.name] for node in boxes]
    assert sorted(each.shapes[0] for each in found) == sorted(shapes)
    for node, each in zip(boxes, found):
        box = described.boxes[each.call]
        assert tuple(box["shape"]) == each.shapes[0]
        assert box["title"] == {"*": "Multiply"}.get(node.kind, node.kind)
        assert each.parameters == box["parameters"]
    assert len({each.call for each in found}) == len(found)
