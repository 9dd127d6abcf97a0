"""What the server holds with MNIST open in ten tabs: ``python -m tests.benchmarks.memory``.

A real server and a real browser, as in the journeys; every tab plays. Printed after each tab: the
resident memory of the server's and the engine's process. Pages that both share count twice.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.browser import launch
from tests.journeys.conftest import Server
from tests.journeys.visitor import Visitor

TABS = 10
LINKS = ("?data=mnist", "?data=mnist&model=[Conv2D(16,3,relu),MaxPooling2D,Flatten]&batch_size=32")


def main() -> None:
    """Print one line a tab."""
    server = Server("app.py")
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            print(f" 0 tabs: {held(server.process.pid)}", flush=True)
            for number in range(TABS):
                visitor = Visitor(
                    browser, f"{server.url}/{LINKS[number % 2]}&seed={number}", patience=180)
                visitor.page.get_by_role("button", name="Play").first.click()
                print(f"{number + 1:2} tabs: {held(server.process.pid)}", flush=True)
            visitor.page.wait_for_timeout(20_000)
            print(f"and 20 s later: {held(server.process.pid)}", flush=True)
            browser.close()
    finally:
        server.stop()


def held(group: int) -> str:
    """The resident memory of every process of a group, and of all together."""
    sizes = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            status = (folder / "status").read_text()
        except OSError:
            continue  # it has ended meanwhile
        if int(fields[2]) == group and "VmRSS" in status:
            sizes.append(int(status.partition("VmRSS:")[2].split()[0]) / 1024)
    return f"{sum(sizes):.0f} MB ({' + '.join(f'{size:.0f}' for size in sizes)})"


if __name__ == "__main__":
    main()
