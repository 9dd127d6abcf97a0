"""A real server and a real browser, as a visitor has them."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.conftest import as_a_visitor_has
from tests.journeys.browser import launch
from tests.journeys.visitor import PATIENCE, Visitor

expect.set_options(timeout=1000 * PATIENCE)
ROOT = Path(__file__).resolve().parents[2]


class Server:
    """``streamlit run`` on a free port, with everything it starts."""

    def __init__(self, script: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true",
             "--server.address", "127.0.0.1", "--server.port", str(port)],
            cwd=ROOT, start_new_session=True,
            env=as_a_visitor_has() | {"PYTHONPATH": str(ROOT)})
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return
            except OSError:
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.1)

    def stop(self) -> None:
        """End the server; its engine ends with it."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def server():
    server = Server("app.py")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def server_without_route():
    server = Server("playground/ui/frame.py")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, server):
    """visit(link) opens the page as a visitor who was never here before."""
    visitors = []

    def visit(link: str = "", *, url: str = server.url, **settings) -> Visitor:
        visitor = Visitor(chromium, f"{url}/{link}", **settings)
        visitors.append(visitor)
        return visitor

    yield visit
    for visitor in visitors:
        visitor.leave()
