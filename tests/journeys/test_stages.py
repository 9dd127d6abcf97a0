"""A stack over pictures on the real page: it breaks, says where, and is mended in its cards."""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import shows


def test_a_stack_that_breaks_is_drawn_above_the_break_and_mended_where_it_broke(visit):
    visitor = visit("?data=digits&model=[Conv2D(4,3,relu),Flatten,Dense(8,relu)]&batch_size=16")
    page = visitor.page

    def move(title, way):
        page.get_by_role("button", name=f"{title}: settings, move, remove").click()
        page.get_by_role("menuitem", name=way).click()

    move("Layer 1, Conv2D", "Move right")
    broken = page.locator(".stages .card.broken")
    expect(broken).to_contain_text("Conv2D, expects pictures")
    visitor.until(lambda: visitor.header().get("status") == "failed" and visitor.array("example/0"))
    expect(page.locator(".runbar .losses output.test")).to_have_text("–")
    shows(page.locator(".stages .tiles canvas").first, colours=5)
    move("Layer 2, Conv2D", "Move left")
    expect(broken).to_have_count(0)
    visitor.until(lambda: visitor.array("example/output"))
    filters = page.get_by_label("Filters in layer 1", exact=True)
    filters.fill("6")
    filters.press("Enter")
    visitor.until(lambda: len(visitor.array("example/0") or []) == 6 * 6 * 6)
    expect(page).to_have_url(re.compile(r"Conv2D\(6"))
    assert not visitor.errors
