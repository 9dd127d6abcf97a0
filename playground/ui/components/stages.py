"""The stages of a stack: one example on its way through the layers, and the edits of the stack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from playground.ui.components.diagram import Addable, fresh_edits, heard
from playground.ui.components.mounting import mount, said

USES = ("elements", "scale", "menu", "events", "edits", "overlay", "layer_controls", "tiles",
        "pictures", "bars")


class Column(TypedDict):
    """A column of a table: ``on`` if it reaches the model; ``low`` to ``high`` in its own unit."""

    name: str
    label: str
    help: str
    on: bool
    low: float
    high: float
    step: float


class Stage(TypedDict):
    """A hidden layer and what becomes of an example in it.

    Args:
        units: how many there are, where they can be set; ``units_name`` is "filters" for those of
            a convolution.
        activations: the names that can be chosen; none where there is no activation to choose.
        shape: the layer's output without the batch; None where it cannot be known.
        problem: the sentence that says why the stack breaks at this layer; empty where it does not.
    """

    index: int
    kind: str
    title: str
    settings_text: str
    units: int | None
    units_name: NotRequired[str]
    activation: str | None
    activations: NotRequired[Sequence[str]]
    shape: Sequence[int] | None
    problem: str


class LastStage(TypedDict):
    """The output layer; ``why`` says in words why it has these units and this activation."""

    index: int
    units: int
    activation: str
    why: str
    problem: NotRequired[str]


def stages(
    *,
    structure: str,
    kind: str,
    shape: Sequence[int],
    layers: Sequence[Stage],
    output: LastStage,
    classes: Sequence[str] = (),
    columns: Sequence[Column] = (),
    addable: Sequence[Addable] = (),
    most_layers: int = 8,
    most_units: int = 512,
    selected: int | None = None,
    hide: Sequence[str] = (),
    height: int = 420,
    settings_in: str = "",
    on_edit: Callable[[Mapping[str, Any]], None] | None = None,
    key: str = "stages",
) -> None:
    """The stack as a row of cards, each with what its layer makes of the chosen example.

    It draws the field ``example`` of the frames. A click on a tile looks at that unit.

    Args:
        structure: the frames' ``structure`` that belongs to this description; what others carry
            of the layers is not drawn.
        kind: "image", "table", "text" or "series".
        shape: of one example, as the model sees it.
        classes: the names of the classes; none where a number is predicted.
        columns: a table's columns, in their order; those that are switched on reach the model.
        addable: the kinds of layer that can be added; ``group`` orders a long list of them.
        selected: the layer whose settings the page shows.
        hide: "features" and "layers" leave out the controls of that name.
        height: in pixels, all of it: many cards scroll sideways within.
        settings_in: the key of the container that shows a layer's settings.
        on_edit: called with each edit, as by ``network``; ``units`` means the filters of a
            convolution.
    """
    data = {
        "structure": structure, "kind": kind, "shape": list(shape), "layers": list(layers),
        "output": output, "classes": list(classes), "columns": list(columns),
        "addable": list(addable), "most_layers": most_layers, "most_units": most_units,
        "selected": selected, "hide": list(hide), "height": height, "settings_in": settings_in,
        "heard": heard(key),
    }

    def edited() -> None:
        for edit in fresh_edits(said(key, "edit"), key):
            if on_edit is not None:
                on_edit(edit)

    mount("stages", USES)(key=key, data=data, on_edit_change=edited)
