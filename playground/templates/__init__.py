"""Models to begin with on the pages Code and Functional: each shows one thing that they can say.

What they hold is read by the reader as all code is; ``tests/training/test_written.py`` compares
those of the page Code with what real Keras makes of the same text.
"""

from __future__ import annotations

from collections.abc import Mapping

from playground.presets import Preset
from playground.templates import blocks, generators, graphs, steps

templates: Mapping[str, Preset] = {
    each.name: each for each in (*blocks.TEMPLATES, *steps.TEMPLATES, *generators.TEMPLATES)}
graph_templates: Mapping[str, Preset] = {each.name: each for each in graphs.TEMPLATES}
