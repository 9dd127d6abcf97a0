"""The model as a graph: boxes for layers, lines for tensors, drawn, changed and watched."""

from __future__ import annotations

from playground.templates import graph_templates
from playground.ui import bench, functional, stack

HEIGHT = 340  # of the graph, in pixels: the whole page fits on a screen of 1440 × 900

bench.page(
    "Functional",
    lambda experiment, view: functional.model(experiment, view, height=HEIGHT),
    offered=graph_templates, of="a graph", key="graph_template",
    leave_out=("Layers", stack.SETTINGS))
