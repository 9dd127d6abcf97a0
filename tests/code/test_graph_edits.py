"""Edits of a graph: each gives the graph that was meant, and real Keras 3.15 still builds it."""

import pytest

from playground.code.graph import NOTHING, Graph, Node, ordered
from playground.code.graph_edits import (
    add,
    change,
    connect,
    delete,
    disconnect,
    rename,
    separate,
    set_outputs,
    share,
)
from playground.code.graph_pieces import fold, paste, piece, unfold
from playground.code.graph_writer import write
from tests.code.graphs import at, autoencoder, entry, merged, one, residual, twins
from tests.code.test_graph_writer import model_of


def built(graph):
    """What real Keras makes of it: each layer's kind, and the shapes of its weights."""
    model = model_of(write(graph))
    return [type(layer).__name__ for layer in model.layers], [w.shape for w in model.weights]


def chain():
    return Graph((entry("inputs", 4), one("x", "Dense", "inputs", units=3),
                  one("outputs", "Dense", "x", units=2)), ("inputs",), (at("outputs"),))


def test_a_box_added_after_another_stands_between_it_and_the_only_one_that_follows():
    graph, name = add(chain(), "Dropout", settings={"rate": 0.5}, after="x")
    assert name == "dropout" and graph["outputs"].inputs == (at("dropout"),)
    assert built(graph)[0] == ["InputLayer", "Dense", "Dropout", "Dense"]


def test_after_the_last_box_it_becomes_the_output():
    graph, name = add(chain(), "Activation", settings={"activation": "relu"}, after="outputs")
    assert graph.outputs == (at(name),) and name == "activation"


def test_where_the_output_goes_to_several_places_a_branch_begins():
    graph, name = add(residual(), "Dense", settings={"units": 5}, after="x")
    assert graph[name].inputs == (at("x"),) and not graph.uses(name)
    assert graph.uses("x") == [("y", 0), ("added", 0), (name, 0)]


def test_a_box_is_put_on_a_line():
    graph, name = add(residual(), "BatchNormalization", wire=("added", 1))
    assert graph["added"].inputs == (at("x"), at(name)) and graph[name].inputs == (at("y"),)
    assert name == "batch_normalization"
    assert "BatchNormalization" in built(graph)[0]


def test_a_residual_connection_is_drawn():
    graph, added = add(chain(), "Add", after="x")
    graph, wide = add(graph, "Dense", settings={"units": 3}, wire=(added, 0))
    graph = connect(graph, at("x"), added)
    assert graph[added].inputs == (at(wide), at("x"))
    assert built(graph)[0] == ["InputLayer", "Dense", "Dense", "Add", "Dense"]


def test_a_line_to_a_box_with_one_input_takes_the_place_of_the_other():
    graph = connect(residual(), at("x"), "pooled")
    assert graph["pooled"].inputs == (at("x"),)


@pytest.mark.parametrize("source, target", [("outputs", "x"), ("x", "x"), ("activated", "y")])
def test_a_circle_is_refused_in_a_sentence(source, target):
    with pytest.raises(ValueError, match="circle"):
        connect(residual(), at(source), target)


def test_a_box_that_is_full_says_how_many_inputs_it_takes():
    with pytest.raises(ValueError, match=r"difference \(-\) takes 2 inputs"):
        connect(twins(), at("left"), "difference")
    with pytest.raises(ValueError, match="takes no input"):
        connect(twins(), at("left"), "right")


def test_a_line_taken_away_leaves_a_shorter_list_or_a_gap_that_is_filled_again():
    graph = disconnect(residual(), "added", 0)
    assert graph["added"].inputs == (at("y"),)
    graph = disconnect(graph, "y", 0)
    assert graph["y"].inputs == (NOTHING,)
    assert [node.name for node in graph.nodes[-5:]][0] == "y"  # what waits is written last
    graph = connect(connect(graph, at("x"), "y"), at("x"), "added")
    assert built(graph)[1] == built(residual())[1]


def test_a_deleted_box_hands_on_what_it_took():
    graph = delete(residual(), {"y", "activated"})
    assert graph["added"].inputs == (at("x"), at("x"))
    assert graph["pooled"].inputs == (at("added"),)
    assert delete(chain(), {"outputs"}).outputs == (at("x"),)
    assert "Add" in built(graph)[0]


def test_without_a_bridge_its_lines_go_with_it():
    graph = delete(residual(), {"y"}, bridge=False)
    assert graph["added"].inputs == (at("x"),)
    graph = delete(chain(), {"x", "inputs"}, bridge=False)
    assert graph["outputs"].inputs == (NOTHING,) and graph.inputs == ()


def test_a_setting_that_keras_takes_by_itself_is_not_kept():
    graph = change(residual(), "x", {"kernel_size": 5, "padding": "valid", "strides": (1, 1)})
    assert graph["x"].settings == (("filters", 4), ("kernel_size", 5), ("activation", "relu"))


def test_a_shared_layer_is_changed_wherever_it_is_used():
    graph = change(twins(), "one", {"units": 7})
    assert graph["other"].setting("units") == 7
    assert built(graph)[1] == [(5, 7), (7,)]


def test_a_layer_that_gives_fewer_tensors_gives_its_first_to_all():
    graph = Graph((
        entry("inputs", 3, 2),
        Node("read", "LSTM", (("units", 2), ("return_state", True)), (("", at("inputs")),),
             outputs=3),
        one("outputs", "Dense", "read", units=1)), ("inputs",), (at("outputs"), at("read", 2)))
    graph = change(graph, "read", {"return_state": False})
    assert graph["read"].outputs == 1 and graph.outputs == (at("outputs"), at("read"))


def test_a_layer_is_shared_and_gets_weights_of_its_own_again():
    graph, twin = share(chain(), "x")
    assert (twin, graph["x"].layer, graph[twin].inputs) == ("x_1", "dense_layer", (NOTHING,))
    graph = connect(graph, at("inputs"), twin)
    graph = set_outputs(graph, (at("outputs"), at(twin)))
    assert built(graph)[1] == [(4, 3), (3,), (3, 2), (2,)]
    assert len(built(separate(graph, twin))[1]) == 6
    with pytest.raises(ValueError, match="no layer"):
        share(residual(), "activated")


def test_a_name_is_a_variable_that_nothing_else_has():
    graph = rename(residual(), "x", "first")
    assert graph["added"].inputs == (at("first"), at("y"))
    assert rename(graph, "first", "x") == residual()
    for wrong in ("y", "keras", "for", "2x", "a b", "_x", "x" * 41, "model"):
        with pytest.raises(ValueError, match="Try "):
            rename(residual(), "x", wrong)


def test_a_piece_is_pasted_with_names_and_weights_of_its_own():
    copied = piece(twins(), {"one", "other", "difference"})
    graph, names = paste(twins(), copied)
    assert names == ("one_1", "other_1", "difference_1")
    assert graph["one_1"].layer == graph["other_1"].layer == "tower_1"
    assert graph["difference_1"].inputs == (at("one_1"), at("other_1"))
    assert graph["one_1"].inputs == (NOTHING,)
    into, (name,) = paste(chain(), piece(residual(), {"x"}))
    assert name == "x_1" and into["x_1"].setting("filters") == 4


SHAPES = {at("inputs"): (8, 8, 3), at("x"): (8, 8, 4)}


def test_boxes_are_folded_into_a_model_and_unfolded_again():
    graph, name = fold(residual(), {"y", "added", "activated"}, SHAPES, "block")
    assert graph[name].kind == "block" and graph[name].inputs == (at("x"),)
    assert graph["pooled"].inputs == (at(name),)
    assert "block = keras.Model(block_input, activated, name=\"block\")" in write(graph)
    assert built(graph)[1] == built(residual())[1]
    again, names = unfold(graph, name)
    assert set(names) == {"y", "added", "activated"} and again == residual()


def test_a_model_with_several_ends_is_folded():
    graph, name = fold(twins(), {"one", "other", "difference", "squared"}, {
        at("left"): (5,), at("right"): (5,)})
    assert graph[name].outputs == 2 and graph.model("block").outputs == (at("squared"), at("one"))
    assert graph["first"].inputs == (at(name, 1),)
    assert [each.shape for each in model_of(write(graph)).outputs] == [(None, 1), (None, 1)]


@pytest.mark.parametrize("names, words", [
    ({"inputs", "x"}, "no input"), ({"x", "added"}, "comes back"), (set(), "at least one")])
def test_what_cannot_be_folded_is_refused_in_a_sentence(names, words):
    with pytest.raises(ValueError, match=words):
        fold(residual(), names, SHAPES | {at("y"): (8, 8, 4)})


def test_a_shared_layer_is_folded_as_a_whole_or_not_at_all():
    with pytest.raises(ValueError, match="tower is used within these boxes and outside"):
        fold(twins(), {"one"}, {at("left"): (5,)})


def test_a_nested_model_is_called_once_more_with_the_same_weights():
    graph, name = add(autoencoder(), "decoder")
    assert graph[name].layer == "decoder"
    graph = set_outputs(connect(graph, at("encoded"), name), (at("outputs"), at(name)))
    assert len(built(graph)[1]) == 4
    with pytest.raises(ValueError, match="called in several places"):
        unfold(graph, name)
    unfolded, names = unfold(graph, "encoded")
    assert names == ("code",) and len(built(unfolded)[1]) == 4


def test_a_graph_with_two_boxes_of_one_name_or_a_line_from_nowhere_is_refused():
    with pytest.raises(ValueError, match="Two boxes are called inputs"):
        Graph((entry("inputs", 4), entry("inputs", 4)))
    with pytest.raises(ValueError, match="y is none"):
        Graph((merged("x", "Add", "y"),))
    with pytest.raises(ValueError, match="no output 2"):
        Graph((entry("inputs", 4),), outputs=(at("inputs", 1),))
    with pytest.raises(ValueError, match="circle"):
        ordered((one("a", "Dense", "b"), one("b", "Dense", "a")))
