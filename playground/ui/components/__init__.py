"""Our own browser parts, each a function that mounts it and returns what the visitor did in it.

``pipe`` tells the browser where the live frames come from and must be on every page with one of
the others; ``run_bar``, ``words``, ``network``, ``stages``, ``graph``, ``example``, ``gallery``,
``pad``, ``why`` and ``figure`` draw them; ``picker`` is a choice of pictures, ``editor`` a code
editor.
An event is plain data from a browser: it has the right shape here, its values are checked where
they are used.
"""

from __future__ import annotations

from playground.ui.components.choosing import Option, picker
from playground.ui.components.diagram import Addable, Feature, Layer, OutputLayer, network
from playground.ui.components.editor import Name, Printed, Problem, editor
from playground.ui.components.examples import example, gallery
from playground.ui.components.explaining import why
from playground.ui.components.graph import Box, Fed, graph
from playground.ui.components.running import Message, figure, pipe, run_bar, words
from playground.ui.components.stages import Column, LastStage, Stage, stages
from playground.ui.components.trying import FITS, Fit, Part, pad

__all__ = [
    "FITS", "Addable", "Box", "Column", "Feature", "Fed", "Fit", "LastStage", "Layer", "Message",
    "Name", "Option", "OutputLayer", "Part", "Printed", "Problem", "Stage", "editor", "example",
    "figure", "gallery", "graph", "network", "pad", "picker", "pipe", "run_bar", "stages", "why",
    "words",
]
