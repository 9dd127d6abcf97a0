"""What a viewer may know of a run at one moment: plain numbers and NumPy arrays. JAX stops here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Note:
    """One quiet sentence about the run. ``kind`` is "stop", "warning" or "info"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Snapshot:
    """A run at one moment, with the arrays that were asked for.

    Args:
        version: grows with everything that can be seen; equal versions look the same.
        structure: changes when the network's structure does.
        status: "starting", "compiling", "paused", "playing", "finished" or "failed".
        step: batches done in the epoch that has begun, of ``steps_per_epoch``.
        seconds_per_epoch: measured while playing flat out or not; None before.
        speed: epochs a second asked for; 0 is as fast as it goes.
        loss, metric: on the training examples; ``val_loss``, ``val_metric`` on all test examples.
        sampled: how many training examples ``loss`` is measured on, where not on all; else 0.
        look: the unit that the large map shows: its layer and number (None: the output), title.
        example: the chosen example: its index of ``count``, whether it is the visitor's ``own``,
            its true answer, its text.
        gallery: which page of the test examples the arrays show, and their texts.
        arrays: name -> array, as asked for.
    """

    version: int
    run: str
    structure: str = ""
    status: str = "starting"
    epoch: int = 0
    step: int = 0
    steps_per_epoch: int = 0
    parameters: int = 0
    seconds_per_epoch: float | None = None
    speed: float = 60.0
    loss: float | None = None
    sampled: int = 0
    val_loss: float | None = None
    metric_name: str = "accuracy"
    metric: float | None = None
    val_metric: float | None = None
    notes: tuple[Note, ...] = ()
    look: Mapping[str, Any] = field(default_factory=dict)
    example: Mapping[str, Any] = field(default_factory=dict)
    gallery: Mapping[str, Any] = field(default_factory=dict)
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)
