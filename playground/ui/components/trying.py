"""Try it: an example of one's own, drawn, written or set with sliders, and the model's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NotRequired, TypedDict

from playground.ui.components.examples import USES
from playground.ui.components.mounting import mount
from playground.ui.components.stages import Column

LONGEST_TEXT = 500  # characters


class Fit(TypedDict):
    """How a drawing is made like the pictures of a data set.

    Args:
        across, down: pixels of the box that the ink is scaled into, keeping its aspect.
        fill: whether it is as high as the box anyway, even if it must be squeezed for that.
        centre: "mass" puts the ink's centre of mass in the middle, "box" the box around it.
        pen: how wide a stroke is then, in pixels.
        solid: whether what a stroke goes round is filled, as things are and signs are not.
    """

    across: float
    down: float
    fill: bool
    centre: Literal["mass", "box"]
    pen: float
    solid: bool


# MNIST as its authors describe it; the others as their pictures are: of the small digits every one
# is 8 pixels high and 6 wide on average, of Fashion-MNIST 28 pixels along the longer side.
_AS_MNIST = Fit(across=20, down=20, fill=False, centre="mass", pen=2.3, solid=False)
FITS: Mapping[str, Fit] = MappingProxyType({
    "mnist": _AS_MNIST, "digit_questions": _AS_MNIST, "same_digit": _AS_MNIST,
    "digits": Fit(across=6, down=8, fill=True, centre="box", pen=1.4, solid=False),
    "fashion_mnist": Fit(across=28, down=28, fill=False, centre="box", pen=2, solid=True),
})


class Part(TypedDict):
    """A part of an example that has several.

    Args:
        name: what the engine calls it.
        title: what stands above it.
        kind: a drawing, or a question in words.
        shape: height, width and channels of a picture.
        fit: how the drawing is made like the others.
        known: questions to choose from.
    """

    name: str
    title: str
    kind: Literal["image", "text"]
    shape: NotRequired[Sequence[int]]
    fit: NotRequired[Fit | None]
    known: NotRequired[Sequence[str]]


def pad(
    *,
    kind: Literal["image", "table", "text", "pair"],
    shape: Sequence[int] = (),
    classes: Sequence[str] = (),
    columns: Sequence[Column] = (),
    target: str = "",
    fit: Fit | None = None,
    parts: Sequence[Part] = (),
    key: str = "pad",
) -> None:
    """Where a visitor makes an example of their own, and what the model says of it.

    What is drawn, typed or set goes to the engine while it changes, at most 20 times a second;
    no rerun follows. Clearing it returns to the chosen test example.

    Args:
        kind: a drawing ("image"), a message ("text") or a row of a table ("table"); parts ("pair"),
            of which those that are not replaced stay as in the chosen test example.
        shape: height, width and channels of a picture.
        classes: the names of the classes; none where a number is predicted.
        columns: of a table, all of them, in their order.
        target: what the predicted number is called, with its unit.
        fit: how the drawing is made like the others (``FITS``); None: the pad as it is.
        parts: of an example that has several.
    """
    data = {
        "kind": kind, "classes": list(classes), "columns": list(columns), "target": target,
        "longest": LONGEST_TEXT,
        "parts": list(parts) or [{"name": "", "kind": kind, "shape": list(shape), "fit": fit}],
    }
    mount("pad", USES)(key=key, data=data)
