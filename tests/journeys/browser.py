"""A Chromium for the journeys: the system's own, Playwright's, or one that is installed now.

``python -m tests.journeys.browser`` makes sure that there is one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync")


def launch(playwright: Playwright) -> Browser:
    """Start a headless Chromium: the system's where there is one, else Playwright's own."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))


def install() -> None:
    """Install a Chromium unless one starts already: Playwright's, or the distribution's."""
    if _starts():
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not _starts() and shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*root, "apt-get", "update", "-qq"], check=False)
        subprocess.run([*root, "apt-get", "install", "-y", "-qq", "chromium"], check=False)
    if not _starts():
        sys.exit("No Chromium could be installed; install one by hand and run this again.")


def _starts() -> bool:
    with sync_playwright() as playwright:
        try:
            launch(playwright).close()
        except Exception as error:  # noqa: BLE001 - whatever the reason, it does not start
            print(str(error).splitlines()[0])
            return False
    return True


if __name__ == "__main__":
    install()
