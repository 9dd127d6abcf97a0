"""The page through the frame script, and the engine behind it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.live.host import client, uploads

FRAME = Path(__file__).resolve().parents[2] / "playground" / "ui" / "frame.py"


@pytest.fixture(scope="module")
def engine():
    client.start()
    yield
    client.stop()


@pytest.fixture
def opened(engine):
    """opened(query) is the page as a visitor with that link finds it."""
    runs = []

    def open_page(query="", **parameters):
        page = AppTest.from_file(str(FRAME), default_timeout=30)
        for name, text in (pair.split("=", 1) for pair in filter(None, query.split("&"))):
            page.query_params[name] = text
        for name, text in parameters.items():
            page.query_params[name] = text
        page.run()
        assert not page.exception
        runs.append(page.session_state["run"])
        return page

    yield open_page
    for run in runs:
        client.close(run)
        uploads.drop(run)
