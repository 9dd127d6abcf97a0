"""How predictions are judged, in a real browser."""

from tests.journeys.visitor import area, wait


def test_a_cell_of_the_confusion_matrix_shows_its_examples(visit):
    visitor = visit("?data=digits&model=[Flatten]")
    visitor.open_tab("Predictions")
    confusion = visitor.page.locator(".st-key-predictions .chart")
    visitor.until(lambda: visitor.array("confusion"))
    area(confusion.locator(".heatmaplayer").first)  # Plotly is there as well
    confusion.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        visitor.page.keyboard.press(key)
    cell = visitor.page.locator(".gallery .cell")
    visitor.until(lambda: "true 1, predicted 1" in cell.inner_text())
    asked = wait(
        visitor.page, lambda: visitor.header().get("gallery") or {},
        lambda asked: (asked.get("true"), asked.get("predicted")) == (1, 1))
    assert asked["total"] == visitor.array("confusion")[11]

    drawn = "document.querySelector('.st-key-predictions .js-plotly-plot')"
    cells = area(confusion.locator(".heatmaplayer").first)  # of the matrix alone
    side = cells["width"] / 10
    visitor.page.mouse.click(cells["x"] + 2.5 * side, cells["y"] + 0.5 * side)
    visitor.until(lambda: "true 0, predicted 2" in cell.inner_text())
    assert visitor.page.evaluate(f"{drawn}.layout.shapes.length") == 1

    cell.get_by_role("button").click()  # let go: the matrix follows
    visitor.until(lambda: visitor.page.evaluate(f"{drawn}.layout.shapes.length") == 0)
    assert not visitor.errors


def test_a_series_is_drawn_on_from_the_chosen_window(visit):
    visitor = visit("?data=noisy_sine(window=8)&model=[Flatten]")
    visitor.open_tab("Forecast")
    told = "document.querySelector('.st-key-forecast .js-plotly-plot')?.data[2].y.length"
    visitor.until(lambda: visitor.page.evaluate(told) == 17)
    before = visitor.array("forecast/seen")
    visitor.button("Next example").click()
    visitor.until(lambda: (visitor.array("forecast/seen") or before) != before)
    assert visitor.array("forecast/seen")[:-1] == before[1:]
    assert not visitor.errors
