"""Points drawn by hand on the page: added by class, removed, cleared; wrong events do nothing."""

import pytest

from playground.datasets import drawn
from playground.share import link
from playground.ui import drawing, session


@pytest.fixture
def state(monkeypatch):
    state = {"link": "data=drawn"}
    monkeypatch.setattr("streamlit.session_state", state)
    return state


def points(state):
    return drawn.points_of(link.read(state["link"]).experiment.data.points)


def test_a_click_draws_a_point_of_the_chosen_class_and_removes_the_nearest(state):
    x, y = points(state)
    state["drawn_next"] = "class 3"
    drawing.clicked({"do": "place", "value": [1.5, -2]})
    more, labels = points(state)
    assert len(more) == len(x) + 1 and labels[-1] == 2
    assert abs(more[-1] - (1.5, -2)).max() < 0.02
    state["drawn_next"] = drawing.REMOVE
    drawing.clicked({"do": "place", "value": [1.4, -2.1]})
    assert (points(state)[1] == y).all() and not session.problems()


@pytest.mark.parametrize("value", [
    None, "12", [1], [1, "2"], [float("nan"), 0], [1e400, 0], {"x": 1}])
def test_a_click_that_means_no_place_changes_nothing(state, value):
    before = state["link"]
    drawing.clicked({"do": "place", "value": value})
    assert state["link"] == before


def test_a_click_on_a_map_of_other_data_changes_nothing(state):
    state["link"] = "data=circle"
    drawing.clicked({"do": "place", "value": [0, 0]})
    assert state["link"] == "data=circle"
