"""The page of all data sets, run through the frame as a visit does."""

from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from playground.datasets import built_in, datasets
from playground.live.host import client
from playground.ui import cards
from tests.ui.conftest import FRAME


@pytest.fixture(scope="module")
def page(engine):
    page = AppTest.from_file(str(FRAME), default_timeout=60).run()
    page.switch_page("../../pages/data.py").run()
    assert not page.exception
    yield page
    client.close(page.session_state["run"])


def texts(page):
    return [each.proto.body for each in page.get("html")]


@pytest.mark.parametrize("name", built_in)
def test_every_data_set_has_a_card(page, name):
    card = next(text for text in texts(page) if f"<h3>{escape(datasets[name].title)}</h3>" in text)
    about = datasets[name]
    assert "data:image" in card or "<table>" in card or "<li><b>" in card  # examples
    if about.kind != "points":
        for said in (about.card.what, about.card.source, about.card.licence, about.card.note):
            assert escape(said) in card
        assert "to learn from" in card


def test_all_kinds_have_a_heading(page):
    assert [each.value for each in page.header] == [
        "Pictures", "Tables", "Text", "Series", "Two inputs", "Points"]
    assert {dataset.kind for dataset in built_in.values()} == set(cards._ACROSS)


def test_a_card_counts_every_class(page):
    card = next(text for text in texts(page) if "<h3>SMS spam</h3>" in text)
    counts = [text.split("</span>")[0] for text in card.split("</div><span>")[1:]]
    ham, spam = (sum(int(each.replace(",", "")) for each in text.split(" + ")) for text in counts)
    assert (ham, spam) == (4827, 747)


def test_what_is_written_in_a_message_is_text_and_never_markup(page):
    card = next(text for text in texts(page) if "<h3>SMS spam</h3>" in text)
    told = card.split('<ul class="messages">')[1].split("</ul>")[0]
    assert told.count("<") == 4 * 4  # <li>, <b>, </b>, </li> of each message and nothing else


def test_every_data_set_can_be_trained_on_from_here(page):
    assert {button.key for button in page.button} == {f"train.{name}" for name in built_in}
    page.button(key="train.spiral").click().run()
    assert not page.exception and page.session_state["link"] == "data=spiral"
    assert page.get("bidi_component") and not page.header  # the first page is there
