"""A person at the page: what can be seen and done there, by name."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Locator, Page

PATIENCE = 120  # seconds: another test may have the machine for a while


class Visitor:
    """One fresh browser profile with the page open in it.

    ``patience`` is how many seconds its model may take; 0: nobody waits for it.
    """

    def __init__(self, browser: Browser, url: str, *, width: int = 1440, height: int = 900,
                 dark: bool = False, patience: float = PATIENCE) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light")
        self.context.set_default_timeout(1000 * PATIENCE)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note)
        self.page.goto(url)
        self.idle()
        if patience:
            self.until(lambda: self.epoch() >= 0, patience)

    def _note(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def leave(self) -> None:
        """Close the tab."""
        self.context.close()

    def idle(self) -> None:
        """Wait until the page's script has run."""
        self.page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning]")

    def until(self, condition: Callable[[], Any], seconds: float = PATIENCE) -> Any:
        """Wait until something is so, and give what it said."""
        deadline = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < deadline, f"it took too long; the browser says {self.errors}"
            self.page.wait_for_timeout(50)
        return found

    # -- what is seen ------------------------------------------------------------------------

    def header(self) -> dict[str, Any]:
        """The newest frame's header."""
        return self.page.evaluate("globalThis.layerPlayground?.frame?.header ?? {}")

    def example(self) -> dict[str, Any]:
        """What the newest frame says of the example that is looked at; nothing where none is."""
        return self.header().get("example") or {}

    def array(self, name: str) -> list[float] | None:
        """An array of the newest frame, flat."""
        return self.page.evaluate(
            "name => { const found = globalThis.layerPlayground?.frame?.get(name); "
            "return found ? Array.from(found.data) : null }", name)

    def epoch(self) -> int:
        """The epoch counter, as it is written on the page; -1 while a model is being prepared."""
        text = self.page.locator(".runbar .epoch output").inner_text().replace(",", "")
        return int(text) if text.isdigit() and self.header().get("loss") is not None else -1

    def loss(self) -> float:
        """The test loss, as it is written on the page."""
        def written() -> str:
            shown = self.page.locator(".runbar .losses output.test").inner_text()
            text = shown.replace("−", "-")
            return text if text[:1].isdigit() else ""

        return float(self.until(written))

    def map_pixels(self) -> str:
        """The picture behind the points of the large map."""
        return self.page.evaluate(
            "document.querySelector('.st-key-output_map .js-plotly-plot')"
            "?.layout.images[0].source ?? ''")

    def button(self, name: str) -> Locator:
        """A button by its whole name."""
        return self.page.get_by_role("button", name=name, exact=True).first

    # -- what is done ------------------------------------------------------------------------

    def play(self) -> None:
        """Press Play."""
        self.button("Play").click()

    def pause(self) -> None:
        """Press Pause, and wait until it stands still."""
        self.button("Pause").click()
        self.until(lambda: self.header().get("status") in ("paused", "finished")
                   and self.epoch() == self.header()["epoch"])

    def open_tab(self, name: str) -> None:
        """Open one of the tabs under the diagram."""
        self.page.get_by_role("radio", name=name, exact=True).or_(
            self.page.get_by_role("button", name=name, exact=True)).first.click()
        self.idle()


def wait(page: Page, find: Callable[[], Any], condition: Callable[[Any], Any] = bool) -> Any:
    """What is found, once it is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition(found := find()):
        assert time.monotonic() < deadline, f"it took too long; at last it was {found!r}"
        page.wait_for_timeout(50)
    return found


def told(page: Page, name: str, condition: Callable[[Any], Any]) -> Any:
    """What the script of a page with parts was told, once it is so."""
    return wait(page, lambda: json.loads(page.locator(".st-key-done").inner_text())[name],
                condition)


def area(locator: Locator) -> dict[str, float]:
    """Where something is; while the boxes are drawn anew it is nowhere for a moment."""
    return wait(locator.page, locator.bounding_box)


def shows(canvas: Locator, *, colours: int) -> None:
    """Wait until a canvas shows more than so many different colours."""
    wait(canvas.page, lambda: canvas.evaluate(
        "canvas => canvas.width && canvas.height && new Set(new Uint32Array(canvas"
        ".getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"),
        lambda found: found > colours)


def drawn(page: Page) -> None:
    """Wait until what came last is on the page."""
    page.wait_for_function("globalThis.layerPlayground?.frame?.acknowledged")
