"""What a visitor looks at: a unit, an example, a page of the gallery. A value."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from playground.datasets.inputs import Inputs
from playground.training.material import Material

LONGEST_MESSAGE = 500  # characters that a visitor may type
FILTERS = ("all", "mistakes", "right")
SORTS = ("order", "sure", "unsure")
Made = bytes | str | tuple[float, ...]  # pixels, a message, a row of numbers


@dataclass(frozen=True)
class Gallery:
    """Which test examples are shown, and which page of them.

    Args:
        filter: "all", "mistakes" or "right".
        true, predicted: classes, for one cell of the confusion matrix; None: any.
        sort: "order", "sure" (the surest answers first) or "unsure".
    """

    filter: str = "all"
    true: int | None = None
    predicted: int | None = None
    sort: str = "order"
    page: int = 0


@dataclass(frozen=True)
class Look:
    """What is looked at.

    Args:
        layer, unit: whose map is the large one, or whose kernel is shown; None: the output.
        index: the chosen test example.
        own: an example that the visitor made instead: bytes of pixels, a message, or a row; of
            several parts those that are not the chosen example's, by their names.
    """

    layer: int | None = None
    unit: int | None = None
    index: int = 0
    own: Made | Mapping[str, Made] | None = None
    gallery: Gallery = Gallery()

    def within(self, widths: Sequence[int], material: Material) -> Look:
        """The same, or the nearest that there is in this model and this data."""
        look = replace(self, index=min(self.index, max(0, material.count_test - 1)))
        if self.layer is not None and not (
                0 <= self.layer < len(widths) and 0 <= (self.unit or 0) < widths[self.layer]):
            look = replace(look, layer=None, unit=None)
        return look

    def changed(self, said: Mapping[str, Any], material: Material | None) -> Look:
        """What a command of the browser makes of it.

        Raises:
            ValueError: a sentence, when the command does not say something that can be shown.
        """
        if said["do"] == "look":
            return replace(self, layer=_whole(said.get("layer")), unit=_whole(said.get("unit")))
        if said["do"] == "gallery":
            return replace(self, gallery=_gallery(said))
        if said.get("own") is None:
            return replace(self, index=max(0, _whole(said.get("index")) or 0), own=None)
        if material is None:
            return self
        return replace(self, own=_own(said["own"], material))

    def described(self, probes: Any) -> dict[str, Any]:
        """The unit for the page: its layer and number, and a title."""
        return {"layer": self.layer, "unit": self.unit, "title": self._title(probes)}

    def _title(self, probes: Any) -> str:
        if self.layer is None:
            return "Output"
        last = self.layer == len(probes.layers) - 1
        name = type(probes.layers[self.layer]).__name__
        kind = "Output" if last else f"Layer {self.layer + 1}, {name}"
        return f"{kind}, unit {(self.unit or 0) + 1}"


def _whole(said: Any) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and (
        abs(said) < 2**31) else None


def _gallery(said: Mapping[str, Any]) -> Gallery:
    return Gallery(
        filter=said.get("filter") if said.get("filter") in FILTERS else "all",
        true=_whole(said.get("true")), predicted=_whole(said.get("predicted")),
        sort=said.get("sort") if said.get("sort") in SORTS else "order",
        page=max(0, _whole(said.get("page")) or 0))


def _own(said: Any, material: Material) -> Made | dict[str, Made]:
    """A visitor's example, checked against what one of the data set's examples is."""
    data = material.data
    if not isinstance(data.x_train, Inputs):
        return _made(said, data.x_train, bool(data.words))
    parts = data.x_train.arrays
    if not isinstance(said, Mapping) or not said or not set(said) <= set(parts):
        raise ValueError(f"An example of one's own expects {' or '.join(parts)}, or all of them, "
                         "by name. What is left out stays as in the chosen test example.")
    return {name: _made(said[name], each, each.dtype == np.int32)
            for name, each in parts.items() if name in said}


def _made(said: Any, like: np.ndarray, is_text: bool) -> Made:
    """What a visitor made, checked against the examples (n, …) that it is to be like."""
    shape = like.shape[1:]
    if is_text:
        if not isinstance(said, str) or len(said) > LONGEST_MESSAGE:
            raise ValueError(f"A message expects at most {LONGEST_MESSAGE} characters.")
        return said
    if like.dtype == np.uint8:
        try:
            pixels = base64.b64decode(said, validate=True)
        except (TypeError, ValueError, binascii.Error):
            pixels = b""
        if len(pixels) != math.prod(shape):
            raise ValueError(f"A picture expects {' × '.join(map(str, shape))} bytes.")
        return pixels
    numbers = said if isinstance(said, (list, tuple)) else ()
    if len(numbers) != math.prod(shape) or not all(
            isinstance(each, (int, float)) and not isinstance(each, bool)
            and abs(each) < 1e30 for each in numbers):
        raise ValueError(f"An example expects {math.prod(shape)} numbers.")
    return tuple(float(each) for each in numbers)
