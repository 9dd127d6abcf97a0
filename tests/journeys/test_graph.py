"""The graph in a real browser, over made-up frames: what is drawn, what is sent."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server
from tests.journeys.visitor import PATIENCE, area, drawn, shows, told, wait


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
        contexts[-1].set_default_timeout(1000 * PATIENCE)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda each: each.type == "error" and complaints.append(each.text))
        page.goto(f"{parts.url}/?{query}")
        page.locator(".graph .box").first.wait_for()
        drawn(page)
        return page

    yield look_at
    for context in contexts:
        context.close()
    assert not complaints, complaints


def box(page, name):
    return page.locator(f'.graph .box[data-name="{name}"]')


def place_of(page, name):
    """Where a box stands in the graph, whatever is seen of it."""
    return box(page, name).evaluate("box => [box.offsetLeft, box.offsetTop]")


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
        shows(canvas, colours=5)
    expect(box(page, "y")).to_contain_text("2,320 parameters")
    expect(box(page, "added")).to_have_attribute(
        "aria-label", "added: Add. It puts out 26×26×16. From x, y_1. To pooled")
    edges = area(page.locator(".graph .viewport"))
    for each in page.locator(".graph .box").all():  # it fits
        at = area(each)
        assert edges["x"] < at["x"] and at["x"] + at["width"] < edges["x"] + edges["width"]
        assert edges["y"] < at["y"] and at["y"] + at["height"] < edges["y"] + edges["height"]


def test_a_graph_that_trains_and_whose_boxes_are_not_known_is_asked_for_once_more(look_at):
    page = look_at("graph=residual&reading=1")
    told(page, "events", lambda events: [each["do"] for each in events] == ["again"])
    page.wait_for_timeout(500)
    assert len(told(page, "events", lambda events: events)) == 1
    assert not told(look_at("graph=residual"), "events", lambda events: events is not None)


def test_over_points_every_unit_is_its_own_map(look_at):
    page = look_at("graph=points")
    for canvas in page.locator(".graph .tiles canvas").all():
        shows(canvas, colours=50)


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
    view, before = area(page.locator(".graph .viewport")), area(box(page, "x_1"))
    page.mouse.move(view["x"] + 20, view["y"] + 20)
    page.mouse.down()
    page.mouse.move(view["x"] + 120, view["y"] + 60, steps=5)
    page.mouse.up()
    after = area(box(page, "x_1"))
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((100, 40), abs=2)
    assert told(page, "events", lambda events: True) == []  # moving chooses nothing
    page.keyboard.press("0")
    assert scale(page) <= start
    page.mouse.wheel(0, 300)
    wait(page, lambda: scale(page) < start)  # the keyboard is in it, so the wheel is the graph's


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


def text_of(page, condition):
    """The code that the edits have made, once it is so."""
    return told(page, "text", condition)


def test_a_residual_block_is_built_by_keyboard_alone(look_at):
    page = look_at("graph=edit")
    box(page, "inputs").focus()
    page.keyboard.press("ArrowRight")
    for letters, name in (("add", "added"), ("layernorm", "layer_normalization")):
        page.keyboard.press("a")
        page.keyboard.type(letters)
        page.keyboard.press("Enter")
        expect(box(page, name)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(box(page, "x")).to_be_focused()
    page.keyboard.press("m")  # a box on the line from x to added
    page.get_by_role("menuitem", name="Add on the line to added").press("Enter")
    page.keyboard.type("dense")
    page.keyboard.press("Enter")
    expect(box(page, "dense")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("c")
    expect(page.locator(".graph [role=status]")).to_contain_text("From x to dense?")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    text = text_of(page, lambda text: "Add()([dense, x])" in text)
    assert "layer_normalization = keras.layers.LayerNormalization()(added)" in text
    page.keyboard.press("Control+z")
    text_of(page, lambda text: "Add()([dense])" in text)
    page.keyboard.press("Control+y")
    text_of(page, lambda text: "Add()([dense, x])" in text)


def test_a_graph_is_changed_with_the_mouse_alone(look_at):
    page = look_at("graph=edit")
    page.locator(".graph .line").nth(1).locator(".hit").click(force=True)
    page.get_by_role("button", name="Add a box between x and outputs").click()
    page.get_by_role("menuitem", name="Concatenate").click()
    text_of(page, lambda text: "joined = keras.layers.Concatenate()([x])" in text)
    expect(box(page, "joined")).to_have_class("box layer chosen selected")
    dot, target = area(box(page, "inputs").locator(".handle")), area(box(page, "joined"))
    page.mouse.move(dot["x"] + 6, dot["y"] + 6)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 30, steps=6)
    expect(box(page, "joined")).to_have_class("box layer chosen selected target")
    page.mouse.up()
    text_of(page, lambda text: "Concatenate()([x, inputs])" in text)
    box(page, "x").click()
    page.get_by_role("button", name="Delete").click()
    text = text_of(page, lambda text: "Concatenate()([inputs, inputs])" in text)
    assert "x = " not in text
    page.get_by_role("button", name="Undo").click()
    text_of(page, lambda text: "Concatenate()([x, inputs])" in text)
    box(page, "x").click()
    page.get_by_role("button", name="+ Add").click()
    page.get_by_role("menuitem", name="Output").click()
    text_of(page, lambda text: "keras.Model(inputs, [outputs, x])" in text)


def test_boxes_are_copied_shared_folded_and_unfolded(look_at):
    page = look_at("graph=edit")
    box(page, "x").click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Use the layer once more").click()
    text_of(page, lambda text: "x_1 = dense_layer(None)" in text)
    expect(page.locator(".graph .shared")).to_have_text(["shared 1", "shared 1"])
    expect(box(page, "x_1")).to_contain_text("not connected yet")
    page.keyboard.press("Control+z")
    box(page, "x").click()
    box(page, "outputs").click(modifiers=["Shift"])
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Paste").click()
    text = text_of(page, lambda text: "outputs_1" in text)
    assert "x_1 = keras.layers.Dense(3)(None)\noutputs_1 = keras.layers.Dense(2)(x_1)" in text
    page.keyboard.press("Control+z")
    box(page, "x").click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Fold into one box").click()
    text = text_of(page, lambda text: 'block = keras.Model(block_input, x, name="block")' in text)
    assert "block_output = block(inputs)" in text
    expect(box(page, "block_output")).to_contain_text("a model of 1 box")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Unfold").click()
    text_of(page, lambda text: "block" not in text)
    box(page, "outputs").click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Fold into one box").click()
    assert "shape of x is not known" in told(page, "problem", bool)


def test_a_box_is_moved_with_the_mouse_and_with_alt_and_stays_there(look_at):
    page = look_at("graph=edit")
    at = area(box(page, "x"))
    page.mouse.move(at["x"] + 50, at["y"] + 20)
    page.mouse.down()
    page.mouse.move(at["x"] + 70, at["y"] + 120, steps=6)
    page.mouse.up()
    event = told(page, "events", len)[-1]
    assert event["do"] == "move" and list(event["places"]) == ["x"]
    page.wait_for_timeout(600)
    moved = place_of(page, "x")
    start = place_of(page, "outputs")
    box(page, "outputs").evaluate("""box => { for (let press = 0; press < 3; press += 1) {
        box.dispatchEvent(new KeyboardEvent(
          "keydown", { key: "ArrowDown", altKey: true, bubbles: true })) } }""")
    told(page, "events", lambda events: list(events[-1]["places"]) == ["outputs"])
    box(page, "outputs").press("Alt+ArrowDown")
    events = told(page, "events", lambda events: len(events) == 3)
    assert [each["places"].get("outputs") for each in events] == [  # three presses, one move
        None, [start[0], start[1] + 36], [start[0], start[1] + 48]]
    assert place_of(page, "x") == moved == event["places"]["x"]
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Arrange anew").click()
    told(page, "events", lambda events: events[-1]["do"] == "arrange")


def test_what_cannot_be_done_is_told_and_changes_nothing(look_at):
    page = look_at("graph=edit")
    box(page, "outputs").click()
    page.keyboard.press("c")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    told(page, "problem", lambda problem: "circle" in problem)


def test_a_graph_to_look_at_has_no_tools(look_at):
    page = look_at("graph=residual")
    assert page.locator(".graph .tools button, .graph .handle").count() == 0
    box(page, "y").focus()
    page.keyboard.press("Delete")
    page.keyboard.press("a")
    assert told(page, "events", lambda events: True) == []
