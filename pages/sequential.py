"""The first page: stack layers over a data set, press Play, watch it learn."""

from __future__ import annotations

from playground.presets import presets
from playground.ui import bench, stack

HEIGHT = 446  # of the diagram, in pixels: the whole page fits on a screen of 1440 × 900

bench.page(
    "Layer Playground",
    lambda experiment, view: stack.diagram(experiment, view, height=HEIGHT),
    offered=presets, of="an example", key="example")
