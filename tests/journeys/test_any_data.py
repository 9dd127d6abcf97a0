"""Pictures, tables, words and series: from choosing them to a trained model and a tried example."""

import numpy as np
import pytest

from tests.journeys.visitor import area

TRAINED = {  # link -> the test accuracy, or error, that a minute's training surely passes
    "?data=digits": 0.9, "?data=iris": 0.85, "?data=sms_spam(words=1000,length=24)": 0.9,
}


@pytest.mark.parametrize("link, aim", TRAINED.items())
def test_a_data_set_is_opened_trained_and_looked_at(visit, link, aim):
    visitor = visit(link)
    page = visitor.page
    page.get_by_role("button", name="Play").first.click()
    visitor.until(lambda: (visitor.header().get("val_metric") or 0) > aim)
    assert visitor.example()["index"] == 0
    page.get_by_role("button", name="Next example").first.click()
    visitor.until(lambda: visitor.example().get("index") == 1)
    page.get_by_text("Predictions", exact=True).first.click()
    visitor.until(lambda: visitor.header().get("gallery", {}).get("total", 0) > 20)
    assert not visitor.errors


def test_another_kind_of_data_brings_its_own_model_and_link(visit):
    visitor = visit("?data=circle")
    page = visitor.page
    page.locator(".st-key-data_group [role=combobox]").click()
    page.get_by_role("option", name="Tables", exact=True).click()
    visitor.until(lambda: "data=iris" in page.url)
    visitor.until(lambda: visitor.example().get("count") == 30)
    again = visit("?" + page.url.partition("?")[2])
    assert again.header()["structure"] == visitor.header()["structure"]
    assert not visitor.errors and not again.errors


def test_a_stack_that_does_not_fit_says_where(visit):
    visitor = visit("?data=digits&model=[Dense(8,relu)]", patience=0)
    page = visitor.page
    visitor.until(lambda: page.get_by_text("expects one row of numbers").count())
    visitor.until(lambda: visitor.header().get("status") == "failed")


def test_a_drawn_digit_goes_through_the_network(visit):
    visitor = visit("?data=digits")
    page = visitor.page
    page.get_by_text("Try it", exact=True).first.click()
    box = area(page.locator(".pad canvas").first)
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.8 * box["height"], steps=6)
    page.mouse.up()
    visitor.until(lambda: visitor.example().get("own"))
    ink = visitor.array("example/input")
    assert len(ink) == 64 and max(ink) > 100
    assert not visitor.errors


def test_points_are_drawn_on_the_map_while_it_trains(visit):
    visitor = visit("?data=drawn")
    page = visitor.page
    page.get_by_role("button", name="Play").first.click()
    visitor.until(lambda: visitor.epoch() > 5)
    before, epoch = page.url, visitor.epoch()
    plane = area(page.locator(".st-key-output_map .nsewdrag"))
    page.mouse.click(plane["x"] + 0.3 * plane["width"], plane["y"] + 0.3 * plane["height"])
    visitor.until(lambda: page.url != before)
    assert len(page.url) == len(before) + 3  # one point more
    visitor.until(lambda: visitor.epoch() > epoch + 5)  # and nothing began anew
    page.get_by_role("button", name="Clear").click()
    visitor.until(lambda: "more" in page.locator(".words").inner_text())
    assert not visitor.errors


def rows_of_birds():
    """A table as people keep them: an index, gaps, a category, and what is to be learned in words.

    The sizes are spread about the means of three species of penguins (Gorman, Williams and Fraser,
    2014: bill length and depth in mm, body mass in g).
    """
    rng = np.random.default_rng(4)
    means = {"Adelie": (38.8, 18.3, 3700), "Chinstrap": (48.8, 18.4, 3730),
             "Gentoo": (47.5, 15.0, 5080)}
    lines = ["id;species;bill length (mm);bill depth (mm);mass [g];sex"]
    for number in range(240):
        species = list(means)[number % 3]
        length, depth, mass = rng.normal(means[species], (1.6, 0.6, 250))
        gap = number % 17 == 0
        sex = "" if gap else rng.choice(["male", "female"])
        lines.append(f"{number};{species};{length:.1f};{'NA' if gap else f'{depth:.1f}'};"
                     f"{mass:.0f};{sex}")
    return "\n".join(lines).encode()


def test_a_table_of_one_s_own_is_dropped_trained_and_asked_for_by_its_link(visit):
    visitor = visit("?data=circle")
    page = visitor.page
    page.locator(".st-key-data_group [role=combobox]").click()
    page.get_by_role("option", name="Your own", exact=True).click()
    file = {"name": "birds.csv", "mimeType": "text/csv", "buffer": rows_of_birds()}
    page.locator("input[type=file]").first.set_input_files(file)
    visitor.until(lambda: visitor.example().get("count"))
    assert "bill" in visitor.header()["structure"]
    page.get_by_role("button", name="Play").first.click()
    visitor.until(lambda: (visitor.header().get("val_metric") or 0) > 0.9)
    assert not visitor.errors

    friend = visit("?" + page.url.partition("?")[2], patience=0)
    friend.until(lambda: friend.page.get_by_text("birds.csv").count())
    friend.page.locator("input[type=file]").first.set_input_files(file)
    friend.until(lambda: friend.example().get("count"))
    assert friend.header()["structure"] == visitor.header()["structure"]
