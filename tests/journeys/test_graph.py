"""The graph in a real browser, over made-up frames: what is drawn, what is sent."""

import json
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server
from tests.journeys.test_parts import painted

expect.set_options(timeout=20_000)  # another test may have the machine for a while


@pytest.fixture(scope="module")
def parts():
    server = Server("tests/journeys/graph_parts.py")
    yield server
    server.stop()


@pytest.fixture
def look_at(chromium, parts):
    """look_at("graph=residual") opens the page with the graph; the browser must not complain."""
    contexts, complaints = [], []

    def look_at(query, **settings):
        settings.setdefault("viewport", {"width": 1440, "height": 900})
        contexts.append(chromium.new_context(**settings))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda each: each.type == "error" and complaints.append(each.text))
        page.goto(f"{parts.url}/?{query}")
        page.locator(".graph .box").first.wait_for(timeout=30_000)
        page.wait_for_function("globalThis.layerPlayground?.frame")
        page.wait_for_timeout(300)
        return page

    yield look_at
    for context in contexts:
        context.close()
    assert not complaints


def box(page, name):
    return page.locator(f'.graph .box[data-name="{name}"]')


def told(page, name, condition):
    """What the page's script was told, once it is so."""
    deadline = time.monotonic() + 15
    while not condition(found := json.loads(page.locator(".st-key-done").inner_text())[name]):
        assert time.monotonic() < deadline, found
        page.wait_for_timeout(50)
    return found


def scale(page):
    return page.locator(".graph .world").evaluate(
        "world => new DOMMatrix(getComputedStyle(world).transform).a")


def test_a_residual_graph_is_drawn_with_its_shapes_and_what_it_makes_of_the_example(look_at):
    page = look_at("graph=residual")
    expect(page.locator(".graph .box")).to_have_count(8)
    shapes = page.locator(".graph .line text").all_text_contents()
    assert sorted(shapes) == ["10", "16", "26×26×16", "26×26×16", "26×26×16", "26×26×16",
                              "26×26×16", "28×28×1"]
    for canvas in page.locator(".graph .tiles canvas").all():
        assert painted(canvas) > 5
    expect(box(page, "y")).to_contain_text("2,320 parameters")
    expect(box(page, "added")).to_have_attribute(
        "aria-label", "added: Add. It puts out 26×26×16. From x, y_1. To pooled")
    edges = page.locator(".graph .viewport").bounding_box()
    for each in page.locator(".graph .box").all():  # it fits
        at = each.bounding_box()
        assert edges["x"] < at["x"] and at["x"] + at["width"] < edges["x"] + edges["width"]
        assert edges["y"] < at["y"] and at["y"] + at["height"] < edges["y"] + edges["height"]


def test_over_points_every_unit_is_its_own_map(look_at):
    page = look_at("graph=points")
    for canvas in page.locator(".graph .tiles canvas").all():
        assert painted(canvas) > 50


def test_what_is_shared_and_which_output_is_meant_can_be_read(look_at):
    page = look_at("graph=ends")
    expect(page.locator(".graph .box .shared")).to_have_text(["shared 1", "shared 1"])
    box(page, "embedded").hover()
    expect(box(page, "embedded_1")).to_have_class("box layer twin same")
    titles = page.locator(".graph .line title").all_text_contents()
    assert "From read, its output 3 to state, as input 2: 32" in titles


def test_a_graph_that_breaks_says_where_and_what_waits(look_at):
    page = look_at("graph=broken")
    expect(page.locator(".graph .broken")).to_have_count(1)
    expect(box(page, "added")).to_contain_text("It breaks here")
    expect(box(page, "added")).to_contain_text("26×26×16 and 24×24×16 came")
    expect(page.locator(".graph .box.waits")).to_have_count(3)
    expect(box(page, "outputs")).to_contain_text("waits")
    assert page.locator(".graph .line text").count() == 5  # nothing passes after it


def test_the_arrow_keys_follow_the_lines_and_enter_chooses(look_at):
    page = look_at("graph=residual")
    box(page, "inputs").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(box(page, "y")).to_be_focused()  # straight on, not the long way around
    page.keyboard.press("Enter")
    told(page, "chosen", lambda chosen: chosen == "y")
    expect(box(page, "y")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowLeft")
    expect(box(page, "x")).to_be_focused()
    page.keyboard.press("Escape")
    told(page, "chosen", lambda chosen: chosen is None)
    assert page.locator(".graph .box[tabindex='0']").count() == 1


def test_it_is_zoomed_moved_and_fitted_again(look_at):
    page = look_at("graph=many")
    start = scale(page)
    box(page, "x_1").focus()
    page.keyboard.press("+")
    assert scale(page) == pytest.approx(1.25 * start, rel=1e-3)
    page.get_by_role("button", name="Smaller").click()
    assert scale(page) == pytest.approx(start, rel=1e-3)
    view = page.locator(".graph .viewport").bounding_box()
    before = box(page, "x_1").bounding_box()
    page.mouse.move(view["x"] + 20, view["y"] + 20)
    page.mouse.down()
    page.mouse.move(view["x"] + 120, view["y"] + 60, steps=5)
    page.mouse.up()
    after = box(page, "x_1").bounding_box()
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((100, 40), abs=2)
    assert told(page, "events", lambda events: True) == []  # moving chooses nothing
    page.keyboard.press("0")
    assert scale(page) <= start
    page.mouse.wheel(0, 300)
    assert scale(page) < start  # the keyboard is in it, so the wheel is the graph's


def test_choosing_with_the_mouse_tells_the_page(look_at):
    page = look_at("graph=residual")
    box(page, "y").click()
    event, = told(page, "events", len)
    assert (event["do"], event["name"]) == ("choose", "y")
    page.locator(".graph .viewport").click(position={"x": 8, "y": 8})
    told(page, "chosen", lambda chosen: chosen is None)


def test_on_a_phone_it_can_be_read_and_the_page_does_not_scroll_sideways(look_at):
    page = look_at("graph=ends", viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert scale(page) >= 0.8
    expect(box(page, "left")).to_be_in_viewport()
    box(page, "left").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(box(page, "both")).to_be_in_viewport()
