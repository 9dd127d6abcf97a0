"""The parts for examples in a real browser, over made-up frames: what is drawn, what is sent."""

import json
import time

import pytest

from tests.journeys.conftest import Server


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
        settings.setdefault("viewport", {"width": 1440, "height": 900})
        contexts.append(chromium.new_context(**settings))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda each: each.type == "error" and complaints.append(each.text))
        page.goto(f"{parts.url}/?{query}")
        page.locator(".stages .card").first.wait_for(timeout=30_000)
        page.wait_for_function("globalThis.layerPlayground?.frame?.get('example/input')")
        page.wait_for_timeout(150)
        return page

    yield look_at
    for context in contexts:
        context.close()
    assert not complaints


def painted(locator):
    """How many different colours a canvas shows."""
    return locator.evaluate(
        "canvas => new Set(new Uint32Array(canvas.getContext('2d').getImageData("
        "0, 0, canvas.width, canvas.height).data.buffer)).size")


def told(page, name, condition):
    """What the page's script was told, once it is so."""
    deadline = time.monotonic() + 15
    while not condition(found := json.loads(page.locator(".st-key-done").inner_text())[name]):
        assert time.monotonic() < deadline, found
        page.wait_for_timeout(50)
    return found


@pytest.mark.parametrize("kind, cards, shapes", [
    ("image", 7, ["28 × 28 × 1", "26 × 26 × 16", "13 × 13 × 16", "11 × 11 × 48", "5808", "64"]),
    ("table", 5, ["4", "16", "16", "8"]),
    ("text", 5, ["24", "24 × 16", "24 × 32", "32"]),
    ("series", 4, ["32 × 1", "32 × 8", "16"])])
def test_a_stack_is_drawn_stage_by_stage(look_at, kind, cards, shapes):
    page = look_at(f"kind={kind}")
    assert page.locator(".stages .card").count() == cards
    assert page.locator(".stages .shape").all_inner_texts() == shapes
    for canvas in page.locator(".stages .tiles canvas").all():
        assert painted(canvas) > 5
    if kind == "image":
        assert "512 of 5808 shown" in page.locator(".stages .foot").all_inner_texts()


def test_a_stack_that_breaks_says_so_where_it_does_and_draws_what_is_above(look_at):
    page = look_at("kind=image&broken=1")
    broken = page.get_by_role("group", name="Layer 3: Conv2D")
    assert "Conv2D expects height, width and channels" in broken.inner_text()
    assert page.locator(".stages .shape").all_inner_texts() == [
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
    assert painted(card.locator("canvas").first) > 5
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
