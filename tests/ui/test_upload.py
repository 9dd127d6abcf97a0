"""Data of one's own on the page: dropped, guessed, corrected, and asked for by a link."""

import time
from urllib.parse import unquote

import pytest

from playground.datasets.upload.plan import TablePlan
from playground.live.host import client, uploads
from playground.share import link
from playground.ui import bringing
from tests.datasets.test_upload_pictures import pets, zipped
from tests.datasets.test_upload_tables import penguins


def experiment(page):
    return link.read(page.session_state["link"]).experiment


def data_of(page) -> str:
    return unquote(page.session_state["link"].partition("&")[0].removeprefix("data="))


def notices(page) -> str:
    return " ".join(each.value.replace("\\", "") for each in page.warning)


def said(page) -> str:
    return " ".join(each.value.replace("\\", "") for each in page.caption)


def drop(page, name: str, data: bytes):
    page.get("file_uploader")[0].set_value((name, data, "")).run()
    assert not page.exception
    return page


def own(page):
    page.selectbox(key="data_group").set_value("own").run()
    assert not page.exception
    return page


def status(page, wanted: str):
    deadline = time.monotonic() + 60
    while (now := client.snapshot(page.session_state["run"], ())).status != wanted:
        assert time.monotonic() < deadline, now
        time.sleep(0.05)
    return now


def test_choosing_your_own_leaves_the_experiment_until_a_file_is_read(opened):
    page = own(opened())
    assert experiment(page).data.name == "circle" and page.get("file_uploader")
    page.selectbox(key="data_group").set_value("classes").run()
    assert experiment(page).data.name == "circle" and not page.get("file_uploader")


def test_a_dropped_table_is_guessed_and_trained(opened):
    page = drop(own(opened()), "penguins.csv", penguins(80))
    assert not page.warning
    mine = experiment(page)
    assert mine.dataset.class_names == ("Adelie", "Chinstrap", "Gentoo")
    assert mine.data.file == "penguins.csv" and "Biscoe" not in penguins(80)[:9].decode()
    status(page, "paused")
    for words in ("80 rows; species from 4 columns.", "id (it numbers the rows)",
                  "statistics of the training rows only"):
        assert words in said(page)


def test_dropped_pictures_are_trained(opened):
    page = drop(own(opened()), "pets.zip", zipped(pets(8)))
    assert experiment(page).dataset.class_names == ("cat", "dog")
    status(page, "paused")
    page.selectbox(key="data.own_pictures.size").set_value("32").run()
    assert experiment(page).form.shape == (32, 32, 1) and not page.warning
    status(page, "paused")
    assert "pets.zip: cat 8, dog 8." in said(page)


@pytest.mark.parametrize("name, data, word", [
    ("empty.csv", b"", "empty"), ("noise.csv", bytes(range(256)) * 30, "no text"),
    ("words.zip", zipped({"a/b.txt": b"x"}), "no picture"),
    ("book.xlsx", zipped({"xl/workbook.xml": b"<x/>"}), "spreadsheet")])
def test_a_bad_file_is_a_notice_and_the_experiment_survives(opened, name, data, word):
    page = own(opened(data="spiral"))
    before = page.session_state["link"]
    if data:
        drop(page, name, data)
        assert word in notices(page)
    assert page.session_state["link"] == before and uploads.of(page.session_state["run"]) is None


def test_a_table_that_cannot_be_learned_as_guessed_is_kept_to_be_corrected(opened):
    rows = "\n".join(["first,last", *(f"n{row},m{row}" for row in range(30))]).encode()
    page = drop(own(opened()), "names.csv", rows)
    assert "choose which one is the target" in notices(page)
    assert experiment(page).data.name == "circle"
    assert uploads.of(page.session_state["run"]).file == "names.csv"
    assert any(button.key == "own_columns" for button in page.button)


def test_the_columns_can_be_corrected(opened):
    page = drop(own(opened()), "penguins.csv", penguins(80))
    run = page.session_state["run"]
    plan = uploads.of(run).found.plan.with_column(4, role="target")
    part = bringing.use(run, plan)
    assert link.read(f"data={data_of(page)}").experiment.dataset.classes == 3
    assert part.target == "5=body mass" and uploads.of(run).found.plan == plan
    with pytest.raises(ValueError, match="choose which one is the target"):
        bringing.use(run, TablePlan(tuple(
            each for each in plan.with_column(4, role="ignored").columns)))
    assert uploads.of(run).found.plan == plan


def test_the_window_of_columns_opens_with_what_was_guessed(opened):
    page = drop(own(opened()), "penguins.csv", penguins(80))
    page.button(key="own_columns").click().run()
    assert not page.exception
    assert page.selectbox(key="own_reading.delimiter").value == "semicolon"
    assert page.selectbox(key="own_reading.decimal").value == "comma"
    page.button(key="own_use").click().run()
    assert not page.exception and experiment(page).dataset.classes == 3


def test_a_link_asks_for_its_file_and_takes_it_when_it_is_dropped(opened):
    data = data_of(drop(own(opened()), "penguins.csv", penguins(80)))
    page = opened(data=data)
    assert data_of(page) == data and not page.warning
    label = page.get("file_uploader")[0].proto.label.replace("\\", "").replace("\u2060", "")
    assert label == "This experiment needs the file penguins.csv; drop it here."
    assert "needs the file penguins.csv" in status(page, "failed").notes[0].text
    drop(page, "renamed.csv", penguins(80))
    assert data_of(page) == data and not page.warning
    status(page, "paused")


def test_another_file_than_the_link_asks_for_begins_a_new_experiment(opened):
    data = data_of(drop(own(opened()), "penguins.csv", penguins(80)))
    page = drop(opened(data=data), "others.csv", penguins(90))
    assert "others.csv is another file than penguins.csv" in notices(page).replace("\u2060", "")
    assert experiment(page).data.file == "others.csv"
    status(page, "paused")


def test_a_link_that_says_other_things_of_a_file_than_are_in_it_is_a_sentence(opened):
    data = data_of(drop(own(opened()), "penguins.csv", penguins(80)))
    page = drop(opened(data=data.replace("Adelie*", "")), "penguins.csv", penguins(80))
    assert "It is made for another file" in notices(page)
    page.button(key="dismiss").click().run()
    assert not page.warning  # it is not tried again at every look


def test_nobody_else_gets_the_rows(opened):
    data = data_of(drop(own(opened()), "penguins.csv", penguins(80)))
    stranger = opened(data=data)
    status(stranger, "failed")
    assert bringing.facts_of(stranger.session_state["run"], experiment(stranger)).ranges == (
        (0.0, 1.0),) * 6


def test_a_table_of_numbers_to_be_learned_has_every_tab(opened):
    rows = [f"{row},{row * 7 % 13},{row * 1000 + 7}.5" for row in range(60)]
    page = drop(own(opened()), "prices.csv", "\n".join(["a,b,price", *rows]).encode())
    mine = experiment(page)
    assert mine.dataset.task == "regression"
    assert bringing.facts_of(page.session_state["run"], mine).span == (7.5, 59007.5)
    for tab in ("Predictions", "Weights", "Try it", "Summary"):
        page.session_state["tab"] = tab
        page.run()
        assert not page.exception, tab
