"""The parts for examples in a real browser, over made-up frames: what is drawn, what is sent."""

import base64
import re
import time

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server
from tests.journeys.visitor import PATIENCE, area, drawn, shows, told, wait


@pytest.fixture(scope="module")
def parts():
    server = Server("tests/journeys/parts.py")
    yield server
    server.stop()


@pytest.fixture
def look_at(chromium, parts):
    """look_at("kind=image") opens the page with the parts; the browser must not complain."""
    contexts, complaints = [], []

    def look_at(query, **settings):
        settings.setdefault("viewport", {"width": 1440, "height": 1600})  # all parts are seen
        contexts.append(chromium.new_context(**settings))
        contexts[-1].set_default_timeout(1000 * PATIENCE)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda each: each.type == "error" and complaints.append(each.text))
        page.goto(f"{parts.url}/?{query}")
        page.locator(".stages .card").first.wait_for()
        page.wait_for_function("globalThis.layerPlayground?.frame?.get('example/input')")
        drawn(page)
        return page

    yield look_at
    for context in contexts:
        context.close()
    assert not complaints


def shapes_on(page):
    """What stands on the connections."""
    return [text.replace("\xa0", " ")
            for text in page.locator(".stages .shape").all_inner_texts()]


@pytest.mark.parametrize("kind, cards, shapes", [
    ("image", 7, ["28 × 28 × 1", "26 × 26 × 16", "13 × 13 × 16", "11 × 11 × 48", "5808", "64"]),
    ("table", 5, ["4", "16", "16", "8"]),
    ("text", 5, ["24", "24 × 16", "24 × 32", "32"]),
    ("series", 4, ["32 × 1", "32 × 8", "16"])])
def test_a_stack_is_drawn_stage_by_stage(look_at, kind, cards, shapes):
    page = look_at(f"kind={kind}")
    assert page.locator(".stages .card").count() == cards
    assert shapes_on(page) == shapes
    for canvas in page.locator(".stages .tiles canvas").all():
        shows(canvas, colours=5)
    if kind == "image":
        cut = page.locator(".stages .foot", has_text=re.compile(r"\d{3} of 5808 shown"))
        expect(cut).to_have_count(1)


def test_a_stack_that_breaks_says_so_where_it_does_and_draws_what_is_above(look_at):
    page = look_at("kind=image&broken=1")
    broken = page.get_by_role("group", name="Layer 3: Conv2D")
    assert "Conv2D expects height, width and channels" in broken.inner_text()
    assert shapes_on(page) == [
        "28 × 28 × 1", "26 × 26 × 16", "13 × 13 × 16", "", "", ""]
    assert page.locator(".stages .tiles").count() == 2
    assert page.locator(".stages .after .waits").count() == 3


def test_a_tile_is_looked_at_with_the_keyboard(look_at):
    page = look_at("kind=image")
    tiles = page.get_by_role("listbox", name="Layer 1: channels")
    tiles.focus()
    page.keyboard.press("ArrowRight")
    assert tiles.get_by_role("option").get_attribute("aria-label") == "Channel 2 of 16"
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name="1 Conv2D: Channel 2 of 16")
    card.get_by_text("Kernel").wait_for()
    shows(card.locator("canvas").first, colours=5)
    assert page.evaluate("layerPlayground.frame.header.look") == {
        "layer": 0, "unit": 1, "title": ""}
    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_a_layer_is_added_set_moved_and_removed_in_its_card(look_at):
    page = look_at("kind=image")
    page.get_by_role("button", name="Add a layer after layer 1", exact=True).click()
    page.keyboard.type("batch")
    page.keyboard.press("Enter")
    page.get_by_label("Filters in layer 3", exact=True).fill("12")
    page.keyboard.press("Enter")
    page.get_by_label("Activation of layer 5", exact=True).select_option("relu")
    for name in ("Move right", "Remove", "Settings"):
        page.get_by_role("button", name="Layer 2, MaxPooling2D: settings, move, remove").click()
        page.get_by_role("menuitem", name=name).click()
    edits = told(page, "edits", lambda edits: len(edits) == 6)
    assert [(each["do"], each["layer"], each["value"]) for each in edits] == [
        ("add", 1, "BatchNormalization"), ("units", 2, 12), ("activation", 4, "relu"),
        ("move", 1, 1), ("remove", 1, None), ("select", 1, None)]


def test_what_is_hidden_cannot_be_edited(look_at):
    page = look_at("kind=table&hide=layers,features")
    assert page.locator(".stages button:not(.title):not(.why)").count() == 0
    assert page.locator(".stages input, .stages select").count() == 0


def test_a_column_is_switched_on_where_its_value_is(look_at):
    page = look_at("kind=table")
    page.get_by_role("button", name="sepal width").click()
    edit, = told(page, "edits", len)
    assert (edit["do"], edit["value"], edit["on"]) == ("feature", "x1", True)


@pytest.mark.parametrize("kind", ["image", "text"])
def test_on_a_phone_the_cards_scroll_and_the_page_does_not(look_at, kind):
    page = look_at(f"kind={kind}", viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide, shown = page.locator(".stages .scroll").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert wide > shown


def test_the_example_is_stepped_through_and_says_what_is_right(look_at):
    page = look_at("kind=image")
    verdict = page.locator(".example .verdict")
    expect(verdict).to_have_text("✓ Right: the model says 0.")
    for _ in range(3):
        page.get_by_role("button", name="Next example").click()
    expect(verdict).to_have_text("✗ Wrong: the model says 9, it is 3.")
    page.get_by_role("button", name="Next mistake").click()
    expect(verdict).to_have_text("✗ Wrong: the model says 9, it is 5.")
    number = page.get_by_label("Number of the test example")
    number.fill("1e9")
    number.press("Enter")
    told(page, "index", lambda index: index == 299)
    number.fill("nonsense")
    number.blur()
    expect(number).to_have_value("300")


def test_the_gallery_is_filtered_sorted_turned_and_chosen_from(look_at):
    page = look_at("kind=image")
    expect(page.locator(".gallery .thumb")).to_have_count(24)
    page.get_by_role("radio", name="Mistakes").check()
    expect(page.locator(".gallery .total")).to_have_text(re.compile(r"^\d\d mistakes$"))
    expect(page.locator(".gallery .thumb:not(.mistake)")).to_have_count(0)
    page.get_by_role("radio", name="Right").check()
    expect(page.locator(".gallery .mistake")).to_have_count(0)
    page.get_by_label("Sort").select_option("unsure")
    page.get_by_role("button", name="Next page").click()
    asked = told(page, "gallery", lambda asked: asked["page"] == 1)
    assert asked == {
        "filter": "right", "true": None, "predicted": None, "sort": "unsure", "page": 1}
    page.wait_for_function("layerPlayground.frame.header.gallery.page === 1")
    drawn(page)
    card = page.locator(".gallery .thumb").first
    chosen = int(card.get_attribute("data-index"))
    card.click()
    told(page, "index", lambda index: index == chosen)
    expect(page.locator(".gallery .thumb[aria-current]")).to_have_count(1)


def test_a_cell_of_the_confusion_matrix_is_named_and_let_go(look_at):
    page = look_at("kind=image")
    page.evaluate("layerPlayground.send({do: 'gallery', filter: 'all', true: 3, predicted: 9, "
                  "sort: 'order', page: 0})")
    cell = page.locator(".gallery .cell")
    expect(cell).to_contain_text("true 3, predicted 9")
    cell.get_by_role("button").click()
    told(page, "gallery", lambda asked: asked["true"] is None)
    expect(cell).to_be_hidden()


def test_a_drawing_arrives_as_mnist_was_made(look_at):
    """A small drawing in a corner: 20 pixels long, its centre of mass at 14, 14 (LeCun's page)."""
    page = look_at("kind=image")
    page.locator(".pad .paper").scroll_into_view_if_needed()
    box = area(page.locator(".pad .paper"))
    page.mouse.move(box["x"] + 10, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 70, box["y"] + 12, steps=8)
    page.mouse.move(box["x"] + 40, box["y"] + 112, steps=8)
    page.mouse.up()
    page.wait_for_timeout(300)

    def seen():
        return page.locator(".pad .seen canvas").evaluate(
            "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data)"
            ".filter((_, k) => k % 4 === 0)")

    def is_whole(pixels):
        rows, across = (np.flatnonzero(np.reshape(pixels, (28, 28)).any(axis)) for axis in (1, 0))
        return rows.size and np.ptp(rows) + 1 in (20, 21) and np.ptp(across) + 1 < 20

    picture = np.reshape(wait(page, seen, is_whole), (28, 28))
    told(page, "own", lambda own: own and list(base64.b64decode(own)) == seen())
    middle = [(picture * at).sum() / picture.sum() for at in np.mgrid[:28, :28]]
    assert np.allclose(middle, 14, atol=0.51)
    assert 60 < picture.sum() / 255 < 140  # the test pictures have 34 to 240, 103 on average
    page.get_by_role("button", name="Clear").click()
    told(page, "own", lambda own: own is None)


def test_a_stroke_is_drawn_with_keys_and_taken_back(look_at):
    page = look_at("kind=image")
    page.get_by_role("application", name="Drawing pad").focus()
    page.keyboard.press("Space")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    told(page, "own", lambda own: own is not None)
    expect(page.locator(".pad .verdict")).to_have_text(re.compile("^The model says"))
    page.keyboard.press("Backspace")
    told(page, "own", lambda own: own is None)


def test_a_message_is_tried_as_it_is_typed(look_at):
    page = look_at("kind=text")
    field = page.get_by_label("Your message")
    began = time.monotonic()
    field.press_sequentially("call now to claim a free prize in our new competition today")
    expect(page.locator(".pad .verdict")).to_have_text("The model says spam.")
    sent, took = told(page, "sent", bool), time.monotonic() - began
    assert sent <= 1 + took / 0.05  # no more than one in 50 ms, however many keys are pressed
    field.fill("x" * 900)
    told(page, "own", lambda own: own == "x" * 500)


def test_a_row_is_tried_with_sliders(look_at):
    page = look_at("kind=table")
    slider = page.get_by_label("petal length", exact=True)
    expect(slider).to_have_value("4")  # as the test example that is chosen
    slider.focus()
    slider.press("End")
    own = told(page, "own", bool)
    assert own == [6.1, 2.8, 6.9, 1.3]
    expect(page.locator(".pad .verdict")).to_have_text("The model says virginica.")
    page.get_by_role("button", name="Back to the test example").click()
    told(page, "own", lambda own: own is None)


def test_why_an_answer_is_given_is_said_by_word_and_by_column(look_at):
    page = look_at("kind=text")
    expect(page.locator(".why .said")).to_have_text("Test example 1: why does the model say spam?")
    first = page.locator(".why .strongest li").first
    expect(first).to_have_text(re.compile(r"^\w+ speaks (for|against) it: without it odds"))
    page = look_at("kind=table")
    rows = page.locator(".why .way").first.locator(".column")
    expect(rows).to_have_count(4)
    tops = {row.inner_text().split("\n")[0]: area(row)["y"] for row in rows.all()}
    assert sorted(tops, key=tops.get)[0] == "petal width"  # the strongest stands first
    assert "+10.0 points" in page.locator(".why .way").last.inner_text()


@pytest.mark.parametrize("kind, ways", [("image", 2), ("series", 2)])
def test_why_is_painted(look_at, kind, ways):
    page = look_at(f"kind={kind}")
    expect(page.locator(".why canvas")).to_have_count(ways)
    for canvas in page.locator(".why canvas").all():
        shows(canvas, colours=2)
