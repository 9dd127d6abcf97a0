"""What a browser sends to the page is checked: wrong events become sentences or nothing."""

import pytest

from playground.ui import panels, session, stack
from playground.ui.components.diagram import fresh_edits
from playground.ui.components.editor import LONGEST_CODE, written_text
from playground.ui.components.running import _message


@pytest.fixture
def state(monkeypatch):
    state = {"link": "data=circle&model=[Dense(3,tanh),Dropout(0.2)]"}
    monkeypatch.setattr("streamlit.session_state", state)
    return state


@pytest.mark.parametrize("event", [
    {"do": "units", "layer": 1, "value": 3},
    {"do": "activation", "layer": 1, "value": "relu"},
    {"do": "activation", "layer": 0, "value": "<script>"},
])
def test_an_edit_of_what_is_not_there_is_a_sentence(state, event):
    before = state["link"]
    stack.edit(event)
    assert state["link"] == before and session.problems()


@pytest.mark.parametrize("event", [
    {"do": "feature", "layer": None, "value": ["x1"]},
    {"do": "add", "layer": 0, "value": {"a": 1}},
    {"do": "move", "layer": 0, "value": -1},
    {"do": "remove", "layer": 99, "value": None},
    {"do": "units", "layer": 0, "value": "7"},
])
def test_an_edit_that_means_nothing_changes_nothing(state, event):
    before = state["link"]
    stack.edit(event)
    assert experiment_of(state["link"]) == experiment_of(before)


def experiment_of(text):
    from playground.share import link

    return link.read(text).experiment


@pytest.mark.parametrize("raw", [
    {"commands": 5, "want": 3}, {"commands": "ab", "want": {"a": 1}}, {"commands": [1, None, {}]},
    {"commands": [{"do": "play", "number": "1"}]}])
def test_a_message_of_the_wrong_form_says_nothing(state, raw):
    message = _message(raw, "pipe", asked=True)
    assert message.commands == () and message.want == ()


@pytest.mark.parametrize("text", ["www.example.org", "a@b.example", "https://x.example", "[a](b)"])
def test_a_visitors_words_never_become_a_link(text):
    shown = panels.plain(f"No setting is called {text}.")
    assert "www." not in shown.replace("\\", "") and "://" not in shown.replace("\\", "")
    assert "@b" not in shown.replace("\\", "") and "](" not in shown


def test_an_edit_that_is_sent_again_is_carried_out_once(state):
    def edits(*numbers, source="a"):
        sent = [{"do": "units", "layer": 0, "value": n, "number": n} for n in numbers]
        return [each["number"] for each in fresh_edits({"from": source, "edits": sent}, "network")]

    assert edits(1) == [1]
    assert edits(1, 2, 3) == [2, 3]
    assert edits(3) == []
    assert edits(1, source="another page") == [1]


@pytest.mark.parametrize("raw", [
    None, "edits", {"edits": 3}, {"edits": [1, None, {}, {"do": "units", "layer": 0}]},
    {"edits": [{"do": "units", "layer": "0", "number": 1}]}, {"edits": [{"do": [], "number": 1}]}])
def test_an_edit_of_the_wrong_form_is_none(state, raw):
    assert fresh_edits(raw, "network") == []


@pytest.mark.parametrize("change", [
    {"text": 3}, {"text": "x" * (LONGEST_CODE + 1)}, {"number": "1"}, {"version": None}])
def test_code_of_the_wrong_form_is_none(change):
    sent = {"text": "x = 1", "source": "0.5", "number": 1, "version": 1, "now": False}
    assert written_text(sent).text == "x = 1"
    assert written_text({**sent, **change}) is None and written_text("x = 1") is None


def test_half_a_character_in_code_can_be_sent_back():
    sent = {"text": "x = '\ud83d'", "source": "", "number": 1, "version": 1}
    assert written_text(sent).text == "x = '?'"
