"""The model as Keras code: write it, paste it, and watch it learn."""

from __future__ import annotations

from playground.templates import templates
from playground.ui import bench, session, writing

HEIGHT = 322  # of the editor, in pixels: the whole page fits on a screen of 1440 × 900

bench.page(
    "Code",
    lambda experiment, _view: writing.editor(experiment, session.description(), height=HEIGHT),
    offered=templates, of="a template", key="template",
    told=lambda: writing.problem_of(session.description()))
