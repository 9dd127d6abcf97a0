"""What every figure promises, whatever it shows."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import plotly.graph_objects as go
import pytest

from playground.figures.live import Binding, Themed
from tests.figures.examples import EXAMPLES

# The arrays of a frame, as playground/live describes them.
ARRAYS = re.compile(
    r"(history/(epoch|(val_)?(loss|metric|r2))|surface(/range)?|curve/[xy]|confusion"
    r"|predicted/(true|value|residual|scores|area|(false|true)_(rate|here))"
    r"|forecast/(seen|true|told)(_at)?|histograms/(epoch|\d+(/range)?)|weights/\d+/kernel)")
FIELDS = {"weights", "maps", "surface", "history", "histograms", "predictions", "forecast"}


@pytest.fixture(params=EXAMPLES, ids=lambda name: name.replace(" ", "_"))
def make(request):
    return EXAMPLES[request.param]


def arrays_of(binding: Binding) -> list[str]:
    names = [getattr(binding, name, None) for name in ("x", "y", "values", "range")]
    return [name for name in names if name]


def test_the_same_data_give_the_same_figure(make):
    assert make().to_data() == make().to_data()


def test_a_figure_is_plain_data(make):
    data = json.loads(json.dumps(make().to_data(), allow_nan=False))
    assert set(data) == {"figure", "bindings", "fields"}
    go.Figure(json.loads(data["figure"]))  # Plotly knows every attribute


def test_every_binding_names_a_part_of_the_figure(make):
    live = make()
    figure = live.figure
    for binding in live.bindings:
        for trace in (getattr(binding, "trace", None), getattr(binding, "raw", None),
                      getattr(binding, "bar", None), *getattr(binding, "traces", ())):
            assert trace is None or 0 <= trace < len(figure.data)
        if hasattr(binding, "image"):
            assert figure.layout.images[binding.image].sizing == "stretch"
        if hasattr(binding, "annotation"):
            assert figure.layout.annotations[binding.annotation].text == binding.title


def test_a_themed_attribute_begins_with_its_form_for_a_light_page(make):
    live = make()
    for binding in live.bindings:
        if not isinstance(binding, Themed):
            continue
        assert type(binding.light) is type(binding.dark)
        for trace in binding.traces:
            value = live.figure.data[trace]
            for step in binding.attribute.split("."):
                value = value[step]
            plain = [list(each) for each in value] if isinstance(value, tuple) else value
            assert plain == binding.light


def test_every_binding_names_an_array_of_the_frame(make):
    live = make()
    named = [name for binding in live.bindings for name in arrays_of(binding)]
    assert named and all(ARRAYS.fullmatch(name) for name in named)


def test_a_figure_asks_for_what_its_bindings_need(make):
    live = make()
    assert live.fields and set(live.fields) <= FIELDS
    groups = {name.split("/")[0] for each in live.bindings for name in arrays_of(each)}
    other_names = {"curve": "surface", "confusion": "predictions", "predicted": "predictions"}
    assert {other_names.get(group, group) for group in groups} == set(live.fields)


def test_every_axis_has_a_title(make):
    figure = make().figure
    axes = [each for each in figure.layout if re.fullmatch(r"[xy]axis\d*", each)]
    assert len(axes) >= 2
    assert all(figure.layout[axis].title.text for axis in axes)


def test_new_data_never_undo_the_readers_zoom(make):
    assert make().figure.layout.uirevision
    assert make().figure.layout.uirevision == make().figure.layout.uirevision


def test_a_figure_says_what_it_shows_to_who_cannot_see_it(make):
    assert len(make().figure.layout.meta["label"]) > 10


def test_a_figure_lets_the_page_shine_through(make):
    layout = make().figure.layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0, 0, 0, 0)"


def test_drawing_needs_neither_jax_nor_streamlit():
    script = (
        "import sys, tests.figures.examples as each\n"
        "[make() for make in each.EXAMPLES.values()]\n"
        "import playground.figures.thumbnails\n"
        "assert not {'jax', 'streamlit', 'playground.keras'} & set(sys.modules)")
    subprocess.run([sys.executable, "-c", script], check=True)
