"""All data sets, as a visitor looks through them and chooses one."""

from __future__ import annotations

import pytest


def strange(visitor):
    """What the browser complains of; Streamlit asks beside the page for itself first, in vain."""
    return [each for each in visitor.errors if "404" not in each]


def open_data(visitor):
    visitor.page.get_by_role("link", name="Data", exact=True).click()
    visitor.page.get_by_role("heading", name="Pictures").wait_for()
    visitor.idle()


def test_the_menu_leads_to_all_data_and_a_card_back_to_training(visit):
    visitor = visit("?data=xor(noise=10)")
    open_data(visitor)
    visitor.until(lambda: "/data?data=xor(noise=10)" in visitor.page.url)
    visitor.page.reload()  # the experiment survives it
    visitor.page.get_by_role("heading", name="Series").wait_for()
    visitor.page.get_by_role("link", name="Sequential", exact=True).click()
    visitor.until(lambda: visitor.page.url.endswith("/?data=xor(noise=10)"))
    open_data(visitor)
    visitor.page.locator(".st-key-train-spiral button").first.click()
    visitor.until(lambda: visitor.page.url.endswith("/?data=spiral"))
    visitor.until(lambda: visitor.epoch() == 0)
    assert not strange(visitor)


BEFORE_THE_ANSWER = """
document.querySelector(".st-key-new_weights button").click();
setTimeout(() => {
  const until = performance.now() + 1500;
  while (performance.now() < until); // Python has answered by now, and nobody has read it
  [...document.querySelectorAll("a")].find((each) => each.innerText.trim() === "Data").click();
}, 30);
"""


def test_a_page_that_was_left_comes_back_before_a_change_is_answered(visit):
    visitor = visit("?data=xor")
    open_data(visitor)
    visitor.page.get_by_role("link", name="Sequential", exact=True).click()
    visitor.until(lambda: visitor.page.url.endswith("/?data=xor"))
    visitor.until(lambda: visitor.epoch() == 0)
    visitor.page.evaluate(BEFORE_THE_ANSWER)
    visitor.page.locator(".st-key-train-spiral button").first.click()
    visitor.until(lambda: "/?data=spiral&seed=" in visitor.page.url)


IN_HASTE = """
const setItem = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  setItem.call(this, key, value);
  if (key !== "layerPlayground.run" || globalThis.clicked) return;
  globalThis.clicked = true; // just before the page asks for the run that it had
  [...document.querySelectorAll("a")].find((each) => each.innerText.trim() === "Code").click();
};
"""


def test_a_click_on_the_menu_is_not_lost_while_a_tab_comes_back(visit):
    visitor = visit("data?data=xor(noise=10)", patience=0)
    visitor.page.add_init_script(IN_HASTE)
    visitor.page.reload()
    visitor.until(lambda: "/code?" in visitor.page.url and visitor.epoch() == 0)


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_shows_all_cards_without_scrolling_sideways(visit, dark):
    visitor = visit(width=390, height=844, dark=dark)
    visitor.page.goto(visitor.page.url.split("?")[0] + "data")
    visitor.page.get_by_role("heading", name="Points").wait_for()
    visitor.idle()
    pictures = visitor.page.locator(".pictures img")
    visitor.until(lambda: pictures.count() == 76)
    visitor.until(lambda: pictures.last.evaluate("each => each.naturalWidth") == 58)  # a pair
    assert visitor.page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert not strange(visitor)
