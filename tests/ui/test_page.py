"""The page as its script makes it, run through the frame as a visit does."""


import pytest

from playground.experiment import stackable
from playground.share import link
from playground.ui import stack_words


def experiment(page):
    return link.read(page.session_state["link"]).experiment


def test_a_widget_changes_the_experiment_and_the_link(opened):
    page = opened("data=spiral")
    page.selectbox(key="optimizer.name").set_value("Adam").run()
    assert experiment(page).optimizer.name == "Adam"
    page.slider(key="data.spiral.noise").set_value(20.0).run()
    assert experiment(page).data.noise == 20
    page.number_input(key="experiment.batch_size").set_value(32).run()
    assert experiment(page).batch_size == 32
    assert page.session_state["link"] == (
        "data=spiral(noise=20)&optimizer=Adam(0.01)&batch_size=32")


def test_a_loaded_link_overrules_every_widget(opened):
    page = opened("data=spiral(noise=20)&batch_size=32&optimizer=Adam(0.3)")
    assert page.slider(key="data.spiral.noise").value == 20
    assert page.number_input(key="experiment.batch_size").value == 32
    assert page.selectbox(key="optimizer.name").value == "Adam"
    page.selectbox(key="example").set_value("first").run()
    assert experiment(page) == link.read("").experiment
    assert page.number_input(key="experiment.batch_size").value == 10


def test_one_setting_for_all_layers(opened):
    page = opened("model=[Dense(4,tanh),Dropout(0.1),Dense(3,relu)]")
    page.selectbox(key="all.activation").set_value("elu").run()
    assert [getattr(part, "activation", None) for part in experiment(page).model] == [
        "elu", None, "elu"]
    page.selectbox(key="all.kernel_regularizer").set_value("L2").run()
    rate = page.selectbox(key="all.kernel_regularizer.L2.l2")
    rate.set_value("0.03").run()
    assert [part.kernel_regularizer.l2 for part in experiment(page).model
            if part.name == "Dense"] == [0.03, 0.03]


def test_layers_that_differ_show_as_mixed_and_nothing_changes_until_somebody_chooses(opened):
    query = ("model=[Dense(4,tanh,kernel_regularizer=L2(0.1)),"
             "Dense(3,relu,kernel_regularizer=L2(0.3))]")
    page = opened(query)
    before = page.session_state["link"]
    rate = page.selectbox(key="all.kernel_regularizer.L2.l2")
    assert page.selectbox(key="all.activation").value is None and rate.value is None
    assert page.selectbox(key="all.kernel_regularizer").value == "L2"
    page.run()
    assert page.session_state["link"] == before
    rate.set_value("0.03").run()
    assert [(part.activation, part.kernel_regularizer.l2) for part in experiment(page).model] == [
        ("tanh", 0.03), ("relu", 0.03)]


def test_the_row_keeps_its_places_without_a_dense_layer(opened):
    page = opened("model=[Dropout(0.1)]")
    for key in ("all.activation", "all.kernel_regularizer", "all.kernel_regularizer.rate"):
        assert page.selectbox(key=key).disabled


@pytest.mark.parametrize("said, becomes, words", [
    (5000, 1000, "between 20 and 1000; got 5000. The nearest is 1,000"), (3, 20, "nearest is 20"),
    (None, 500, "left empty; it stays 500")])
def test_an_entry_that_cannot_be_becomes_the_nearest_and_a_sentence(opened, said, becomes, words):
    page = opened()
    page.number_input(key="experiment.points").set_value(said).run()
    assert experiment(page).points == becomes
    assert page.number_input(key="experiment.points").value == becomes
    assert words in page.warning[0].value.replace("\\", "")


def test_what_an_example_teaches_is_said_until_it_is_dismissed(opened):
    def lesson(page):
        mounted = [each.proto for each in page.get("bidi_component")]
        return [each.json for each in mounted if "lesson" in each.json and "coin toss" in each.json]

    page = opened()
    page.selectbox(key="example").set_value("xor_line").run()
    assert lesson(page)
    page.selectbox(key="optimizer.name").set_value("Adam").run()
    assert lesson(page)
    page.session_state["lesson"] = ""
    page.run()
    assert not lesson(page)


def test_what_a_layer_does_is_said_in_words_before_it_is_a_formula():
    for layer in stackable.values():
        assert "=" not in stack_words.sentence(layer).partition(":")[0]


def test_notices_that_are_not_shown_are_counted(opened):
    page = opened("&".join(f"nonsense_{index}=1" for index in range(9)))
    assert "and 3 more" in page.warning[0].value


def test_a_notice_stays_until_it_has_been_read(opened):
    page = opened("optimizer=SGD(a_lot)")
    assert "expects a number" in page.warning[0].value.replace("\\", "")
    page.number_input(key="experiment.batch_size").set_value(32).run()
    assert page.warning
    page.button(key="dismiss").click().run()
    assert not page.warning


@pytest.mark.parametrize("query", ["data=digits", "data=breast_cancer", "data=seasons"])
def test_every_tab_draws_for_every_kind_of_data(opened, query):
    page = opened(query)
    for tab in ("Weights", "Predictions", "Why", "Forecast" if "seasons" in query else "Try it"):
        page.session_state["tab"] = tab
        page.run()
        assert not page.exception


def test_every_tab_and_every_layers_settings_draw(opened):
    page = opened("model=[Dense(4,tanh),Dropout(0.1),BatchNormalization,GaussianNoise(0.1)]")
    for tab in ("Weights", "Predictions", "Layer settings", "Code", "Summary", "Curves"):
        page.session_state["tab"] = tab
        page.run()
        assert not page.exception
    page.session_state["tab"] = "Layer settings"
    for layer in range(5):
        page.session_state["chosen_layer"] = layer
        page.run()
        assert not page.exception


@pytest.mark.parametrize("query", [
    "data=" + "[" * 300, "model=[Dense(1e400)]", "hide=[nothing,at,all]", "seed=-1", "a=b&c=d",
    "model=[Dense(3,<b>x</b>)]"])
def test_a_hostile_link_ends_in_sentences(opened, query):
    page = opened(query)
    assert page.warning


@pytest.mark.parametrize("group, key", [
    ("data", "experiment.points"), ("training", "optimizer.name"), ("settings", "example")])
def test_a_hidden_group_is_not_drawn(opened, group, key):
    def keys(page):
        return {each.key for each in (*page.selectbox, *page.number_input)}

    assert key in keys(opened())
    assert key not in keys(opened(f"hide=[{group}]"))
