"""Test examples: the chosen one with what the model says of it, and pages to choose one from."""

from __future__ import annotations

from collections.abc import Sequence

from playground.ui.components.mounting import mount
from playground.ui.components.stages import Column

USES = ("elements", "scale", "tiles", "pictures", "bars", "choosing_examples")


def example(
    *,
    kind: str,
    classes: Sequence[str] = (),
    columns: Sequence[Column] = (),
    target: str = "",
    parts: Sequence[str] = (),
    judged: bool = True,
    key: str = "chosen_example",
) -> None:
    """The chosen example, large, and whether the model is right about it.

    It draws the field ``example`` of the frames. Its buttons speak to the engine directly; no
    rerun follows.

    Args:
        kind: "image", "table", "text" or "series".
        classes: the names of the classes; none where a number is predicted.
        columns: a table's columns, in their order.
        target: what the predicted number is called, with its unit.
        parts: what they are, where an example has several: pictures are drawn side by side.
        judged: whether the model's answer can be right or wrong; if not, and it is of the
            example's own shape, it is drawn beside it.
    """
    data = {"kind": kind, "classes": list(classes), "columns": list(columns), "target": target,
            "parts": list(parts), "judged": judged}
    mount("example", USES)(key=key, data=data)


def gallery(
    *,
    kind: str,
    classes: Sequence[str] = (),
    columns: Sequence[Column] = (),
    key: str = "test_examples",
) -> None:
    """Test examples by the page, all or the mistakes, in an order; a click chooses one.

    It draws the field ``gallery`` of the frames. The cell of a confusion matrix that was clicked
    elsewhere is named, and can be let go.

    Args:
        kind: "image", "table", "text" or "series".
        classes: the names of the classes; none where a number is predicted.
        columns: a table's columns, in their order; a card shows those that are switched on first.
    """
    data = {"kind": kind, "classes": list(classes), "columns": list(columns)}
    mount("gallery", USES)(key=key, data=data)
