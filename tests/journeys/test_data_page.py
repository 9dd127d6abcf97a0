"""All data sets, as a visitor looks through them and chooses one."""

from __future__ import annotations

import pytest

PATIENCE = 90  # seconds that a busy machine may need


def strange(visitor):
    """What the browser complains of; Streamlit asks beside the page for itself first, in vain."""
    return [each for each in visitor.errors if "404" not in each]


def open_data(visitor):
    visitor.page.get_by_role("link", name="Data", exact=True).click()
    visitor.page.get_by_role("heading", name="Pictures").wait_for(timeout=1000 * PATIENCE)
    visitor.idle()


def test_the_menu_leads_to_all_data_and_a_card_back_to_training(visit):
    visitor = visit("?data=xor(noise=10)")
    open_data(visitor)
    visitor.until(lambda: "/data?data=xor(noise=10)" in visitor.page.url, PATIENCE)
    visitor.page.reload()  # the experiment survives it
    visitor.page.get_by_role("heading", name="Series").wait_for(timeout=1000 * PATIENCE)
    visitor.page.get_by_role("link", name="Sequential", exact=True).click()
    visitor.until(lambda: visitor.page.url.endswith("/?data=xor(noise=10)"), PATIENCE)
    open_data(visitor)
    visitor.page.locator(".st-key-train-spiral button").first.click()
    visitor.until(lambda: visitor.page.url.endswith("/?data=spiral"), PATIENCE)
    visitor.until(lambda: visitor.epoch() == 0, PATIENCE)
    assert not strange(visitor)


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_shows_all_cards_without_scrolling_sideways(visit, dark):
    visitor = visit(width=390, height=844, dark=dark)
    visitor.page.goto(visitor.page.url.split("?")[0] + "data")
    visitor.page.get_by_role("heading", name="Points").wait_for(timeout=1000 * PATIENCE)
    visitor.idle()
    pictures = visitor.page.locator(".pictures img")
    visitor.until(lambda: pictures.count() == 60, PATIENCE)
    visitor.until(lambda: pictures.last.evaluate("each => each.naturalWidth") == 8, PATIENCE)
    assert visitor.page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert not strange(visitor)
