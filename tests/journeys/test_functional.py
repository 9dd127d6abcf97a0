"""The graph on the real page: a template is trained, changed, broken, mended and shared."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from playground.share import link
from tests.journeys.visitor import shows


def box(page, name):
    return page.locator(f'.graph .box[data-name="{name}"]').first


def test_a_template_is_trained_changed_and_opened_again_from_its_link(visit):
    visitor = visit("functional?" + "data=circle")
    page = visitor.page
    page.get_by_role("combobox", name="a graph").click()
    page.get_by_role("option", name="Residual network").click()
    expect(page.get_by_text("learn only what is to be added")).to_be_visible()
    visitor.until(lambda: visitor.array("maps/2"))
    shows(box(page, "added").locator("canvas"), colours=20)
    visitor.play()
    visitor.until(lambda: visitor.epoch() > 3)
    page.get_by_role("button", name="Gradient", exact=True).click()
    expect(page.get_by_text("how the answer there would change")).to_be_visible()
    expect(box(page, "y")).to_contain_text("∇ kernel")
    visitor.until(lambda: visitor.array("gradient/2"))
    page.get_by_role("button", name="Gradient", exact=True).click()
    box(page, "y").click()
    units = page.get_by_role("spinbutton", name=re.compile("^Units"))
    units.fill("12")
    units.press("Enter")
    expect(box(page, "y")).to_contain_text("12 units")
    visitor.until(lambda: len(visitor.array("maps/1") or []) % 12 == 0)
    page.get_by_role("button", name="Delete").click()  # y hands on what it took
    expect(page.locator('.graph .box[data-name="y"]')).to_have_count(0)
    expect(box(page, "added")).to_contain_text("→ 16")
    page.get_by_role("button", name="Undo").click()
    expect(box(page, "y")).to_contain_text("12 units")
    visitor.until(lambda: "y = keras.layers.Dense(12" in link.read(
        urlsplit(page.url).query).experiment.code)
    again = visit("functional?" + urlsplit(page.url).query)
    expect(box(again.page, "y")).to_contain_text("12 units")
    assert not [each for each in visitor.errors if "404" not in each]


def test_a_graph_that_breaks_says_why_at_its_box_and_is_mended_there(visit):
    visitor = visit("functional?data=xor")
    page = visitor.page
    first = page.locator(".graph .box.layer").first
    first.click()
    page.get_by_role("button", name="+ Add").click()
    page.get_by_role("menuitem", name="Subtract").click()
    broken = page.locator(".graph .box.broken")
    expect(broken).to_contain_text("It breaks here")
    expect(page.locator(".graph .box.waits")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(broken).to_have_count(0)
    visitor.until(lambda: visitor.array("maps/0"))


def test_a_second_output_is_added_by_keyboard_and_told_what_it_learns(visit):
    visitor = visit("functional?data=digits&model=[Flatten,Dense(24,relu)]&optimizer=Adam(0.01)"
                    "&batch_size=32")
    page = visitor.page
    box(page, "dense").focus()
    page.keyboard.press("a")
    page.keyboard.type("output")
    page.keyboard.press("Enter")
    expect(box(page, "output 2")).to_contain_text("→ 24")
    expect(page.get_by_text("the output dense is compared with is not known").first).to_be_visible()
    box(page, "dense").focus()
    page.keyboard.press("m")
    page.get_by_role("menuitem", name="Add on the line to Output 2").press("Enter")
    page.keyboard.type("dense")
    page.keyboard.press("Enter")
    units = page.get_by_role("spinbutton", name=re.compile("^Units"))
    expect(units).to_have_count(1)  # two, as long as one box's go and the other's come
    expect(units).to_have_value("4")
    visitor.idle()
    units.fill("1")
    units.press("Enter")
    expect(box(page, "output 2")).to_contain_text("→ 1")
    box(page, "output 2").focus()
    page.keyboard.press("Enter")
    for label, choice, written in (
            ("Compared with", "y_train > 4", "fit(x_train, [y_train, y_train > 4])"),
            ("Loss", "mean_absolute_error", '"mean_absolute_error"]')):
        page.get_by_role("combobox", name=re.compile(label)).last.click()
        page.get_by_role("option", name=choice, exact=True).click()
        visitor.until(lambda: written in link.read(urlsplit(page.url).query).experiment.code)
    visitor.until(lambda: visitor.header().get("loss") is not None)
    visitor.play()
    visitor.until(lambda: visitor.epoch() >= 3)
    visitor.until(lambda: len(visitor.array("history/val_loss/1") or []) > 2)
    assert visitor.array("history/val_metric/1")[-1] > 0.7  # low and high digits told apart
    assert not [each for each in visitor.errors if "404" not in each]


def test_a_template_of_two_inputs_is_trained_tried_and_opened_again_from_its_link(visit):
    visitor = visit("functional?" + "data=circle")
    page = visitor.page
    page.get_by_role("combobox", name="a graph").click()
    page.get_by_role("option", name="Picture and question").click()
    visitor.until(lambda: visitor.array("example/input/question"))
    question, verdict = page.locator(".example .asked"), page.locator(".example .verdict")
    visitor.button("Step one batch").click()
    visitor.button("Next example").click()
    visitor.until(lambda: visitor.example().get("index") == 1)
    expect(question).to_have_text(visitor.example()["text"])
    expect(verdict).to_have_text(re.compile("^(✓ Right|✗ Wrong): the model says (yes|no)"))
    shows(box(page, "picture").locator("canvas"), colours=20)
    as_it_was = visitor.array("example/input/picture")

    visitor.open_tab("Try it")
    menu = page.get_by_label("One that it learned from")
    menu.select_option("Is it even?")
    expect(question).to_have_text("Is it even?")
    expect(box(page, "question").locator(".token")).to_have_text(["Is", "it", "even", "?"])
    page.get_by_label("Or in your own words").fill("Is it a nice five?")
    expect(box(page, "question").locator(".token.unknown")).to_have_text(["nice"])
    expect(page.locator(".pad .verdict")).to_have_text(re.compile("^The model says (yes|no)"))
    assert visitor.array("example/input/picture") == as_it_was  # what is not replaced stays
    page.get_by_role("application", name="Drawing pad: picture").focus()
    page.keyboard.press("Space")
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    visitor.until(lambda: visitor.array("example/input/picture") != as_it_was)
    menu.select_option("as in the test example")
    visitor.button("Clear").click()
    visitor.until(lambda: visitor.example().get("own") is False)
    visitor.until(lambda: visitor.array("example/input/picture") == as_it_was)

    again = visit("functional?" + urlsplit(page.url).query)
    expect(box(again.page, "question").locator(".token").first).to_have_text("Is")
    assert not [each for each in visitor.errors + again.errors if "404" not in each]
