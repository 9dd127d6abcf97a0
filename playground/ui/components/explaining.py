"""Why: what the answer to the chosen example leans on."""

from __future__ import annotations

from collections.abc import Sequence

from playground.ui.components.examples import USES
from playground.ui.components.mounting import mount
from playground.ui.components.stages import Column


def why(
    *,
    kind: str,
    classes: Sequence[str] = (),
    columns: Sequence[Column] = (),
    target: str = "",
    key: str = "why",
) -> None:
    """Which parts of the chosen example its answer leans on, each way with what it is and is not.

    It draws the fields ``example`` and ``why`` of the frames.

    Args:
        kind: "image", "table", "text" or "series".
        classes: the names of the classes; none where a number is predicted.
        columns: a table's columns, in their order.
        target: what the predicted number is called, with its unit.
    """
    data = {"kind": kind, "classes": list(classes), "columns": list(columns), "target": target}
    mount("why", USES)(key=key, data=data)
