"""What is known of a model that is written as code: plain values, for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """What is wrong with a code, and where: line and column from 1; 0: nowhere in particular."""

    sentence: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Description:
    """What came of reading an experiment's code.

    Args:
        code: what was read.
        problem: why there is no model; None: there is one.
        printed: (line, text) of what the code prints.
        boxes: the calls of its layers: name, title, detail, shape, parameters, and the places of
            the boxes each is made from, -1 being the example.
        takes: the shape of an example as the model gets it.
        parameters: how many numbers the model learns or keeps.
        judged: whether its answers can be right or wrong.
    """

    code: str
    problem: Problem | None = None
    printed: tuple[tuple[int, str], ...] = ()
    boxes: tuple[dict[str, Any], ...] = ()
    takes: tuple[int, ...] = ()
    parameters: int = 0
    judged: bool = True
